"""Periods: the weeks, months, quarters, half-years, years and free spans that figures are asked for.

Office-local dates only, both ends included. What counts inside a period is left to the caller.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from core.domain.errors import DomainError

#: A free period is at most this long: the term of the plans the targets come from.
LONGEST_YEARS = 5
#: Years an address may name; beyond them it is a slip or an attack, and dates would overflow.
READABLE_YEARS = range(2000, 2100)

_ONE_DAY = timedelta(days=1)
_MONTHS_IN = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_DAY_TEXT = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"


class Kind(StrEnum):
    """What sort of period it is; `custom` is any span of days."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    CUSTOM = "custom"


_PATTERNS = {
    Kind.WEEK: re.compile(r"([0-9]{4})-W([0-9]{2})"),
    Kind.MONTH: re.compile(r"([0-9]{4})-([0-9]{2})"),
    Kind.QUARTER: re.compile(r"([0-9]{4})-Q([1-4])"),
    Kind.HALF_YEAR: re.compile(r"([0-9]{4})-H([12])"),
    Kind.YEAR: re.compile(r"([0-9]{4})()"),
    Kind.CUSTOM: re.compile(_DAY_TEXT + r"\.\." + _DAY_TEXT),
}


class PeriodInvalid(DomainError):
    """No such period: `period_unreadable`, `period_reversed`, `period_too_long` or `period_off_calendar`."""


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included. `str` gives the stable text for addresses."""

    kind: Kind
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodInvalid("period_reversed", first=self.first, last=self.last)
        if self.kind is Kind.CUSTOM:
            if self.last >= _years_later(self.first, LONGEST_YEARS):
                raise PeriodInvalid(
                    "period_too_long", first=self.first, last=self.last, longest_years=LONGEST_YEARS
                )
        elif (self.first, self.last) != _borders(self.kind, self.first):
            raise PeriodInvalid("period_off_calendar", kind=self.kind, first=self.first, last=self.last)

    def __str__(self) -> str:
        year = self.first.year
        match self.kind:
            case Kind.WEEK:
                week = self.first.isocalendar()
                return f"{week.year:04}-W{week.week:02}"
            case Kind.MONTH:
                return f"{year:04}-{self.first.month:02}"
            case Kind.QUARTER:
                return f"{year:04}-Q{self.number}"
            case Kind.HALF_YEAR:
                return f"{year:04}-H{self.number}"
            case Kind.YEAR:
                return f"{year:04}"
            case Kind.CUSTOM:
                return f"{self.first.isoformat()}..{self.last.isoformat()}"

    @property
    def year(self) -> int:
        """The year the period is named after; for a week the ISO year, which may not be its Monday's."""
        return self.first.isocalendar().year if self.kind is Kind.WEEK else self.first.year

    @property
    def number(self) -> int:
        """Which week, month, quarter or half of its year it is, from 1; a year and a free span are 1."""
        if self.kind is Kind.WEEK:
            return self.first.isocalendar().week
        if self.kind is Kind.CUSTOM:
            return 1
        return (self.first.month - 1) // _MONTHS_IN[self.kind] + 1

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def previous(self) -> "Period":
        """Return the period of the same kind just before; before a free span, as many days as it has."""
        before = self.first - _ONE_DAY
        if self.kind is not Kind.CUSTOM:
            return containing(self.kind, before)
        # Leap days: as many days as five years have may be a day too many elsewhere.
        earliest = _years_later(before, -LONGEST_YEARS) + _ONE_DAY
        return custom(max(self.first - timedelta(days=self.days), earliest), before)

    def next(self) -> "Period":
        """Return the period of the same kind just after; after a free span, as many days as it has."""
        after = self.last + _ONE_DAY
        if self.kind is not Kind.CUSTOM:
            return containing(self.kind, after)
        latest = _years_later(after, LONGEST_YEARS) - _ONE_DAY
        return custom(after, min(self.last + timedelta(days=self.days), latest))

    def months(self) -> tuple["Period", ...]:
        """Return the whole calendar months inside, in order."""
        return self.split()[0]

    def split(self) -> tuple[tuple["Period", ...], tuple[date, ...]]:
        """Return whole months and the single days at the edges: together every day of the period once.

        Month cells serve the months, day cells the days (at most 60 of them).
        """
        months: list[Period] = []
        days: list[date] = []
        day = self.first
        while day <= self.last:
            month = containing(Kind.MONTH, day)
            if day == month.first and month.last <= self.last:
                months.append(month)
                day = month.last + _ONE_DAY
            else:
                days.append(day)
                day += _ONE_DAY
        return tuple(months), tuple(days)


def containing(kind: Kind, day: date) -> Period:
    """Return the period of that kind in which the day lies; as a free span, the day alone."""
    return Period(kind, *_borders(kind, day))


def custom(first: date, last: date) -> Period:
    """Return the free span of days, or raise `PeriodInvalid` when reversed or longer than five years."""
    return Period(Kind.CUSTOM, first, last)


def parse(kind: str, text: str) -> Period:
    """Return the period an address names (`str(period)` read back), or raise `PeriodInvalid`."""
    try:
        wanted = Kind(kind)
        found = _PATTERNS[wanted].fullmatch(text)
        period = _from_parts(wanted, *found.groups()) if found else None
    except (ValueError, OverflowError):  # an unknown kind, month 13, 30 February, a week past the last year
        period = None
    if period is None or period.year not in READABLE_YEARS or period.last.year not in READABLE_YEARS:
        raise PeriodInvalid("period_unreadable", kind=kind, text=text)
    return period


def _from_parts(kind: Kind, left: str, right: str) -> Period:
    if kind is Kind.CUSTOM:
        return custom(date.fromisoformat(left), date.fromisoformat(right))
    if kind is Kind.WEEK:
        return containing(kind, date.fromisocalendar(int(left), int(right), 1))
    return containing(kind, date(int(left), (int(right or 1) - 1) * _MONTHS_IN[kind] + 1, 1))


def _borders(kind: Kind, day: date) -> tuple[date, date]:
    if kind is Kind.CUSTOM:
        return day, day
    if kind is Kind.WEEK:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    length = _MONTHS_IN[kind]
    first_month = (day.month - 1) // length * length + 1
    following = first_month + length
    end = date(day.year, following, 1) - _ONE_DAY if following <= 12 else date(day.year, 12, 31)
    return date(day.year, first_month, 1), end


def _years_later(day: date, years: int) -> date:
    """Return the same day that many years later; 1 March where 29 February does not exist."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)
