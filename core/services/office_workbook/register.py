"""Which codes a workbook defines, so that every reference to one can be checked.

An error is reported where it is, not again at everything that refers to it: where a sheet or a unit could not be
read, any reference passes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import lazy_gettext

from core.domain.office.schema import Sheet
from core.domain.office.sheets import COUNTERS, FIELDS, GROUPS, OFFICERS, UNITS
from core.services.office_workbook.findings import Findings
from core.services.office_workbook.lines import Line, Page


class Register:
    """The codes of one sheet, by unit."""

    def __init__(self, page: Page) -> None:
        self._is_open = not page.is_readable
        self._rows: dict[tuple[str | None, str], int] = {}
        self._codes: set[str] = set()

    def add(self, unit: str | None, code: str, row: int) -> int | None:
        """Note a code; return the row that has it already, if any."""
        earlier = self._rows.get((unit, code))
        if earlier is None:
            self._rows[(unit, code)] = row
            self._codes.add(code)
        return earlier

    def knows(self, unit: str | None, code: str) -> bool:
        """May a row of this unit refer to the code?"""
        if self._is_open or (unit is None and code in self._codes):
            return True
        return (unit, code) in self._rows or (None, code) in self._rows


@dataclass(frozen=True)
class Book:
    """The pages of a workbook with their registers, by title; what the checks look into."""

    pages: Mapping[str, Page]
    registers: Mapping[str, Register]
    #: The unit of rows that name none; None where there are several to choose from.
    default_unit: str | None
    findings: Findings

    def lines(self, sheet: Sheet) -> tuple[Line, ...]:
        """Return the rows of a sheet."""
        return self.pages[sheet.title].lines

    def unit_of(self, line: Line) -> str | None:
        """Return the unit a row belongs to, or None where that is not known."""
        if line.is_blank("unit"):
            return self.default_unit
        unit: str | None = line["unit"]
        return unit if unit is not None and self.registers[UNITS.title].knows(None, unit) else None

    def refer(self, sheet: Sheet, line: Line, key: str, *, to: Sheet, code: str | None = None) -> None:
        """Check that the code in a cell is defined on the other sheet, in the row's unit."""
        wanted = code if code is not None else line[key]
        if wanted is None or self.registers[to.title].knows(self.unit_of(line), wanted):
            return
        self.findings.add(
            sheet,
            line.row,
            key,
            lazy_gettext("The code “%(code)s” is not on the sheet “%(sheet)s”.", code=wanted, sheet=to.title),
        )


def open_book(pages: Mapping[str, Page], findings: Findings) -> Book:
    """Return the pages with their codes registered; codes used twice and unknown units are noted."""
    units = Register(pages[UNITS.title])
    registers = {UNITS.title: units}
    for line in pages[UNITS.title].lines:
        _register(UNITS, units, None, line, findings)
    book = Book(pages, registers, _default_unit(pages[UNITS.title]), findings)
    for sheet in (GROUPS, FIELDS, COUNTERS, OFFICERS):
        register = registers.setdefault(sheet.title, Register(pages[sheet.title]))
        for line in book.lines(sheet):
            _register(sheet, register, book.unit_of(line), line, findings)
    for page in pages.values():
        if page.sheet is not UNITS:
            _check_units(book, page)
    return book


def _register(sheet: Sheet, register: Register, unit: str | None, line: Line, findings: Findings) -> None:
    if line["code"] is None:
        return
    earlier = register.add(unit, line["code"], line.row)
    if earlier is not None:
        sentence = lazy_gettext(
            "The code “%(code)s” is already used in row %(row)s.", code=line["code"], row=earlier
        )
        findings.add(sheet, line.row, "code", sentence)


def _check_units(book: Book, page: Page) -> None:
    units = book.pages[UNITS.title]
    if not units.is_readable or any(line["code"] is None for line in units.lines):
        return
    for line in page.lines:
        if line.is_blank("unit") and book.default_unit is None:
            sentence = lazy_gettext(
                "The workbook has several units. Please say which one this row belongs to."
            )
            book.findings.add(page.sheet, line.row, "unit", sentence)
        elif line["unit"] is not None and not book.registers[UNITS.title].knows(None, line["unit"]):
            sentence = lazy_gettext(
                "The code “%(code)s” is not on the sheet “%(sheet)s”.", code=line["unit"], sheet=UNITS.title
            )
            book.findings.add(page.sheet, line.row, "unit", sentence)


def _default_unit(page: Page) -> str | None:
    codes = [line["code"] for line in page.lines]
    centres = [line["code"] for line in page.lines if line["kind"] == "centre"]
    if len(centres) == 1:
        return str(centres[0]) if centres[0] is not None else None
    return str(codes[0]) if len(codes) == 1 and codes[0] is not None else None
