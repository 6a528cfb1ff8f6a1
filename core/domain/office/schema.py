"""How a sheet of an office workbook is described: its columns and what a cell may hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class CellKind(StrEnum):
    """How a cell is read and written."""

    CODE = "code"
    CODES = "codes"
    TEXT = "text"
    PHONE = "phone"
    DAY = "day"
    TIME = "time"
    PERCENT = "percent"
    WEEKDAYS = "weekdays"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: its name in the code, its heading in the file, and what its cells hold."""

    key: str
    heading: str
    kind: CellKind
    is_required: bool = False
    #: In characters; the width of the database column.
    longest: int = 40
    #: Of a CHOICE: what is written in the file, and what it means. Several words may mean the same.
    choices: Mapping[str, str] | None = None
    example: str = ""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet of the workbook."""

    title: str
    columns: tuple[Column, ...]
    #: Must it have at least one row?
    is_required: bool = False

    def column(self, key: str) -> Column:
        """Return the column with this key."""
        return next(column for column in self.columns if column.key == key)

    def letter(self, key: str) -> str:
        """Return the letter the column has in a spreadsheet."""
        return chr(ord("A") + [column.key for column in self.columns].index(key))
