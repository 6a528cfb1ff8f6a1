"""Running clocks: which clock a case gets in a new state, and since when it is counted."""

from datetime import date

from sqlalchemy.orm import Session

from core import clock
from core.domain.complaints import clocks
from core.domain.complaints.clocks import Clock
from core.domain.complaints.course import State
from core.models import Complaint
from core.queries import calendar
from core.queries.complaints.cases import deadline_of


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
