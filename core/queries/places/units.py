"""Units as the desk lists them, and the one somebody works on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core.db import db
from core.domain.access import Scope
from core.domain.naming import fold
from core.domain.office import UnitKind
from core.models import Counter, Officer, Unit
from core.queries.places.pages import Page, cut


@dataclass(frozen=True)
class UnitLine:
    """One unit with what it has."""

    id: int
    name: str
    kind: UnitKind
    parent_id: int | None
    parent_name: str
    code: str
    help_phone: str
    valid_from: date
    valid_to: date | None
    counters: int = 0
    officers: int = 0


def one(scope: Scope, unit_id: int) -> UnitLine | None:
    """Return a unit of this person, or None."""
    if not scope.sees(unit_id):
        return None
    return next(iter(_lines([unit_id])), None)


def listed(scope: Scope, words: str = "", number: int = 1) -> Page[UnitLine]:
    """Return a page of this person's units whose names have these words, marks or none, from the top down."""
    rows = db.session.execute(select(Unit.id, Unit.parent_id, Unit.name).where(Unit.id.in_(scope.unit_ids)))
    names = {row.id: (row.parent_id, fold(row.name)) for row in rows}
    wanted = fold(words).split()
    fitting = [number for number, (_, name) in names.items() if all(word in name for word in wanted)]

    def place(unit_id: int) -> tuple[str, ...]:
        line: list[str] = []
        above: int | None = unit_id
        while above in names and len(line) < 8:
            above, name = names[above]
            line.insert(0, name)
        return tuple(line)

    page = cut(sorted(fitting, key=place), number)
    found = {line.id: line for line in _lines(page.items)}
    return Page(tuple(found[unit_id] for unit_id in page.items), page.number, page.total)


def working(scope: Scope) -> int | None:
    """Return the unit whose places this person most likely means: the only one, or the only centre; else None."""
    if len(scope.unit_ids) == 1:
        return next(iter(scope.unit_ids))
    centres = db.session.scalars(
        select(Unit.id)
        .where(Unit.id.in_(scope.unit_ids), Unit.kind == UnitKind.CENTRE, Unit.valid_to.is_(None))
        .limit(2)
    ).all()
    return centres[0] if len(centres) == 1 else None


def _lines(unit_ids: Iterable[int]) -> list[UnitLine]:
    ids = list(unit_ids)
    above = select(Unit.id, Unit.name).subquery()
    rows = db.session.execute(
        select(Unit, above.c.name).outerjoin(above, above.c.id == Unit.parent_id).where(Unit.id.in_(ids))
    )
    counters = _counted(Counter, Counter.is_open.is_(True), ids)
    officers = _counted(Officer, Officer.is_active.is_(True), ids)
    return [
        UnitLine(
            id=unit.id,
            name=unit.name,
            kind=UnitKind(unit.kind),
            parent_id=unit.parent_id,
            parent_name=parent or "",
            code=unit.code,
            help_phone=unit.help_phone,
            valid_from=unit.valid_from,
            valid_to=unit.valid_to,
            counters=counters.get(unit.id, 0),
            officers=officers.get(unit.id, 0),
        )
        for unit, parent in rows
    ]


def _counted(kind: type[Counter | Officer], is_open: object, unit_ids: list[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(kind.unit_id, func.count())
        .where(kind.unit_id.in_(unit_ids), is_open)  # type: ignore[arg-type]
        .group_by(kind.unit_id)
    )
    return dict(rows.all())
