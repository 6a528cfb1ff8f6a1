"""Reads an XLSForm (XLSX) into plain rows, with the limits of the office's workbook, or says why it cannot."""

from datetime import date, datetime, time, timedelta
from pathlib import PurePath

from flask_babel import lazy_gettext
from openpyxl.utils import get_column_letter

from core.domain.xlsform.form import CHOICES, SETTINGS, SURVEY, Form, Row, Table
from core.services.office_workbook.file import RawCell, RawRow, Wanted, open_pages
from core.services.office_workbook.findings import CellError, WorkbookRefused
from core.services.office_workbook.text import text

#: Columns read of each sheet: a form in thirty languages has fewer.
MOST_COLUMNS = 120
_DEEPEST = 50_000
#: `survey` is held to its own, much smaller number of rows by the rules (core/domain/xlsform/survey.py).
MOST_ROWS = 12_000
_SHEETS = (SURVEY, CHOICES, SETTINGS)


def read_form(content: bytes, name: str) -> Form:
    """Return the rows of a form; `name` is the file's. Raise WorkbookRefused with every reason."""
    wanted = [Wanted(title, MOST_COLUMNS, MOST_ROWS, _DEEPEST) for title in _SHEETS]
    pages = open_pages(content, wanted)
    wrong: list[CellError] = []
    tables = {title: _table(title, rows, wrong) for title, rows in pages.items()}
    if wrong:
        raise WorkbookRefused(tuple(wrong))
    return Form(
        survey=tables.get(SURVEY),
        choices=tables.get(CHOICES),
        settings=tables.get(SETTINGS),
        name=text(PurePath(name.replace("\\", "/")).stem),
    )


def _table(title: str, rows: list[RawRow], wrong: list[CellError]) -> Table:
    """Return a sheet: its first row that holds anything are the headings."""
    if not rows:
        return Table((), ())
    number, cells = rows[0]
    headings = tuple("" if cell.is_empty else _written(cell) for cell in cells)
    below = []
    for row_number, row_cells in rows[1:]:
        found: dict[str, str] = {}
        for place, (heading, cell) in enumerate(zip(headings, row_cells, strict=False), start=1):
            if not heading or cell.is_empty:
                continue
            if cell.is_formula or cell.is_broken:
                wrong.append(_refused(title, row_number, place, heading, cell))
            elif written := _written(cell):
                found.setdefault(heading, written)
        if found:
            below.append(Row(row_number, found))
    return Table(headings, tuple(below), number)


def _refused(title: str, row: int, place: int, heading: str, cell: RawCell) -> CellError:
    if cell.is_formula:
        sentence = lazy_gettext("The cell holds a formula. Please replace it by its value.")
    else:
        sentence = lazy_gettext(
            "The cell holds an error of the spreadsheet: %(text)s.", text=text(cell.value)[:40]
        )
    return CellError(title, row, get_column_letter(place), heading, sentence)


def _written(cell: RawCell) -> str:
    """Return a cell as its text: whole numbers without a point, days and times as XLSForm writes them."""
    value = cell.value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return text(value)
