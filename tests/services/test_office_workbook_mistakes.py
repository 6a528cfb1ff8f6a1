"""Mistakes in an office workbook, one at a time: each is named by its sheet, row and column, and nothing else is."""

from datetime import date, datetime, time

import pytest

from tests.services.office_files import errors_of, spoiled, with_cells

#: Days as a spreadsheet hands them out.
SECOND_OF_JUNE = datetime.combine(date(2026, 6, 2), time())
HALF_PAST_SEVEN = datetime.combine(date(2026, 11, 23), time(7, 30))
RETYPE = "Please format the cell as text and type it again."
#: A second roster row that meets nobody.
ELSEWHEN = {"D3": "30/11/2026", "E3": "30/11/2026"}

NO_CODE = "is no code: only letters without marks, digits, dots, hyphens and underscores, no spaces."

ONE_MISTAKE = [
    pytest.param(
        {"Quầy": {"B1": "Mã quày"}},
        ("Quầy", 1, "B", "The heading must be “Mã quầy”; “Mã quày” stands here."),
        id="wrong heading",
    ),
    pytest.param(
        {"Lĩnh vực": {"C2": None}}, ("Lĩnh vực", 2, "C", "This cell must be filled in."), id="missing"
    ),
    pytest.param(
        {"Lĩnh vực": {"C2": "\u200b \u00a0"}},
        ("Lĩnh vực", 2, "C", "This cell must be filled in."),
        id="only invisible characters",
    ),
    pytest.param(
        {"Quầy": {"D3": "dat-dai, dien-luc"}},
        ("Quầy", 3, "D", "The code “dien-luc” is not on the sheet “Lĩnh vực”."),
        id="unknown field",
    ),
    pytest.param(
        {"Lĩnh vực": {"E2": "nhom-la"}},
        ("Lĩnh vực", 2, "E", "The code “nhom-la” is not on the sheet “Nhóm lĩnh vực”."),
        id="unknown group",
    ),
    pytest.param(
        {"Lịch trực": {"B2": "q9"}},
        ("Lịch trực", 2, "B", "The code “q9” is not on the sheet “Quầy”."),
        id="unknown counter",
    ),
    pytest.param(
        {"Lịch trực": {"C3": "cc-z"}},
        ("Lịch trực", 3, "C", "The code “cc-z” is not on the sheet “Công chức”."),
        id="unknown officer",
    ),
    pytest.param(
        {"Công chức": {"A2": "tt-2"}},
        ("Công chức", 2, "A", "The code “tt-2” is not on the sheet “Đơn vị”."),
        id="unknown unit",
    ),
    pytest.param(
        {"Đơn vị": {"D3": "huyen"}},
        ("Đơn vị", 3, "D", "The code “huyen” is not among the other units of this sheet."),
        id="unknown unit above",
    ),
    pytest.param(
        {"Đơn vị": {"D2": "tt"}},
        ("Đơn vị", 2, "D", "The unit “tt” cannot stand above this one."),
        id="a centre above a commune",
    ),
    pytest.param(
        {"Đơn vị": {"D3": None}},
        ("Đơn vị", 3, "D", "A department or centre needs the code of the unit it belongs to."),
        id="a centre without commune",
    ),
    pytest.param(
        {"Đơn vị": {"H2": "xa-cu"}},
        ("Đơn vị", 2, "H", "The code “xa-cu” is not among the other units of this sheet."),
        id="unknown predecessor",
    ),
    pytest.param(
        {"Đơn vị": {"G2": date(2025, 6, 30)}},
        ("Đơn vị", 2, "G", "The last day lies before the first."),
        id="a unit that ends before it begins",
    ),
    pytest.param(
        {"Công chức": {"B3": "cc-a"}, "Lịch trực": {"C3": "cc-a", **ELSEWHEN}},
        ("Công chức", 3, "B", "The code “cc-a” is already used in row 2."),
        id="the same code twice",
    ),
    pytest.param(
        {"Quầy": {"D3": "ho-tich; ho-tich"}},
        ("Quầy", 3, "D", "The code “ho-tich” stands here twice."),
        id="the same code twice in a cell",
    ),
    pytest.param(
        {"Đơn vị": {"A3": "trung tâm"}, "Lĩnh vực": {"A2": None, "A3": None, "A4": None}},
        ("Đơn vị", 3, "A", f"“trung tâm” {NO_CODE}"),
        id="a code with a space and marks",
    ),
    pytest.param(
        {"Quầy": {"B3": "quay-so-hai-cua-trung-tam"}, "Lịch trực": {"B3": "q1", **ELSEWHEN}},
        ("Quầy", 3, "B", "At most 20 characters fit here; there are 25."),
        id="a code that is too long",
    ),
    pytest.param(
        {"Công chức": {"B3": SECOND_OF_JUNE}, "Lịch trực": {"C3": "cc-a", **ELSEWHEN}},
        ("Công chức", 3, "B", f"Excel has turned this code into a number or a day. {RETYPE}"),
        id="a code that Excel made a day",
    ),
    pytest.param(
        {"Công chức": {"C2": SECOND_OF_JUNE}},
        ("Công chức", 2, "C", f"Excel has turned this text into a day or a time. {RETYPE}"),
        id="a name that Excel made a day",
    ),
    pytest.param(
        {"Công chức": {"C2": "A" * 121}},
        ("Công chức", 2, "C", "At most 120 characters fit here; there are 121."),
        id="a name that is too long",
    ),
    pytest.param(
        {"Đơn vị": {"C3": "thôn"}},
        ("Đơn vị", 3, "C", "“thôn” is not one of: tỉnh, thành phố, xã, phường, đặc khu, phòng, trung tâm."),
        id="an unknown kind of unit",
    ),
    pytest.param(
        {"Đơn vị": {"E2": 912345678}},
        ("Đơn vị", 2, "E", f"Excel drops the zero in front. {RETYPE}"),
        id="a phone number without its zero",
    ),
    pytest.param(
        {"Đơn vị": {"E2": "gọi anh Ba"}},
        ("Đơn vị", 2, "E", "“gọi anh Ba” is not a phone number."),
        id="no phone number",
    ),
    pytest.param(
        {"Lịch trực": {"D2": "31/11/2026"}},
        ("Lịch trực", 2, "D", "“31/11/2026” is not a day. Please write it as 21/11/2026."),
        id="a day that does not exist",
    ),
    pytest.param(
        {"Lịch trực": {"D2": "tháng 11"}},
        ("Lịch trực", 2, "D", "“tháng 11” is not a day. Please write it as 21/11/2026."),
        id="no day",
    ),
    pytest.param(
        {"Lịch trực": {"D2": HALF_PAST_SEVEN}},
        ("Lịch trực", 2, "D", "“2026-11-23 07:30:00” is not a day. Please write it as 21/11/2026."),
        id="a day with a time",
    ),
    pytest.param(
        {"Lịch trực": {"G2": "25:00"}},
        ("Lịch trực", 2, "G", "“25:00” is not a time of day. Please write it as 07:30."),
        id="a time that does not exist",
    ),
    pytest.param(
        {"Lịch trực": {"H2": "trưa"}},
        ("Lịch trực", 2, "H", "“trưa” is not a time of day. Please write it as 07:30."),
        id="no time",
    ),
    pytest.param(
        {"Lịch trực": {"H2": "07:30"}},
        ("Lịch trực", 2, "H", "The shift ends before it begins."),
        id="a shift that ends when it begins",
    ),
    pytest.param(
        {"Lịch trực": {"E2": "22/11/2026"}},
        ("Lịch trực", 2, "E", "The last day lies before the first."),
        id="a span that ends before it begins",
    ),
    pytest.param(
        {"Lịch trực": {"E2": "24/11/2027"}},
        ("Lịch trực", 2, "E", "One row may cover a year at most."),
        id="a span of more than a year",
    ),
    pytest.param(
        {"Lịch trực": {"F2": "T8"}},
        ("Lịch trực", 2, "F", "“T8” names no weekdays. Please write T2-T6, or T2, T4, T7, CN."),
        id="no weekdays",
    ),
    pytest.param(
        {"Lịch trực": {"F2": SECOND_OF_JUNE}},
        ("Lịch trực", 2, "F", "Excel has turned the weekdays into a day. Please write them as T2-T6."),
        id="weekdays that Excel made a day",
    ),
    pytest.param(
        {"Lịch trực": {"F2": "CN"}},
        ("Lịch trực", 2, "F", "None of these weekdays lies between the two days."),
        id="weekdays outside the span",
    ),
    pytest.param(
        {"Lịch trực": {"B3": "q1"}},
        (
            "Lịch trực",
            3,
            "B",
            "On 23/11/2026 the counter “q1” already has an officer at this time, in row 2.",
        ),
        id="two officers at one counter",
    ),
    pytest.param(
        {"Lịch trực": {"C3": "cc-a", "D3": "27/11/2026", "G3": "11:00", "H3": "12:00"}},
        (
            "Lịch trực",
            3,
            "C",
            "On 27/11/2026 the officer “cc-a” is already at a counter at this time, in row 2.",
        ),
        id="one officer at two counters",
    ),
    pytest.param(
        {"Lịch trực": {"B3": "q1", "C3": "cc-a"}},
        (
            "Lịch trực",
            3,
            "B",
            "On 23/11/2026 the counter “q1” already has an officer at this time, in row 2.",
        ),
        id="the same row twice",
    ),
    pytest.param(
        {"Lĩnh vực": {"F2": "có lẽ"}},
        ("Lĩnh vực", 2, "F", "“có lẽ” is neither yes nor no. Please write “có” or “không”."),
        id="neither yes nor no",
    ),
    pytest.param(
        {"Lĩnh vực": {"F2": "có"}},
        ("Lĩnh vực", 4, "F", "Row 2 already is the field for other matters."),
        id="two fields for other matters",
    ),
    pytest.param(
        {"Lĩnh vực": {"C2": "Đất đai, đo đạc và bản đồ, giải phóng mặt bằng", "D2": None}},
        ("Lĩnh vực", 2, "D", "The name is long; please give a short one of at most 40 characters."),
        id="a long name without a short one",
    ),
    pytest.param(
        {"Quầy": {"C2": "=B2"}},
        ("Quầy", 2, "C", "The cell holds a formula. Please replace it by its value."),
        id="a formula",
    ),
    pytest.param(
        {"Điểm quét": {"B2": "quầy"}},
        ("Điểm quét", 2, "C", "This kind of place needs the code of its counter, officer or field."),
        id="a counter's code without counter",
    ),
    pytest.param(
        {"Điểm quét": {"B2": "lối vào"}},
        ("Điểm quét", 2, "D", "This kind of place needs a label."),
        id="an entrance without label",
    ),
    pytest.param(
        {"Điểm quét": {"B2": "phiếu", "C2": "q1", "D2": "Phiếu từ chối"}},
        ("Điểm quét", 2, "C", "This kind of place has no code; please leave the cell empty."),
        id="a slip with a counter",
    ),
    pytest.param(
        {"Điểm quét": {"B2": "quầy", "C2": "q1", "B3": "quầy", "C3": "q1"}},
        ("Điểm quét", 3, "B", "The same place already stands in row 2."),
        id="the same place twice",
    ),
]


@pytest.mark.parametrize(("cells", "error"), ONE_MISTAKE)
def test_a_mistake_is_named_by_sheet_row_and_column(cells, error):
    assert errors_of(with_cells(cells)) == [error]


def test_an_error_value_of_the_spreadsheet_is_named():
    def write(book):
        book["Quầy"]["C2"] = "#REF!"
        book["Quầy"]["C2"].data_type = "e"

    assert errors_of(spoiled(write)) == [
        ("Quầy", 2, "C", "The cell holds an error of the spreadsheet: #REF!.")
    ]


def test_a_bare_number_is_not_a_day():
    def write(book):
        book["Lịch trực"]["D2"] = 46347
        book["Lịch trực"]["D2"].number_format = "General"

    assert errors_of(spoiled(write)) == [
        ("Lịch trực", 2, "D", "“46347” is not a day. Please write it as 21/11/2026.")
    ]
