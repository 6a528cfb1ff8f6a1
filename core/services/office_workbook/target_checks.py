"""Checks of targets: a set that exists and fits the office, or a threshold that is complete; never two at once."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from flask_babel import LazyString, lazy_gettext

from core.domain.office.sheets import FIELDS, GROUPS, TARGETS, UNITS
from core.domain.target_sets import LAND_GROUP_NAME, Subject, TargetSet, UnknownTargetSet, by_code
from core.services.office_workbook.lines import Line
from core.services.office_workbook.place_checks import check_order
from core.services.office_workbook.register import Book

_OWN = ("subject", "subject_code", "threshold", "first_day", "last_day", "document", "article")
_NEEDED = ("subject", "threshold", "first_day", "document", "article")
#: Unit, subject and its code.
_Aim = tuple[str | None, str, str | None]
#: First day, last day or None, row.
_Span = tuple[date, date | None, int]


def check_targets(book: Book) -> None:
    """Note what is wrong with targets, and days for which two of them would hold for the same subject."""
    spans: defaultdict[_Aim, list[_Span]] = defaultdict(list)
    chosen: dict[str | None, int] = {}
    for line in book.lines(TARGETS):
        if line.is_blank("set"):
            _check_own(book, line, spans)
        elif line["set"] is not None:
            _check_set(book, line, chosen, spans)
    for listed in spans.values():
        for row, earlier in _double(listed):
            sentence = lazy_gettext(
                "Row %(row)s already sets a target for the same subject in this time.", row=earlier
            )
            book.findings.add(TARGETS, row, "first_day", sentence)


def _check_own(book: Book, line: Line, spans: dict[_Aim, list[_Span]]) -> None:
    for key in _NEEDED:
        if line.is_blank(key):
            book.findings.add(TARGETS, line.row, key, lazy_gettext("This cell must be filled in."))
    subject = line["subject"]
    if subject == Subject.OVERALL and line["subject_code"] is not None:
        sentence = lazy_gettext("A target for the whole office has no code; please leave the cell empty.")
        book.findings.add(TARGETS, line.row, "subject_code", sentence)
    elif subject in (Subject.GROUP, Subject.FIELD):
        if line.is_blank("subject_code"):
            sentence = lazy_gettext("Please give the code of the group or field.")
            book.findings.add(TARGETS, line.row, "subject_code", sentence)
        book.refer(TARGETS, line, "subject_code", to=GROUPS if subject == Subject.GROUP else FIELDS)
    is_in_order = check_order(book, TARGETS, line, first="first_day", last="last_day")
    if is_in_order and subject is not None and line["first_day"] is not None:
        aim = (book.unit_of(line), str(subject), line["subject_code"])
        spans[aim].append((line["first_day"], line["last_day"], line.row))


def _check_set(book: Book, line: Line, chosen: dict[str | None, int], spans: dict[_Aim, list[_Span]]) -> None:
    for key in _OWN:
        if line[key] is not None:
            sentence = lazy_gettext("The set says this already; please leave the cell empty.")
            book.findings.add(TARGETS, line.row, key, sentence)
    unit = book.unit_of(line)
    earlier = chosen.setdefault(unit, line.row)
    if earlier != line.row:
        sentence = lazy_gettext("Row %(row)s already chooses a set for this unit.", row=earlier)
        book.findings.add(TARGETS, line.row, "set", sentence)
        return
    try:
        target_set = by_code(line["set"])
    except UnknownTargetSet:
        sentence = lazy_gettext("There is no target set “%(code)s”.", code=line["set"])
        book.findings.add(TARGETS, line.row, "set", sentence)
        return
    for sentence in _missing_groups(book, unit, target_set):
        book.findings.add(TARGETS, line.row, "set", sentence)
    since = _merged_on(book, unit)
    for target in target_set.targets:
        aim = (unit, str(target.subject), target.subject_code)
        if target.last_day is None or target.last_day >= since:
            spans[aim].append((max(target.first_day, since), target.last_day, line.row))


def _merged_on(book: Book, unit: str | None) -> date:
    """Return the first day of the merger a unit's commune came out of; a plan binds it from then on."""
    units = {line["code"]: line for line in book.lines(UNITS) if line["code"] is not None}
    merged = {line["parent"] for line in units.values() if line["valid_to"] is not None}
    since = date.min
    passed: set[str | None] = set()
    while unit in units and unit not in passed:
        passed.add(unit)
        line = units[unit]
        if unit in merged and line["predecessors"] and line["valid_from"] is not None:
            since = max(since, line["valid_from"])
        unit = line["parent"]
    return since


def _missing_groups(book: Book, unit: str | None, target_set: TargetSet) -> Iterator[LazyString]:
    for code in target_set.group_codes:
        if not book.registers[GROUPS.title].knows(unit, code):
            yield lazy_gettext(
                "The set needs the group “%(name)s” with the code “%(code)s” on the sheet “%(sheet)s”.",
                name=LAND_GROUP_NAME,
                code=code,
                sheet=GROUPS.title,
            )


def _double(spans: list[_Span]) -> Iterator[tuple[int, int]]:
    """Yield (row, earlier row) where two spans share a day."""
    ordered = sorted(spans, key=lambda span: span[2])
    for index, (first, last, row) in enumerate(ordered):
        for other_first, other_last, other_row in ordered[:index]:
            is_before = last is not None and last < other_first
            is_after = other_last is not None and other_last < first
            if not is_before and not is_after and row != other_row:
                yield row, other_row
                break
