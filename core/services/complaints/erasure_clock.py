"""What time does to requests for erasure: late ones climb to the Front's lead and then to the province, once each."""

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from core import clock
from core.db import write_session
from core.domain.complaints.clocks import Clock, Deadline, Step, steps_reached
from core.domain.complaints.erasing import UNFINISHED
from core.domain.workdays import WorkCalendar
from core.models import ErasureRequest, ErasureStep
from core.queries import calendar
from core.services import locks

#: Two days need no reminders on the way.
CLIMBS = frozenset({Step.OVERDUE, Step.FORGOTTEN})


def run() -> int:
    """Take every step whose day has come, in one transaction, and return how many; safe to repeat."""
    taken = 0
    calendars: dict[int, WorkCalendar] = {}
    with write_session() as session:
        locks.file_complaint(session.connection())
        unfinished = ErasureRequest.state.in_([str(state) for state in UNFINISHED])
        for request in session.scalars(select(ErasureRequest).where(unfinished).order_by(ErasureRequest.id)):
            if request.unit_id not in calendars:
                calendars[request.unit_id] = calendar.work(session, request.unit_id)
            taken += _take(session, request, calendars[request.unit_id])
    return taken


def _take(session: Session, request: ErasureRequest, days: WorkCalendar) -> int:
    """Write down each step upward that is reached and was not yet; return how many."""
    connection = session.connection()
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    deadline = Deadline(Clock.ERASURE, request.asked_on, request.due_on, request.due_on)
    taken = 0
    for step in steps_reached(days, deadline, clock.today()):
        if step not in CLIMBS:
            continue
        row = {
            "request_id": request.id,
            "step": str(step),
            "unit_id": request.unit_id,
            "day": clock.today(),
        }
        new = dialect.insert(ErasureStep).on_conflict_do_nothing().returning(ErasureStep.step)
        taken += connection.execute(new, row).first() is not None
    return taken
