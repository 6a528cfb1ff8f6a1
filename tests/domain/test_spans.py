"""Days of duty written back as rows of a roster."""

from datetime import date, timedelta

from core.domain.office.spans import Span, spans

MONDAY = date(2026, 11, 2)


def days_of(found: list[Span]) -> set[date]:
    """Return every day the spans name."""
    return {
        day
        for span in found
        for offset in range((span.last - span.first).days + 1)
        if (day := span.first + timedelta(days=offset)).weekday() in span.weekdays
    }


def week(number: int, *weekdays: int) -> set[date]:
    return {MONDAY + timedelta(days=7 * number + day) for day in weekdays}


def test_whole_weeks_stand_in_one_row():
    days = week(0, 0, 1, 2, 3, 4) | week(1, 0, 1, 2, 3, 4) | week(2, 0, 1, 2, 3, 4)

    assert list(spans(days)) == [Span(MONDAY, date(2026, 11, 20), frozenset(range(5)))]


def test_a_month_that_begins_on_a_wednesday_needs_no_row_of_its_own():
    days = week(0, 2, 3, 4) | week(1, 0, 1, 2, 3, 4)

    assert list(spans(days)) == [Span(date(2026, 11, 4), date(2026, 11, 13), frozenset(range(5)))]


def test_a_holiday_parts_the_rows_and_no_day_is_lost_or_added():
    days = week(0, 0, 1, 2, 3, 4) | week(1, 0, 1, 3, 4) | week(2, 0, 1, 2, 3, 4)

    found = list(spans(days))

    assert len(found) == 3
    assert days_of(found) == days


def test_a_week_without_duty_parts_the_rows():
    days = week(0, 0) | week(2, 0)

    assert days_of(list(spans(days))) == days


def test_a_row_covers_a_year_at_most():
    days = {MONDAY + timedelta(days=7 * number) for number in range(80)}

    found = list(spans(days))

    assert all((span.last - span.first).days <= 365 for span in found)
    assert days_of(found) == days
