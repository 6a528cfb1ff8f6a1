"""What tablets' ledgers tell: numbers that never came, weeks that were counted, places where the chain breaks."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db
from core.domain.access import Permission, Scope
from core.models import Tablet, TabletHole, TabletWeek
from core.queries.kiosk.tablets import TabletLine, lines, select_lines
from core.queries.places.pages import PER_PAGE


@dataclass(frozen=True)
class Hole:
    """Numbers a tablet has used and that never came."""

    tablet_id: int
    tablet: str
    first: int
    last: int
    noticed_on: date
    #: What the office says about it; empty while nobody has said anything.
    explanation: str

    @property
    def count(self) -> int:
        """How many numbers are missing."""
        return self.last - self.first + 1


@dataclass(frozen=True)
class Week:
    """How many answers of a tablet came in a week, as its ledger was folded."""

    tablet: str
    monday: date
    count: int
    last_number: int
    #: Places where a number does not follow the one before it as the device signed it.
    breaks: int


@dataclass(frozen=True)
class History:
    """One tablet with those it replaced and those that replaced it, the newest first."""

    tablets: tuple[TabletLine, ...]
    holes: tuple[Hole, ...]
    #: The latest weeks, newest first.
    weeks: tuple[Week, ...]
    has_more_weeks: bool

    @property
    def breaks(self) -> int:
        """How often the chain breaks within these weeks."""
        return sum(week.breaks for week in self.weeks)


def history(scope: Scope, unit_id: int, tablet_id: int) -> History | None:
    """Return what is known of a tablet's whole line, or None for another's tablet."""
    if not scope.may(Permission.READ_TABLETS) or not scope.sees(unit_id):
        return None
    ids = _line_of(unit_id, tablet_id)
    if not ids:
        return None
    tablets = lines(select_lines().where(Tablet.id.in_(ids)).order_by(Tablet.id.desc()))
    names = {tablet.id: tablet.name for tablet in tablets}
    weeks = db.session.scalars(
        select(TabletWeek)
        .where(TabletWeek.tablet_id.in_(ids))
        .order_by(TabletWeek.week.desc(), TabletWeek.tablet_id.desc())
        .limit(PER_PAGE + 1)
    ).all()
    return History(
        tablets=tablets,
        holes=_holes(ids, names),
        weeks=tuple(
            Week(names[row.tablet_id], row.week, row.count, row.last_number, row.breaks)
            for row in weeks[:PER_PAGE]
        ),
        has_more_weeks=len(weeks) > PER_PAGE,
    )


def hole(scope: Scope, unit_id: int, tablet_id: int, first_number: int) -> Hole | None:
    """Return one hole of a tablet of this unit, or None."""
    if not scope.may(Permission.READ_TABLETS) or not scope.sees(unit_id):
        return None
    row = db.session.execute(
        select(TabletHole, Tablet.name)
        .join(Tablet, Tablet.id == TabletHole.tablet_id)
        .where(
            TabletHole.tablet_id == tablet_id,
            TabletHole.first_number == first_number,
            Tablet.unit_id == unit_id,
        )
    ).one_or_none()
    return hole_of(row[0], row[1]) if row else None


def _holes(ids: list[int], names: dict[int, str]) -> tuple[Hole, ...]:
    rows = db.session.scalars(
        select(TabletHole)
        .where(TabletHole.tablet_id.in_(ids))
        .order_by(TabletHole.explanation != "", TabletHole.tablet_id.desc(), TabletHole.first_number)
    )
    return tuple(hole_of(row, names[row.tablet_id]) for row in rows)


def hole_of(row: TabletHole, name: str) -> Hole:
    """Return a hole as it is stored, of the device of this name."""
    return Hole(row.tablet_id, name, row.first_number, row.last_number, row.noticed_on, row.explanation)


def _line_of(unit_id: int, tablet_id: int) -> list[int]:
    """Return a tablet, those before it and those after it, in the unit."""
    rows = db.session.execute(select(Tablet.id, Tablet.replaces_id).where(Tablet.unit_id == unit_id))
    before = {row.id: row.replaces_id for row in rows}
    if tablet_id not in before:
        return []
    found = {tablet_id}
    above = before[tablet_id]
    while above in before and above not in found:
        found.add(above)
        above = before[above]
    while later := {number for number, old in before.items() if old in found} - found:
        found |= later
    return sorted(found)
