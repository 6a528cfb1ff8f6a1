"""Figures about the cases somebody may know of: of a period, and what is late now. The guard stands in each of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.complaints import figures
from core.domain.complaints.clocks import Clock
from core.domain.complaints.course import State
from core.domain.complaints.figures import OWED, DayCount, Facts, Figures, Overdue
from core.domain.complaints.kinds import Channel, Kind, Outcome
from core.domain.periods import Period
from core.models import Complaint, ServiceField, Unit
from core.queries import calendar
from core.queries.calendar import Reading
from core.queries.complaints import guard

_COLUMNS = (
    Complaint.unit_id,
    Complaint.kind,
    Complaint.channel,
    Complaint.is_named,
    Complaint.state,
    Complaint.outcome,
    Complaint.received_on,
    Complaint.answered_on,
    Complaint.answer_due_on,
    Complaint.answer_first_due_on,
    Complaint.clock,
    Complaint.due_on,
    Complaint.first_due_on,
    Complaint.contests,
)


@dataclass(frozen=True)
class PeriodFigures:
    """Figures of a period; named and anonymous cases have columns of their own."""

    named: Figures
    anonymous: Figures
    together: Figures
    #: What is late now, whenever it was received.
    overdue: Overdue
    through: date


@dataclass(frozen=True)
class OverdueLine:
    """One late case as an onlooker reads of it: its number and its days, and not a word."""

    id: bytes
    unit_id: int
    register: str
    unit: str
    field: str
    clock: Clock
    received_on: date
    due_on: date
    #: Working days past the deadline; 0 while only days off have passed.
    days_late: int
    is_extended: bool


def of_period(scope: Scope, period: Period) -> PeriodFigures:
    """Return the figures of the cases received in a period that this person may know of, as they stand today."""
    scope.require(Permission.READ_CASES)
    within = Complaint.received_on.between(period.first, period.last)
    cases = facts(db.session, guard.visible(scope), within)
    late = _late(guard.visible(scope))
    counts = counts_for({case.unit_id for case in (*cases, *late)})
    today = clock.today()

    def of(wanted: Callable[[Facts], bool]) -> Figures:
        return figures.figures((case for case in cases if wanted(case)), counts, today)

    return PeriodFigures(
        named=of(lambda case: case.is_named),
        anonymous=of(lambda case: not case.is_named),
        together=of(lambda _case: True),
        overdue=figures.overdue(late, counts, today),
        through=today,
    )


def overdue_list(scope: Scope) -> tuple[OverdueLine, ...]:
    """Return the late cases an onlooker may read of, the longest wait first.

    None that nobody has found out yet: whom it names is not known before.
    """
    scope.require(Permission.READ_OVERDUE)
    rows = db.session.execute(
        select(
            Complaint.id,
            Complaint.unit_id,
            Complaint.register,
            Complaint.clock,
            Complaint.received_on,
            Complaint.due_on,
            Complaint.first_due_on,
            Unit.name.label("unit"),
            ServiceField.short_name.label("field"),
        )
        .join(Unit, Unit.id == Complaint.unit_id)
        .outerjoin(ServiceField, ServiceField.id == Complaint.field_id)
        .where(is_listed(scope))
        .order_by(Complaint.due_on, Complaint.register)
    ).all()
    counts = counts_for({row.unit_id for row in rows})
    today = clock.today()
    return tuple(
        OverdueLine(
            id=row.id,
            unit_id=row.unit_id,
            register=row.register,
            unit=row.unit,
            field=row.field or "",
            clock=Clock(row.clock),
            received_on=row.received_on,
            due_on=row.due_on,
            days_late=counts[row.unit_id].between(row.due_on, today),
            is_extended=row.due_on != row.first_due_on,
        )
        for row in rows
    )


def is_listed(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a case stands on this onlooker's list of overdue cases."""
    return and_(guard.is_publishable(scope), _is_late(), Complaint.kind == str(Kind.PETITION))


def facts(session: Reading, *conditions: ColumnElement[bool]) -> tuple[Facts, ...]:
    """Return what is counted of the cases under these conditions; the caller brings the guard."""
    rows = session.execute(select(*_COLUMNS).where(*conditions))
    return tuple(
        Facts(
            unit_id=row.unit_id,
            kind=Kind(row.kind) if row.kind else None,
            channel=Channel(row.channel),
            is_named=row.is_named,
            state=State(row.state),
            outcome=Outcome(row.outcome) if row.outcome else None,
            received_on=row.received_on,
            answered_on=row.answered_on,
            answer_due_on=row.answer_due_on,
            answer_first_due_on=row.answer_first_due_on,
            clock=Clock(row.clock) if row.clock else None,
            due_on=row.due_on,
            first_due_on=row.first_due_on,
            contests=row.contests,
        )
        for row in rows
    )


def counts_for(unit_ids: Iterable[int], *, session: Reading | None = None) -> dict[int, DayCount]:
    """Return the counted working days of units."""
    return {unit_id: DayCount(calendar.work(session or db.session, unit_id)) for unit_id in unit_ids}


def _late(known: ColumnElement[bool]) -> tuple[Facts, ...]:
    return facts(db.session, known, _is_late())


def _is_late() -> ColumnElement[bool]:
    """The condition of `Facts.is_overdue`, for the database."""
    owed = Complaint.clock.in_([str(one) for one in OWED])
    return and_(owed, Complaint.due_on < clock.today(), Complaint.state != str(State.CLOSED))
