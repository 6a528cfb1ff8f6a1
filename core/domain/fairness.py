"""Fairness: is an officer really different from the colleagues who do the same work in the same way? Never a rank.

Compared are officers within one field, channel and trust tier (A or B), from 50 answers each and where at least three
qualify. Estimator: empirical Bayes for binomial shares by the method of moments (Kleinman, "Proportions with
Extraneous Variance", JASA 68, 1973). The variance τ² between officers is what remains of the spread of their shares
beyond chance. A share p of n people is drawn towards the mean m of the *others* (leave-one-out) by the weight
w = τ² / (τ² + σ²), σ² being the chance variance. The 99 % interval of the drawn share,
m + w·(p − m) ± z·√(w·σ² + w²·v), also carries the chance v of the others' own mean. A verdict needs the interval to
leave the others' mean out. That is never easier than the ordinary test of two shares, and where officers differ by
chance only, τ² is about 0 and everybody is level.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from core.domain.scoring import MIN_DESCRIBED_OFFICER, Figure, Interval

#: Under this many answers in one field, channel and tier nobody is compared. House rule (docs/promises.md R8).
MIN_COMPARED = 50
#: So many officers must qualify before any of them is compared. House rule (docs/promises.md R8).
MIN_OFFICERS = 3
#: The 99.5 % quantile of the normal distribution: two-sided 99 %.
Z_99 = 2.5758293035489004
#: One answer of each kind is added to the mean from which chance is reckoned (Laplace): where all others are
#: satisfied, chance is small and not nothing.
_ADDED = 1.0


class Comparison(StrEnum):
    """Where an officer stands beside the colleagues. There is no fourth: no order, no number."""

    HIGHER = "higher"
    LEVEL = "level"
    LOWER = "lower"


@dataclass(frozen=True)
class Rated:
    """One officer's answers in one field, channel and tier: the share and how many people it rests on."""

    officer_id: int
    share: Fraction
    n: int

    @classmethod
    def of(cls, officer_id: int, figure: Figure) -> "Rated":
        """Return the officer with a figure; a mean of criteria enters as that share of the persons."""
        return cls(officer_id, figure.value, figure.persons)

    @property
    def is_described(self) -> bool:
        """Are there enough answers to say anything?"""
        return self.n >= MIN_DESCRIBED_OFFICER

    @property
    def qualifies(self) -> bool:
        """Are there enough answers to be compared?"""
        return self.n >= MIN_COMPARED


@dataclass(frozen=True)
class Compared:
    """What follows for one officer: the drawn share with its 99 % interval, and the others' mean."""

    comparison: Comparison
    drawn: float
    interval: Interval
    others: float


def mean(rated: Iterable[Rated]) -> Fraction | None:
    """Return the share of all these officers' answers together; None when there are none."""
    listed = tuple(rated)
    n = sum(each.n for each in listed)
    return sum((each.share * each.n for each in listed), Fraction(0)) / n if n else None


def compare(rated: Iterable[Rated]) -> dict[int, Compared]:
    """Return the comparison of every officer who qualifies, by officer; empty where fewer than three do.

    Colleagues who are described but do not qualify belong to the mean and are not compared themselves.
    """
    members = tuple(each for each in rated if each.is_described)
    qualified = [each for each in members if each.qualifies]
    if len(qualified) < MIN_OFFICERS:
        return {}
    between = spread(members)
    return {
        each.officer_id: _compared(each, [other for other in members if other is not each], between)
        for each in qualified
    }


def spread(members: Sequence[Rated]) -> float:
    """Return the variance between officers beyond chance, by the method of moments; never negative."""
    centre = float(mean(members) or 0)
    chance = _chance(members)
    squares = sum(each.n * (float(each.share) - centre) ** 2 for each in members)
    total = sum(each.n for each in members)
    effective = total - sum(each.n**2 for each in members) / total
    return max(0.0, (squares - (len(members) - 1) * chance) / effective)


def _compared(officer: Rated, others: Sequence[Rated], between: float) -> Compared:
    centre = float(mean(others) or 0)
    chance = _chance([officer, *others])
    own, theirs = chance / officer.n, chance / sum(each.n for each in others)
    weight = between / (between + own)
    gap = float(officer.share) - centre
    drawn = centre + weight * gap
    reach = Z_99 * math.sqrt(weight * own + weight**2 * theirs)
    interval = Interval(max(0.0, drawn - reach), min(1.0, drawn + reach))
    if drawn - reach > centre:
        return Compared(Comparison.HIGHER, drawn, interval, centre)
    if drawn + reach < centre:
        return Compared(Comparison.LOWER, drawn, interval, centre)
    return Compared(Comparison.LEVEL, drawn, interval, centre)


def _chance(members: Sequence[Rated]) -> float:
    """Return p·(1 − p) of all these answers, one answer of each kind added."""
    n = sum(each.n for each in members)
    satisfied = float(sum((each.share * each.n for each in members), Fraction(0)))
    p = (satisfied + _ADDED) / (n + 2 * _ADDED)
    return p * (1 - p)
