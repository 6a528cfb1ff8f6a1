"""Deadlines of a case in working days, and what happens by itself on the way to them (docs/promises.md S5)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.complaints.course import State
from core.domain.workdays import WorkCalendar, add_working_days, working_days_after

#: The Front finds out what it is; then its lead is told, and as long again later the province's Front.
TRIAGE_DAYS = 2
#: An answer: the portal's fifteen days; the law's ten (Luật Tiếp công dân, Điều 28) lie between its first reminders.
ANSWER_DAYS = 15
#: A contested answer is worked on anew, and an appeal is decided.
AGAIN_DAYS = 10
#: So long the citizen may say «Chưa thỏa đáng».
WORD_DAYS = 15
#: A request for erasure or correction (Luật BVDLCN 91/2025/QH15; NĐ 356/2025/NĐ-CP).
ERASURE_DAYS = 2
#: One extension of an answer's deadline, of at most so many working days.
EXTENSION_DAYS = 10


class Clock(StrEnum):
    """What is being waited for."""

    TRIAGE = "triage"
    ANSWER = "answer"
    AGAIN = "again"
    APPEAL = "appeal"
    WORD = "word"
    #: A request of the citizen's for erasure or correction; it runs beside the case's own clock.
    ERASURE = "erasure"


DAYS: dict[Clock, int] = {
    Clock.TRIAGE: TRIAGE_DAYS,
    Clock.ANSWER: ANSWER_DAYS,
    Clock.AGAIN: AGAIN_DAYS,
    Clock.APPEAL: AGAIN_DAYS,
    Clock.WORD: WORD_DAYS,
    Clock.ERASURE: ERASURE_DAYS,
}


class Step(StrEnum):
    """What time does to a case, each once for each clock."""

    HALF = "half"
    MOST = "most"
    LAST = "last"
    #: Past the deadline: the next level and the Front are told.
    OVERDUE = "overdue"
    #: As many working days late as the deadline had: the province's Front is told.
    FORGOTTEN = "forgotten"


#: From which share of the working days each reminder is due.
_SHARES = ((Step.HALF, 50), (Step.MOST, 80), (Step.LAST, 100))


@dataclass(frozen=True)
class Deadline:
    """A running clock: from which day, until when, and until when without an extension."""

    clock: Clock
    since: date
    due_on: date
    first_due_on: date

    @property
    def is_extended(self) -> bool:
        """Was it given more time?"""
        return self.due_on != self.first_due_on


def begin(calendar: WorkCalendar, clock: Clock, since: date) -> Deadline:
    """Return the deadline of a clock that starts on a day; that day itself is not counted."""
    due_on = add_working_days(calendar, since, DAYS[clock])
    return Deadline(clock, since, due_on, due_on)


def clock_of(state: State, contests: int) -> Clock | None:
    """Return what runs while a case stands somewhere; answering goes on over its three states."""
    if state is State.NEW:
        return Clock.TRIAGE
    if state in (State.HANDLING, State.APPROVING, State.CHECKING):
        return Clock.AGAIN if contests else Clock.ANSWER
    return {State.ANSWERED: Clock.WORD, State.APPEALED: Clock.APPEAL}.get(state)


def steps_reached(calendar: WorkCalendar, deadline: Deadline, today: date) -> Iterator[Step]:
    """Yield every step whose day has come; who calls does each once."""
    # Never none, whatever days were taken off meanwhile: nothing is forgotten on the day it came.
    total = max(1, working_days_after(calendar, deadline.since, deadline.due_on))
    gone = working_days_after(calendar, deadline.since, today)
    for step, share in _SHARES:
        if 100 * gone >= share * total:
            yield step
    if today > deadline.due_on:
        yield Step.OVERDUE
    if gone >= 2 * total:
        yield Step.FORGOTTEN


def latest_extension(calendar: WorkCalendar, deadline: Deadline) -> date:
    """Return the last day an answer's deadline may be moved to."""
    return add_working_days(calendar, deadline.first_due_on, EXTENSION_DAYS)


def days_left(calendar: WorkCalendar, deadline: Deadline, today: date) -> int:
    """Return how many working days are left: 0 on the last day, negative when it is past."""
    return working_days_after(calendar, today, deadline.due_on)
