"""Silence of a tablet: only within opening hours, and with time to switch on."""

from datetime import datetime, time, timedelta, timezone

import pytest

from core.domain.roster import Hours
from core.domain.tablet_silence import is_silent, open_since
from core.domain.workdays import DayKind, SpecialDay

ZONE = timezone(timedelta(hours=7))
HOURS = Hours(ZONE)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of November 2026; the 23rd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        (at(23, 7, 29), None),
        (at(23, 7, 30), at(23, 7, 30)),
        (at(23, 11, 29), at(23, 7, 30)),
        (at(23, 11, 30), None),
        (at(23, 13, 30), at(23, 13, 30)),
        (at(23, 17), None),
        (at(28, 9), None),
    ],
)
def test_an_office_is_open_in_its_half_days(now: datetime, begins: datetime | None) -> None:
    assert open_since(now, HOURS, None) == begins


def test_a_holiday_is_closed_and_a_saturday_worked_in_exchange_is_open() -> None:
    holiday = SpecialDay(at(23, 0).date(), DayKind.HOLIDAY, "Lễ")
    worked = SpecialDay(at(28, 0).date(), DayKind.ENTERED_WORK, "Làm bù")

    assert open_since(at(23, 9), HOURS, holiday) is None
    assert open_since(at(28, 9), HOURS, worked) == at(28, 7, 30)


def test_an_office_that_works_on_saturdays_is_open_then() -> None:
    hours = Hours(ZONE, morning=(time(8), time(11)), last_weekday=5)

    assert open_since(at(28, 9), hours, None) == at(28, 8)


@pytest.mark.parametrize(
    ("heard", "now", "silent"),
    [
        (at(23, 8, 40), at(23, 9), False),
        (at(23, 8, 39), at(23, 9), True),
        # It slept over night: twenty minutes of the morning are its time to be switched on.
        (at(20, 17), at(23, 7, 50), False),
        (at(20, 17), at(23, 7, 51), True),
    ],
)
def test_twenty_minutes_of_opening_are_silence(heard: datetime, now: datetime, silent: bool) -> None:
    assert is_silent(heard, at(23, 7, 30), now) is silent


def test_nothing_is_silent_while_the_office_is_closed() -> None:
    assert is_silent(at(1, 9), None, at(22, 9)) is False
