"""Working days: the weekly rest, holidays, what is entered before what is computed, and deadlines from the next day."""

from datetime import date, timedelta

import pytest

from core.domain.errors import DomainError
from core.domain.workdays import (
    DayKind,
    Ruling,
    SpecialDay,
    WorkCalendar,
    add_working_days,
    working_days_after,
)
from core.queries import public_holidays

FIRST, LAST = date(2025, 1, 1), date(2030, 12, 31)
PLAIN = WorkCalendar(first=FIRST, last=LAST)
LAW = WorkCalendar(first=FIRST, last=LAST, computed=public_holidays.computed(2025, 2030))


def entered(**days: str) -> WorkCalendar:
    """Return the calendar with days entered: d2026_01_02="off"."""
    found = {}
    for name, ruling in days.items():
        day = date(*(int(part) for part in name.removeprefix("d").split("_")))
        found[day] = SpecialDay(day, Ruling(ruling).day_kind, "theo văn bản")
    return WorkCalendar(first=FIRST, last=LAST, computed=LAW.computed, entered=found)


def off(calendar: WorkCalendar, first: date, last: date) -> list[str]:
    """Return the weekdays of a stretch that are off."""
    return [f"{day:%d/%m}" for day in calendar.days_off(first, last) if day.weekday() < 5]


def test_saturday_and_sunday_are_the_weekly_rest() -> None:
    monday = date(2026, 11, 16)

    week = [PLAIN.kind(monday + timedelta(days=number)) for number in range(7)]

    assert week == [DayKind.WORKING] * 5 + [DayKind.WEEKEND] * 2


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # Tết Bính Ngọ: mùng một is Tuesday 17 February 2026; one day before and four from it.
        (date(2026, 2, 9), date(2026, 2, 27), ["16/02", "17/02", "18/02", "19/02", "20/02"]),
        # Giỗ Tổ falls on Sunday 26 April 2026: made up for on Monday; then 30 April and 1 May.
        (date(2026, 4, 20), date(2026, 5, 8), ["27/04", "30/04", "01/05"]),
        # 1 May 2027 is a Saturday.
        (date(2027, 4, 26), date(2027, 5, 7), ["30/04", "03/05"]),
        # 30 April 2028 is a Sunday and 1 May a Monday: the day in lieu moves to Tuesday.
        (date(2028, 4, 24), date(2028, 5, 5), ["01/05", "02/05"]),
        # 2 September 2028 is a Saturday, with the day before; in lieu on Monday.
        (date(2028, 8, 28), date(2028, 9, 8), ["01/09", "04/09"]),
        # 1 January 2028 is a Saturday.
        (date(2027, 12, 27), date(2028, 1, 7), ["03/01"]),
    ],
    ids=["Tết 2026", "30/4 2026", "1/5 2027", "30/4 2028", "2/9 2028", "1/1 2028"],
)
def test_holidays_and_the_days_in_lieu_of_them_are_off(first: date, last: date, expected: list[str]) -> None:
    assert off(LAW, first, last) == expected


def test_national_day_2026_is_exchanged_for_a_saturday() -> None:
    assert off(LAW, date(2026, 8, 24), date(2026, 9, 4)) == ["31/08", "01/09", "02/09"]
    assert LAW.kind(date(2026, 8, 22)) is DayKind.EXCHANGED_WORK
    assert LAW.kind(date(2026, 8, 31)) is DayKind.EXCHANGED_OFF
    assert LAW.is_working_day(date(2026, 8, 22))


def test_what_is_computed_says_what_it_is() -> None:
    kinds = {day: LAW.kind(day) for day in (date(2026, 4, 26), date(2026, 4, 27), date(2026, 2, 17))}

    assert list(kinds.values()) == [DayKind.HOLIDAY, DayKind.IN_LIEU, DayKind.HOLIDAY]
    assert LAW.computed[date(2026, 4, 27)].name == "Ngày Giỗ Tổ Hùng Vương"
    assert not LAW.computed[date(2026, 4, 27)].is_entered


def test_what_is_entered_counts_before_what_is_computed() -> None:
    calendar = entered(d2026_01_02="off", d2026_01_10="work", d2026_02_20="work")

    assert calendar.kind(date(2026, 1, 2)) is DayKind.ENTERED_OFF
    assert [
        calendar.is_working_day(day) for day in (date(2026, 1, 2), date(2026, 1, 10), date(2026, 2, 20))
    ] == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        # The day itself does not count, whatever hour it was.
        (date(2026, 11, 16), 1, date(2026, 11, 17)),
        (date(2026, 11, 16), 5, date(2026, 11, 23)),
        # From a Saturday the first day counted is Monday.
        (date(2026, 11, 14), 1, date(2026, 11, 16)),
        # Five days from Thursday before Tết: Friday 13, then Monday 23 to Thursday 26 February.
        (date(2026, 2, 12), 5, date(2026, 2, 26)),
        # Three days around Giỗ Tổ: Tuesday 28, Wednesday 29 April, Monday 4 May.
        (date(2026, 4, 24), 3, date(2026, 5, 4)),
        # Fifteen days of a petition of Monday 24 August 2026: 25–28, then 3, 4, 7–11, 14–17 September.
        (date(2026, 8, 24), 15, date(2026, 9, 17)),
    ],
)
def test_a_deadline_is_counted_from_the_next_day_in_working_days(
    start: date, count: int, expected: date
) -> None:
    assert add_working_days(LAW, start, count) == expected


def test_a_worked_saturday_brings_a_deadline_forward() -> None:
    start = date(2026, 1, 8)

    assert add_working_days(LAW, start, 2) == date(2026, 1, 12)
    assert add_working_days(entered(d2026_01_10="work"), start, 2) == date(2026, 1, 10)


@pytest.mark.parametrize("calendar", [PLAIN, LAW, entered(d2026_01_02="off", d2026_01_10="work")])
def test_counting_back_what_was_added_gives_the_same_number_for_every_start_and_length(
    calendar: WorkCalendar,
) -> None:
    for offset in range(0, 800, 7):
        start = date(2025, 12, 1) + timedelta(days=offset)
        before = start
        for count in range(1, 31):
            end = add_working_days(calendar, start, count)

            assert calendar.is_working_day(end)
            assert working_days_after(calendar, start, end) == count
            assert before < end
            before = end


@pytest.mark.parametrize(
    ("today", "end", "left"),
    [
        (date(2026, 11, 20), date(2026, 11, 23), 1),
        (date(2026, 11, 23), date(2026, 11, 23), 0),
        # On the weekend before nothing has passed yet.
        (date(2026, 11, 21), date(2026, 11, 23), 1),
        (date(2026, 11, 24), date(2026, 11, 23), 0),
        (date(2026, 11, 26), date(2026, 11, 23), -2),
    ],
)
def test_what_is_left_of_a_deadline_is_said_in_working_days(today: date, end: date, left: int) -> None:
    # 24 November 2026 is the first Ngày Văn hóa Việt Nam, a holiday: nothing is overdue on it.
    assert working_days_after(LAW, today, end) == left


def test_outside_the_known_years_nothing_is_guessed() -> None:
    with pytest.raises(DomainError) as refusal:
        add_working_days(LAW, date(2030, 12, 20), 15)

    assert refusal.value.code == "calendar_ends"


def test_a_deadline_of_no_days_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="at least one"):
        add_working_days(LAW, date(2026, 1, 5), 0)
