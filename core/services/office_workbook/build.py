"""Builds the office from a workbook in which nothing is wrong."""

from core.domain.office.model import (
    Office,
    OfficeCounter,
    OfficeField,
    OfficeGroup,
    OfficeOfficer,
    OfficeTarget,
    OfficeTouchpoint,
    OfficeUnit,
    TouchpointKind,
    UnitKind,
)
from core.domain.office.sheets import COUNTERS, FIELDS, GROUPS, OFFICERS, ROSTER, TARGETS, TOUCHPOINTS, UNITS
from core.domain.target_sets import Subject
from core.services.office_workbook.lines import Line
from core.services.office_workbook.register import Book
from core.services.office_workbook.roster_checks import duty_of


def build(book: Book) -> Office:
    """Return what the workbook says."""
    targets = book.lines(TARGETS)
    return Office(
        units=tuple(_unit(line) for line in book.lines(UNITS)),
        groups=tuple(
            OfficeGroup(unit_code=_in(book, line), code=line["code"], name=line["name"])
            for line in book.lines(GROUPS)
        ),
        fields=tuple(_field(book, line) for line in book.lines(FIELDS)),
        counters=tuple(
            OfficeCounter(
                unit_code=_in(book, line), code=line["code"], name=line["name"], field_codes=line["fields"]
            )
            for line in book.lines(COUNTERS)
        ),
        officers=tuple(
            OfficeOfficer(
                unit_code=_in(book, line), code=line["code"], name=line["name"], title=line["title"] or ""
            )
            for line in book.lines(OFFICERS)
        ),
        duties=tuple(duty_of(book, line) for line in book.lines(ROSTER)),
        touchpoints=tuple(_touchpoint(book, line) for line in book.lines(TOUCHPOINTS)),
        targets=tuple(_target(book, line) for line in targets if line["set"] is None),
        target_sets={_in(book, line): line["set"] for line in targets if line["set"] is not None},
    )


def _in(book: Book, line: Line) -> str:
    return book.unit_of(line) or ""


def _unit(line: Line) -> OfficeUnit:
    return OfficeUnit(
        code=line["code"],
        name=line["name"],
        kind=UnitKind(line["kind"]),
        parent_code=line["parent"],
        help_phone=line["phone"] or "",
        valid_from=line["valid_from"],
        valid_to=line["valid_to"],
        predecessor_codes=line["predecessors"] or (),
    )


def _field(book: Book, line: Line) -> OfficeField:
    return OfficeField(
        unit_code=_in(book, line),
        code=line["code"],
        name=line["name"],
        short_name=line["short_name"] or line["name"],
        group_code=line["group"],
        is_other=bool(line["is_other"]),
    )


def _touchpoint(book: Book, line: Line) -> OfficeTouchpoint:
    return OfficeTouchpoint(
        unit_code=_in(book, line),
        kind=TouchpointKind(line["kind"]),
        subject_code=line["subject"],
        label=line["label"] or "",
        questionnaire_code=line["questionnaire"],
    )


def _target(book: Book, line: Line) -> OfficeTarget:
    return OfficeTarget(
        unit_code=_in(book, line),
        subject=Subject(line["subject"]),
        subject_code=line["subject_code"],
        threshold=line["threshold"],
        first_day=line["first_day"],
        last_day=line["last_day"],
        document=line["document"],
        article=line["article"],
    )
