"""Survey rounds: sample sizes, shares of hamlets, days, and how far a round has come; all values by hand."""

from dataclasses import replace
from datetime import date

import pytest

from core.domain.submission import Channel
from core.domain.survey_rounds import (
    Course,
    Hamlet,
    Plan,
    RoundRefused,
    RoundState,
    Stratum,
    allocate,
    check,
    check_beginning,
    check_change,
    check_closing,
    progress,
    sample_size,
)

FIRST, LAST = date(2026, 11, 23), date(2026, 12, 4)
PLANNED = Course(FIRST, LAST)
BEGUN = replace(PLANNED, begun_on=date(2026, 11, 20))
PLAN = Plan(
    name="Đợt khảo sát năm 2026",
    questionnaire_code="ministry",
    begins_on=FIRST,
    ends_on=LAST,
    population=2000,
    hamlets=(Hamlet("Xóm 1", 1200), Hamlet("Xóm 2", 800)),
)


@pytest.mark.parametrize(
    ("people", "sample"),
    # 2000 / (1 + 2000 · 0.0025) = 333.33; 10 000 / 26 = 384.6; 1 / 1.0025 = 0.998; 400 / 2 = 200 exactly.
    [(2000, 334), (10_000, 385), (1, 1), (400, 200), (100, 80), (1_000_000, 400), (5137, 372)],
)
def test_a_sample_is_the_formula_rounded_up(people: int, sample: int) -> None:
    assert sample_size(people) == sample


def test_nobody_is_no_population() -> None:
    with pytest.raises(RoundRefused, match="no_people"):
        sample_size(0)


@pytest.mark.parametrize(
    ("sample", "people", "shares"),
    [
        # 334 · 1200/2000 = 200.4 and 133.6: the larger remainder takes the one that is over.
        (334, (1200, 800), (200, 134)),
        # 80 · 1/3 = 26.67 each: two of three equal ones, the first named.
        (80, (33, 33, 33), (27, 27, 26)),
        # Equal remainders of 0.5 go to the larger hamlet.
        (2, (1, 3), (0, 2)),
        (4, (1, 1, 1, 1), (1, 1, 1, 1)),
        # A hamlet of one person in 2000 gets none of 334: 0.167.
        (334, (1999, 1), (334, 0)),
        (0, (5, 5), (0, 0)),
    ],
)
def test_hamlets_share_by_the_largest_remainders(
    sample: int, people: tuple[int, ...], shares: tuple[int, ...]
) -> None:
    assert allocate(sample, people) == shares


def test_shares_add_up_and_never_exceed_a_hamlets_people() -> None:
    for sizes in ((1, 1, 2, 3, 5, 8), (7, 1, 1), (400, 3, 3, 3), (12,)):
        for sample in range(sum(sizes) + 1):
            shares = allocate(sample, sizes)

            assert sum(shares) == sample
            assert all(0 <= share <= people for share, people in zip(shares, sizes, strict=True))


def test_more_than_everybody_cannot_be_asked() -> None:
    with pytest.raises(RoundRefused, match="sample_too_large"):
        allocate(11, (4, 6))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ends_on": date(2026, 11, 22)}, "days_order"),
        ({"begins_on": date(2026, 11, 1), "ends_on": date(2026, 11, 20)}, "days_past"),
        ({"population": 0, "hamlets": ()}, "no_people"),
        ({"population": 20_000_001, "hamlets": ()}, "too_many_people"),
        ({"population": 1999}, "hamlets_differ"),
        ({"hamlets": (Hamlet("Xóm 1", 1000), Hamlet("xóm 1", 1000))}, "hamlet_twice"),
        ({"hamlets": (Hamlet("Xóm 1", 2000), Hamlet("Xóm 2", 0))}, "hamlet_empty"),
        ({"hamlets": tuple(Hamlet(f"Xóm {n}", 1) for n in range(301))}, "too_many_hamlets"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changes: dict[str, object], code: str) -> None:
    with pytest.raises(RoundRefused) as refused:
        check(replace(PLAN, **changes), today=date(2026, 11, 21))  # type: ignore[arg-type]

    assert refused.value.code == code


