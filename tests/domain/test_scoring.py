"""Satisfaction figures: published results, the plan's verdicts, and what must hold for any answers."""

import math
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.domain.scoring import (
    Figure,
    Method,
    Tally,
    Verdict,
    by_factor,
    figure,
    mean_score,
    required_sample,
    satisfied_share,
    verdict,
    wilson,
)

# One row each of three services of the UK Ministry of Justice, with the counts they published (worst to best).
USE_AN_LPA_2026_04 = Tally((422, 406, 1322, 5772, 11647))
DEPUTY_REPORT_2026_04 = Tally((12, 21, 131, 410, 450))
USE_AN_LPA_2021_03 = Tally((67, 73, 205, 1276, 4434))


def test_the_levels_stand_from_worst_to_best():
    assert satisfied_share(Tally((0, 0, 0, 1, 1))) == 1
    assert satisfied_share(Tally((1, 1, 1, 0, 0))) == 0
    assert mean_score(Tally((0, 1, 0, 0, 0))) == Fraction(1, 4)
    assert mean_score(Tally((0, 0, 0, 1, 0))) == Fraction(3, 4)


def test_published_counts_give_the_published_satisfied_share():
    assert hundredths(satisfied_share(USE_AN_LPA_2026_04)) == 8901
    assert hundredths(satisfied_share(DEPUTY_REPORT_2026_04)) == 8398
    assert hundredths(satisfied_share(USE_AN_LPA_2021_03)) == 9430


def test_published_counts_give_the_published_mean_score():
    assert hundredths(mean_score(USE_AN_LPA_2026_04)) == 8554
    assert hundredths(mean_score(DEPUTY_REPORT_2026_04)) == 8088
    assert hundredths(mean_score(USE_AN_LPA_2021_03)) == 9103


def test_published_counts_give_the_published_number_of_answers():
    assert USE_AN_LPA_2026_04.n == 19569
    assert DEPUTY_REPORT_2026_04.n == 1024
    assert USE_AN_LPA_2021_03.n == 6055


def test_nobody_answering_is_neither_satisfied_nor_dissatisfied():
    assert satisfied_share(Tally.zero()) is None
    assert mean_score(Tally.zero()) is None
    assert figure([], persons=0, method=Method.POOLED) is None
    assert figure([Tally.zero()], persons=0, method=Method.TOP2_CRITERIA_MEAN) is None


def test_a_difference_of_tallies_may_be_negative_but_has_no_share():
    change = Tally((0, 0, 0, 0, 1)) - Tally((0, 0, 1, 0, 0))

    assert change.counts == (0, 0, -1, 0, 1)
    with pytest.raises(ValueError, match="negative"):
        satisfied_share(change)


def test_a_tally_of_four_levels_is_refused():
    with pytest.raises(ValueError, match="five counts"):
        Tally((1, 2, 3, 4))


@pytest.mark.parametrize(
    ("satisfied", "n", "low", "high"),
    [(90, 100, 826, 945), (27, 30, 744, 965), (10, 10, 722, 1000), (0, 10, 0, 278), (802, 802, 995, 1000)],
)
def test_the_interval_is_wilsons_at_95_per_cent(satisfied, n, low, high):
    found = wilson(Fraction(satisfied, n), n)

    assert (round(found.low * 1000), round(found.high * 1000)) == (low, high)


def test_the_interval_is_exact_to_nine_digits():
    # Worked out with forty decimal digits.
    found = wilson(Fraction(9, 10), 100)

    assert found.low == pytest.approx(0.825634338, abs=1e-9)
    assert found.high == pytest.approx(0.944770863, abs=1e-9)


def test_the_interval_of_all_satisfied_ends_exactly_at_one():
    assert wilson(Fraction(1), 7).high == 1
    assert wilson(Fraction(0), 7).low == 0


@pytest.mark.parametrize(("share", "n"), [(Fraction(1, 2), 0), (Fraction(3, 2), 10), (Fraction(-1, 2), 10)])
def test_no_interval_is_made_of_nobody_or_of_an_impossible_share(share, n):
    with pytest.raises(ValueError, match="no interval"):
        wilson(share, n)


