"""Reminders to the staff: written with the step they tell of, once for each person, and ticked as seen by them."""

from collections.abc import Iterable

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core import clock
from core.db import write_session
from core.domain.access import Permission, Scope
from core.domain.complaints.clocks import Deadline, Step
from core.domain.complaints.course import State
from core.domain.complaints.reminding import LEVELS, told
from core.models import Complaint, ComplaintReminder
from core.queries.complaints import guard, persons
from core.services import audit
from core.services.complaints.moving import UnknownCase


def tell(session: Session, case: Complaint, deadline: Deadline, steps: Iterable[Step]) -> None:
    """Write down who is told of the steps just taken; part of the caller's transaction."""
    state, taken = State(case.state), tuple(steps)
    if not taken or state not in LEVELS:
        return
    able = persons.able(case.id, case.unit_id, session=session)
    rows = [
        {
            "account_id": account_id,
            "complaint_id": case.id,
            "clock": str(deadline.clock),
            "since": deadline.since,
            "step": str(step),
            "unit_id": case.unit_id,
            "day": clock.today(),
        }
        for step in taken
        for account_id in sorted(told(state, step, able, assigned=case.assigned_account_id))
    ]
    if rows:
        connection = session.connection()
        dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
        connection.execute(dialect.insert(ComplaintReminder).on_conflict_do_nothing(), rows)


def see(scope: Scope, complaint_id: bytes, *, actor: str) -> None:
    """Tick what this person was told of a case as seen; twice is once. Raise UnknownCase."""
    scope.require(Permission.READ_CASES)
    with write_session() as session:
        case = session.scalars(
            select(Complaint).where(Complaint.id == complaint_id, guard.visible(scope))
        ).one_or_none()
        if case is None:
            raise UnknownCase("unknown_case")
        own = update(ComplaintReminder).where(
            ComplaintReminder.complaint_id == complaint_id,
            ComplaintReminder.account_id == scope.account_id,
            ComplaintReminder.seen_on.is_(None),
        )
        ticked = session.connection().execute(
            own.values(seen_on=clock.today()).returning(ComplaintReminder.step)
        )
        if ticked.first() is None:
            return
        audit.record(
            session.connection(),
            actor=actor,
            action="case.seen",
            unit_id=case.unit_id,
            facts={"case": case.register},
        )
