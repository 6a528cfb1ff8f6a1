"""Reads an XLSForm (XLSX) into plain rows, with limits of its own, or says why it cannot."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import PurePath

from flask_babel import LazyString, lazy_gettext
from openpyxl.utils import get_column_letter

from core.domain.xlsform.form import CHOICES, SETTINGS, SURVEY, Form, Row, Table
from core.domain.xlsform.headings import column
from core.services.office_workbook.file import Limits, Merged, RawCell, RawPage, Wanted, open_pages
from core.services.office_workbook.findings import CellError, WorkbookRefused
from core.services.office_workbook.text import text

#: Columns read of each sheet: a form in thirty languages has fewer; headings further right are named.
MOST_COLUMNS = 120
_DEEPEST = 50_000
#: `survey` is held to its own, much smaller number of rows by the rules (core/domain/xlsform/survey.py).
MOST_ROWS = 12_000
#: A thousand questions and twelve thousand answers in two languages are below 6 MB and 350 000 marks;
#: each 100 000 marks take about a second to read.
LIMITS = Limits(unpacked=10 * 1024 * 1024, marks=400_000)
#: What Excel lets anybody write into one cell.
LONGEST_CELL = 32_767
#: Nobody merges more by hand.
_MOST_MERGED = 2000
_SHEETS = (SURVEY, CHOICES, SETTINGS)
#: Columns people are shown or other rows refer to; Excel turns «1-5» into the first of May.
_WRITTEN = ("type", "name", "list_name", "label", "form_title")
#: How Excel stores the line break of other programs.
_RETURN = "_x000D_"


def read_form(content: bytes, name: str) -> Form:
    """Return the rows of a form; `name` is the file's. Raise WorkbookRefused with every reason."""
    wanted = [Wanted(title, MOST_COLUMNS, MOST_ROWS, _DEEPEST) for title in _SHEETS]
    reader = _Reader()
    tables = {title: reader.table(title, page) for title, page in open_pages(content, wanted, LIMITS).items()}
    if reader.wrong:
        raise WorkbookRefused(tuple(reader.wrong))
    return Form(
        survey=tables.get(SURVEY),
        choices=tables.get(CHOICES),
        settings=tables.get(SETTINGS),
        name=text(PurePath(name.replace("\\", "/")).stem),
    )


class _Reader:
    """Reads the sheets one after the other, and gathers what refuses the file."""

    def __init__(self) -> None:
        self.wrong: list[CellError] = []
        # One text may stand in a hundred thousand cells.
        self._known: dict[str, str] = {}

    def table(self, title: str, page: RawPage) -> Table:
        """Return a sheet: its first row that holds anything are the headings."""
        if not page.rows:
            return Table((), ())
        number, cells = page.rows[0]
        headings = tuple(
            self._heading(title, number, place, cell) for place, cell in enumerate(cells, start=1)
        )
        below = []
        untitled: dict[str, None] = {}
        for row_number, row_cells in page.rows[1:]:
            found: dict[str, str] = {}
            for place, (heading, cell) in enumerate(zip(headings, row_cells, strict=False), start=1):
                if cell.is_empty:
                    continue
                if not heading:
                    untitled[get_column_letter(place)] = None
                elif (written := self._cell(title, row_number, place, heading, cell)) is not None:
                    found.setdefault(heading, written)
            if kept := {heading: cell for heading, cell in found.items() if cell}:
                below.append(Row(row_number, kept))
        table = Table(
            headings, tuple(below), number, untitled=tuple(untitled), beyond=max(0, page.width - MOST_COLUMNS)
        )
        self.wrong.extend(_merged(title, page.merged, table))
        return table

    def _heading(self, title: str, row: int, place: int, cell: RawCell) -> str:
        return "" if cell.is_empty else self._cell(title, row, place, "", cell) or ""

    def _cell(self, title: str, row: int, place: int, heading: str, cell: RawCell) -> str | None:
        """Return a cell's text, "" for signs nobody sees; None where it refuses the file, which is noted."""
        sentence = _refusal(heading, cell)
        if sentence is None:
            return self._written(cell)
        self.wrong.append(CellError(title, row, get_column_letter(place), heading, sentence))
        return None

    def _written(self, cell: RawCell) -> str:
        """Return a cell as its text: whole numbers without a point, days and times as XLSForm writes them."""
        value = cell.value
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        if isinstance(value, datetime) and value.time() == time():
            return value.date().isoformat()
        if isinstance(value, date | time):
            return value.isoformat()
        if not isinstance(value, str):
            return str(value)
        if value not in self._known:
            self._known[value] = text(value.replace(_RETURN, " "))
        return self._known[value]


def _refusal(heading: str, cell: RawCell) -> LazyString | None:
    """Return why a cell refuses the file, if it does."""
    if cell.is_formula:
        return lazy_gettext("The cell holds a formula. Please replace it by its value.")
    if cell.is_broken:
        return lazy_gettext(
            "The cell holds an error of the spreadsheet: %(text)s.", text=text(str(cell.value)[:40])
        )
    if isinstance(cell.value, str):
        if len(cell.value) <= LONGEST_CELL:
            return None
        return lazy_gettext(
            "At most %(limit)s characters fit here; there are %(length)s.",
            limit=LONGEST_CELL,
            length=len(cell.value),
        )
    if isinstance(cell.value, date | time | timedelta) and column(heading).name in _WRITTEN:
        return lazy_gettext(
            "Excel has turned this text into a day or a time. Please format the cell as text and type it again."
        )
    return None


def _merged(title: str, merged: tuple[Merged, ...], table: Table) -> Iterator[CellError]:
    """Yield every cell that reaches over several rows: whoever reads the file sees its words in each of them."""
    rows = {row.number: row for row in table.rows}
    numbers = sorted(rows)
    for cells in merged[:_MOST_MERGED]:
        first, below = rows.get(cells.first_row), bisect_right(numbers, cells.first_row)
        if first is None or below == len(numbers) or numbers[below] > cells.last_row:
            continue
        for place in range(cells.first_column, min(cells.last_column, len(table.headings)) + 1):
            heading = table.headings[place - 1]
            if heading in first.cells:
                sentence = lazy_gettext(
                    "The cell is merged with those below, so only its first row says this. Please undo the "
                    "merging and fill in every row."
                )
                yield CellError(title, cells.first_row, get_column_letter(place), heading, sentence)
