"""Running clocks: which clock a case gets in a new state, since when it is counted, and what a day off does to it."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.domain.complaints import clocks
from core.domain.complaints.clocks import Clock
from core.domain.complaints.course import State
from core.domain.complaints.erasing import UNFINISHED
from core.models import Complaint, ErasureRequest
from core.queries import calendar
from core.queries.complaints.cases import deadline_of
from core.queries.within import within


def set_clock(session: Session, case: Complaint, then: State) -> None:
    """Start the clock of a new state; answering is one clock over its three states, counted from receipt."""
    if then is State.CLOSED:
        case.clock, case.closed_on = None, clock.today()
        case.clock_since = case.due_on = case.first_due_on = None
        return
    wanted = clocks.clock_of(then, case.contests)
    if wanted is None or case.clock == str(wanted):
        return
    since = case.received_on if wanted is Clock.ANSWER else clock.today()
    deadline = clocks.begin(calendar.work(session, case.unit_id), wanted, since)
    case.clock, case.clock_since = str(wanted), deadline.since
    case.due_on, case.first_due_on = deadline.due_on, deadline.first_due_on


def count_from(session: Session, case: Complaint, since: date) -> None:
    """Count the answer's clock from another day; an extension that was granted stays where it ends later."""
    running = deadline_of(case)
    if running is None or running.clock is not Clock.ANSWER or running.since == since:
        return
    deadline = clocks.begin(calendar.work(session, case.unit_id), Clock.ANSWER, since)
    case.clock_since, case.first_due_on = deadline.since, deadline.first_due_on
    case.due_on = max(running.due_on, deadline.due_on) if running.is_extended else deadline.due_on


def restart(session: Session, case: Complaint) -> None:
    """Count the clock that runs from today anew."""
    running = deadline_of(case)
    if running is None:
        return
    deadline = clocks.begin(calendar.work(session, case.unit_id), running.clock, clock.today())
    case.clock_since, case.due_on, case.first_due_on = deadline.since, deadline.due_on, deadline.first_due_on


def recount(session: Session, unit_ids: Collection[int]) -> None:
    """Count every deadline that runs in these units by the calendar as it is now; part of the caller's transaction.

    A day the citizen was promised by an extension stays, or becomes later.
    """
    cases = select(Complaint).where(Complaint.due_on.is_not(None), within(Complaint.unit_id, unit_ids))
    for case in session.scalars(cases):
        old = deadline_of(case)
        if old is None:
            continue
        new = clocks.begin(calendar.work(session, case.unit_id), old.clock, old.since)
        case.first_due_on = new.due_on
        case.due_on = max(old.due_on, new.due_on) if old.is_extended else new.due_on
    unfinished = [str(state) for state in UNFINISHED]
    requests = select(ErasureRequest).where(
        ErasureRequest.state.in_(unfinished), within(ErasureRequest.unit_id, unit_ids)
    )
    for request in session.scalars(requests):
        days = calendar.work(session, request.unit_id)
        request.due_on = clocks.begin(days, Clock.ERASURE, request.asked_on).due_on
