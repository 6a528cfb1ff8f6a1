"""What is wrong in a workbook: every cell at once, each with a sentence for the person who filled it in."""

from dataclasses import dataclass, field

from flask_babel import LazyString

from core.domain.office.schema import Sheet


@dataclass(frozen=True)
class CellError:
    """One thing to put right. `row` is 0 and `column` empty where it is about a whole sheet or the file."""

    sheet: str
    row: int
    #: The column's letter, as the spreadsheet shows it, and its heading.
    column: str
    heading: str
    #: In the language of whoever reads it.
    sentence: LazyString

    def __str__(self) -> str:
        return str(self.sentence)


class CellRefused(Exception):
    """A cell does not hold what its column is for."""

    def __init__(self, sentence: LazyString) -> None:
        super().__init__("cell_refused")
        self.sentence = sentence


class WorkbookRefused(Exception):
    """The workbook cannot be imported; `errors` says why, in the order of the sheets and rows."""

    def __init__(self, errors: tuple[CellError, ...]) -> None:
        super().__init__("workbook_refused")
        self.errors = errors


@dataclass
class Findings:
    """Collects errors while a workbook is read."""

    errors: list[CellError] = field(default_factory=list)

    def add(self, sheet: Sheet, row: int, key: str, sentence: LazyString) -> None:
        """Note what is wrong with one cell."""
        column = sheet.column(key)
        self.errors.append(CellError(sheet.title, row, sheet.letter(key), column.heading, sentence))

    def add_whole(self, title: str, sentence: LazyString) -> None:
        """Note what is wrong with a sheet, or with the file when the title is empty."""
        self.errors.append(CellError(title, 0, "", "", sentence))

    def in_order(self, sheets: tuple[Sheet, ...]) -> tuple[CellError, ...]:
        """Return the errors as a reader walks through the file, each once."""
        places = {sheet.title: place for place, sheet in enumerate(sheets)}
        unique = {(error.sheet, error.row, error.column, str(error)): error for error in self.errors}
        return tuple(
            sorted(unique.values(), key=lambda error: (places.get(error.sheet, -1), error.row, error.column))
        )
