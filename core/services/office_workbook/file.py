"""Opens an XLSX file, with limits, and returns the raw cells of the sheets somebody wants of it."""

import io
import lzma
import re
import struct
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from flask_babel import LazyString, lazy_gettext
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from core.domain.office.schema import Sheet
from core.services.office_workbook.findings import CellError, WorkbookRefused

#: A commune's roster of a whole year is below 1 MB.
MAX_BYTES = 10 * 1024 * 1024
#: Unpacked; a packed bomb is refused before anything of it is unpacked.
MAX_UNPACKED = 100 * 1024 * 1024
MAX_ROWS = 20_000

#: No spreadsheet program has more.
_LAST_ROW = 1 << 20
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})[\"']"
)
_OLD_EXCEL = bytes.fromhex("d0cf11e0a1b11ae1")
#: What openpyxl and the standard library raise on files that only look like a workbook.
_UNREADABLE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    InvalidFileException,
    # Also of an encoding nobody knows.
    LookupError,
    OSError,
    ParseError,
    # Of zipfile: a part has a password, or is packed in a way Python does not know.
    RuntimeError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class RawCell:
    """A cell as the file has it."""

    value: Any
    is_formula: bool = False
    is_broken: bool = False
    is_percent: bool = False

    @property
    def is_empty(self) -> bool:
        """Is there nothing a person would see?"""
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


BLANK = RawCell(None)
#: Row number, as the spreadsheet shows it, and the cells from column A on.
RawRow = tuple[int, tuple[RawCell, ...]]


@dataclass(frozen=True)
class Wanted:
    """A sheet to read: its title, how many columns of it, and how far down it may hold anything."""

    title: str
    columns: int
    most_rows: int
    #: What stands further down refuses the file: a single cell a million rows down costs nobody a minute.
    deepest: int = _LAST_ROW


@dataclass(frozen=True)
class Limits:
    """What a file may cost: its bytes unpacked, and the XML marks («<») in it, for each takes its time to read."""

    unpacked: int
    marks: int | None = None


@dataclass(frozen=True)
class Merged:
    """Cells made one: its first and last row and column, from 1. Only the first row's first cell holds anything."""

    first_row: int
    last_row: int
    first_column: int
    last_column: int


@dataclass(frozen=True)
class RawPage:
    """A sheet: its rows that hold something, how far its first one reaches, and which of its cells are merged."""

    rows: list[RawRow]
    width: int = 0
    merged: tuple[Merged, ...] = ()


def open_sheets(data: bytes, sheets: Iterable[Sheet]) -> dict[str, list[RawRow]]:
    """Return the rows of each sheet of an office workbook found, by title; raise WorkbookRefused."""
    wanted = [Wanted(sheet.title, len(sheet.columns), MAX_ROWS) for sheet in sheets]
    pages = open_pages(data, wanted, Limits(MAX_UNPACKED))
    return {title: page.rows for title, page in pages.items()}


def open_pages(data: bytes, wanted: Sequence[Wanted], limits: Limits) -> dict[str, RawPage]:
    """Return each sheet found, by title, without rows that hold nothing; raise WorkbookRefused."""
    _check_size(data, limits)
    try:
        if limits.marks is not None:
            _check_marks(data, limits.marks)
        # The library warns of decorations it does not keep; nobody could act on that.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
            try:
                return _pages_by_title(book, wanted)
            finally:
                book.close()
    except _UNREADABLE as error:
        raise _refused(
            lazy_gettext("The file cannot be read. Please open it in Excel and save it again as .xlsx.")
        ) from error