def test_a_plan_may_end_today_and_have_no_hamlets() -> None:
    check(PLAN, today=LAST)
    check(replace(PLAN, hamlets=()), today=FIRST)


@pytest.mark.parametrize(
    ("course", "today", "state", "is_open", "left"),
    [
        (PLANNED, FIRST, RoundState.PLANNED, False, 12),
        # Begun before its first day: the code is out, answers wait for the day.
        (BEGUN, date(2026, 11, 22), RoundState.BEGUN, False, 12),
        (BEGUN, FIRST, RoundState.BEGUN, True, 12),
        (BEGUN, LAST, RoundState.BEGUN, True, 1),
        (BEGUN, date(2026, 12, 5), RoundState.CLOSED, False, 0),
        (replace(BEGUN, closed_on=date(2026, 12, 1)), date(2026, 12, 1), RoundState.CLOSED, False, 0),
    ],
)
def test_answers_are_taken_between_the_first_and_the_last_day(
    course: Course, today: date, state: RoundState, is_open: bool, left: int
) -> None:
    assert (course.state(today), course.takes_answers(today), course.days_left(today)) == (
        state,
        is_open,
        left,
    )


def test_a_round_ends_with_its_last_day_or_earlier_by_hand() -> None:
    assert BEGUN.last_day(LAST) is None
    assert BEGUN.last_day(date(2026, 12, 5)) == LAST
    assert replace(BEGUN, closed_on=date(2026, 12, 1)).last_day(date(2026, 12, 9)) == date(2026, 12, 1)


def test_each_act_has_its_state() -> None:
    check_change(PLANNED, FIRST)
    check_beginning(PLANNED, LAST)
    check_closing(BEGUN)

    for act, course, today, code in (
        (check_change, BEGUN, FIRST, "not_planned"),
        (check_beginning, BEGUN, FIRST, "not_planned"),
        (check_beginning, PLANNED, date(2026, 12, 5), "days_past"),
    ):
        with pytest.raises(RoundRefused, match=code):
            act(course, today)
    with pytest.raises(RoundRefused, match="not_begun"):
        check_closing(PLANNED)
    with pytest.raises(RoundRefused, match="closed_already"):
        check_closing(replace(BEGUN, closed_on=LAST))


def test_progress_counts_each_hamlet_against_its_share_and_keeps_unnamed_ones_apart() -> None:
    strata = (Stratum(1, "Xóm 1", 1200, 200), Stratum(2, "Xóm 2", 800, 134))
    counts = {
        (1, Channel.INTERVIEW): 150,
        (1, Channel.PAPER): 60,
        (2, Channel.INTERVIEW): 133,
        (0, Channel.QR): 7,
    }

    found = progress(334, strata, counts)

    assert found.whole.answers == 350
    assert found.whole.by_channel == {Channel.INTERVIEW: 283, Channel.PAPER: 60, Channel.QR: 7}
    assert [(done.answers, done.missing, done.per_cent) for _, done in found.hamlets] == [
        (210, 0, 105),
        (133, 1, 99),
    ]
    assert found.elsewhere.answers == 7
    assert [stratum.name for stratum, _ in found.behind] == ["Xóm 2"]
    # Ten more than the share of hamlet 1 and seven without a hamlet do not stand for the one hamlet 2 lacks.
    assert (found.within.answers, found.within.filled, found.within.missing) == (343, 333, 1)
    assert found.within.per_cent == 99
    assert found.within.by_channel == {Channel.INTERVIEW: 283, Channel.PAPER: 60}
    assert found.outside == 7


def test_where_the_sample_is_not_divided_every_answer_counts_for_it() -> None:
    found = progress(4, (), {(0, Channel.QR): 3, (0, Channel.PAPER): 2})

    assert (found.within.answers, found.within.missing, found.outside) == (5, 0, 0)
