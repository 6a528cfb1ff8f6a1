"""Periods: calendar borders, their stable text, and the split into whole months and single days."""

import contextlib
import pickle
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.errors import DomainError
from core.domain.periods import Kind, Period, PeriodInvalid, containing, custom, parse


@pytest.mark.parametrize(
    ("kind", "first", "last", "text"),
    [
        (Kind.WEEK, date(2026, 11, 16), date(2026, 11, 22), "2026-W47"),
        (Kind.MONTH, date(2026, 11, 1), date(2026, 11, 30), "2026-11"),
        (Kind.QUARTER, date(2026, 10, 1), date(2026, 12, 31), "2026-Q4"),
        (Kind.HALF_YEAR, date(2026, 7, 1), date(2026, 12, 31), "2026-H2"),
        (Kind.YEAR, date(2026, 1, 1), date(2026, 12, 31), "2026"),
        (Kind.CUSTOM, date(2026, 11, 21), date(2026, 11, 21), "2026-11-21..2026-11-21"),
    ],
)
def test_a_day_lies_in_one_period_of_each_kind(kind, first, last, text):
    period = containing(kind, date(2026, 11, 21))

    assert (period.first, period.last) == (first, last)
    assert str(period) == text


@pytest.mark.parametrize(
    ("kind", "text", "first", "last"),
    [
        ("week", "2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("week", "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("month", "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("quarter", "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("half_year", "2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
        ("year", "2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("custom", "2025-12-15..2026-03-14", date(2025, 12, 15), date(2026, 3, 14)),
    ],
)
def test_the_text_of_an_address_is_read(kind, text, first, last):
    period = parse(kind, text)

    assert (period.kind, period.first, period.last) == (kind, first, last)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("week", "2025-W53"),
        ("week", "2026-W00"),
        ("month", "2026-13"),
        ("month", "2026-00"),
        ("month", "2026-1"),
        ("month", "2026-10\n"),
        ("month", "２０２６-10"),
        ("month", "2026-Q4"),
        ("quarter", "2026-Q5"),
        ("half_year", "2026-H0"),
        ("year", "0000"),
        ("year", "1999"),
        ("year", "9999"),
        ("week", "9999-W52"),
        ("custom", "2026-02-30..2026-03-01"),
        ("custom", "2026-02-01"),
        ("custom", "2099-12-01..2100-01-01"),
        ("decade", "2026"),
        ("month", ""),
    ],
)
def test_a_text_that_names_no_period_is_refused_with_what_was_written(kind, text):
    with pytest.raises(PeriodInvalid) as refused:
        parse(kind, text)

    assert refused.value.code == "period_unreadable"
    assert refused.value.facts == {"kind": kind, "text": text}


@pytest.mark.parametrize(
    ("kind", "before", "here", "after"),
    [
        ("week", "2026-W53", "2027-W01", "2027-W02"),
        ("month", "2025-12", "2026-01", "2026-02"),
        ("quarter", "2025-Q4", "2026-Q1", "2026-Q2"),
        ("half_year", "2025-H2", "2026-H1", "2026-H2"),
        ("year", "2025", "2026", "2027"),
        ("custom", "2026-10-05..2026-10-14", "2026-10-15..2026-10-24", "2026-10-25..2026-11-03"),
    ],
)
def test_the_periods_before_and_after_follow_without_a_gap(kind, before, here, after):
    period = parse(kind, here)

    assert str(period.previous()) == before
    assert str(period.next()) == after


def test_the_longest_free_period_has_neighbours_although_they_hold_fewer_leap_days():
    period = custom(date(2024, 1, 1), date(2028, 12, 31))

    assert str(period.previous()) == "2019-01-01..2023-12-31"
    assert str(period.next()) == "2029-01-01..2033-12-31"


def test_a_free_period_may_last_five_years_and_not_a_day_longer():
    assert custom(date(2026, 1, 1), date(2030, 12, 31)).days == 1826
    assert custom(date(2024, 2, 29), date(2029, 2, 28)).days == 1827

    with pytest.raises(PeriodInvalid) as refused:
        custom(date(2026, 1, 1), date(2031, 1, 1))

    assert refused.value.code == "period_too_long"
    assert refused.value.facts["longest_years"] == 5


def test_a_free_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(PeriodInvalid) as refused:
        custom(date(2026, 10, 31), date(2026, 10, 1))

    assert refused.value.code == "period_reversed"


def test_an_address_with_a_reversed_period_says_so():
    with pytest.raises(PeriodInvalid) as refused:
        parse("custom", "2026-10-31..2026-10-01")

    assert refused.value.code == "period_reversed"


def test_a_month_that_begins_on_the_second_is_no_month():
    with pytest.raises(PeriodInvalid) as refused:
        Period(Kind.MONTH, date(2026, 10, 2), date(2026, 10, 31))

    assert refused.value.code == "period_off_calendar"


def test_a_free_period_splits_into_whole_months_and_the_days_at_its_edges():
    months, days = custom(date(2026, 1, 30), date(2026, 4, 2)).split()

    assert [str(month) for month in months] == ["2026-02", "2026-03"]
    assert days == (date(2026, 1, 30), date(2026, 1, 31), date(2026, 4, 1), date(2026, 4, 2))


def test_a_quarter_splits_into_its_three_months():
    months, days = parse("quarter", "2026-Q4").split()

    assert [str(month) for month in months] == ["2026-10", "2026-11", "2026-12"]
    assert days == ()


def test_a_week_has_no_whole_month():
    week = parse("week", "2026-W47")

    assert week.months() == ()
    assert len(week.split()[1]) == 7


def test_a_week_belongs_to_its_iso_year():
    week = parse("week", "2026-W01")

    assert (week.year, week.number) == (2026, 1)


def test_a_refusal_logs_its_code_and_not_what_was_written():
    assert str(PeriodInvalid("period_unreadable", text="0912345678")) == "period_unreadable"


def test_a_refusal_survives_the_way_between_processes():
    refused = pickle.loads(pickle.dumps(PeriodInvalid("period_unreadable", kind="month", text="x")))

    assert isinstance(refused, DomainError)
    assert (refused.code, refused.facts) == ("period_unreadable", {"kind": "month", "text": "x"})


days_of_office = st.dates(date(2006, 1, 1), date(2089, 12, 31))
calendar_kinds = st.sampled_from([kind for kind in Kind if kind is not Kind.CUSTOM])
calendar_periods = st.builds(containing, calendar_kinds, days_of_office)
free_periods = st.builds(
    lambda first, length: custom(first, first + timedelta(days=length)), days_of_office, st.integers(0, 1825)
)
any_period = calendar_periods | free_periods
written_like_a_period = st.from_regex(
    r"[0-9]{4}(-W[0-9]{2}|-[0-9]{2}|-Q[0-9]|-H[0-9]|-[0-9]{2}-[0-9]{2}\.\.[0-9]{4}-[0-9]{2}-[0-9]{2})?",
    fullmatch=True,
)


@given(calendar_kinds, days_of_office)
def test_a_day_lies_inside_its_period(kind, day):
    period = containing(kind, day)

    assert period.first <= day <= period.last


@given(any_period)
def test_the_split_covers_each_day_exactly_once(period):
    months, days = period.split()

    covered = [month.first + timedelta(days=i) for month in months for i in range(month.days)] + list(days)
    assert sorted(covered) == [period.first + timedelta(days=i) for i in range(period.days)]


@given(any_period)
def test_the_split_leaves_no_whole_month_to_single_days(period):
    months, days = period.split()

    assert all(month.kind is Kind.MONTH for month in months)
    assert len(days) <= 60


@given(any_period)
def test_the_text_reads_back_as_the_same_period(period):
    assert parse(period.kind, str(period)) == period


@given(calendar_periods)
def test_one_back_and_one_forth_is_the_same_period(period):
    assert period.previous().next() == period
    assert period.next().previous() == period


@given(any_period)
def test_neighbours_touch_and_can_be_named(period):
    assert period.previous().last + timedelta(days=1) == period.first
    assert period.next().first == period.last + timedelta(days=1)
    assert parse(period.kind, str(period.previous())) == period.previous()
    assert parse(period.kind, str(period.next())) == period.next()


@given(st.sampled_from(Kind), written_like_a_period | st.text(max_size=30))
def test_any_text_is_read_or_refused_and_nothing_else(kind, text):
    read = None
    with contextlib.suppress(PeriodInvalid):
        read = parse(kind, text)

    assert read is None or str(read) == text
