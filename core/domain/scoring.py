"""Satisfaction figures: shares, intervals, verdicts against a target, and how many answers are enough.

Every figure of the product comes from here. Shares are exact fractions in 0..1; rounding is left to
`core/labels.py`. The rules are those of docs/architecture.md, "Numbers, defined once".
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Self

#: Under this many persons a target is neither met nor missed. House rule.
MIN_FOR_TARGET = 30
#: Under this many persons nothing is said about an officer. House rule.
MIN_DESCRIBED_OFFICER = 10
#: Worth of the five levels, worst to best, in `mean_score`: 0/25/50/75/100 of the published five-level indices.
LEVEL_WORTH = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1))
#: 1/e² for the sampling error e = 5 % of the ministry's guideline, CV 1159/BNV-CCHC of 10/4/2014.
SAMPLE_LIMIT = 400
#: The 97.5 % quantile of the normal distribution: two-sided 95 %.
Z_95 = 1.959963984540054


class Method(StrEnum):
    """How criteria become one figure; named in every report, because the same answers give 91 or 94."""

    TOP2_CRITERIA_MEAN = "top2_criteria_mean"
    POOLED = "pooled"
    MEAN_SCORE = "mean_score"


class Verdict(StrEnum):
    """Where a figure stands against its target, and whether its interval leaves that open."""

    NOT_ENOUGH_DATA = "not_enough_data"
    MET = "met"
    MET_UNCERTAIN = "met_uncertain"
    NOT_MET = "not_met"
    NOT_MET_UNCERTAIN = "not_met_uncertain"


@dataclass(frozen=True)
class Tally:
    """Valid answers to one criterion by level, worst to best; blanks and "does not apply" are not in it.

    A difference of tallies may hold negative counts (new revision minus old); no share is taken from one.
    """

    counts: tuple[int, int, int, int, int]

    def __post_init__(self) -> None:
        if len(self.counts) != len(LEVEL_WORTH):
            raise ValueError(f"a tally has five counts, not {len(self.counts)}")

    @classmethod
    def zero(cls) -> Self:
        """Return the tally of nobody."""
        return cls((0, 0, 0, 0, 0))

    @property
    def n(self) -> int:
        """How many valid answers there are."""
        return sum(self.counts)

    @property
    def satisfied(self) -> int:
        """How many answers are "satisfied" or "very satisfied"."""
        return self.counts[3] + self.counts[4]

    def __add__(self, other: "Tally") -> "Tally":
        a, b, c, d, e = self.counts
        f, g, h, i, j = other.counts
        return Tally((a + f, b + g, c + h, d + i, e + j))

    def __neg__(self) -> "Tally":
        a, b, c, d, e = self.counts
        return Tally((-a, -b, -c, -d, -e))

    def __sub__(self, other: "Tally") -> "Tally":
        return self + -other


@dataclass(frozen=True)
class Interval:
    """A 95 % interval in 0..1."""

    low: float
    high: float


@dataclass(frozen=True)
class Figure:
    """A share with its worth: interval, persons it rests on, answers they gave, and the method."""

    value: Fraction
    interval: Interval
    persons: int
    answers: int
    method: Method


def satisfied_share(tally: Tally) -> Fraction | None:
    """Return (level 4 + level 5) / valid answers, or None when nobody answered."""
    n = _answers(tally)
    return Fraction(tally.satisfied, n) if n else None


def mean_score(tally: Tally) -> Fraction | None:
    """Return the mean of the levels worth 0/25/50/75/100 as 0..1, or None when nobody answered."""
    n = _answers(tally)
    if not n:
        return None
    return (
        sum((worth * count for worth, count in zip(LEVEL_WORTH, tally.counts, strict=True)), Fraction(0)) / n
    )


def wilson(share: Fraction, n: int) -> Interval:
    """Return the 95 % score interval of a share seen in n ≥ 1 persons (Wilson 1927, no continuity correction)."""
    if n < 1 or not 0 <= share <= 1:
        raise ValueError(f"no interval for a share of {share} in {n} persons")
    p, q = float(share), float(1 - share)
    margin = Z_95 * Z_95 / (2 * n)
    reach = math.sqrt(2 * margin * p * q + margin * margin)
    # The textbook form (p + margin ± reach) / (1 + 2·margin), rewritten without its difference of nearly equal
    # numbers: the bounds stay on the scale, and at p = 0 and p = 1 they are exactly its ends.
    return Interval(low=p * p / (p + margin + reach), high=1 - q * q / (q + margin + reach))


def figure(criteria: Sequence[Tally], persons: int, method: Method) -> Figure | None:
    """Return the figure over criteria, or None when nobody answered any; a criterion without answers is left out.

    `persons` is how many gave at least one of these answers: the interval's n, since one person's answers to
    several criteria are not independent. It is never taken as more than the number of answers, so that the
    persons of a whole scope may be given for a factor some of them skipped.
    """
    answered = [tally for tally in criteria if _answers(tally)]
    if not answered:
        return None
    answers = sum(tally.n for tally in answered)
    scored = min(persons, answers)
    value = _value(answered, method)
    return Figure(value=value, interval=wilson(value, scored), persons=scored, answers=answers, method=method)


def by_factor(
    criteria: Mapping[str, Sequence[Tally]], *, persons: Mapping[str, int], method: Method
) -> dict[str, Figure | None]:
    """Return each factor's figure by factor code, in the given order.

    The overall figure is not a mean of these: it is `figure` over all criteria (factors have unequal numbers).
    """
    return {code: figure(tallies, persons.get(code, 0), method) for code, tallies in criteria.items()}


def verdict(measured: Figure | None, target: Fraction) -> Verdict:
    """Return the plan's verdict by the exact point value, uncertain while the interval contains the target."""
    if measured is None or measured.persons < MIN_FOR_TARGET:
        return Verdict.NOT_ENOUGH_DATA
    is_open = measured.interval.low <= target <= measured.interval.high
    if measured.value >= target:
        return Verdict.MET_UNCERTAIN if is_open else Verdict.MET
    return Verdict.NOT_MET_UNCERTAIN if is_open else Verdict.NOT_MET


def required_sample(transactions: int) -> int:
    """Return how many answers N transactions need: N / (1 + N · 0.05²) rounded up, never more than 400."""
    if transactions < 0:
        raise ValueError(f"{transactions} transactions")
    # The same with whole numbers only: N / (1 + N/400) = 400·N / (400 + N); -(-a // b) rounds up.
    return -(-SAMPLE_LIMIT * transactions // (SAMPLE_LIMIT + transactions))


def _answers(tally: Tally) -> int:
    """Return the number of answers of a tally that is a state, not a difference."""
    if min(tally.counts) < 0:
        raise ValueError(f"no share of negative counts: {tally.counts}")
    return tally.n


def _value(answered: Sequence[Tally], method: Method) -> Fraction:
    """Return the point value of criteria that all have answers."""
    if method is Method.POOLED:
        return Fraction(sum(tally.satisfied for tally in answered), sum(tally.n for tally in answered))
    index = mean_score if method is Method.MEAN_SCORE else satisfied_share
    indices = [value for tally in answered if (value := index(tally)) is not None]
    return sum(indices, Fraction(0)) / len(indices)
