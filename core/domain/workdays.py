"""Workdays: which days an office works, and deadlines counted in working days.

A week has five working days (Saturday and Sunday are the weekly rest). Public holidays are those of Bộ luật Lao động
2019, Điều 112; one that falls on the weekly rest is made up for on the next working day (Điều 111 khoản 3). Days off
and days worked instead that an authority announces are entered by hand and count before everything computed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from core.domain.errors import DomainError

_DAY = timedelta(days=1)
_SATURDAY = 5


class DayKind(StrEnum):
    """What a day is for an office."""

    WORKING = "working"
    WEEKEND = "weekend"
    #: A public holiday.
    HOLIDAY = "holiday"
    #: Off because a holiday fell on the weekly rest (nghỉ bù).
    IN_LIEU = "in_lieu"
    #: Off by an exchange of days that the calendar's library knows, and the day worked for it.
    EXCHANGED_OFF = "exchanged_off"
    EXCHANGED_WORK = "exchanged_work"
    #: Entered by hand, by decision: a day off, and a day worked (làm bù).
    ENTERED_OFF = "entered_off"
    ENTERED_WORK = "entered_work"


_WORKED = frozenset({DayKind.WORKING, DayKind.EXCHANGED_WORK, DayKind.ENTERED_WORK})
_ENTERED = frozenset({DayKind.ENTERED_OFF, DayKind.ENTERED_WORK})


class Ruling(StrEnum):
    """What a person enters about a day."""

    OFF = "off"
    WORK = "work"

    @property
    def day_kind(self) -> DayKind:
        """The kind its day becomes."""
        return DayKind.ENTERED_OFF if self is Ruling.OFF else DayKind.ENTERED_WORK


@dataclass(frozen=True)
class SpecialDay:
    """A day that is not what its place in the week says."""

    day: date
    kind: DayKind
    #: The holiday's name, or the reason that was entered.
    name: str
    #: The decision it comes from and the unit that entered it; empty for what is computed.
    document: str = ""
    unit_name: str = ""

    @property
    def is_worked(self) -> bool:
        """Does the office work that day?"""
        return self.kind in _WORKED

    @property
    def is_entered(self) -> bool:
        """Did a person enter it?"""
        return self.kind in _ENTERED


@dataclass(frozen=True, kw_only=True)
class WorkCalendar:
    """The working days of one unit from a first to a last day; what lies outside is not known."""

    first: date
    last: date
    computed: Mapping[date, SpecialDay] = field(default_factory=dict)
    entered: Mapping[date, SpecialDay] = field(default_factory=dict)

    def special(self, day: date) -> SpecialDay | None:
        """Return what makes a day special: what was entered counts before what is computed."""
        return self.entered.get(day) or self.computed.get(day)

    def kind(self, day: date) -> DayKind:
        """Return what a day is; raise DomainError `calendar_ends` outside the known days."""
        if not self.first <= day <= self.last:
            raise DomainError("calendar_ends", day=day, first=self.first, last=self.last)
        special = self.special(day)
        if special is not None:
            return special.kind
        return DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKING

    def is_working_day(self, day: date) -> bool:
        """Does the office work that day? Raise DomainError `calendar_ends` outside the known days."""
        return self.kind(day) in _WORKED

    def days_off(self, first: date, last: date) -> dict[date, DayKind]:
        """Return the days of a stretch on which the office does not work, weekends included, in order."""
        kinds = {day: self.kind(day) for day in days(first, last)}
        return {day: kind for day, kind in kinds.items() if kind not in _WORKED}


def add_working_days(calendar: WorkCalendar, start: date, count: int) -> date:
    """Return the `count`-th working day after `start`: the last day of a deadline of so many working days.

    The first day counted is the next one; `start` itself may be any day. Raise ValueError for less than one,
    DomainError `calendar_ends` when the deadline lies outside the known days.
    """
    if count < 1:
        raise ValueError("a deadline has at least one working day")
    day = start
    while count:
        day += _DAY
        count -= calendar.is_working_day(day)
    return day


def working_days_after(calendar: WorkCalendar, start: date, end: date) -> int:
    """Return how many working days lie after `start` up to and including `end`; negative when `end` is past.

    With today and a deadline: how many working days are left, 0 on its last day, -1 one working day later.
    """
    if end < start:
        return -working_days_after(calendar, end, start)
    return sum(calendar.is_working_day(day) for day in days(start + _DAY, end))


def days(first: date, last: date) -> Iterator[date]:
    """Yield every day from first to last; nothing when they are reversed."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
