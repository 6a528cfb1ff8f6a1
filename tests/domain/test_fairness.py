"""Fairness: chance makes nobody better or worse, a real difference is found, and few answers say nothing."""

import random
from dataclasses import fields
from fractions import Fraction

import pytest

from core.domain.fairness import Compared, Comparison, Rated, compare, mean, spread

LEVEL, LOWER, HIGHER = Comparison.LEVEL, Comparison.LOWER, Comparison.HIGHER


def rated(number: int, satisfied: int, n: int) -> Rated:
    return Rated(number, Fraction(satisfied, n), n)


def drawn(dice: random.Random, number: int, share: float, n: int) -> Rated:
    return rated(number, sum(dice.random() < share for _ in range(n)), n)


def verdicts(*members: Rated) -> dict[int, Comparison]:
    return {number: found.comparison for number, found in compare(members).items()}


@pytest.mark.parametrize("share", [0.6, 0.8, 0.9, 0.95, 0.98])
@pytest.mark.parametrize(
    "people", [[200] * 10, [50] * 3, [50, 200, 1000], [50] * 10], ids=["10×200", "3×50", "uneven", "10×50"]
)
def test_officers_who_differ_by_chance_only_are_level_in_99_of_100_verdicts(
    share: float, people: list[int]
) -> None:
    dice = random.Random(20261121)
    given = wrong = 0
    for _ in range(300):
        found = compare(drawn(dice, number, share, n) for number, n in enumerate(people))
        given += len(found)
        wrong += sum(each.comparison is not LEVEL for each in found.values())

    assert given == 300 * len(people)
    assert wrong / given <= 0.01


@pytest.mark.parametrize("seed", range(20))
def test_ten_equal_officers_with_200_answers_each_are_all_level(seed: int) -> None:
    dice = random.Random(seed)

    found = verdicts(*(drawn(dice, number, 0.9, 200) for number in range(10)))

    assert set(found.values()) == {LEVEL}
    assert len(found) == 10


def test_a_truly_worse_officer_is_found_and_the_nine_others_are_level() -> None:
    found = verdicts(rated(0, 140, 200), *(rated(number, 180, 200) for number in range(1, 10)))

    assert found == {0: LOWER, **dict.fromkeys(range(1, 10), LEVEL)}


def test_a_truly_better_officer_is_found() -> None:
    found = verdicts(rated(0, 196, 200), *(rated(number, 150, 200) for number in range(1, 10)))

    assert found[0] is HIGHER


def test_in_98_of_100_offices_a_real_difference_of_15_points_is_found() -> None:
    dice = random.Random(20261121)
    found = 0
    for _ in range(200):
        members = [drawn(dice, 0, 0.75, 200), *(drawn(dice, number, 0.9, 200) for number in range(1, 10))]
        found += compare(members)[0].comparison is LOWER

    assert found >= 190


def test_an_officer_of_a_hard_field_with_its_average_is_level() -> None:
    hard = verdicts(rated(1, 120, 200), rated(2, 121, 200), rated(3, 119, 200))
    easy = verdicts(rated(4, 190, 200), rated(5, 191, 200), rated(6, 189, 200))

    assert {*hard.values(), *easy.values()} == {LEVEL}


def test_nobody_is_compared_with_49_answers_and_everybody_with_50() -> None:
    colleagues = [rated(number, 45, 50) for number in (1, 2, 3)]

    assert set(compare([*colleagues, rated(0, 45, 49)])) == {1, 2, 3}
    assert set(compare([*colleagues, rated(0, 45, 50)])) == {0, 1, 2, 3}


def test_two_who_qualify_are_too_few_to_compare() -> None:
    assert compare([rated(1, 500, 500), rated(2, 100, 500), rated(3, 20, 49)]) == {}


def test_colleagues_who_do_not_qualify_belong_to_the_mean_and_those_not_described_do_not() -> None:
    three = [rated(number, 40, 50) for number in (1, 2, 3)]

    with_ten = compare([*three, rated(4, 0, 10)])
    with_nine = compare([*three, rated(4, 0, 9)])

    assert with_ten[1].others == pytest.approx(80 / 110)
    assert with_nine[1].others == pytest.approx(0.8)


def test_the_others_mean_leaves_the_officer_out() -> None:
    found = compare([rated(1, 100, 100), rated(2, 80, 100), rated(3, 70, 100)])

    assert found[1].others == pytest.approx(0.75)


def test_shares_are_drawn_towards_the_others() -> None:
    found = compare([rated(1, 60, 100), rated(2, 90, 100), rated(3, 80, 100)])[1]

    assert 0.6 < found.drawn < found.others
    assert found.interval.low < found.drawn < found.interval.high


def test_equal_shares_have_no_spread_and_are_drawn_together() -> None:
    members = [rated(number, 90, 100) for number in range(3)]

    assert spread(members) == 0
    assert compare(members)[0].drawn == pytest.approx(0.9)


def test_the_moments_estimate_of_the_spread_is_the_textbooks() -> None:
    # Three officers of 100 answers with shares 0.7, 0.8, 0.9: sum of squares 100·(0.01 + 0 + 0.01) = 2;
    # chance (241/302)·(61/302) = 0.16119; (2 − 2·0.16119) / (300 − 30000/300) = 0.0083881.
    members = [rated(1, 70, 100), rated(2, 80, 100), rated(3, 90, 100)]

    assert spread(members) == pytest.approx(0.0083881, abs=1e-7)


def test_when_all_others_are_satisfied_one_complaint_is_chance() -> None:
    found = verdicts(rated(1, 49, 50), *(rated(number, 50, 50) for number in range(2, 12)))

    assert found[1] is LEVEL


def test_a_comparison_carries_no_rank_and_the_order_of_officers_changes_nothing() -> None:
    members = [rated(number, 40 + number, 60) for number in range(5)]

    assert [field.name for field in fields(Compared)] == ["comparison", "drawn", "interval", "others"]
    assert compare(members) == compare(reversed(members))


def test_the_mean_of_a_field_weighs_answers_not_officers() -> None:
    assert mean([rated(1, 10, 10), rated(2, 45, 90)]) == Fraction(55, 100)
    assert mean([]) is None
