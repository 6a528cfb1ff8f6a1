"""Standings: where one figure stands: its worth, the target that holds for it, and the verdict.

A standing belongs to one group of trust tiers; figures of different groups are shown side by side, never added.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from core.domain.scoring import MIN_DESCRIBED_OFFICER, Figure, Method, Tally, Verdict, figure, verdict
from core.domain.submission import Tier
from core.domain.target_sets.model import Subject


class TierGroup(StrEnum):
    """Answers a real visit stands behind, and answers anybody could have given (docs/promises.md R7)."""

    VERIFIED = "verified"
    OPEN = "open"

    @property
    def tiers(self) -> tuple[Tier, ...]:
        """The trust tiers whose answers may be added up."""
        return (Tier.A, Tier.B) if self is TierGroup.VERIFIED else (Tier.C,)

    @property
    def other(self) -> "TierGroup":
        """The group that is shown beside this one."""
        return TierGroup.OPEN if self is TierGroup.VERIFIED else TierGroup.VERIFIED

    @classmethod
    def of(cls, tier: str) -> "TierGroup":
        """Return the group a tier belongs to."""
        return cls.OPEN if tier == Tier.C else cls.VERIFIED


@dataclass(frozen=True, kw_only=True)
class Target:
    """The share a document demands, for whom and between which days."""

    unit_id: int
    subject: Subject
    threshold: Fraction
    document: str
    article: str
    valid_from: date
    valid_to: date | None = None
    #: The group's or field's id; 0 for the overall target.
    subject_id: int = 0

    def holds_on(self, day: date) -> bool:
        """Is the target in force on this day?"""
        return self.valid_from <= day and (self.valid_to is None or self.valid_to >= day)


def strictest(targets: Iterable[Target]) -> Target | None:
    """Return the highest of several targets: who meets it meets the others too. None when there is none."""
    return max(targets, key=lambda target: (target.threshold, target.document, target.article), default=None)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The answers behind one figure, and what follows from them."""

    tiers: TierGroup
    method: Method
    #: The five counts of each criterion, by question code, in the questionnaire's order.
    criteria: tuple[tuple[str, Tally], ...] = ()
    #: How many people answered at least one of the criteria.
    persons: int = 0
    target: Target | None = None

    @cached_property
    def figure(self) -> Figure | None:
        """The satisfied share by the questionnaire's own method; None when nobody answered."""
        return self.by_method(self.method)

    def by_method(self, method: Method) -> Figure | None:
        """Return what another method would make of the same answers."""
        return figure([tally for _, tally in self.criteria], self.persons, method)

    @property
    def mean_score(self) -> Figure | None:
        """The mean of the levels, beside every share because it tells what a share hides (docs/promises.md S3)."""
        return self.by_method(Method.MEAN_SCORE)

    @property
    def n(self) -> int:
        """How many people the figure rests on."""
        return self.figure.persons if self.figure else 0

    @property
    def is_described(self) -> bool:
        """Are there enough answers to say anything about one person?"""
        return self.n >= MIN_DESCRIBED_OFFICER

    @cached_property
    def verdict(self) -> Verdict | None:
        """Where the figure stands against its target; None when no document sets one."""
        return verdict(self.figure, self.target.threshold) if self.target else None

    @property
    def has_enough(self) -> bool:
        """Are there enough answers for a verdict, whether or not there is a target?"""
        return verdict(self.figure, Fraction(1)) is not Verdict.NOT_ENOUGH_DATA

    @cached_property
    def levels(self) -> Tally:
        """All answers by level, the criteria together."""
        return sum((tally for _, tally in self.criteria), Tally.zero())


@dataclass(frozen=True)
class Pair:
    """The same subject twice: as verified visits tell it, and as open codes tell it."""

    verified: Standing
    open: Standing

    def of(self, tiers: TierGroup) -> Standing:
        """Return the standing of one group of tiers."""
        return self.verified if tiers is TierGroup.VERIFIED else self.open

    @property
    def n(self) -> int:
        """How many people answered, whichever way."""
        return self.verified.n + self.open.n
