"""Results of a survey round: its figures, by question, factor and channel, and which of them may be shown.

The report of a round is taken once it is over. Who reads it must not find one person in it (docs/promises.md R9):
nothing is shown of fewer than five people, and nothing that five others leave over. The Front reads live figures, all
of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from core.domain.basis import Basis, scores
from core.domain.questionnaire import SUM, Factor, Kind, Option, Question, Questionnaire, QuestionScope
from core.domain.rollup import Counts
from core.domain.round_hiding import (
    NOTHING_EARLIER,
    ByChannel,
    Earlier,
    answers_by_question,
    counted,
    covered_channels,
    hidden_questions,
    total,
    valid,
)
from core.domain.scoring import Figure, Method, Tally, by_factor, figure
from core.domain.standings import Standing, TierGroup
from core.domain.submission import Channel


@dataclass(frozen=True)
class Share:
    """How often an option was chosen, of all who answered the question."""

    option: Option
    n: int
    share: Fraction


@dataclass(frozen=True)
class QuestionLine:
    """One question with its counts; without any while too few people answered it."""

    question: Question
    #: Valid answers; blanks and "does not apply" are not in it.
    n: int
    shares: tuple[Share, ...]
    #: Satisfied share of a level question.
    figure: Figure | None
    #: Mean of a number.
    mean: Fraction | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class FactorLine:
    """One factor with its questions; questions without a factor stand under None."""

    factor: Factor | None
    figure: Figure | None
    questions: tuple[QuestionLine, ...]


@dataclass(frozen=True)
class ChannelLine:
    """One way the answers came; left out where too few came by it, or where such a one could be worked out from it."""

    channel: Channel
    n: int
    figure: Figure | None
    is_hidden: bool = False


@dataclass(frozen=True)
class RoundResults:
    """What a round found out."""

    questionnaire: Questionnaire
    answers: int
    #: The whole by the questionnaire's own method; None when nobody answered a scored question.
    whole: Standing
    factors: tuple[FactorLine, ...]
    channels: tuple[ChannelLine, ...]

    @property
    def has_enough(self) -> bool:
        """Are there enough answers for a verdict (30 people)?"""
        return self.whole.has_enough


def derive(
    questionnaire: Questionnaire, by_channel: ByChannel, *, least: int = 1, earlier: Earlier = NOTHING_EARLIER
) -> RoundResults:
    """Return the results of a round; with `least`, questions and channels of fewer people are left out.

    A question that is left out is in no figure, so none can be worked back from the others. A channel that is left
    out leaves out the next smallest too, until what is hidden is at least `least` people together.
    """
    counts = total(by_channel.values())
    asked = Basis(questionnaire, ())
    if counts is None:
        empty = asked.standing((), QuestionScope.OFFICE, TierGroup.OPEN)
        return RoundResults(questionnaire, 0, empty, _factors(questionnaire, None, {}, {}, least), ())
    answered = answers_by_question(questionnaire, counts)
    hidden = hidden_questions(questionnaire, counts, least)
    covered = covered_channels(questionnaire, by_channel, hidden | earlier.questions, least)
    # Of several-of-many questions, the share is one of all who answered anything.
    bases = {code: earlier.bases.get(code, counts.persons[0]) for code in answered}
    return RoundResults(
        questionnaire,
        counts.persons[0],
        _standing(asked, counts, hidden),
        _factors(questionnaire, counts, answered, bases, least),
        _channels(asked, by_channel, hidden | earlier.questions, covered | earlier.channels),
    )


def _standing(asked: Basis, counts: Counts, hidden: frozenset[str]) -> Standing:
    own = scores(asked.questionnaire, counts)
    standing = asked.standing((own,), QuestionScope.OFFICE, TierGroup.OPEN)
    return replace(standing, criteria=tuple(line for line in standing.criteria if line[0] not in hidden))


def _factors(
    questionnaire: Questionnaire,
    counts: Counts | None,
    answered: Mapping[str, int],
    bases: Mapping[str, int],
    least: int,
) -> tuple[FactorLine, ...]:
    found = []
    for factor in (*questionnaire.factors, None):
        code = factor.code if factor else ""
        lines = tuple(
            _question(question, counts, answered.get(question.code, 0), bases.get(question.code, 0), least)
            for question in counted(questionnaire)
            if question.factor == code
        )
        if lines:
            found.append(FactorLine(factor, _factor_figure(questionnaire, factor, lines, counts), lines))
    return tuple(found)


def _factor_figure(
    questionnaire: Questionnaire,
    factor: Factor | None,
    lines: Iterable[QuestionLine],
    counts: Counts | None,
) -> Figure | None:
    """Return the mean of a factor's scored questions; what stands outside the factors has none."""
    if factor is None or counts is None:
        return None
    tallies = [
        _tally(line.question, counts) for line in lines if line.question.is_scored and not line.is_hidden
    ]
    persons = {factor.code: counts.persons[1]}
    return by_factor({factor.code: tallies}, persons=persons, method=questionnaire.method)[factor.code]


def _question(question: Question, counts: Counts | None, n: int, people: int, least: int) -> QuestionLine:
    if counts is None or n == 0:
        return QuestionLine(question, 0, (), None)
    if n < least:
        return QuestionLine(question, 0, (), None, is_hidden=True)
    if question.kind is Kind.NUMBER:
        mean = Fraction(counts.slots[question.option(SUM).slot], n)
        return QuestionLine(question, n, (), None, mean)
    base = people if question.kind is Kind.MULTI else n
    shares = tuple(
        Share(option, counts.slots[option.slot], Fraction(counts.slots[option.slot], base))
        for option in valid(question)
    )
    return QuestionLine(question, n, shares, _own_figure(question, counts))


def _own_figure(question: Question, counts: Counts) -> Figure | None:
    """Return the satisfied share of one level question, whatever the questionnaire's method."""
    if question.kind is not Kind.LEVEL:
        return None
    tally = _tally(question, counts)
    return figure([tally], tally.n, Method.POOLED)


def _tally(question: Question, counts: Counts) -> Tally:
    return Tally(tuple(counts.slots[question.option(level).slot] for level in "12345"))  # type: ignore[arg-type]


def _channels(
    asked: Basis, by_channel: ByChannel, hidden: frozenset[str], covered: frozenset[Channel]
) -> tuple[ChannelLine, ...]:
    """Return each way in that was used, in the order of `Channel`."""
    sizes = {channel: by_channel[channel].persons[0] for channel in Channel if channel in by_channel}
    return tuple(
        ChannelLine(channel, 0, None, is_hidden=True)
        if channel in covered
        else ChannelLine(channel, n, _standing(asked, by_channel[channel], hidden).figure)
        for channel, n in sizes.items()
        if n
    )
