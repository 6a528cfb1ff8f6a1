"""Reading an office workbook: what people write is understood, and every mistake is named by its cell."""

import unicodedata
from datetime import date, datetime, time, timedelta

import pytest
from flask_babel import force_locale

from core.domain.office import OfficeUnit, TouchpointKind, UnitKind
from core.domain.office.example import example
from core.reports import office_template
from core.services import office_workbook
from core.services.office_workbook import WorkbookRefused
from tests.services.office_files import BEGIN, OWN_TARGET, duty, errors_of, office, spoiled, with_cells


def test_the_example_commune_is_read_back_as_it_was_written():
    assert office_workbook.read(office_template.example(date(2026, 11, 21))) == example(date(2026, 11, 21))


def test_the_blank_template_has_only_remarks_and_wants_rows():
    assert errors_of(office_template.blank()) == [
        ("Đơn vị", 0, "", "The sheet needs at least one row."),
        ("Lĩnh vực", 0, "", "The sheet needs at least one row."),
        ("Quầy", 0, "", "The sheet needs at least one row."),
    ]


def test_every_mistake_is_told_at_once_in_the_order_of_the_file():
    data = with_cells(
        {
            "Chỉ tiêu": {"B2": "la"},
            "Đơn vị": {"F3": "hôm qua"},
            "Lịch trực": {"G3": "sáng", "D2": "mai"},
            "Quầy": {"C2": None},
        }
    )

    assert [(sheet, row, column) for sheet, row, column, _ in errors_of(data)] == [
        ("Đơn vị", 3, "F"),
        ("Quầy", 2, "C"),
        ("Lịch trực", 2, "D"),
        ("Lịch trực", 3, "G"),
        ("Chỉ tiêu", 2, "B"),
    ]


def test_an_error_carries_the_heading_of_its_column():
    with pytest.raises(WorkbookRefused) as refused:
        office_workbook.read(with_cells({"Lĩnh vực": {"C2": None}}))

    assert refused.value.errors[0].heading == "Tên lĩnh vực"


def test_a_missing_sheet_is_named():
    data = spoiled(lambda book: book.remove(book["Công chức"]))

    assert errors_of(data) == [
        ("Công chức", 0, "", "The sheet “Công chức” is missing. Take it from the template.")
    ]


def test_a_row_must_say_its_unit_where_there_are_several():
    second = OfficeUnit(
        code="tt2", name="Trung tâm 2", kind=UnitKind.CENTRE, parent_code="xa", valid_from=BEGIN
    )
    whole = office(units=(*office().units, second))

    found = errors_of(with_cells({"Quầy": {"A2": None}}, whole=whole))

    assert (
        "Quầy",
        2,
        "A",
        "The workbook has several units. Please say which one this row belongs to.",
    ) in found


def test_the_same_codes_may_be_used_in_two_units():
    second = OfficeUnit(
        code="tt2", name="Trung tâm 2", kind=UnitKind.CENTRE, parent_code="xa", valid_from=BEGIN
    )
    whole = office(units=(*office().units, second))
    field = {"A5": "tt2", "B5": "dat-dai", "C5": "Đất đai"}
    counter = {"A4": "tt2", "B4": "q1", "C4": "Quầy 1", "D4": "dat-dai"}

    read = office_workbook.read(with_cells({"Lĩnh vực": field, "Quầy": counter}, whole=whole))

    assert [(one.unit_code, one.code) for one in read.counters] == [("tt", "q1"), ("tt", "q2"), ("tt2", "q1")]


def test_a_counter_cannot_serve_a_field_of_another_unit():
    second = OfficeUnit(
        code="tt2", name="Trung tâm 2", kind=UnitKind.CENTRE, parent_code="xa", valid_from=BEGIN
    )
    counter = {"A4": "tt2", "B4": "q1", "C4": "Quầy 1", "D4": "dat-dai"}

    found = errors_of(with_cells({"Quầy": counter}, whole=office(units=(*office().units, second))))

    assert found == [("Quầy", 4, "D", "The code “dat-dai” is not on the sheet “Lĩnh vực”.")]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        pytest.param("  Công chức A.\u00a0", "Công chức A.", id="spaces at the ends"),
        pytest.param("Công\u00a0 chức\nA.", "Công chức A.", id="other white space inside"),
        pytest.param("Công\u200b chức\ufeff A.\u200e", "Công chức A.", id="invisible characters"),
        pytest.param(unicodedata.normalize("NFD", "Công chức A."), "Công chức A.", id="taken apart letters"),
        pytest.param(8, "8", id="a number"),
    ],
)
def test_a_name_is_read_as_people_see_it(written, name):
    read = office_workbook.read(with_cells({"Công chức": {"C2": written}}))

    assert read.officers[0].name == name


