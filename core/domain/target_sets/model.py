"""What a target set is: thresholds transcribed from one plan, each with its article, period and words.

Quotes follow the plan; only slips of text recognition (such as «Phần đầu» for «Phấn đấu») are put right.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.errors import DomainError

#: The group the plans name together; an office that chooses a set needs a field group with this code.
LAND_GROUP_CODE = "dat-dai-xay-dung-dau-tu"
LAND_GROUP_NAME = "Đất đai – Xây dựng – Đầu tư"
#: Hundredths of a percent: the unit of every threshold.
FULL = 10_000


class UnknownTargetSet(DomainError):
    """No target set has this code."""


class Subject(StrEnum):
    """What a target is set for."""

    OVERALL = "overall"
    GROUP = "group"
    FIELD = "field"


@dataclass(frozen=True, kw_only=True)
class PlanTarget:
    """One threshold of the satisfied share, in hundredths of a percent (9500 is 95%), "at least"."""

    subject: Subject
    #: Code of the group or field; None for `overall`.
    subject_code: str | None = None
    threshold: int
    first_day: date
    #: None: the plan names no end.
    last_day: date | None
    article: str
    quote: str

    def __post_init__(self) -> None:
        """Refuse what no plan could mean."""
        if (self.subject is Subject.OVERALL) != (self.subject_code is None):
            raise ValueError(f"{self.subject} and {self.subject_code!r} do not go together")
        if not 0 < self.threshold <= FULL:
            raise ValueError(f"a threshold of {self.threshold} hundredths of a percent")
        if self.last_day is not None and self.last_day < self.first_day:
            raise ValueError(f"ends on {self.last_day} before it begins on {self.first_day}")

    def holds_on(self, day: date) -> bool:
        """Does the plan ask for this on that day?"""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, kw_only=True)
class UnmeasuredGoal:
    """A percentage the plan asks for that answers at the counter cannot tell."""

    article: str
    vi: str
    en: str


@dataclass(frozen=True, kw_only=True)
class TargetSet:
    """One plan: where it comes from, what it asks, and what of it this product does not measure."""

    code: str
    title: str
    #: Number and date as the plan gives them; where it has none, this says so. At most 300 characters.
    document: str
    place: str
    targets: tuple[PlanTarget, ...]
    #: How the periods were read, per language, and that no target is set where none is.
    remarks: Mapping[str, str]
    notes: tuple[UnmeasuredGoal, ...] = ()

    @property
    def is_silent(self) -> bool:
        """Does the plan set no satisfaction target at all? Then `remarks` says so."""
        return not self.targets

    @property
    def group_codes(self) -> tuple[str, ...]:
        """Return the codes of the field groups an office needs for this set."""
        found = (target.subject_code for target in self.targets if target.subject is Subject.GROUP)
        return tuple(dict.fromkeys(code for code in found if code is not None))

    @property
    def field_codes(self) -> tuple[str, ...]:
        """Return the codes of the fields an office needs for this set."""
        found = (target.subject_code for target in self.targets if target.subject is Subject.FIELD)
        return tuple(dict.fromkeys(code for code in found if code is not None))