def _check_size(data: bytes, limits: Limits) -> None:
    if len(data) > MAX_BYTES:
        raise _refused(
            lazy_gettext("The file is larger than %(limit)s MB. Please split it.", limit=MAX_BYTES >> 20)
        )
    if data.startswith(_OLD_EXCEL):
        raise _refused(
            lazy_gettext(
                "The file is an old .xls workbook or has a password. Please save it as .xlsx without one."
            )
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            unpacked = sum(part.file_size for part in packed.infolist())
            is_workbook = "[Content_Types].xml" in packed.namelist()
    except _UNREADABLE as error:
        raise _refused(lazy_gettext("The file is not an Excel workbook (.xlsx).")) from error
    if not is_workbook:
        raise _refused(lazy_gettext("The file is not an Excel workbook (.xlsx)."))
    if unpacked > limits.unpacked:
        raise _refused(_too_much())


def _check_marks(data: bytes, most: int) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(packed.read(part).count(b"<") for part in packed.infolist()) > most:
            raise _refused(_too_much())


def _too_much() -> LazyString:
    return lazy_gettext("The file unpacks to far more than an office could have written.")


def _pages_by_title(book: Any, wanted: Sequence[Wanted]) -> dict[str, RawPage]:
    titles: dict[str, str] = {}
    for title in book.sheetnames:
        # Excel tells «survey» from «survey » and nobody else does: which of them is meant?
        first = titles.setdefault(_comparable(title), title)
        if first != title and any(_comparable(sheet.title) == _comparable(title) for sheet in wanted):
            raise _refused(
                lazy_gettext(
                    "The file has two sheets called “%(title)s”. Please keep one.", title=title.strip()
                )
            )
    found: dict[str, RawPage] = {}
    for sheet in wanted:
        title = titles.get(_comparable(sheet.title))
        page = book[title] if title is not None else None
        # A chart on a sheet of its own has a title and no rows.
        if page is not None and hasattr(page, "iter_rows"):
            # Some programs write a wrong size of the sheet; without it every row is looked at.
            page.reset_dimensions()
            rows = _rows(page, sheet)
            found[sheet.title] = RawPage(rows, _width(page, rows), _merged(page))
    return found


def _rows(page: Any, wanted: Wanted) -> list[RawRow]:
    rows: list[RawRow] = []
    gap: tuple[Any, ...] = ()
    for number, cells in enumerate(page.iter_rows(max_col=wanted.columns), start=1):
        if number > _LAST_ROW:
            raise _too_long(wanted, number, wanted.deepest)
        # The library hands out the same empty row for each that is missing, of which there may be a million.
        if cells is gap:
            continue
        row = () if all(cell.value is None for cell in cells) else tuple(_raw(cell) for cell in cells)
        if all(cell.is_empty for cell in row):
            gap = cells
            continue
        if number > wanted.deepest:
            raise _too_long(wanted, number, wanted.deepest)
        if len(rows) > wanted.most_rows:
            raise _too_long(wanted, number, wanted.most_rows)
        rows.append((number, row))
    return rows


def _width(page: Any, rows: Sequence[RawRow]) -> int:
    """Return the last column in which the first row holds anything, however far to the right."""
    if not rows:
        return 0
    first = rows[0][0]
    cells = next(page.iter_rows(min_row=first, max_row=first))
    return max((place for place, cell in enumerate(cells, start=1) if not _raw(cell).is_empty), default=0)


def _merged(page: Any) -> tuple[Merged, ...]:
    """Return the merged cells, which the library does not tell of a sheet it only reads."""
    with page.parent._archive.open(page._worksheet_path) as part:
        found = _MERGED.findall(part.read())
    return tuple(
        Merged(int(top), int(bottom), _place(left), _place(right)) for left, top, right, bottom in found
    )


def _place(letters: bytes) -> int:
    return column_index_from_string(letters.decode("ascii"))


def _too_long(wanted: Wanted, number: int, limit: int) -> WorkbookRefused:
    sentence = lazy_gettext("The sheet has more than %(limit)s rows. Please split it.", limit=limit)
    return WorkbookRefused((CellError(wanted.title, number, "", "", sentence),))


def _raw(cell: Any) -> RawCell:
    if cell.value is None:
        return BLANK
    return RawCell(
        cell.value,
        is_formula=cell.data_type == "f",
        is_broken=cell.data_type == "e",
        is_percent="%" in (cell.number_format or ""),
    )


def _comparable(title: str) -> str:
    return unicodedata.normalize("NFC", title).strip().casefold()


def _refused(sentence: Any) -> WorkbookRefused:
    return WorkbookRefused((CellError("", 0, "", "", sentence),))
