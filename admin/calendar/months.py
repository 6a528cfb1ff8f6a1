"""Months: a year of the work calendar laid out as twelve small sheets, for the template to print."""

from calendar import Calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.domain.workdays import DayKind, SpecialDay, WorkCalendar


@dataclass(frozen=True)
class Cell:
    """One day of a sheet."""

    day: date
    kind: DayKind
    special: SpecialDay | None


@dataclass(frozen=True)
class Sheet:
    """One month: its weeks from Monday to Sunday, None where another month's day would stand."""

    first: date
    weeks: tuple[tuple[Cell | None, ...], ...]

    @property
    def working_days(self) -> int:
        """How many days of the month are worked."""
        worked = (DayKind.WORKING, DayKind.ENTERED_WORK, DayKind.EXCHANGED_WORK)
        return sum(cell is not None and cell.kind in worked for week in self.weeks for cell in week)


def sheets(calendar: WorkCalendar, year: int) -> tuple[Sheet, ...]:
    """Return the twelve months of a year."""
    return tuple(_sheet(calendar, year, month) for month in range(1, 13))


def special_days(calendar: WorkCalendar, year: int) -> tuple[SpecialDay, ...]:
    """Return what stands in the list below the months: every day that is not what its place in the week says."""
    days = sorted({*calendar.computed, *calendar.entered})
    found = (calendar.special(day) for day in days if day.year == year)
    return tuple(special for special in found if special is not None)


def _sheet(calendar: WorkCalendar, year: int, month: int) -> Sheet:
    weeks = Calendar().monthdatescalendar(year, month)
    return Sheet(date(year, month, 1), tuple(_week(calendar, week, month) for week in weeks))


def _week(calendar: WorkCalendar, week: Iterable[date], month: int) -> tuple[Cell | None, ...]:
    return tuple(
        Cell(day, calendar.kind(day), calendar.special(day)) if day.month == month else None for day in week
    )
