"""The first sheet of the template: how to fill in the others, which target sets there are, what each column is."""

from flask_babel import get_locale, gettext
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from core.domain.office.sheets import SHEETS
from core.domain.target_sets import TARGET_SETS, TargetSet
from core.reports.office_template.notes import note

_WIDTHS = {"A": 22, "B": 34, "C": 14, "D": 70, "E": 36}
_BOLD = Font(bold=True)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_guide(page: Worksheet) -> None:
    """Fill the sheet."""
    for letter, width in _WIDTHS.items():
        page.column_dimensions[letter].width = width
    page.append([gettext("How to fill in this workbook")])
    page["A1"].font = Font(bold=True, size=16)
    for sentence in _rules():
        page.append([sentence])
        row = page.max_row
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(_WIDTHS))
        page.cell(row, 1).alignment = _WRAPPED
        page.row_dimensions[row].height = 32
    _table(
        page,
        [
            gettext("Target set"),
            gettext("Document"),
            gettext("Issued in"),
            gettext("What it asks"),
            gettext("Article"),
        ],
        [_set_row(target_set) for target_set in TARGET_SETS],
    )
    _table(
        page,
        [
            gettext("Sheet"),
            gettext("Column"),
            gettext("Required"),
            gettext("What belongs there"),
            gettext("Example"),
        ],
        _column_rows(),
    )


def _column_rows() -> list[list[str]]:
    return [
        [
            sheet.title,
            column.heading,
            gettext("yes") if column.is_required else gettext("no"),
            note(sheet, column),
            column.example,
        ]
        for sheet in SHEETS
        for column in sheet.columns
    ]


def _rules() -> list[str]:
    return [
        gettext("Each sheet describes one part of the office. Please leave titles and headings as they are."),
        gettext(
            "A code names a thing for ever: names may change at any time, codes never. Capitals make no difference."
        ),
        gettext(
            "A row that begins with # is a remark and is not read. The examples are such rows; write below them."
        ),
        gettext(
            "The workbook is the whole truth about its units: what it no longer lists is closed, nothing is deleted. "
            "Only where the officers, the roster or the targets have no row at all, they stay as they are."
        ),
        gettext(
            "One row of the roster may cover many days; a lunch break makes two rows. Shifts that are over are never "
            "changed by an import; those still to come follow the workbook."
        ),
        gettext(
            "Every counter gets a QR code of its own, and the entrance one. They stay the same when the workbook is "
            "imported again, so printed posters remain valid."
        ),
        gettext(
            "Before anything is written, the import shows what it would do and every mistake by sheet, row and column."
        ),
    ]


def _table(page: Worksheet, headings: list[str], rows: list[list[str]]) -> None:
    page.append([])
    page.append(headings)
    for cell in page[page.max_row]:
        cell.font = _BOLD
    for values in rows:
        page.append(values)
        for cell in page[page.max_row]:
            cell.alignment = _WRAPPED


def _set_row(target_set: TargetSet) -> list[str]:
    language = "en" if str(get_locale() or "vi").startswith("en") else "vi"
    quotes = " ".join(dict.fromkeys(target.quote for target in target_set.targets))
    articles = "; ".join(dict.fromkeys(target.article for target in target_set.targets))
    return [
        target_set.code,
        target_set.document,
        target_set.place,
        f"{quotes}\n{target_set.remarks[language]}".strip(),
        articles,
    ]
