"""Published months: what is hidden, and that nobody reckons a small group from what is shown."""

from collections.abc import Mapping
from datetime import date
from itertools import product

import pytest

from core.domain.complaints.published import ENDS, TIME, Cell, Counts, Part, divided, ripe_on, shown
from core.domain.periods import Kind, containing
from core.domain.workdays import WorkCalendar

OCTOBER = containing(Kind.MONTH, date(2026, 10, 1))


def parts(*numbers: int) -> dict[Part, int]:
    return dict(zip(TIME, numbers, strict=True))


def cells(*numbers: int) -> list[tuple[int, int]]:
    found = divided(sum(numbers), parts(*numbers))
    return [(cell.low, cell.high) for cell in found.values()]


@pytest.mark.parametrize(
    ("numbers", "published"),
    [
        ((20, 0, 0), [(20, 20), (0, 0), (0, 0)]),
        ((15, 5, 8), [(15, 15), (5, 5), (8, 8)]),
        # One small group: the number beside it becomes a span.
        ((18, 0, 2), [(16, 19), (0, 0), (1, 4)]),
        # Two small ones make a group of five and hide each other.
        ((18, 2, 3), [(18, 18), (1, 4), (1, 4)]),
        # Four and four would be told from their sum of eight.
        ((18, 4, 4), [(18, 24), (1, 4), (1, 4)]),
        # Nothing is large enough to shelter the small one.
        ((6, 0, 2), [(0, 8), (0, 8), (0, 8)]),
        ((0, 1, 9), [(0, 0), (1, 4), (6, 9)]),
        ((3, 0, 1), [(0, 4), (0, 4), (0, 4)]),
        ((0, 0, 0), [(0, 0), (0, 0), (0, 0)]),
    ],
)
def test_what_is_published_of_a_whole_and_its_parts(
    numbers: tuple[int, ...], published: list[tuple[int, int]]
):
    assert cells(*numbers) == published


def given_away(count: int, most: int) -> list[tuple[int, ...]]:
    """Return every division in which who knows the rule and the page can tell a small group."""
    by_page: dict[tuple[int, tuple[Cell, ...]], list[tuple[int, ...]]] = {}
    for numbers in product(range(most + 1), repeat=count):
        if 5 <= sum(numbers) <= most:
            page = tuple(divided(sum(numbers), dict(zip(ENDS, numbers, strict=False))).values())
            by_page.setdefault((sum(numbers), page), []).append(numbers)
    return [
        numbers
        for possible in by_page.values()
        for place in range(count)
        if len({one[place] for one in possible}) == 1 and 0 < possible[0][place] < 5
        for numbers in possible[:1]
    ]


@pytest.mark.parametrize(("count", "most"), [(2, 30), (3, 24), (4, 14)])
def test_no_small_group_can_be_reckoned_whatever_the_numbers(count: int, most: int):
    """Whoever tries every division of the same whole finds more than one number for each hidden one."""
    assert given_away(count, most) == []


COUNTS: Mapping[Part, int] = dict.fromkeys(Part, 0)


def month_of(**numbers: int) -> Counts:
    return {**COUNTS, **{Part(name): number for name, number in numbers.items()}}


def test_a_total_is_only_a_span_where_it_would_give_a_small_group_away():
    alone = shown(OCTOBER, OCTOBER.last, month_of(decided=20, praise=2))
    several = shown(OCTOBER, OCTOBER.last, month_of(decided=20, praise=2, feedback=4))

    assert (alone.received, alone.cells[Part.PRAISE]) == (Cell(21, 24), Cell(1, 4))
    assert (several.received, several.cells[Part.PRAISE]) == (Cell(26, 26), Cell(1, 4))


def test_of_fewer_than_five_petitions_nothing_more_is_said():
    few = shown(OCTOBER, OCTOBER.last, month_of(decided=4, on_time=4, confirmed=4, median_halves=14))

    assert not few.has_petitions
    assert few.cells[Part.ON_TIME] == Cell(0, 4)
    assert few.median_halves is None


def test_a_month_is_published_when_its_last_extended_deadline_is_past():
    weekdays = WorkCalendar(first=date(2026, 1, 1), last=date(2027, 12, 31))

    # From Saturday 31/10: 26 working days without any holiday end on Monday 07/12.
    assert ripe_on(weekdays, OCTOBER) == date(2026, 12, 7)