@pytest.mark.parametrize("written", [1, 1.0, "1", " 1 "])
def test_a_code_may_be_typed_as_a_number(written):
    cells = {"Quầy": {"B2": written}, "Lịch trực": {"B2": "1"}}

    assert office_workbook.read(with_cells(cells)).counters[0].code == "1"


def test_capitals_in_codes_make_no_difference():
    read = office_workbook.read(with_cells({"Lịch trực": {"B2": "Q1", "C2": "CC-A"}}))

    assert read.duties[0] == duty("q1", "cc-a")


@pytest.mark.parametrize(
    "written",
    [
        datetime.combine(date(2026, 11, 23), time()),
        date(2026, 11, 23),
        "23/11/2026",
        "23-11-2026",
        "23.11.2026",
        "2026-11-23",
    ],
)
def test_a_day_may_be_excels_own_or_typed(written):
    read = office_workbook.read(with_cells({"Lịch trực": {"D2": written}}))

    assert read.duties[0].first_day == date(2026, 11, 23)


@pytest.mark.parametrize(
    "written",
    [time(7, 30), timedelta(hours=7, minutes=30), "07:30", "7:30", "7h30", "7 giờ 30", "7g30", "07:30:00"],
)
def test_a_time_may_be_excels_own_or_typed(written):
    read = office_workbook.read(with_cells({"Lịch trực": {"G2": written}}))

    assert read.duties[0].starts == time(7, 30)


@pytest.mark.parametrize(
    ("written", "number_format", "hundredths"),
    [
        (95, "General", 9500),
        (92.5, "General", 9250),
        (0.95, "0%", 9500),
        (0.9255, "0.00%", 9255),
        ("95%", "@", 9500),
        ("92,5 %", "@", 9250),
        ("92.55", "@", 9255),
        (100, "General", 10000),
    ],
)
def test_a_percentage_may_be_a_number_a_share_in_percent_or_typed(written, number_format, hundredths):
    def write(book):
        for place, value in OWN_TARGET.items():
            book["Chỉ tiêu"][place] = value
        book["Chỉ tiêu"]["E2"] = written
        book["Chỉ tiêu"]["E2"].number_format = number_format

    assert office_workbook.read(spoiled(write)).targets[0].threshold == hundredths


def test_remarks_and_empty_rows_are_passed_over():
    def write(book):
        book["Công chức"]["A6"] = "# nghỉ thai sản: chị D."
        book["Công chức"]["A9"] = "tt"
        book["Công chức"]["B9"] = "cc-d"
        book["Công chức"]["C9"] = "Công chức D."

    assert [one.code for one in office_workbook.read(spoiled(write)).officers] == ["cc-a", "cc-b", "cc-d"]


def test_a_sheet_of_ones_own_is_passed_over():
    data = spoiled(lambda book: book.create_sheet("Ghi chú của tôi").append(["=1+1"]))

    assert office_workbook.read(data) == office()


def test_the_title_of_a_sheet_may_be_written_with_taken_apart_letters():
    def write(book):
        book["Quầy"].title = unicodedata.normalize("NFD", " quầy")

    assert office_workbook.read(spoiled(write)) == office()


def test_a_touchpoint_of_ones_own_is_read():
    cells = {"Điểm quét": {"B2": "phiếu", "D2": "Phiếu từ chối", "E2": "19 tiêu chí"}}

    (touchpoint,) = office_workbook.read(with_cells(cells)).touchpoints

    assert (touchpoint.kind, touchpoint.label) == (TouchpointKind.SLIP, "Phiếu từ chối")
    assert touchpoint.questionnaire_code == "ministry"


def test_a_name_that_begins_like_a_formula_survives_being_written_and_read():
    counter = (
        office().counters[0].__class__(unit_code="tt", code="q1", name="=Quầy một", field_codes=("ho-tich",))
    )
    whole = office(counters=(counter, office().counters[1]))

    assert office_workbook.read(office_template.workbook(whole)) == whole


def test_a_wrong_heading_is_not_followed_by_complaints_about_references():
    data = with_cells({"Công chức": {"B1": "Mã"}})

    assert [(sheet, row, column) for sheet, row, column, _ in errors_of(data)] == [("Công chức", 1, "B")]


def test_shifts_that_touch_do_not_overlap():
    whole = office(duties=(duty("q1", "cc-a"), duty("q1", "cc-b", starts=time(11, 30), ends=time(12))))

    assert office_workbook.read(office_template.workbook(whole)) == whole


def test_an_administrator_reads_the_mistakes_in_vietnamese(app):
    with pytest.raises(WorkbookRefused) as refused:
        office_workbook.read(with_cells({"Lĩnh vực": {"C2": None}, "Lịch trực": {"D2": "mai"}}))

    with force_locale("vi"):
        assert [str(error) for error in refused.value.errors] == [
            "Ô này bắt buộc phải điền.",
            "“mai” không phải là ngày. Xin ghi dạng 21/11/2026.",
        ]