def test_every_criterion_weighs_the_same_however_many_answered_it():
    criteria = [of(90, 100), of(5, 10), Tally.zero()]

    assert figure(criteria, persons=100, method=Method.TOP2_CRITERIA_MEAN).value == Fraction(7, 10)


def test_pooling_weighs_every_answer_the_same():
    criteria = [of(90, 100), of(5, 10), Tally.zero()]

    assert figure(criteria, persons=100, method=Method.POOLED).value == Fraction(95, 110)


def test_the_mean_score_is_the_mean_of_the_criteria_means():
    criteria = [Tally((0, 0, 0, 4, 0)), Tally((0, 0, 1, 0, 0)), Tally.zero()]

    assert figure(criteria, persons=4, method=Method.MEAN_SCORE).value == Fraction(5, 8)


def test_the_interval_counts_persons_not_their_answers():
    nineteen = [of(90, 100)] * 19

    found = figure(nineteen, persons=100, method=Method.TOP2_CRITERIA_MEAN)

    assert (found.persons, found.answers) == (100, 1900)
    assert found.interval == wilson(Fraction(9, 10), 100)


def test_a_figure_never_claims_more_persons_than_answers():
    assert figure([of(9, 10)], persons=500, method=Method.POOLED).persons == 10


def test_answers_without_a_person_are_refused():
    with pytest.raises(ValueError, match="0 persons"):
        figure([of(9, 10)], persons=0, method=Method.POOLED)


def test_a_factor_is_the_mean_of_its_own_criteria():
    found = by_factor(
        {"access": [of(8, 10), of(6, 10)], "result": [of(10, 10)], "petitions": [Tally.zero()]},
        persons={"access": 10, "result": 10},
        method=Method.TOP2_CRITERIA_MEAN,
    )

    assert list(found) == ["access", "result", "petitions"]
    assert found["access"].value == Fraction(7, 10)
    assert found["result"].value == 1
    assert found["petitions"] is None


def test_a_factor_with_answers_must_say_from_how_many_persons():
    with pytest.raises(ValueError, match="0 persons"):
        by_factor({"access": [of(8, 10)]}, persons={}, method=Method.POOLED)


@pytest.mark.parametrize(
    ("satisfied", "n", "expected"),
    [
        (90, 100, Verdict.MET_UNCERTAIN),
        (80, 100, Verdict.NOT_MET_UNCERTAIN),
        (900, 1000, Verdict.MET),
        (800, 1000, Verdict.NOT_MET),
        (29, 29, Verdict.NOT_ENOUGH_DATA),
        (30, 30, Verdict.MET),
        (85, 100, Verdict.MET_UNCERTAIN),
        (0, 30, Verdict.NOT_MET),
    ],
)
def test_the_verdict_against_a_target_of_85_per_cent(satisfied, n, expected):
    measured = figure([of(satisfied, n)], persons=n, method=Method.TOP2_CRITERIA_MEAN)

    assert verdict(measured, Fraction(85, 100)) is expected


def test_96_per_cent_is_certainly_above_95_from_1825_persons_on():
    assert verdict(at(Fraction(96, 100), persons=1824), Fraction(95, 100)) is Verdict.MET_UNCERTAIN
    assert verdict(at(Fraction(96, 100), persons=1825), Fraction(95, 100)) is Verdict.MET


def test_a_target_hit_exactly_is_met():
    third = figure([of(40, 120)], persons=120, method=Method.POOLED)

    assert verdict(third, Fraction(1, 3)) is Verdict.MET_UNCERTAIN


def test_a_target_of_everybody_is_never_met_with_certainty():
    assert verdict(at(Fraction(1), persons=100_000), Fraction(1)) is Verdict.MET_UNCERTAIN


def test_thirty_persons_are_needed_not_thirty_answers():
    few = figure([of(29, 29)] * 19, persons=29, method=Method.TOP2_CRITERIA_MEAN)

    assert verdict(few, Fraction(85, 100)) is Verdict.NOT_ENOUGH_DATA


def test_no_figure_is_not_enough_data():
    assert verdict(None, Fraction(0)) is Verdict.NOT_ENOUGH_DATA


@pytest.mark.parametrize(
    ("transactions", "needed"),
    [(0, 0), (1, 1), (400, 200), (500, 223), (1000, 286), (2000, 334), (10000, 385), (10**12, 400)],
)
def test_the_required_sample_follows_the_ministrys_formula(transactions, needed):
    assert required_sample(transactions) == needed


