"""The roster's arithmetic: which half-day a shift belongs to, who sits where after a change, what a week takes over."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from core.domain import roster
from core.domain.roster import Half, Hours, Shift, Slot

HOURS = Hours(UTC)
MONDAY = date(2026, 11, 23)
COUNTER, OTHER_COUNTER, AN, BINH, CHI = 1, 2, 31, 32, 33
EARLY = datetime(2026, 11, 20, 9, tzinfo=UTC)


def at(hour: str, day: date = MONDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(hour), tzinfo=UTC)


def shift(officer: int, begins: str, ends: str, number: int | None = 1, counter: int = COUNTER) -> Shift:
    return Shift(counter, officer, at(begins), at(ends), number)


MORNING, AFTERNOON = Slot(COUNTER, MONDAY, Half.MORNING), Slot(COUNTER, MONDAY, Half.AFTERNOON)


def told(shifts: list[Shift]) -> list[tuple[int, str, str, int | None]]:
    """Write shifts as (officer, begin, end, number), in order."""
    written = [(s.officer_id, f"{s.starts_at:%H:%M}", f"{s.ends_at:%H:%M}", s.number) for s in shifts]
    return sorted(written, key=lambda one: one[1])


@pytest.mark.parametrize(
    ("begins", "ends", "halves"),
    [
        ("07:30", "11:30", (Half.MORNING,)),
        ("11:30", "17:00", (Half.AFTERNOON,)),
        ("07:30", "17:00", (Half.MORNING, Half.AFTERNOON)),
        ("11:00", "14:00", (Half.MORNING, Half.AFTERNOON)),
        ("17:30", "19:00", (Half.AFTERNOON,)),
        ("06:00", "07:00", (Half.MORNING,)),
        ("11:30", "12:00", (Half.MORNING,)),
    ],
)
def test_a_shift_is_shown_in_the_halves_whose_hours_it_meets(
    begins: str, ends: str, halves: tuple[Half, ...]
) -> None:
    assert HOURS.halves(shift(AN, begins, ends)) == halves


def test_a_free_half_day_is_filled_with_the_office_hours() -> None:
    seated = roster.seat([], AFTERNOON, AN, hours=HOURS, now=EARLY)

    assert told(seated) == [(AN, "13:30", "17:00", None)]


def test_who_follows_takes_the_hours_of_the_shift_that_stood() -> None:
    seated = roster.seat([shift(AN, "08:00", "11:00")], MORNING, BINH, hours=HOURS, now=EARLY)

    assert told(seated) == [(BINH, "08:00", "11:00", None)]


def test_a_shift_over_the_whole_day_keeps_its_other_half() -> None:
    seated = roster.seat([shift(AN, "07:30", "17:00")], AFTERNOON, BINH, hours=HOURS, now=EARLY)

    assert told(seated) == [(AN, "07:30", "12:30", None), (BINH, "12:30", "17:00", None)]


def test_in_a_running_shift_the_other_officer_begins_now_and_what_is_over_stays_with_the_first() -> None:
    stood = shift(AN, "07:30", "11:30")

    seated = roster.seat([stood], MORNING, BINH, hours=HOURS, now=at("10:00"))
    replaced = replace(stood, replaced_at=at("10:00:40"))

    assert told(seated) == [(BINH, "10:00", "11:30", None)]
    assert replaced.stood_until == at("10:00")
    assert replaced.has_stood


def test_the_running_morning_of_a_whole_day_leaves_the_afternoon() -> None:
    seated = roster.seat([shift(AN, "07:30", "17:00")], MORNING, BINH, hours=HOURS, now=at("10:00"))

    assert told(seated) == [(BINH, "10:00", "12:30", None), (AN, "12:30", "17:00", None)]


def test_nobody_empties_the_half_day_and_no_other() -> None:
    standing = [shift(AN, "07:30", "11:30", 1), shift(BINH, "13:30", "17:00", 2)]

    assert told(roster.seat(standing, MORNING, None, hours=HOURS, now=EARLY)) == [(BINH, "13:30", "17:00", 2)]


def test_what_was_replaced_before_it_began_has_never_stood() -> None:
    assert not replace(shift(AN, "07:30", "11:30"), replaced_at=at("07:30")).has_stood
    assert not replace(shift(AN, "07:30", "11:30"), replaced_at=EARLY).has_stood


@pytest.mark.parametrize(("now", "is_over"), [("11:29", False), ("11:30", True)])
def test_a_half_day_is_over_with_its_last_shift_or_its_hours(now: str, is_over: bool) -> None:
    assert roster.is_over([], MORNING, hours=HOURS, now=at(now)) is is_over
    assert not roster.is_over([shift(AN, "07:30", "12:00")], MORNING, hours=HOURS, now=at(now))


def test_somebody_stands_in_from_a_later_time_on() -> None:
    parts = roster.substitute(shift(AN, "07:30", "11:30"), BINH, at=at("10:00"), now=at("09:40"))

    assert told(parts) == [(AN, "09:40", "10:00", None), (BINH, "10:00", "11:30", None)]


def test_whoever_leaves_without_a_substitute_leaves_the_counter_empty() -> None:
    parts = roster.substitute(shift(AN, "07:30", "11:30"), None, at=at("10:00"), now=EARLY)

    assert told(parts) == [(AN, "07:30", "10:00", None)]


def test_a_week_takes_over_who_was_planned_and_not_who_stood_in() -> None:
    planned = replace(shift(AN, "07:30", "11:30", 1), replaced_at=at("10:00"))
    stood_in = shift(BINH, "10:00", "11:30", 2)

    new, left_out = roster.copied([stood_in, planned], [], now=EARLY)

    assert told(new) == [(AN, "07:30", "11:30", None)]
    assert {one.starts_at.date() for one in new} == {date(2026, 11, 30)}
    assert left_out == 0


def test_a_week_takes_over_the_second_plan_where_the_first_was_corrected_from_the_beginning() -> None:
    wrong = replace(shift(AN, "07:30", "11:30", 1), replaced_at=at("08:00"))

    new, _ = roster.copied([wrong, shift(BINH, "07:30", "11:30", 2)], [], now=EARLY)

    assert told(new) == [(BINH, "07:30", "11:30", None)]


def test_a_place_or_an_officer_that_is_taken_is_left_out() -> None:
    monday = date(2026, 11, 30)
    taken = Shift(COUNTER, CHI, at("07:30", monday), at("11:30", monday), 5)
    elsewhere = Shift(OTHER_COUNTER, BINH, at("13:30", monday), at("17:00", monday), 6)
    earlier = [shift(AN, "07:30", "11:30", 1), shift(BINH, "13:30", "17:00", 2)]

    assert roster.copied(earlier, [taken, elsewhere], now=EARLY) == ([], 2)


def test_nobody_sits_at_two_counters_and_no_counter_has_two() -> None:
    here, there = shift(AN, "07:30", "11:30", None), shift(AN, "11:00", "12:00", 2, OTHER_COUNTER)
    second = shift(BINH, "11:29", "13:00", 3)

    assert roster.first_clash([here, there]) == (True, here, there)
    assert roster.first_clash([here, second]) == (False, here, second)
    assert roster.first_clash([here, replace(there, starts_at=at("11:30"))]) is None


def test_what_clashed_before_does_not_forbid_another_change() -> None:
    old = [shift(AN, "07:30", "11:30", 1), shift(AN, "07:30", "11:30", 2, OTHER_COUNTER)]

    assert roster.first_clash([*old, shift(BINH, "13:30", "17:00", None)]) is None
