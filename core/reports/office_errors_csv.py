"""What is wrong in a workbook, as CSV: sheet, row, column and sentence, for whoever mends it away from the screen."""

import csv
import io
from collections.abc import Iterable
from typing import NamedTuple

from flask_babel import gettext as _

from core.reports.results_csv import safe

_BYTE_ORDER_MARK = "\ufeff"


class Mistake(NamedTuple):
    """One thing to put right; the row is 0 where it is about a whole sheet or the file."""

    sheet: str
    row: int
    column: str
    sentence: str


def make(mistakes: Iterable[Mistake]) -> bytes:
    """Return the mistakes as the bytes of a CSV file in the page's language, safe to open in a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow((_("Sheet"), _("Row"), _("Column"), _("What to put right")))
    for one in mistakes:
        writer.writerow((safe(one.sheet), one.row or "", safe(one.column), safe(one.sentence)))
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()
