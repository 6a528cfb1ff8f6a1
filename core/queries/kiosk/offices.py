"""Offices that have counters or tablets, for people who look after more than one; and the counters of one."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.tablet import TabletState
from core.domain.tablet_silence import is_silent
from core.models import Counter, HeldItem, Tablet, TabletContact, TabletHole, Unit
from core.queries.kiosk.opening import opened_at
from core.queries.places.pages import PER_PAGE, Page, offset_of
from core.queries.within import within


@dataclass(frozen=True)
class OfficeLine:
    """One office: how many of its tablets are at work, and how many of them need an eye."""

    unit_id: int
    name: str
    #: The commune or department it belongs to; empty at the top.
    above: str
    active: int
    waiting: int
    silent: int
    missing: int
    shelf: int
    #: Answers of its tablets and interviewers' phones that wait for the Front; 0 for whoever does not decide.
    held: int = 0


@dataclass(frozen=True)
class CounterChoice:
    """A counter a tablet can stand at."""

    id: int
    name: str


def listed(scope: Scope, number: int = 1) -> Page[OfficeLine]:
    """Return a page of the offices within somebody's part of the administration, by name."""
    if not scope.may(Permission.READ_TABLETS):
        return Page((), 1, 0)
    has_some = or_(
        Unit.id.in_(select(Counter.unit_id).where(Counter.is_open)),
        Unit.id.in_(select(Tablet.unit_id).where(Tablet.counter_id.is_not(None))),
        *_waits_for(scope),
    )
    which = (within(Unit.id, scope.unit_ids), has_some)
    total = db.session.scalar(select(func.count()).select_from(Unit).where(*which)) or 0
    number, start = offset_of(number, total)
    above = select(Unit.id, Unit.name).subquery()
    rows = db.session.execute(
        select(Unit.id, Unit.name, above.c.name.label("above"))
        .outerjoin(above, above.c.id == Unit.parent_id)
        .where(*which)
        .order_by(above.c.name, Unit.name, Unit.id)
        .limit(PER_PAGE)
        .offset(start)
    ).all()
    return Page(_lines(scope, rows), number, total)


def counters(scope: Scope, unit_id: int) -> tuple[CounterChoice, ...]:
    """Return the open counters of a unit, 2 before 10: where a tablet can stand."""
    if not scope.may(Permission.READ_TABLETS) or not scope.sees(unit_id):
        return ()
    rows = db.session.execute(
        select(Counter.id, Counter.name)
        .where(Counter.unit_id == unit_id, Counter.is_open)
        .order_by(func.length(Counter.code), Counter.code)
    )
    return tuple(CounterChoice(row.id, row.name) for row in rows)


def _waits_for(scope: Scope) -> tuple[Any, ...]:
    """Whoever decides finds every unit that waits, also one whose only devices are phones of a round of its own."""
    if not scope.may(Permission.DECIDE_HELD):
        return ()
    return (Unit.id.in_(select(HeldItem.unit_id).where(HeldItem.is_admitted.is_(None))),)


def _held(scope: Scope, ids: set[int]) -> dict[int, int]:
    if not scope.may(Permission.DECIDE_HELD):
        return {}
    rows = db.session.execute(
        select(HeldItem.unit_id, func.count().label("items"))
        .where(within(HeldItem.unit_id, ids), HeldItem.is_admitted.is_(None))
        .group_by(HeldItem.unit_id)
    )
    return {row.unit_id: row.items for row in rows}


def _lines(scope: Scope, rows: Any) -> tuple[OfficeLine, ...]:
    ids = {row.id for row in rows}
    tablets = db.session.execute(
        select(Tablet.unit_id, Tablet.state, Tablet.enrolled_at, TabletContact.at, TabletContact.shelf)
        .outerjoin(TabletContact, TabletContact.tablet_id == Tablet.id)
        .where(
            within(Tablet.unit_id, ids),
            Tablet.counter_id.is_not(None),
            Tablet.state.in_([TabletState.ACTIVE, TabletState.WAITING]),
        )
    ).all()
    holed = db.session.execute(
        select(TabletHole.unit_id, func.count(TabletHole.tablet_id.distinct()).label("tablets"))
        .join(Tablet, Tablet.id == TabletHole.tablet_id)
        .where(within(TabletHole.unit_id, ids), TabletHole.explanation == "", Tablet.counter_id.is_not(None))
        .group_by(TabletHole.unit_id)
    )
    missing = {row.unit_id: row.tablets for row in holed}
    held = _held(scope, ids)
    active = [tablet for tablet in tablets if tablet.state == TabletState.ACTIVE]
    opened = opened_at({tablet.unit_id for tablet in active})
    now = clock.now()
    found = []
    for row in rows:
        own = [tablet for tablet in active if tablet.unit_id == row.id]
        since = opened.get(row.id)
        line = OfficeLine(
            unit_id=row.id,
            name=row.name,
            above=row.above or "",
            active=len(own),
            waiting=sum(one.unit_id == row.id for one in tablets) - len(own),
            silent=sum(is_silent(one.at or one.enrolled_at, since, now) for one in own),
            missing=missing.get(row.id, 0),
            shelf=sum(bool(one.shelf) for one in own),
            held=held.get(row.id, 0),
        )
        found.append(line)
    return tuple(found)
