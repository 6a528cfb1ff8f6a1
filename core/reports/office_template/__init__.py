"""The office workbook as a file: the template to fill in, the example commune, and any office written back."""

import io
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.domain.office import Office
from core.domain.office.example import example as example_office
from core.domain.office.schema import CellKind, Column, Sheet
from core.domain.office.sheets import (
    COUNTERS,
    GROUPS,
    GUIDE_TITLE,
    NO,
    OFFICERS,
    REMARK,
    SHEETS,
    TARGETS,
    UNITS,
    YES,
)
from core.domain.target_sets import TARGET_SETS
from core.reports.office_template.cells import rows_of
from core.reports.office_template.guide import write_guide
from core.reports.office_template.notes import note

#: Rows that carry lists and limits; an office seldom writes more by hand.
_PREPARED_ROWS = 2000
_FORMATS = {CellKind.DAY: "dd/mm/yyyy", CellKind.TIME: "hh:mm", CellKind.PERCENT: "0.##"}
#: Everything else is text: Excel would make days of codes such as 1-2 and eat the zero of 0912….
_TEXT_FORMAT = "@"
_HEADING = Font(bold=True, color="FFFFFF")
_HEADING_FILL = PatternFill("solid", start_color="1F4E79")
_OPTIONAL_FILL = PatternFill("solid", start_color="7F7F7F")
_REMARK_FONT = Font(italic=True, color="7F7F7F")
#: Which sheet defines the codes of a column: (sheet, the column its codes stand in).
_LISTS = {
    "unit": (UNITS, "A"),
    "parent": (UNITS, "A"),
    "group": (GROUPS, "B"),
    "counter": (COUNTERS, "B"),
    "officer": (OFFICERS, "B"),
}


def blank() -> bytes:
    """Return the empty workbook with guide, notes, lists, and one example per sheet as a remark."""
    examples = {
        sheet.title: [[_example(sheet, number) for number in range(len(sheet.columns))]] for sheet in SHEETS
    }
    return _file(examples)


def example(today: date) -> bytes:
    """Return the workbook of the invented commune «Xã Mẫu», with a roster for this month and the next."""
    return workbook(example_office(today))


def workbook(office: Office) -> bytes:
    """Return an office as a workbook; reading it gives the same office."""
    return _file(rows_of(office))


def _example(sheet: Sheet, number: int) -> str:
    example = sheet.columns[number].example
    return f"{REMARK} {example}" if number == 0 else example


def _file(rows: dict[str, list[list[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    write_guide(book.create_sheet(GUIDE_TITLE))
    for sheet in SHEETS:
        page = book.create_sheet(sheet.title)
        _write_headings(page, sheet)
        for number, cells in enumerate(rows[sheet.title], start=2):
            _write_row(page, sheet, number, cells)
        _prepare(page, sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_headings(page: Worksheet, sheet: Sheet) -> None:
    for number, column in enumerate(sheet.columns, start=1):
        cell = page.cell(1, number, column.heading)
        cell.font = _HEADING
        cell.fill = _HEADING_FILL if column.is_required else _OPTIONAL_FILL
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        comment = Comment(note(sheet, column), "Lắng Nghe")
        comment.width, comment.height = 300, 110
        cell.comment = comment
        page.column_dimensions[cell.column_letter].width = 18 if column.longest <= 40 else 34
    page.freeze_panes = "A2"


def _write_row(page: Worksheet, sheet: Sheet, number: int, cells: list[Any]) -> None:
    is_remark = isinstance(cells[0], str) and cells[0].startswith(REMARK)
    for place, (column, value) in enumerate(zip(sheet.columns, cells, strict=True), start=1):
        cell = page.cell(number, place)
        cell.number_format = _TEXT_FORMAT if is_remark else _FORMATS.get(column.kind, _TEXT_FORMAT)
        cell.value = value
        if isinstance(value, str):
            # A name that begins with "=" is a name, not a formula.
            cell.data_type = "s"
        if is_remark:
            cell.font = _REMARK_FONT


def _prepare(page: Worksheet, sheet: Sheet) -> None:
    """Give each column the format of the cells still to be written, and its list or limits."""
    for column in sheet.columns:
        letter = sheet.letter(column.key)
        page.column_dimensions[letter].number_format = _FORMATS.get(column.kind, _TEXT_FORMAT)
        rule = _validation(sheet, column)
        if rule is not None:
            rule.add(f"{letter}2:{letter}{_PREPARED_ROWS}")
            page.add_data_validation(rule)


def _validation(sheet: Sheet, column: Column) -> DataValidation | None:
    """Return a list to choose from, or limits; they warn, and the import decides."""
    if column.kind is CellKind.CHOICE:
        return _list(f'"{",".join(column.choices or {})}"')
    if column.kind is CellKind.YES_NO:
        return _list(f'"{YES},{NO}"')
    if sheet is TARGETS and column.key == "set":
        return _list(f'"{",".join(target_set.code for target_set in TARGET_SETS)}"')
    if column.key in _LISTS:
        defining, letter = _LISTS[column.key]
        return _list(f"'{defining.title}'!${letter}$2:${letter}${_PREPARED_ROWS}")
    if column.kind is CellKind.PERCENT:
        return _limits("decimal", "1", "100")
    if column.kind is CellKind.TIME:
        return _limits("time", "0", "0.9999")
    if column.kind is CellKind.DAY:
        # 1/1/1900 to 31/12/2099 as Excel counts days.
        return _limits("date", "1", "73050")
    return None


def _list(formula: str) -> DataValidation:
    return DataValidation(
        type="list", formula1=formula, allow_blank=True, errorStyle="warning", showErrorMessage=True
    )


def _limits(kind: Any, low: str, high: str) -> DataValidation:
    return DataValidation(
        type=kind,
        operator="between",
        formula1=low,
        formula2=high,
        allow_blank=True,
        errorStyle="warning",
        showErrorMessage=True,
    )