counts = st.tuples(*[st.integers(0, 2000)] * 5)
tallies = st.builds(Tally, counts)
answered = tallies.filter(lambda tally: tally.n > 0)
methods = st.sampled_from(Method)
persons = st.integers(1, 10**6)


@given(tallies, tallies)
def test_adding_days_adds_answers_and_satisfied(one, other):
    both = one + other

    assert (both.n, both.satisfied) == (one.n + other.n, one.satisfied + other.satisfied)


@given(tallies, tallies, tallies)
def test_days_may_be_added_in_any_order(a, b, c):
    assert (a + b) + c == c + (b + a)


@given(tallies, tallies)
def test_taking_a_day_away_restores_what_was_before(one, other):
    assert one + other - other == one
    assert one + Tally.zero() == one


@given(answered, answered)
def test_two_days_together_lie_between_them(one, other):
    shares = sorted([satisfied_share(one), satisfied_share(other)])

    assert shares[0] <= satisfied_share(one + other) <= shares[1]


@given(st.lists(tallies, max_size=6), st.randoms(), persons, methods)
def test_the_order_of_criteria_does_not_matter(criteria, random, n, method):
    shuffled = random.sample(criteria, len(criteria))

    assert figure(shuffled, n, method) == figure(criteria, n, method)


@given(st.lists(answered, min_size=1, max_size=6), persons, methods)
def test_a_criterion_nobody_answered_changes_nothing(criteria, n, method):
    assert figure([*criteria, Tally.zero()], n, method) == figure(criteria, n, method)


@given(answered, persons)
def test_on_one_criterion_the_default_method_and_pooling_agree(tally, n):
    mean, pooled = figure([tally], n, Method.TOP2_CRITERIA_MEAN), figure([tally], n, Method.POOLED)

    assert (mean.value, mean.interval) == (pooled.value, pooled.interval)


@given(st.fractions(0, 1), persons)
@example(share=Fraction(1, 4802423208), n=1)
@example(share=Fraction(4802423207, 4802423208), n=1)
def test_the_interval_contains_the_point_and_stays_on_the_scale(share, n):
    found = wilson(share, n)

    assert 0 <= found.low <= share <= found.high <= 1


@given(st.fractions(0, 1), persons, persons)
def test_more_persons_never_widen_the_interval(share, n, m):
    few, many = wilson(share, min(n, m)), wilson(share, max(n, m))

    assert many.high - many.low <= few.high - few.low + 1e-12


@given(st.fractions(0, 1), persons)
def test_the_interval_of_the_unsatisfied_mirrors_that_of_the_satisfied(share, n):
    found, mirrored = wilson(share, n), wilson(1 - share, n)

    assert math.isclose(found.low, 1 - mirrored.high, abs_tol=1e-12)


@given(answered, st.fractions(0, 1))
def test_one_more_very_satisfied_person_never_loses_a_target(tally, target):
    more = tally + Tally((0, 0, 0, 0, 1))
    met = {Verdict.MET, Verdict.MET_UNCERTAIN}

    before = verdict(figure([tally], tally.n, Method.POOLED), target)
    after = verdict(figure([more], more.n, Method.POOLED), target)

    assert before not in met or after in met


@given(st.integers(0, 10**9))
def test_the_required_sample_grows_with_the_transactions_and_never_exceeds_them(transactions):
    needed = required_sample(transactions)

    assert needed <= required_sample(transactions + 1) <= 400
    assert needed <= transactions


def of(satisfied: int, n: int) -> Tally:
    """Return a tally of n answers of which so many are "satisfied", the rest "neutral"."""
    return Tally((0, 0, n - satisfied, satisfied, 0))


def at(value: Fraction, *, persons: int) -> Figure:
    """Return a figure at exactly that share, even where no whole number of persons gives it."""
    return Figure(value, wilson(value, persons), persons, persons, Method.TOP2_CRITERIA_MEAN)


def hundredths(share: Fraction) -> int:
    """Return a share in hundredths of a per cent, rounded half up."""
    return math.floor(share * 10000 + Fraction(1, 2))
