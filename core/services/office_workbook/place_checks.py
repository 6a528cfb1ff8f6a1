"""Checks of units, fields, counters and touchpoints that no single cell can tell."""

from collections.abc import Iterable

from flask_babel import LazyString, lazy_gettext

from core.domain.office.model import TouchpointKind, UnitKind
from core.domain.office.schema import Sheet
from core.domain.office.sheets import COUNTERS, FIELDS, GROUPS, OFFICERS, TOUCHPOINTS, UNITS
from core.services.office_workbook.lines import Line
from core.services.office_workbook.register import Book

#: A unit lies under one further up in this order.
_RANKS = (UnitKind.PROVINCE, UnitKind.COMMUNE, UnitKind.DEPARTMENT, UnitKind.CENTRE)
_SUBJECT_SHEETS = {
    TouchpointKind.COUNTER: COUNTERS,
    TouchpointKind.OFFICER: OFFICERS,
    TouchpointKind.FIELD: FIELDS,
}


def check_places(book: Book) -> None:
    """Note what does not fit together among units, fields, counters and touchpoints."""
    _check_units(book)
    _check_fields(book)
    for line in book.lines(COUNTERS):
        for code in line["fields"] or ():
            book.refer(COUNTERS, line, "fields", to=FIELDS, code=code)
    _check_touchpoints(book)


def check_order(book: Book, sheet: Sheet, line: Line, *, first: str, last: str) -> bool:
    """Note a last day before the first; return whether the two are in order."""
    if line[first] is None or line[last] is None or line[first] <= line[last]:
        return True
    book.findings.add(sheet, line.row, last, lazy_gettext("The last day lies before the first."))
    return False


def _check_units(book: Book) -> None:
    lines = book.lines(UNITS)
    kinds = {line["code"]: line["kind"] for line in lines if line["code"] is not None}
    for line in lines:
        check_order(book, UNITS, line, first="valid_from", last="valid_to")
        _check_parent(book, line, kinds)
        for code in line["predecessors"] or ():
            if code not in kinds or code == line["code"]:
                book.findings.add(UNITS, line.row, "predecessors", _no_such_unit(code))


def _check_parent(book: Book, line: Line, kinds: dict[str, str | None]) -> None:
    kind, parent = line["kind"], line["parent"]
    if parent is None:
        if line.is_blank("parent") and kind in (UnitKind.DEPARTMENT, UnitKind.CENTRE):
            sentence = lazy_gettext("A department or centre needs the code of the unit it belongs to.")
            book.findings.add(UNITS, line.row, "parent", sentence)
        return
    if parent not in kinds or parent == line["code"]:
        book.findings.add(UNITS, line.row, "parent", _no_such_unit(parent))
        return
    above = kinds[parent]
    is_merged = kind == above == UnitKind.COMMUNE and line["valid_to"] is not None
    if kind is not None and above is not None and not is_merged and _RANKS.index(above) >= _RANKS.index(kind):
        sentence = lazy_gettext("The unit “%(code)s” cannot stand above this one.", code=parent)
        book.findings.add(UNITS, line.row, "parent", sentence)


def _no_such_unit(code: str) -> LazyString:
    return lazy_gettext("The code “%(code)s” is not among the other units of this sheet.", code=code)


def _check_fields(book: Book) -> None:
    others: dict[str | None, int] = {}
    short = FIELDS.column("short_name").longest
    for line in book.lines(FIELDS):
        book.refer(FIELDS, line, "group", to=GROUPS)
        if line.is_blank("short_name") and line["name"] is not None and len(line["name"]) > short:
            sentence = lazy_gettext(
                "The name is long; please give a short one of at most %(limit)s characters.", limit=short
            )
            book.findings.add(FIELDS, line.row, "short_name", sentence)
        if not line["is_other"]:
            continue
        earlier = others.setdefault(book.unit_of(line), line.row)
        if earlier != line.row:
            sentence = lazy_gettext("Row %(row)s already is the field for other matters.", row=earlier)
            book.findings.add(FIELDS, line.row, "is_other", sentence)


def _check_touchpoints(book: Book) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for line in book.lines(TOUCHPOINTS):
        for key, sentence in _touchpoint_faults(book, line):
            book.findings.add(TOUCHPOINTS, line.row, key, sentence)
        if line["kind"] is None:
            continue
        subject = line["subject"] if line["kind"] in _SUBJECT_SHEETS else line["label"]
        earlier = seen.setdefault((book.unit_of(line), line["kind"], subject), line.row)
        if earlier != line.row and subject is not None:
            sentence = lazy_gettext("The same place already stands in row %(row)s.", row=earlier)
            book.findings.add(TOUCHPOINTS, line.row, "kind", sentence)


def _touchpoint_faults(book: Book, line: Line) -> Iterable[tuple[str, LazyString]]:
    kind = line["kind"]
    if kind in _SUBJECT_SHEETS:
        if line.is_blank("subject"):
            yield (
                "subject",
                lazy_gettext("This kind of place needs the code of its counter, officer or field."),
            )
        book.refer(TOUCHPOINTS, line, "subject", to=_SUBJECT_SHEETS[kind])
    elif kind is not None:
        if line["subject"] is not None:
            yield "subject", lazy_gettext("This kind of place has no code; please leave the cell empty.")
        if line.is_blank("label"):
            yield "label", lazy_gettext("This kind of place needs a label.")
