"""The geometry of charts: where a bar ends, which marks are drawn, and what is left out when there is too little."""

from datetime import date
from fractions import Fraction

from core.domain.basis import bases, scores
from core.domain.builtin import QUICK
from core.domain.course import Course, course, stretch
from core.domain.periods import parse
from core.domain.scoring import Method, Tally
from core.domain.standings import Standing, Target, TierGroup
from core.domain.target_sets.model import Subject
from core.web import charts
from tests.support.counted import counted, satisfied

PLAN = Target(
    unit_id=1,
    subject=Subject.OVERALL,
    threshold=Fraction(90, 100),
    document="Kế hoạch",
    article="1",
    valid_from=date(2026, 1, 1),
)


def standing(good: int, of: int, target: Target | None = PLAN) -> Standing:
    return Standing(
        tiers=TierGroup.OPEN,
        method=Method.TOP2_CRITERIA_MEAN,
        criteria=(("overall", Tally(satisfied(good, of=of))),),
        persons=of,
        target=target,
    )


def test_a_bar_ends_where_its_share_stands_on_the_scale() -> None:
    drawn = charts.bullet(standing(80, of=100), floor=60, width=208)

    assert (drawn.left, drawn.track) == (4, 200)
    assert drawn.bar == 100  # 80 is halfway between 60 and 100
    assert drawn.target == 154
    assert drawn.low < 104 < drawn.high


def test_too_few_answers_have_no_bar_but_still_a_target() -> None:
    drawn = charts.bullet(standing(29, of=29), floor=60, width=208)

    assert (drawn.bar, drawn.low, drawn.high, drawn.target) == (None, None, None, 154)


def test_without_a_target_there_is_no_mark() -> None:
    assert charts.bullet(standing(80, of=100, target=None), floor=60, width=208).target is None


def test_the_scale_begins_at_60_and_lower_only_for_what_is_drawn() -> None:
    usual = [standing(90, of=100), standing(1, of=10)]
    poor = [*usual, standing(55, of=100)]

    assert charts.bullets_floor(usual) == 60
    assert charts.bullets_floor(poor) == 40  # its interval begins at 45,2


def test_an_officer_who_may_not_be_described_has_no_dot() -> None:
    assert charts.dot(None, floor=60, width=208).bar is None
    assert charts.dot(standing(9, of=10), floor=50, width=208).bar == 160


def test_levels_fill_the_bar_from_the_best() -> None:
    parts = charts.levels(Tally((1, 0, 2, 3, 4)), width=100)

    assert [(part.level, part.x, part.width) for part in parts] == [
        (5, 0, 40),
        (4, 40, 30),
        (3, 70, 20),
        (2, 90, 0),
        (1, 90, 10),
    ]


def test_a_bar_of_nobody_is_empty() -> None:
    assert {part.width for part in charts.levels(Tally.zero(), width=100)} == {0}


def a_course(months: dict[int, tuple[int, int]]) -> Course:
    return course(
        stretch(parse("month", "2026-12")),
        basis=bases({1: QUICK})[0],
        tiers=TierGroup.OPEN,
        by_day={
            date(2026, month, 1): scores(QUICK, counted(satisfied(good, of=n)))
            for month, (good, n) in months.items()
        },
        target=PLAN,
    )


def test_a_gap_in_time_is_not_drawn_over() -> None:
    drawn = charts.control(a_course({1: (90, 100), 2: (91, 100), 5: (92, 100)}))

    assert [len(line.split()) for line in drawn.lines] == [2, 1]
    assert [dot.y is None for dot in drawn.dots] == [False, False, True, True, False] + [True] * 7


def test_the_scale_of_time_holds_points_band_and_target() -> None:
    drawn = charts.control(a_course(dict.fromkeys(range(1, 13), (70, 100))))

    assert [mark.per_cent for mark in drawn.marks] == [55, 65, 75, 85]
    assert drawn.target == 14  # at the top: 90
    assert drawn.target < drawn.dots[0].y < drawn.base


def test_a_course_of_full_marks_stays_on_the_scale() -> None:
    drawn = charts.control(a_course(dict.fromkeys(range(1, 13), (9, 9))))

    assert {dot.y for dot in drawn.dots} == {14}
