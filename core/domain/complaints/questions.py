"""Questions of the People's Council: what a delegate may ask about, and by when the office answers."""

from datetime import date
from enum import StrEnum

from core.domain.errors import DomainError
from core.domain.workdays import WorkCalendar, add_working_days

#: Working days for an answer; a delegate may give more, at most so many.
ANSWER_DAYS = 10
LONGEST_DAYS = 60
#: Characters of a question or an answer.
LONGEST = 4000


class About(StrEnum):
    """What a question is about."""

    FIGURE = "figure"
    CASE = "case"


class Figure(StrEnum):
    """The figures of a month that a question may name."""

    RECEIVED = "received"
    ON_TIME = "on_time"
    ENDS = "ends"
    CONTESTED = "contested"
    MEDIAN = "median"
    SATISFACTION = "satisfaction"


class QuestionRefused(DomainError):
    """The question or answer does not fit what stands; `code` says why."""


def earliest_due(calendar: WorkCalendar, today: date) -> date:
    """Return the day an answer is due by default, which is the earliest a delegate may choose."""
    return add_working_days(calendar, today, ANSWER_DAYS)


def latest_due(calendar: WorkCalendar, today: date) -> date:
    """Return the latest day a delegate may choose."""
    return add_working_days(calendar, today, LONGEST_DAYS)
