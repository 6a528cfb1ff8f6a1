"""The office workbook as a file: notes, lists and formats that help whoever fills it in."""

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from core.domain.office.sheets import SHEETS
from core.reports import office_template


@pytest.fixture(scope="module")
def blank():
    """The template as a spreadsheet program opens it."""
    return load_workbook(io.BytesIO(office_template.blank()))


def test_the_guide_comes_first_and_one_sheet_per_kind_follows(blank):
    assert blank.sheetnames == [
        "Hướng dẫn",
        "Đơn vị",
        "Nhóm lĩnh vực",
        "Lĩnh vực",
        "Quầy",
        "Công chức",
        "Lịch trực",
        "Điểm quét",
        "Chỉ tiêu",
    ]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_every_heading_carries_a_note_and_stays_in_sight(blank, sheet):
    page = blank[sheet.title]

    assert [cell.value for cell in page[1]] == [column.heading for column in sheet.columns]
    assert all(len(cell.comment.text) > 5 for cell in page[1])
    assert page.freeze_panes == "A2"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.title)
def test_every_sheet_shows_an_example_that_is_not_imported(blank, sheet):
    assert blank[sheet.title]["A2"].value.startswith("# ")


@pytest.mark.parametrize(
    ("title", "column", "choices"),
    [
        ("Đơn vị", "C", '"tỉnh,thành phố,xã,phường,đặc khu,phòng,trung tâm"'),
        ("Lĩnh vực", "E", "'Nhóm lĩnh vực'!$B$2:$B$2000"),
        ("Lịch trực", "B", "'Quầy'!$B$2:$B$2000"),
        ("Chỉ tiêu", "B", '"tue-tinh-2026,nam-dan-2026,kim-thanh-2024,kim-dong-2024,long-dien-a-2023"'),
    ],
)
def test_a_cell_offers_what_may_be_chosen(blank, title, column, choices):
    rules = {str(rule.sqref): rule.formula1 for rule in blank[title].data_validations.dataValidation}

    assert rules[f"{column}2:{column}2000"] == choices


def test_days_times_and_codes_have_their_formats(blank):
    roster = blank["Lịch trực"].column_dimensions

    assert (roster["D"].number_format, roster["G"].number_format) == ("dd/mm/yyyy", "hh:mm")
    assert roster["F"].number_format == "@"


@pytest.mark.parametrize(
    "words",
    [
        "nam-dan-2026",
        "Kế hoạch số 136/KH-UBND ngày 28/02/2023 của Ủy ban nhân dân xã Long Điền A",
        "huyện Kim Thành, tỉnh Hải Dương",
        "Mã các lĩnh vực",
    ],
)
def test_the_guide_lists_every_target_set_and_every_column(blank, words):
    cells = {cell.value for row in blank["Hướng dẫn"].iter_rows() for cell in row}

    assert words in cells


def test_the_guide_says_where_a_plan_sets_no_target(blank):
    (row,) = [row for row in blank["Hướng dẫn"].iter_rows(values_only=True) if row[0] == "long-dien-a-2023"]

    assert "không đặt chỉ tiêu về mức độ hài lòng" in row[3]


def test_the_example_has_days_and_times_that_a_spreadsheet_can_reckon_with():
    roster = load_workbook(io.BytesIO(office_template.example(date(2026, 11, 21))))["Lịch trực"]

    assert roster["D2"].is_date
    assert roster["D2"].value.date() == date(2026, 11, 1)
    assert str(roster["G2"].value) == "07:30:00"
