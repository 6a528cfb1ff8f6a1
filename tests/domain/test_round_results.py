"""Results of a round: shares, factors and channels by hand, and that no small group can be worked out."""

from collections.abc import Mapping
from fractions import Fraction

import pytest

from core.domain.builtin import MINISTRY, QUICK
from core.domain.rollup import Counts, count
from core.domain.round_results import ChannelLine, RoundResults, derive
from core.domain.submission import Channel


def given(*answers: Mapping[str, str], questionnaire=MINISTRY) -> Counts:
    """Return the counts of these people's answers."""
    found = [
        count(questionnaire, questionnaire.encode({code: (level,) for code, level in each.items()}))
        for each in answers
    ]
    whole = found[0]
    for each in found[1:]:
        whole = whole + each
    return whole


def people(n: int, **levels: str) -> tuple[dict[str, str], ...]:
    """Return n people who gave these levels."""
    return tuple(dict(levels) for _ in range(n))


def lines(results: RoundResults) -> dict[str, tuple[int, bool]]:
    """Return each question's n, and whether it is hidden."""
    return {
        line.question.code: (line.n, line.is_hidden)
        for factor in results.factors
        for line in factor.questions
    }


def test_the_whole_is_the_mean_of_the_criteria_and_a_factor_of_its_own() -> None:
    counts = given(*people(6, bnv15="5", bnv16="4", bnv20="2"), *people(4, bnv15="3", bnv16="4", bnv20="4"))

    results = derive(MINISTRY, {Channel.INTERVIEW: counts})

    # bnv15: 6 of 10; bnv16: 10 of 10; bnv20: 4 of 10. The factor "access" holds the first two.
    assert results.answers == 10
    assert results.whole.figure is not None
    assert results.whole.figure.value == Fraction(2, 3)
    assert results.whole.figure.persons == 10
    access, procedure = results.factors[0], results.factors[1]
    assert access.figure is not None
    assert access.figure.value == Fraction(4, 5)
    assert procedure.figure is not None
    assert procedure.figure.value == Fraction(2, 5)
    first = access.questions[0]
    assert [(share.option.code, share.n, share.share) for share in first.shares] == [
        ("1", 0, 0),
        ("2", 0, 0),
        ("3", 4, Fraction(2, 5)),
        ("4", 0, 0),
        ("5", 6, Fraction(3, 5)),
    ]
    assert first.figure is not None
    assert first.figure.value == Fraction(3, 5)


def test_what_does_not_apply_is_no_valid_answer() -> None:
    results = derive(MINISTRY, {Channel.QR: given(*people(3, bnv21="0"), *people(2, bnv21="5"))})

    assert lines(results)["bnv21"] == (2, False)


def test_a_question_of_four_people_is_in_no_reported_figure() -> None:
    counts = given(*people(10, bnv15="5"), *people(4, bnv16="1"))

    live, reported = derive(MINISTRY, {Channel.QR: counts}), derive(MINISTRY, {Channel.QR: counts}, least=5)

    assert live.whole.figure is not None
    assert live.whole.figure.value == Fraction(1, 2)
    assert reported.whole.figure is not None
    assert reported.whole.figure.value == 1
    assert lines(live)["bnv16"] == (4, False)
    assert lines(reported)["bnv16"] == (0, True)
    access = reported.factors[0]
    assert access.figure is not None
    assert access.figure.value == 1


def test_choices_are_shown_with_their_shares() -> None:
    counts = given(
        *people(3, overall="5", trips="1"), *people(1, overall="4", trips="2"), questionnaire=QUICK
    )

    results = derive(QUICK, {Channel.QR: counts})

    trips = next(
        line for factor in results.factors for line in factor.questions if line.question.code == "trips"
    )
    assert trips.n == 4
    assert [(share.n, share.share) for share in trips.shares] == [
        (0, 0),
        (3, Fraction(3, 4)),
        (1, Fraction(1, 4)),
    ]
    assert trips.figure is None


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"interview": 300, "qr": 34}, {"interview": 300, "qr": 34}),
        # Two by QR: the whole less the interviews would tell them, so paper goes too.
        ({"interview": 300, "paper": 20, "qr": 2}, {"interview": 300}),
        ({"interview": 300, "qr": 2}, {}),
        # Three and four together are enough to hide each other.
        ({"interview": 300, "paper": 3, "qr": 4}, {"interview": 300}),
        # One and two are not: the next smallest joins them.
        ({"interview": 300, "tablet": 9, "paper": 1, "qr": 2}, {"interview": 300}),
    ],
)
def test_a_small_channel_cannot_be_worked_out(sizes: dict[str, int], shown: dict[str, int]) -> None:
    by_channel = {Channel(name): given(*people(n, bnv15="5")) for name, n in sizes.items()}

    results = derive(MINISTRY, by_channel, least=5)

    assert {str(line.channel): line.n for line in results.channels if not line.is_hidden} == shown
    assert all(
        line == ChannelLine(line.channel, 0, None, True) for line in results.channels if line.is_hidden
    )
    assert results.answers == sum(sizes.values())


def test_a_channel_whose_figure_rests_on_one_person_is_not_shown() -> None:
    # Of six paper sheets one answered a scored question; six by QR hide what the whole less the interviews tells.
    paper = given(*people(5, bnv15="0"), {"bnv15": "1"})
    by_channel = {
        Channel.INTERVIEW: given(*people(300, bnv15="5")),
        Channel.PAPER: paper,
        Channel.QR: given(*people(7, bnv15="5")),
    }

    shown = {line.channel: line for line in derive(MINISTRY, by_channel, least=5).channels}
    live = {line.channel: line for line in derive(MINISTRY, by_channel).channels}

    assert shown[Channel.PAPER] == ChannelLine(Channel.PAPER, 0, None, True)
    assert shown[Channel.QR].is_hidden
    assert shown[Channel.INTERVIEW].n == 300
    assert live[Channel.PAPER].n == 6
    assert live[Channel.PAPER].figure is not None


def test_nobody_is_no_result() -> None:
    results = derive(MINISTRY, {})

    assert results.whole.figure is None
    assert not results.has_enough
    assert results.channels == ()
