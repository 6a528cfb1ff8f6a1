"""What time does to cases: reminders, steps upward and closing, each exactly once however often this runs."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core import clock
from core.db import write_session
from core.domain.complaints.clocks import Clock, Deadline, Step, steps_reached
from core.domain.complaints.course import State
from core.domain.workdays import WorkCalendar
from core.models import Complaint, ComplaintStep
from core.queries import calendar
from core.queries.complaints.cases import deadline_of
from core.services import locks
from core.services.complaints import moving, reminders


@dataclass(frozen=True)
class Passed:
    """What one run did: how many steps were taken and how many cases closed by themselves."""

    steps: int
    lapsed: int


def run() -> Passed:
    """Take every step whose day has come; safe to repeat, one transaction."""
    steps = lapsed = 0
    calendars: dict[int, WorkCalendar] = {}
    with write_session() as session:
        locks.file_complaint(session.connection())
        for case in list(session.scalars(_running())):
            if case.unit_id not in calendars:
                calendars[case.unit_id] = calendar.work(session, case.unit_id)
            deadline = deadline_of(case)
            if deadline is None:
                continue
            taken = list(_take(session, case, deadline, calendars[case.unit_id]))
            reminders.tell(session, case, deadline, taken)
            steps += len(taken)
            if Step.OVERDUE in taken and case.clock == str(Clock.WORD):
                moving.lapse(session, case)
                lapsed += 1
    return Passed(steps, lapsed)


def _running() -> Select[Complaint]:
    return (
        select(Complaint)
        .where(Complaint.state != str(State.CLOSED), Complaint.due_on.is_not(None))
        .order_by(Complaint.id)
    )


def _take(session: Session, case: Complaint, deadline: Deadline, days: WorkCalendar) -> Iterator[Step]:
    """Write down each step that is reached and was not yet; yield those."""
    connection = session.connection()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    for step in steps_reached(days, deadline, clock.today()):
        row = {
            "complaint_id": case.id,
            "clock": str(deadline.clock),
            "since": deadline.since,
            "step": str(step),
            "unit_id": case.unit_id,
            "day": clock.today(),
        }
        new = dialect.insert(ComplaintStep).on_conflict_do_nothing().returning(ComplaintStep.step)
        if connection.execute(new, row).first() is not None:
            yield step
