"""The parts of an office workbook. Codes are lower case and unique within their unit; units' within the workbook."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from core.domain.target_sets import Subject

#: Every office has the field «Việc khác» stands for; made under this code when the workbook names none.
OTHER_FIELD_CODE = "khac"
OTHER_FIELD_NAME = "Lĩnh vực khác"
OTHER_FIELD_SHORT_NAME = "Việc khác"
#: What the poster at the door says.
ENTRANCE_LABEL = "Lối vào"


class UnitKind(StrEnum):
    """What sort of unit it is, from the top down."""

    PROVINCE = "province"
    COMMUNE = "commune"
    DEPARTMENT = "department"
    CENTRE = "centre"


class TouchpointKind(StrEnum):
    """What a code may stand for."""

    COUNTER = "counter"
    ENTRANCE = "entrance"
    OFFICER = "officer"
    FIELD = "field"
    SLIP = "slip"
    LINK = "link"
    #: Of a survey round: issued when it begins, never by hand or workbook; its answers belong to no other code.
    ROUND = "round"


@dataclass(frozen=True, kw_only=True)
class OfficeUnit:
    """A part of the administration and the days it existed."""

    code: str
    name: str
    kind: UnitKind
    parent_code: str | None = None
    help_phone: str = ""
    valid_from: date
    valid_to: date | None = None
    #: Units that went into this one when communes merged.
    predecessor_codes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class OfficeGroup:
    """Fields a plan names together."""

    unit_code: str
    code: str
    name: str


@dataclass(frozen=True, kw_only=True)
class OfficeField:
    """A field of work; its place in the workbook is its place on screen."""

    unit_code: str
    code: str
    name: str
    short_name: str
    group_code: str | None = None
    is_other: bool = False


@dataclass(frozen=True, kw_only=True)
class OfficeCounter:
    """A counter and the fields it serves, in the order of its chips."""

    unit_code: str
    code: str
    name: str
    field_codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class OfficeOfficer:
    """An officer citizens may rate."""

    unit_code: str
    code: str
    name: str
    title: str = ""


class Shift(NamedTuple):
    """One officer at one counter on one day, by the office's wall clock."""

    unit_code: str
    counter_code: str
    officer_code: str
    day: date
    starts: time
    ends: time


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One row of the roster: the same hours on certain weekdays (Monday is 0) of a span of days."""

    unit_code: str
    counter_code: str
    officer_code: str
    first_day: date
    last_day: date
    weekdays: frozenset[int]
    starts: time
    ends: time

    def days(self) -> Iterator[date]:
        """Yield the days on which the officer is on duty."""
        for offset in range((self.last_day - self.first_day).days + 1):
            day = self.first_day + timedelta(days=offset)
            if day.weekday() in self.weekdays:
                yield day

    def shifts(self) -> Iterator[Shift]:
        """Yield one shift per day of duty."""
        for day in self.days():
            yield Shift(self.unit_code, self.counter_code, self.officer_code, day, self.starts, self.ends)


@dataclass(frozen=True, kw_only=True)
class OfficeTouchpoint:
    """A place a code leads to. `subject_code` names its counter, field or officer where it has one."""

    unit_code: str
    kind: TouchpointKind
    subject_code: str | None = None
    label: str = ""
    #: None: the quick one for a new code, and what a standing code already leads to.
    questionnaire_code: str | None = None
    #: Not named by the workbook, but due to every office; one more is not made where such a code stands.
    is_automatic: bool = False


@dataclass(frozen=True, kw_only=True)
class OfficeTarget:
    """A threshold entered by hand, in hundredths of a percent; one from a plan comes with its set."""

    unit_code: str
    subject: Subject
    subject_code: str | None = None
    threshold: int
    first_day: date
    last_day: date | None
    document: str
    article: str


@dataclass(frozen=True, kw_only=True)
class Office:
    """Everything a workbook says. It is the whole truth about its units, save for parts left empty.

    No officers, no duties, or neither targets nor sets: nothing is said about them, and what stands stays.
    """

    units: tuple[OfficeUnit, ...]
    groups: tuple[OfficeGroup, ...] = ()
    fields: tuple[OfficeField, ...] = ()
    counters: tuple[OfficeCounter, ...] = ()
    officers: tuple[OfficeOfficer, ...] = ()
    duties: tuple[Duty, ...] = ()
    touchpoints: tuple[OfficeTouchpoint, ...] = ()
    targets: tuple[OfficeTarget, ...] = ()
    #: Code of the target set chosen for a unit.
    target_sets: Mapping[str, str] = field(default_factory=dict)
