"""Files that are no office workbook, damaged ones, and ones too large: each refused with a sentence."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from core.reports import office_template
from core.services.office_workbook import file, roster_checks
from tests.services.office_files import errors_of, office, saved


def packed(**parts):
    """A ZIP file with these parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


NO_WORKBOOK = "The file is not an Excel workbook (.xlsx)."
UNREADABLE = "The file cannot be read. Please open it in Excel and save it again as .xlsx."


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(b"", NO_WORKBOOK, id="empty"),
        pytest.param("mã;tên\n1;Quầy".encode(), NO_WORKBOOK, id="CSV"),
        pytest.param(packed(readme="x"), NO_WORKBOOK, id="another ZIP"),
        pytest.param(packed(**{"[Content_Types].xml": "<Types/>"}), UNREADABLE, id="a ZIP in disguise"),
        pytest.param(
            bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600),
            "The file is an old .xls workbook or has a password. Please save it as .xlsx without one.",
            id="an old workbook",
        ),
    ],
)
def test_what_is_no_workbook_is_refused_with_a_sentence(data, sentence):
    assert errors_of(data) == [("", 0, "", sentence)]


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_refused(share):
    whole = office_template.workbook(office())

    assert errors_of(whole[: int(len(whole) * share)]) == [("", 0, "", NO_WORKBOOK)]


def test_a_damaged_sheet_is_refused():
    data = office_template.workbook(office())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet3.xml"] = parts["xl/worksheets/sheet3.xml"][:200]

    assert errors_of(packed(**parts)) == [("", 0, "", UNREADABLE)]


@pytest.mark.parametrize(
    ("offset", "value"),
    [pytest.param(8, 1, id="with a password"), pytest.param(10, 99, id="packed in an unknown way")],
)
def test_a_workbook_whose_parts_cannot_be_unpacked_is_refused(offset: int, value: int):
    """In a ZIP's central directory an entry's flags stand at byte 8, its method at byte 10 (APPNOTE 4.3.12)."""
    data = bytearray(office_template.workbook(office()))
    entry = data.find(b"PK\x01\x02")
    while entry >= 0:
        data[entry + offset] = value
        entry = data.find(b"PK\x01\x02", entry + 4)

    assert errors_of(bytes(data)) == [("", 0, "", UNREADABLE)]


def test_a_file_too_large_is_refused_unread():
    assert errors_of(b"PK" + bytes(file.MAX_BYTES)) == [
        ("", 0, "", "The file is larger than 10 MB. Please split it.")
    ]


def test_a_file_that_unpacks_to_too_much_is_refused_unpacked(monkeypatch):
    monkeypatch.setattr(file, "MAX_UNPACKED", 50_000)

    assert errors_of(office_template.workbook(office())) == [
        ("", 0, "", "The file unpacks to far more than an office could have written.")
    ]


def test_a_sheet_with_too_many_rows_is_refused(monkeypatch):
    monkeypatch.setattr(file, "MAX_ROWS", 2)

    assert errors_of(office_template.workbook(office())) == [
        ("Lĩnh vực", 4, "", "The sheet has more than 2 rows. Please split it.")
    ]


def test_a_roster_of_too_many_shifts_is_refused(monkeypatch):
    monkeypatch.setattr(roster_checks, "MAX_SHIFTS", 9)

    assert errors_of(office_template.workbook(office())) == [
        ("Lịch trực", 0, "", "The roster adds up to more than 9 shifts. Please split it.")
    ]


def test_an_empty_workbook_lacks_every_sheet():
    assert [sheet for sheet, *_ in errors_of(saved(Workbook()))] == [
        "Đơn vị",
        "Nhóm lĩnh vực",
        "Lĩnh vực",
        "Quầy",
        "Công chức",
        "Lịch trực",
        "Điểm quét",
        "Chỉ tiêu",
    ]
