"""Corrections of past duty entries: which are proposed and what was decided about them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.periods import Period
from core.models import Counter, DutyCorrection, DutyDecision, DutyEntry, Officer, Unit
from core.queries.places.pages import PER_PAGE, Page, offset_of
from core.queries.roster import shift_of

_FROM, _TO = aliased(Officer), aliased(Officer)


@dataclass(frozen=True)
class Decision:
    """What the Front decided, and why."""

    is_accepted: bool
    answers: int
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Correction:
    """A proposal with its shift; moments in the office's time."""

    id: int
    unit_id: int
    unit: str
    duty_entry_id: int
    counter: str
    starts_at: datetime
    stood_until: datetime
    #: Whom the answers counted for when it was proposed; 0: nobody.
    from_id: int
    from_name: str
    #: For whom they should; 0: nobody.
    to_id: int
    to_name: str
    reason: str
    by: str
    at: datetime
    decision: Decision | None


def open_count(scope: Scope) -> int:
    """Return how many proposals wait for this person's decision."""
    if not scope.may(Permission.DECIDE_CORRECTIONS):
        return 0
    waiting = ~exists().where(DutyDecision.correction_id == DutyCorrection.id)
    statement = select(func.count()).where(DutyCorrection.unit_id.in_(scope.unit_ids), waiting)
    return db.session.scalar(statement) or 0


def listed(scope: Scope, number: int = 1) -> Page[Correction]:
    """Return a page of the proposals of this person's units: those that wait first, then the newest."""
    total_ = db.session.scalar(select(func.count()).where(DutyCorrection.unit_id.in_(scope.unit_ids)))
    number, start = offset_of(number, total_ or 0)
    rows = db.session.execute(
        _corrections()
        .where(DutyCorrection.unit_id.in_(scope.unit_ids))
        .order_by(DutyDecision.correction_id.is_not(None), DutyCorrection.id.desc())
        .limit(PER_PAGE)
        .offset(start)
    ).all()
    return Page(tuple(_read(rows)), number, total_ or 0)


def one(scope: Scope, correction_id: int) -> Correction | None:
    """Return a proposal of this person's units, or None."""
    rows = db.session.execute(
        _corrections().where(DutyCorrection.id == correction_id, DutyCorrection.unit_id.in_(scope.unit_ids))
    ).all()
    return next(iter(_read(rows)), None)


def accepted(scope: Scope, period: Period) -> tuple[Correction, ...]:
    """Return the accepted corrections of shifts within a period, by day."""
    first, end = (
        datetime.combine(day, time(), tzinfo=clock.OFFICE_ZONE)
        for day in (period.first, period.last + timedelta(days=1))
    )
    rows = db.session.execute(
        _corrections()
        .where(
            DutyCorrection.unit_id.in_(scope.unit_ids),
            DutyDecision.is_accepted,
            DutyEntry.starts_at >= first,
            DutyEntry.starts_at < end,
        )
        .order_by(DutyEntry.starts_at, DutyCorrection.id)
    ).all()
    return tuple(_read(rows))


def _corrections() -> Any:
    statement: Any = (
        select(
            DutyCorrection,
            DutyDecision,
            DutyEntry,
            Counter.name.label("counter"),
            Unit.name.label("unit"),
            _FROM.name.label("from_name"),
            _TO.name.label("to_name"),
        )
        .join(DutyEntry, DutyEntry.id == DutyCorrection.duty_entry_id)
        .join(Counter, Counter.id == DutyEntry.counter_id)
        .join(Unit, Unit.id == DutyCorrection.unit_id)
        .outerjoin(_FROM, _FROM.id == DutyCorrection.from_officer_id)
        .outerjoin(_TO, _TO.id == DutyCorrection.officer_id)
        .outerjoin(DutyDecision, DutyDecision.correction_id == DutyCorrection.id)
    )
    return statement


def _read(rows: Iterable[Any]) -> Iterator[Correction]:
    for row in rows:
        proposal, decision, shift = row[0], row[1], shift_of(row[2])
        yield Correction(
            id=proposal.id,
            unit_id=proposal.unit_id,
            unit=row.unit,
            duty_entry_id=proposal.duty_entry_id,
            counter=row.counter,
            starts_at=shift.starts_at,
            stood_until=shift.stood_until,
            from_id=proposal.from_officer_id,
            from_name=row.from_name or "",
            to_id=proposal.officer_id,
            to_name=row.to_name or "",
            reason=proposal.reason,
            by=proposal.proposed_by,
            at=clock.local(proposal.proposed_at),
            decision=_decision(decision) if decision else None,
        )


def _decision(row: DutyDecision) -> Decision:
    return Decision(row.is_accepted, row.answers, row.reason, row.decided_by, clock.local(row.decided_at))
