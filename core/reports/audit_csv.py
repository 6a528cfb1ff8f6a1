"""The audit log as CSV: every column an entry's hash covers, so that the file can be checked without the product."""

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _

from core.domain.audit import Entry
from core.reports.results_csv import safe

_BYTE_ORDER_MARK = "\ufeff"


class Record(NamedTuple):
    """One entry with what stands beside it for people."""

    entry: Entry
    here: datetime
    unit_name: str
    action_name: str


def make(records: Iterable[Record]) -> bytes:
    """Return the entries as the bytes of a CSV file in the page's language, safe to open in a spreadsheet."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(
        (
            _("No."),
            _("Day and time at the office"),
            _("Moment (UTC)"),
            _("Account name"),
            _("Act"),
            _("Act (code)"),
            _("Unit"),
            _("Unit (number)"),
            _("Facts"),
            _("Hash before"),
            _("Hash"),
        )
    )
    for one in records:
        entry = one.entry
        writer.writerow(
            (
                entry.number,
                f"{one.here:%d/%m/%Y %H:%M:%S}",
                entry.at,
                safe(entry.actor),
                safe(one.action_name),
                safe(entry.action),
                safe(one.unit_name),
                entry.unit_id,
                safe(entry.facts),
                entry.previous_hash,
                entry.hash,
            )
        )
    return (_BYTE_ORDER_MARK + text.getvalue()).encode()
