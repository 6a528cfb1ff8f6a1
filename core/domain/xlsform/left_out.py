"""Left out: the columns of a sheet nobody knows, has no heading or is too far away, and languages we do not ask in."""

from core.domain.xlsform.form import CHOICES, SURVEY, Finding, Table, Why
from core.domain.xlsform.headings import UNSUPPORTED, Column, Columns

#: The columns that are taken, in whole or in part.
_SURVEY = ("type", "name", "label", "relevant", "required", "constraint", "choice_filter", "disabled")
_CHOICES = ("list_name", "name", "label")


def of_survey(table: Table, columns: Columns, said: list[Finding]) -> None:
    """Note the columns of `survey` nobody knows, and labels in languages we do not ask in.

    Cells of columns that XLSForm knows and we do not are named row by row elsewhere.
    """
    for known in columns.all:
        if known.name not in UNSUPPORTED and not _is_taken(known, _SURVEY) and _is_used(known, table):
            said.append(_finding(SURVEY, table, known, Why.UNKNOWN_COLUMN))
    of_width(table, SURVEY, said)
    _of_languages(table, SURVEY, columns, said)
    if columns.labels and not columns.has_vietnamese:
        heading = next(iter(columns.labels))
        said.append(Finding(SURVEY, table.heading_row, heading, Why.NO_VIETNAMESE))


def of_choices(table: Table, columns: Columns, said: list[Finding]) -> None:
    """Note the columns of `choices` we have no place for, and labels in languages we do not ask in."""
    for known in columns.all:
        if not _is_taken(known, _CHOICES) and _is_used(known, table):
            why = Why.COLUMN if known.name in UNSUPPORTED else Why.UNKNOWN_COLUMN
            said.append(_finding(CHOICES, table, known, why))
    of_width(table, CHOICES, said)
    _of_languages(table, CHOICES, columns, said)


def of_width(table: Table, sheet: str, said: list[Finding]) -> None:
    """Note the columns without a heading, and those too far to the right."""
    said.extend(Finding(sheet, table.heading_row, letter, Why.NO_HEADING) for letter in table.untitled)
    if table.beyond:
        said.append(Finding(sheet, table.heading_row, "", Why.BEYOND, {"count": table.beyond}))


def _of_languages(table: Table, sheet: str, columns: Columns, said: list[Finding]) -> None:
    has_none_of_ours = not any(columns.labels.values())
    seen: set[str] = set()
    for place, (heading, tag) in enumerate(columns.labels.items()):
        # Without a language of ours the first one stands in its place.
        if tag is None and not (has_none_of_ours and place == 0):
            said.append(Finding(sheet, table.heading_row, heading, Why.LANGUAGE, {"heading": heading}))
        elif tag in seen:
            said.append(Finding(sheet, table.heading_row, heading, Why.LANGUAGE_TWICE, {"heading": heading}))
        elif tag == "en" and columns.is_guess(heading):
            said.append(Finding(sheet, table.heading_row, heading, Why.LABEL_ENGLISH, {"heading": heading}))
        seen |= {tag} if tag else set()


def _finding(sheet: str, table: Table, known: Column, why: Why) -> Finding:
    return Finding(sheet, table.heading_row, known.heading, why, {"heading": known.heading})


def _is_taken(known: Column, names: tuple[str, ...]) -> bool:
    return known.name in names or known.is_ours or known.is_theirs


def _is_used(known: Column, table: Table) -> bool:
    return any(known.heading in row.cells for row in table.rows)
