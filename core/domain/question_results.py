"""Results per question: what each question of a questionnaire was answered, over all the versions that asked it alike.

A question goes on from version to version as long as it is the same one (core/domain/same_questions.py); one whose
options changed, so that shares cannot be compared, begins anew beside the old one. Answers a visit stands behind and
open ones are never added up.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from core.domain.course import Course, Step, stretch
from core.domain.periods import Period, containing
from core.domain.questionnaire import GIVEN, SUM, WORDS, Kind, Question, Questionnaire, QuestionScope
from core.domain.rollup import Counts
from core.domain.same_options import Asker, Offered, OtherWords, asker, offered, other_words
from core.domain.same_questions import asks_it_too, beginner, series
from core.domain.scoring import MIN_DESCRIBED_OFFICER, Figure, Method, Tally, figure
from core.domain.standings import Standing, TierGroup
from core.domain.submission import Channel
from core.domain.trend import control_chart

_LEVELS = "12345"
#: Of a single question every method but the mean score makes the same share.
_METHOD = Method.TOP2_CRITERIA_MEAN
#: Who answered: the group of tiers, and the channel; None stands for all channels together.
Way = tuple[TierGroup, Channel | None]


@dataclass(frozen=True)
class Answered:
    """What one question was answered by one group of people, by the code of each option."""

    question: Question
    counts: Mapping[str, int]

    def __add__(self, other: "Answered") -> "Answered":
        """Add what others answered to the same question."""
        codes = {**self.counts, **other.counts}
        return Answered(
            self.question, {code: self.counts.get(code, 0) + other.counts.get(code, 0) for code in codes}
        )

    @property
    def n(self) -> int:
        """How many answered; where several options may be chosen, how often one was."""
        match self.question.kind:
            case Kind.NUMBER:
                return self.counts.get(GIVEN, 0)
            case Kind.TEXT:
                return self.counts.get(WORDS, 0)
            case Kind.LEVEL:
                return self.tally.n
            case _:
                return sum(self.counts.values())

    @property
    def is_shown(self) -> bool:
        """Are there enough answers to say more than their number? About an officer ten are needed."""
        is_personal = self.question.scope is QuestionScope.OFFICER
        return self.n >= MIN_DESCRIBED_OFFICER if is_personal else self.n > 0

    @property
    def tally(self) -> Tally:
        """The five counts of a level question."""
        return Tally(tuple(self.counts.get(level, 0) for level in _LEVELS))  # type: ignore[arg-type]

    @property
    def figure(self) -> Figure | None:
        """The satisfied share of a level question; each person answered it once."""
        return figure([self.tally], self.tally.n, _METHOD)

    @property
    def mean(self) -> Fraction | None:
        """The mean of a number; None when nobody gave one."""
        return Fraction(self.counts.get(SUM, 0), self.n) if self.n else None


@dataclass(frozen=True)
class Line:
    """One question with its answers, as its newest version words it, with every option it ever had."""

    question: Question
    #: The versions that asked it, by their numbers.
    asked_by: tuple[Asker, ...]
    #: How some of them put it otherwise.
    other_words: tuple[OtherWords, ...]
    #: The same units asked another question of this code, with other options, too.
    is_split: bool
    #: Other units asked another question under this code.
    is_beside: bool
    answered: Mapping[Way, Answered]
    #: Of a level question.
    course: Course | None = None

    @property
    def versions(self) -> tuple[int, ...]:
        """The numbers of the versions that asked it."""
        return tuple(one.number for one in self.asked_by)

    @property
    def owners(self) -> tuple[int, ...]:
        """The unit of each of them, 0 for the product's."""
        return tuple(one.unit_id for one in self.asked_by)

    def of(self, tiers: TierGroup) -> Answered:
        """Return the answers of one group of tiers, all channels together."""
        return self.answered.get((tiers, None)) or Answered(self.question, {})

    def channels(self, tiers: TierGroup) -> tuple[tuple[Channel, Answered], ...]:
        """Return the answers of one group of tiers by channel."""
        return tuple(
            (channel, self.answered[tiers, channel])
            for channel in Channel
            if (tiers, channel) in self.answered and self.answered[tiers, channel].n
        )


def lines(
    versions: Mapping[int, Questionnaire], sums: Mapping[tuple[str, str, int], Counts]
) -> tuple[Line, ...]:
    """Return a line for every question of these versions of one questionnaire that was answered, the newest first.

    `sums` holds the counts by channel, tier and version id.
    """
    every = tuple(_line(found, versions, sums) for found in _series(versions))
    return tuple(line for line in every if any(line.of(tiers).n for tiers in TierGroup))


