"""Checks of the roster: nobody in two places, no counter with two officers, hours that end after they begin."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from flask_babel import LazyString, lazy_gettext

from core.domain.office.model import Duty, Shift
from core.domain.office.sheets import COUNTERS, OFFICERS, ROSTER
from core.labels import day as written_day
from core.services.office_workbook.lines import Line
from core.services.office_workbook.place_checks import check_order
from core.services.office_workbook.register import Book

#: One row speaks of a year at most; a longer one is a slip of the year.
LONGEST_DAYS = 366
#: What one workbook may add up to: 60 counters, two shifts a day, five years of working days and more.
MAX_SHIFTS = 200_000


def check_roster(book: Book) -> None:
    """Note duties that cannot be, and those that overlap."""
    shifts: list[tuple[Shift, int]] = []
    for line in book.lines(ROSTER):
        book.refer(ROSTER, line, "counter", to=COUNTERS)
        book.refer(ROSTER, line, "officer", to=OFFICERS)
        if line.wrong or not _is_sound(book, line):
            continue
        shifts.extend((shift, line.row) for shift in duty_of(book, line).shifts())
        if len(shifts) > MAX_SHIFTS:
            sentence = lazy_gettext(
                "The roster adds up to more than %(limit)s shifts. Please split it.", limit=MAX_SHIFTS
            )
            book.findings.add_whole(ROSTER.title, sentence)
            return
    _check_overlaps(book, shifts)


def duty_of(book: Book, line: Line) -> Duty:
    """Return what a row of the roster says; only for a row without errors."""
    return Duty(
        unit_code=book.unit_of(line) or "",
        counter_code=line["counter"],
        officer_code=line["officer"],
        first_day=line["first_day"],
        last_day=line["last_day"],
        weekdays=line["weekdays"],
        starts=line["starts"],
        ends=line["ends"],
    )


def _is_sound(book: Book, line: Line) -> bool:
    is_sound = check_order(book, ROSTER, line, first="first_day", last="last_day")
    if line["ends"] <= line["starts"]:
        book.findings.add(ROSTER, line.row, "ends", lazy_gettext("The shift ends before it begins."))
        is_sound = False
    if not is_sound:
        return False
    if (line["last_day"] - line["first_day"]).days >= LONGEST_DAYS:
        book.findings.add(ROSTER, line.row, "last_day", lazy_gettext("One row may cover a year at most."))
        return False
    if next(duty_of(book, line).days(), None) is None:
        sentence = lazy_gettext("None of these weekdays lies between the two days.")
        book.findings.add(ROSTER, line.row, "weekdays", sentence)
        return False
    return True


def _check_overlaps(book: Book, shifts: list[tuple[Shift, int]]) -> None:
    """Note each pair of rows that meet, once, at the later row."""
    counters = _pairs(shifts, key=lambda shift: shift.counter_code)
    officers = _pairs(shifts, key=lambda shift: shift.officer_code)
    for (earlier, later), shift in counters.items():
        book.findings.add(ROSTER, later, "counter", _counter_taken(shift, earlier))
    for (earlier, later), shift in officers.items():
        # The same officer at the same counter twice is one slip, not two.
        if (earlier, later) not in counters:
            book.findings.add(ROSTER, later, "officer", _officer_taken(shift, earlier))


def _pairs(shifts: Iterable[tuple[Shift, int]], key: Callable[[Shift], str]) -> dict[tuple[int, int], Shift]:
    """Return the pairs of rows (lower first) of which two shifts overlap, with the first such shift."""
    by_subject: defaultdict[tuple[str, str], list[tuple[datetime, datetime, int, Shift]]] = defaultdict(list)
    for shift, row in shifts:
        starts, ends = datetime.combine(shift.day, shift.starts), datetime.combine(shift.day, shift.ends)
        by_subject[shift.unit_code, key(shift)].append((starts, ends, row, shift))
    found: dict[tuple[int, int], Shift] = {}
    for taken in by_subject.values():
        for rows, shift in _meeting(sorted(taken)):
            found.setdefault(rows, shift)
    return found


def _meeting(
    taken: list[tuple[datetime, datetime, int, Shift]],
) -> Iterator[tuple[tuple[int, int], Shift]]:
    latest_end, latest_row = taken[0][1], taken[0][2]
    for starts, ends, row, shift in taken[1:]:
        if starts < latest_end and row != latest_row:
            yield (min(row, latest_row), max(row, latest_row)), shift
        if ends > latest_end:
            latest_end, latest_row = ends, row


def _counter_taken(shift: Shift, row: int) -> LazyString:
    return lazy_gettext(
        "On %(day)s the counter “%(code)s” already has an officer at this time, in row %(row)s.",
        day=written_day(shift.day),
        code=shift.counter_code,
        row=row,
    )


def _officer_taken(shift: Shift, row: int) -> LazyString:
    return lazy_gettext(
        "On %(day)s the officer “%(code)s” is already at a counter at this time, in row %(row)s.",
        day=written_day(shift.day),
        code=shift.officer_code,
        row=row,
    )
