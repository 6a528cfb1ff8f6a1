"""A form as a file: the three sheets of an XLSForm, every cell a text."""

import io
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.domain.xlsform.form import CHOICES, SETTINGS, SURVEY, Form, Table

_TEXT_FORMAT = "@"
_HEADING = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_WIDTHS: Mapping[str, int] = {"type": 26, "relevant": 40, "constraint": 24, "form_title": 40}
_LABEL_WIDTH, _WIDTH = 60, 18


def make(form: Form) -> bytes:
    """Return the form as an XLSX workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, table in ((SURVEY, form.survey), (CHOICES, form.choices), (SETTINGS, form.settings)):
        if table is not None:
            _write(book.create_sheet(title), table)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(page: Worksheet, table: Table) -> None:
    for place, heading in enumerate(table.headings, start=1):
        _put(page, 1, place, heading)
        page.cell(1, place).font = _HEADING
        width = _LABEL_WIDTH if heading.startswith("label") else _WIDTHS.get(heading, _WIDTH)
        page.column_dimensions[get_column_letter(place)].width = width
    page.freeze_panes = "A2"
    for row in table.rows:
        for place, heading in enumerate(table.headings, start=1):
            if heading in row.cells:
                _put(page, row.number, place, row.cells[heading])


def _put(page: Worksheet, row: int, place: int, value: str) -> None:
    cell = page.cell(row, place)
    cell.number_format = _TEXT_FORMAT
    cell.alignment = _WRAPPED
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    # A wording that begins with "=" is a wording, not a formula.
    cell.data_type = "s"
