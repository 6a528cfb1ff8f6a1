"""How a deadline comes about: from which day, how many working days, which days in between do not count."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.domain.complaints.clocks import Deadline, latest_extension
from core.domain.workdays import days, working_days_after
from core.queries import calendar
from core.queries.complaints.cases import Case
from core.web.access import staff


@dataclass(frozen=True)
class Arithmetic:
    """A deadline with everything it was counted from."""

    deadline: Deadline
    working_days: int
    #: Weekdays in between on which the office does not work, with why.
    off: tuple[tuple[date, str], ...]
    #: Weekend days in between that are worked by decision.
    worked: tuple[date, ...]
    #: The last day the deadline may be moved to.
    latest: date


def of(case: Case) -> Arithmetic | None:
    """Return how the running deadline of a case was counted; None when nobody is waited for."""
    calendar_of_unit = calendar.of_unit(staff().scope, case.unit_id)
    if case.deadline is None or calendar_of_unit is None:
        return None
    deadline = case.deadline
    stretch = tuple(days(deadline.since + timedelta(days=1), deadline.first_due_on))
    special = [found for day in stretch if (found := calendar_of_unit.special(day)) is not None]
    return Arithmetic(
        deadline=deadline,
        working_days=working_days_after(calendar_of_unit, deadline.since, deadline.first_due_on),
        off=tuple((one.day, one.name) for one in special if not one.is_worked and one.day.weekday() < 5),
        worked=tuple(one.day for one in special if one.is_worked and _is_weekend(one.day)),
        latest=latest_extension(calendar_of_unit, deadline),
    )


def _is_weekend(day: date) -> bool:
    return day.weekday() >= 5
