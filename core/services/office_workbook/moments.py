"""Days and times of day as a spreadsheet holds them or a person types them."""

import re
from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext

from core.services.office_workbook.file import RawCell
from core.services.office_workbook.findings import CellRefused
from core.services.office_workbook.text import text

_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(r"(\d{1,2})\s*(?::|h|g|giờ)\s*(?:(\d{2})\s*(?:phút|p|')?)?(?::00)?", re.IGNORECASE)
_YEARS = range(1900, 2100)


def day(cell: RawCell) -> date:
    """Return the day: Excel's own, or typed as 21/11/2026 or 2026-11-21; raise CellRefused."""
    value = cell.value
    if isinstance(value, datetime) and value.time() == time():
        return _plausible(value.date(), cell)
    if isinstance(value, date) and not isinstance(value, datetime):
        return _plausible(value, cell)
    written = text(value) if isinstance(value, str) else ""
    if found := _DAY_FIRST.fullmatch(written):
        day_text, month, year = found.groups()
    elif found := _YEAR_FIRST.fullmatch(written):
        year, month, day_text = found.groups()
    else:
        raise _no_day(cell)
    try:
        return _plausible(date(int(year), int(month), int(day_text)), cell)
    except ValueError:
        raise _no_day(cell) from None


def _plausible(found: date, cell: RawCell) -> date:
    if found.year not in _YEARS:
        raise _no_day(cell)
    return found


def _no_day(cell: RawCell) -> CellRefused:
    return CellRefused(
        lazy_gettext("“%(text)s” is not a day. Please write it as 21/11/2026.", text=text(cell.value))
    )


def time_of_day(cell: RawCell) -> time:
    """Return the time to the minute: Excel's own, or typed as 07:30 or 7h30; raise CellRefused."""
    value = cell.value
    if isinstance(value, timedelta) and timedelta() <= value < timedelta(days=1):
        value = (datetime(2000, 1, 1) + value).time()  # noqa: DTZ001 (a time of day has no zone)
    if isinstance(value, time):
        # A time is a fraction of a day; half a second of rounding is not a mistake of the writer.
        minutes, seconds = divmod(
            round(value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6), 60
        )
        if seconds == 0 and minutes < 24 * 60:
            return time(*divmod(minutes, 60))
        raise _no_time(cell)
    found = _TIME.fullmatch(text(value)) if isinstance(value, str) else None
    if found is None:
        raise _no_time(cell)
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise _no_time(cell) from None


def _no_time(cell: RawCell) -> CellRefused:
    return CellRefused(
        lazy_gettext("“%(text)s” is not a time of day. Please write it as 07:30.", text=text(cell.value))
    )
