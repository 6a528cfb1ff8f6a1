"""Turns the raw rows of each sheet into lines of checked values, one per row, whatever is wrong with others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString, lazy_gettext

from core.domain.office.schema import Sheet
from core.domain.office.sheets import REMARK, SHEETS
from core.services.office_workbook.cells import read
from core.services.office_workbook.file import BLANK, RawCell, RawRow
from core.services.office_workbook.findings import CellRefused, Findings
from core.services.office_workbook.text import text


@dataclass(frozen=True)
class Line:
    """One row: what its cells say (None: empty or wrong) and which of them are wrong."""

    row: int
    values: Mapping[str, Any]
    wrong: frozenset[str]

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def is_blank(self, key: str) -> bool:
        """Is the cell empty, as opposed to wrong?"""
        return self.values[key] is None and key not in self.wrong


@dataclass(frozen=True)
class Page:
    """One sheet: its lines, and whether its headings could be trusted at all."""

    sheet: Sheet
    lines: tuple[Line, ...]
    is_readable: bool


def read_pages(found: Mapping[str, Sequence[RawRow]], findings: Findings) -> dict[str, Page]:
    """Return one page per sheet of an office workbook, noting everything that is wrong on the way."""
    return {sheet.title: _page(sheet, found.get(sheet.title), findings) for sheet in SHEETS}


def _page(sheet: Sheet, rows: Sequence[RawRow] | None, findings: Findings) -> Page:
    unreadable = Page(sheet, (), is_readable=False)
    if rows is None:
        findings.add_whole(
            sheet.title,
            lazy_gettext("The sheet “%(title)s” is missing. Take it from the template.", title=sheet.title),
        )
        return unreadable
    if not _has_headings(sheet, rows, findings):
        return unreadable
    lines = tuple(
        _line(sheet, number, cells, findings) for number, cells in rows[1:] if not _is_remark(cells)
    )
    if sheet.is_required and not lines:
        findings.add_whole(sheet.title, lazy_gettext("The sheet needs at least one row."))
    return Page(sheet, lines, is_readable=True)


def _has_headings(sheet: Sheet, rows: Sequence[RawRow], findings: Findings) -> bool:
    """Do the headings stand in row 1, in the template's order?"""
    number, cells = rows[0] if rows else (1, ())
    written = cells if number == 1 else ()
    is_right = True
    for column, cell in zip(sheet.columns, _padded(sheet, written), strict=True):
        heading = "" if cell.is_empty else text(cell.value)
        if heading.casefold() == column.heading.casefold():
            continue
        is_right = False
        findings.add(sheet, 1, column.key, _wrong_heading(column.heading, heading))
    return is_right


def _wrong_heading(expected: str, found: str) -> LazyString:
    if not found:
        return lazy_gettext("The heading must be “%(expected)s”; the cell is empty.", expected=expected)
    return lazy_gettext(
        "The heading must be “%(expected)s”; “%(found)s” stands here.", expected=expected, found=found
    )


def _padded(sheet: Sheet, cells: Sequence[RawCell]) -> Sequence[RawCell]:
    """Return one cell per column; a row ends in the file where nothing more was written."""
    return (*cells, *[BLANK] * (len(sheet.columns) - len(cells)))


def _is_remark(cells: Sequence[RawCell]) -> bool:
    return bool(cells) and not cells[0].is_empty and text(cells[0].value).startswith(REMARK)


def _line(sheet: Sheet, number: int, cells: Sequence[RawCell], findings: Findings) -> Line:
    values: dict[str, Any] = {}
    wrong: set[str] = set()
    for column, cell in zip(sheet.columns, _padded(sheet, cells), strict=True):
        values[column.key] = None
        try:
            values[column.key] = read(cell, column)
            if column.is_required and values[column.key] is None:
                raise CellRefused(lazy_gettext("This cell must be filled in."))
        except CellRefused as refused:
            wrong.add(column.key)
            findings.add(sheet, number, column.key, refused.sentence)
    return Line(number, values, frozenset(wrong))