def with_course(
    line: Line,
    period: Period,
    tiers: TierGroup,
    versions: Mapping[int, Questionnaire],
    by_day: Mapping[tuple[date, int], Counts],
) -> Line:
    """Return the line of a level question with its course over twelve periods, from sums by (day, version id).

    `versions` are the line's own, some of which may have been answered before the course begins, and those summed.
    """
    if line.question.kind is not Kind.LEVEL:
        return line
    periods = stretch(period)
    steps = {one: Answered(line.question, {}) for one in periods}
    kind = periods[-1].kind
    asked, code = [versions[one.version_id] for one in line.asked_by], line.question.code
    summed = {number for _, number in by_day}
    same = {number for number in summed if asks_it_too(versions[number], code, asked)}
    for (day, number), counts in by_day.items():
        where = containing(kind, day)
        if number in same and where in steps:
            steps[where] += _answered(Offered(line.question, {}), number, versions[number], counts)
    return replace(line, course=_course(code, tiers, steps))


def _course(code: str, tiers: TierGroup, steps: Mapping[Period, Answered]) -> Course:
    """Return the control chart of one question; a period of which only the number may be said stays empty."""
    tallies = {period: one.tally if one.is_shown else Tally.zero() for period, one in steps.items()}
    chart = control_chart((str(period), tally.satisfied, tally.n) for period, tally in tallies.items())
    return Course(
        kind=next(iter(tallies)).kind,
        steps=tuple(
            Step(period, _standing(code, tiers, tally), point)
            for (period, tally), point in zip(tallies.items(), chart.points, strict=True)
        ),
        chart=chart,
        target=None,
    )


def _standing(code: str, tiers: TierGroup, tally: Tally) -> Standing:
    return Standing(tiers=tiers, method=_METHOD, criteria=((code, tally),), persons=tally.n)


@dataclass(frozen=True)
class _Series:
    """One question over its versions, the newest first, and how it stands beside others of its code."""

    offered: Offered
    numbers: tuple[int, ...]
    is_split: bool
    is_beside: bool


def _series(versions: Mapping[int, Questionnaire]) -> Iterable[_Series]:
    """Yield each question of these versions, those of the newest version first."""
    # By id, as they were published: numbers of two units do not follow one another.
    newest_first = sorted(versions, reverse=True)
    alike = series(versions)
    found: dict[Hashable, tuple[str, list[int]]] = {}
    for number in newest_first:
        for question in versions[number].asked:
            found.setdefault(alike[number, question.code], (question.code, []))[1].append(number)
    by_code: dict[str, list[Hashable]] = {}
    for key, (code, _) in found.items():
        by_code.setdefault(code, []).append(key)
    units = {
        key: {beginner(versions[number], versions[number].question(code)) for number in numbers}
        for key, (code, numbers) in found.items()
    }
    for key, (code, numbers) in found.items():
        others = [units[other] for other in by_code[code] if other != key]
        yield _Series(
            offered(code, numbers, versions),
            tuple(numbers),
            is_split=any(units[key] & other for other in others),
            is_beside=any(not units[key] & other for other in others),
        )


def _line(
    found: _Series, versions: Mapping[int, Questionnaire], sums: Mapping[tuple[str, str, int], Counts]
) -> Line:
    answered: dict[Way, Answered] = {}
    for (channel, tier, number), counts in sums.items():
        if number not in found.numbers:
            continue
        tiers = TierGroup.of(tier)
        own = _answered(found.offered, number, versions[number], counts)
        ways: list[Way] = [(tiers, None), *([(tiers, Channel(channel))] if channel else [])]
        for way in ways:
            answered[way] = answered[way] + own if way in answered else own
    return Line(
        found.offered.question,
        # Units side by side number on from the same version above them.
        tuple(sorted(asker(number, versions) for number in found.numbers)),
        other_words(found.offered, found.numbers, versions),
        found.is_split,
        found.is_beside,
        answered,
    )


def _answered(found: Offered, version_id: int, version: Questionnaire, counts: Counts) -> Answered:
    asked = version.question(found.question.code)
    return Answered(
        found.question,
        {found.name(version_id, option.code): counts.slots[option.slot] for option in asked.options},
    )
