"""Reads one cell as its column wants it: codes, texts, days, times, percentages; or says what is wrong.

People paste from everywhere, so hidden white space goes, letters with marks are composed (NFC), codes may be
numbers, and days may be Excel's own or typed as 21/11/2026.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext

from core.domain.office import weekdays
from core.domain.office.schema import CellKind, Column
from core.services.office_workbook.file import RawCell
from core.services.office_workbook.findings import CellRefused
from core.services.office_workbook.moments import day, time_of_day
from core.services.office_workbook.text import text

_CODE = re.compile(r"[a-z0-9][a-z0-9._-]*")
_PHONE = re.compile(r"[0-9+() .-]{3,}")
_YES = {"có", "x", "yes", "true", "1"}
_NO = {"không", "no", "false", "0"}


def read(cell: RawCell, column: Column) -> Any:
    """Return what the cell says, None when it is empty, or raise CellRefused."""
    if cell.is_formula:
        raise CellRefused(lazy_gettext("The cell holds a formula. Please replace it by its value."))
    if cell.is_broken:
        raise CellRefused(
            lazy_gettext("The cell holds an error of the spreadsheet: %(text)s.", text=str(cell.value))
        )
    if cell.is_empty or not text(cell.value):
        return None
    return _READERS[column.kind](cell, column)


def _code(cell: RawCell, column: Column) -> str:
    return _checked_code(_written(cell), column)


def _codes(cell: RawCell, column: Column) -> tuple[str, ...]:
    codes = [_checked_code(part, column) for part in re.split(r"[,;]", _written(cell)) if part.strip()]
    for code in codes:
        if codes.count(code) > 1:
            raise CellRefused(lazy_gettext("The code “%(code)s” stands here twice.", code=code))
    return tuple(codes)


def _written(cell: RawCell) -> str:
    """Return the text of a code; a whole number is its digits."""
    if isinstance(cell.value, str):
        return text(cell.value)
    if isinstance(cell.value, int) and not isinstance(cell.value, bool):
        return str(cell.value)
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    raise CellRefused(
        lazy_gettext(
            "Excel has turned this code into a number or a day. Please format the cell as text and type it again."
        )
    )


def _checked_code(written: str, column: Column) -> str:
    code = text(written).lower()
    if not _CODE.fullmatch(code):
        raise CellRefused(
            lazy_gettext(
                "“%(code)s” is no code: only letters without marks, digits, dots, hyphens and underscores, no spaces.",
                code=code,
            )
        )
    return _not_too_long(code, column)


def _text(cell: RawCell, column: Column) -> str:
    if isinstance(cell.value, datetime | date | time | timedelta | bool):
        raise CellRefused(
            lazy_gettext(
                "Excel has turned this text into a day or a time. Please format the cell as text and type it again."
            )
        )
    whole = isinstance(cell.value, float) and cell.value.is_integer()
    return _not_too_long(text(int(cell.value) if whole else cell.value), column)


def _not_too_long(value: str, column: Column) -> str:
    if len(value) > column.longest:
        raise CellRefused(
            lazy_gettext(
                "At most %(limit)s characters fit here; there are %(length)s.",
                limit=column.longest,
                length=len(value),
            )
        )
    return value


def _phone(cell: RawCell, column: Column) -> str:
    # As a number 0912… loses its zero; hotlines such as 1022 or 19001234 lose nothing.
    if isinstance(cell.value, int) and not str(cell.value).startswith("1"):
        raise CellRefused(
            lazy_gettext("Excel drops the zero in front. Please format the cell as text and type it again.")
        )
    number = _text(cell, column)
    if not _PHONE.fullmatch(number):
        raise CellRefused(lazy_gettext("“%(text)s” is not a phone number.", text=number))
    return number


def _percent(cell: RawCell, _column: Column) -> int:
    """Return hundredths of a percent."""
    is_number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    written = repr(cell.value) if is_number else text(cell.value).replace(",", ".").removesuffix("%").strip()
    try:
        percent = Decimal(written)
    except InvalidOperation:
        percent = Decimal("NaN")
    if not percent.is_finite():
        raise CellRefused(
            lazy_gettext("“%(text)s” is not a number. Please write 95 for 95 percent.", text=text(cell.value))
        )
    if is_number and cell.is_percent:
        percent *= 100
    if not 1 <= percent <= 100:
        raise CellRefused(lazy_gettext("The number must lie between 1 and 100; write 95 for 95 percent."))
    hundredths = percent * 100
    if hundredths != int(hundredths):
        raise CellRefused(lazy_gettext("At most two decimals are kept."))
    return int(hundredths)


def _weekdays(cell: RawCell, _column: Column) -> frozenset[int]:
    found = weekdays.parse(_written_weekdays(cell))
    if not found:
        raise CellRefused(
            lazy_gettext(
                "“%(text)s” names no weekdays. Please write T2-T6, or T2, T4, T7, CN.", text=text(cell.value)
            )
        )
    return found


def _written_weekdays(cell: RawCell) -> str:
    if isinstance(cell.value, datetime | date | time):
        raise CellRefused(
            lazy_gettext("Excel has turned the weekdays into a day. Please write them as T2-T6.")
        )
    return text(int(cell.value) if isinstance(cell.value, float) and cell.value.is_integer() else cell.value)


def _yes_no(cell: RawCell, _column: Column) -> bool:
    word = text(cell.value).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise CellRefused(
        lazy_gettext("“%(text)s” is neither yes nor no. Please write “có” or “không”.", text=word)
    )


def _choice(cell: RawCell, column: Column) -> str:
    choices: Mapping[str, str] = column.choices or {}
    word = text(cell.value).casefold()
    if word not in choices:
        raise CellRefused(
            lazy_gettext(
                "“%(text)s” is not one of: %(choices)s.", text=text(cell.value), choices=", ".join(choices)
            )
        )
    return choices[word]


_READERS: Mapping[CellKind, Callable[[RawCell, Column], Any]] = {
    CellKind.CODE: _code,
    CellKind.CODES: _codes,
    CellKind.TEXT: _text,
    CellKind.PHONE: _phone,
    CellKind.DAY: lambda cell, _column: day(cell),
    CellKind.TIME: lambda cell, _column: time_of_day(cell),
    CellKind.PERCENT: _percent,
    CellKind.WEEKDAYS: _weekdays,
    CellKind.YES_NO: _yes_no,
    CellKind.CHOICE: _choice,
}
