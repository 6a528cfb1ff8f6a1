"""Reads an office workbook (XLSX) into an Office, or says everything that is wrong with it at once."""

from collections.abc import Callable

from core.domain.office import Office
from core.domain.office.sheets import SHEETS
from core.services.office_workbook.build import build
from core.services.office_workbook.file import MAX_BYTES, open_sheets
from core.services.office_workbook.findings import CellError, Findings, WorkbookRefused
from core.services.office_workbook.lines import read_pages
from core.services.office_workbook.place_checks import check_places
from core.services.office_workbook.register import Book, open_book
from core.services.office_workbook.roster_checks import check_roster
from core.services.office_workbook.target_checks import check_targets

__all__ = ["MAX_BYTES", "Book", "CellError", "WorkbookRefused", "read"]


def read(data: bytes, *, also: Callable[[Book], None] | None = None) -> Office:
    """Return the office the workbook describes; raise WorkbookRefused with every error, by sheet, row and column.

    `also` is one more check, of what a workbook alone cannot tell.
    """
    findings = Findings()
    pages = read_pages(open_sheets(data, SHEETS), findings)
    book = open_book(pages, findings)
    check_places(book)
    check_roster(book)
    check_targets(book)
    if also is not None:
        also(book)
    if findings.errors:
        raise WorkbookRefused(findings.in_order(SHEETS))
    return build(book)
