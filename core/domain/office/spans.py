"""Turns single days of duty back into rows of a roster: the fewest that say exactly these days."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from typing import NamedTuple

#: One row of the workbook speaks of a year at most.
_LONGEST = timedelta(days=365)


class Span(NamedTuple):
    """Certain weekdays (Monday is 0) of a span of days."""

    first: date
    last: date
    weekdays: frozenset[int]


def spans(days: Collection[date]) -> Iterator[Span]:
    """Yield spans that together name exactly these days: consecutive weeks that look alike stand in one."""
    weeks: dict[date, list[date]] = {}
    for day in sorted(set(days)):
        weeks.setdefault(day - timedelta(days=day.weekday()), []).append(day)
    run: list[date] = []
    for monday, week in weeks.items():
        if run and not _goes_on(run, monday, week):
            yield _span(run)
            run = []
        run += week
    if run:
        yield _span(run)


def _span(days: list[date]) -> Span:
    return Span(days[0], days[-1], frozenset(day.weekday() for day in days))


def _goes_on(run: list[date], monday: date, week: list[date]) -> bool:
    """May the week join the run: are the days of both together exactly those a span of them would name?"""
    joined = _span([*run, *week])
    if joined.last - joined.first > _LONGEST or monday - run[-1] > timedelta(days=7):
        return False
    named = sum(
        1
        for offset in range((joined.last - joined.first).days + 1)
        if (joined.first + timedelta(days=offset)).weekday() in joined.weekdays
    )
    return named == len(run) + len(week)
