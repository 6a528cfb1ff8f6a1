"""Change over time: usual variation gets no arrow, a real change gets named."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.trend import control_chart


def test_the_limits_are_three_standard_errors_around_the_common_share():
    chart = control_chart([("5/2026", 90, 100), ("6/2026", 360, 400)])

    may, june = chart.points
    assert chart.centre == Fraction(9, 10)
    assert (may.low, may.high) == (pytest.approx(0.81), pytest.approx(0.99))
    assert (june.low, june.high) == (pytest.approx(0.855), pytest.approx(0.945))


def test_limits_are_clipped_to_the_scale():
    small = control_chart([("5/2026", 9, 10), ("6/2026", 9, 10)]).points[0]
    low_share = control_chart([("5/2026", 1, 10), ("6/2026", 1, 10)]).points[0]

    assert small.high == 1
    assert low_share.low == 0


def test_usual_variation_is_not_a_change():
    chart = control_chart([("5/2026", 88, 100), ("6/2026", 93, 100), ("7/2026", 90, 100)])

    assert chart.outside == ()
    assert not chart.outside


def test_a_bad_month_is_named_with_its_side():
    chart = control_chart(
        [("5/2026", 92, 100), ("6/2026", 70, 100), ("7/2026", 94, 100), ("8/2026", 92, 100)]
    )

    assert [point.label for point in chart.outside] == ["6/2026"]
    assert (chart.outside[0].is_below, chart.outside[0].is_above) == (True, False)
    assert chart.outside


def test_a_good_month_is_named_with_its_side():
    chart = control_chart(
        [("5/2026", 60, 100), ("6/2026", 90, 100), ("7/2026", 60, 100), ("8/2026", 60, 100)]
    )

    assert [(point.label, point.is_below, point.is_above) for point in chart.outside] == [
        ("6/2026", False, True)
    ]


def test_the_same_share_is_usual_with_few_answers_and_a_change_with_many():
    few = control_chart([("5/2026", 900, 1000), ("6/2026", 16, 20)])
    many = control_chart([("5/2026", 900, 1000), ("6/2026", 160, 200)])

    assert not few.outside
    assert [point.label for point in many.outside] == ["6/2026"]


def test_a_month_without_answers_has_no_share_and_no_limits():
    empty = control_chart([("5/2026", 9, 10), ("6/2026", 0, 0)]).points[1]

    assert (empty.label, empty.share, empty.low, empty.high) == ("6/2026", None, None, None)
    assert not empty.is_outside


def test_one_unhappy_person_alone_is_not_a_change():
    chart = control_chart([("5/2026", 96, 100), ("6/2026", 0, 1)])

    assert not chart.outside


def test_many_unhappy_people_are_a_change_even_where_few_were_expected():
    chart = control_chart([("5/2026", 960, 1000), ("6/2026", 20, 40)])

    assert [point.label for point in chart.outside] == ["6/2026"]


@pytest.mark.parametrize("n", [0, 10])
def test_all_or_nobody_satisfied_all_the_time_is_no_change(n):
    assert not control_chart([("5/2026", n, 10), ("6/2026", n, 10)]).outside


def test_without_any_answer_there_is_no_centre():
    chart = control_chart([("5/2026", 0, 0)])

    assert chart.centre is None
    assert [point.label for point in chart.points] == ["5/2026"]
    assert not chart.outside


def test_more_satisfied_than_answers_is_refused():
    with pytest.raises(ValueError, match="6/2026"):
        control_chart([("5/2026", 1, 2), ("6/2026", 3, 2)])


points = st.lists(
    st.integers(0, 500).flatmap(lambda n: st.tuples(st.just("m"), st.integers(0, n), st.just(n))), max_size=24
)


@given(points)
def test_every_point_keeps_its_place_and_a_band_on_the_scale(counts):
    chart = control_chart(counts)

    assert [(point.label, point.satisfied, point.n) for point in chart.points] == counts
    assert all(0 <= point.low <= chart.centre <= point.high <= 1 for point in chart.points if point.n)


@given(points)
def test_a_point_named_outside_lies_outside_its_drawn_band(counts):
    for point in control_chart(counts).outside:
        assert point.share < point.low if point.is_below else point.share > point.high


@given(points)
def test_swapping_satisfied_and_unsatisfied_swaps_the_sides(counts):
    swapped = control_chart([(label, n - satisfied, n) for label, satisfied, n in counts])

    assert [point.is_above for point in swapped.points] == [
        point.is_below for point in control_chart(counts).points
    ]


@given(st.integers(1, 100), st.integers(0, 100), st.integers(2, 12))
def test_the_same_month_again_and_again_is_no_change(n, unsatisfied, months):
    satisfied = max(0, n - unsatisfied)

    assert not control_chart([("m", satisfied, n)] * months).outside
