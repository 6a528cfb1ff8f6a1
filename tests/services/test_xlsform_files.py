"""Broken files in the place of an XLSForm: two hundred of them, each read or refused with a reason, none crashing."""

import io
import random
import warnings
import zipfile
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from core.domain.builtin import QUICK
from core.domain.questionnaire_draft import draft_of
from core.domain.xlsform.form import FormRefused
from core.domain.xlsform.reading import draft_from
from core.domain.xlsform.writing import form_of
from core.reports import xlsform_file
from core.services.office_workbook import WorkbookRefused
from core.services.xlsform_file import LIMITS, MOST_COLUMNS, read_form
from tests.support.databases import Databases


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: nothing is stored."""
    return sqlite_databases


FORMS = sorted((Path(__file__).parent / "xlsforms").glob("*.xlsx"))
#: Of each kind; nine kinds below make more than two hundred.
EACH = 24


def outcome(content: bytes) -> list[str]:
    """Return the reasons a file is refused for, nothing for one that is read; anything else is raised."""
    try:
        draft_from(read_form(content, "mau.xlsx"))
    except WorkbookRefused as refused:
        return [str(error) for error in refused.errors]
    except FormRefused as refused:
        return [str(finding.why) for finding in refused.problems]
    return []


def saved(book: Workbook) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def opened(content: bytes) -> Workbook:
    """Open a file to spoil it; decorations the library drops are of no interest here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content))


def sound(chance: random.Random) -> bytes:
    """Return a file that is whole: one of the project's own, or ours."""
    files = [form.read_bytes() for form in FORMS] + [xlsform_file.make(form_of(draft_of(QUICK)))]
    return chance.choice(files)


def cut(chance: random.Random) -> bytes:
    whole = sound(chance)
    return whole[: chance.randrange(len(whole))]


def spoiled(chance: random.Random) -> bytes:
    """Change a few bytes anywhere in the file."""
    content = bytearray(sound(chance))
    for _ in range(chance.randrange(1, 40)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content)


def repacked(chance: random.Random) -> bytes:
    """Spoil the text of one part, and pack it again as a sound ZIP."""
    with zipfile.ZipFile(io.BytesIO(sound(chance))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    part = parts[name]
    place = chance.randrange(len(part) + 1)
    parts[name] = chance.choice(
        [
            part[:place],
            part[:place] + b"\x00\x01\xff" + part[place:],
            part.decode("utf-8", "replace").encode("utf-16"),
            part[place:] + part[:place],
            b"",
        ]
    )
    if chance.random() < 0.3:
        del parts[name]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)
    return stream.getvalue()


def swapped(chance: random.Random) -> bytes:
    """Give the sheets each other's names."""
    book = opened(xlsform_file.make(form_of(draft_of(QUICK))))
    titles = ["survey", "choices", "settings", "Sheet1"]
    chance.shuffle(titles)
    for number, page in enumerate(book.worksheets):
        page.title = f"_{number}"
    for page, title in zip(book.worksheets, titles, strict=False):
        page.title = title
    return saved(book)


#: What a cell may hold instead of what it should.
_CELLS = (
    "x" * 32_000, "=1+1", "=HYPERLINK(\"x\")", "#REF!", -1, 1e308, True, date(2026, 1, 1), time(7, 30), "\u200b",
    "${", "((((", "'", "select_one", "begin group", "end repeat", "ﷺ" * 500, "<![CDATA[", "&amp;", "%s%(x)s",
    "_x0000_", "=" * 300, 0.1, "text", "end_group",
)  # fmt: skip


def odd_cells(chance: random.Random) -> bytes:
    """Put something strange into some cells."""
    book = opened(sound(chance))
    for _ in range(chance.randrange(1, 8)):
        page = chance.choice(book.worksheets)
        row, place = chance.randrange(1, page.max_row + 2), chance.randrange(1, page.max_column + 2)
        page.cell(row, place).value = chance.choice(_CELLS)
    return saved(book)


def merged(chance: random.Random) -> bytes:
    book = opened(sound(chance))
    page = chance.choice(book.worksheets)
    page.merge_cells(
        start_row=1,
        end_row=1 + chance.randrange(3),
        start_column=1,
        end_column=1 + chance.randrange(4),
    )
    return saved(book)


def scattered(chance: random.Random) -> bytes:
    """Leave a cell far down or far to the right."""
    book = opened(sound(chance))
    page = chance.choice(book.worksheets)
    page.cell(chance.choice([1, 400, 60_000]), chance.choice([1, 300, 16_384])).value = "xa"
    return saved(book)


def shuffled(chance: random.Random) -> bytes:
    """Put the rows of the sheets into another order."""
    book = opened(xlsform_file.make(form_of(draft_of(QUICK))))
    for page in book.worksheets:
        rows = [[cell.value for cell in row] for row in page.iter_rows()]
        chance.shuffle(rows)
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row, start=1):
                page.cell(number, place).value = value
    return saved(book)


def no_workbook(chance: random.Random) -> bytes:
    text = "type,name,label\ntext,q,Vì sao?\n" * chance.randrange(1, 9)
    encoding = chance.choice(["utf-8", "utf-16", "cp1258", "utf-8-sig"])
    start = chance.choice([b"", b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"<html>", b"\x00" * 50])
    return start + text.encode(encoding, "replace")


KINDS = (cut, spoiled, repacked, swapped, odd_cells, merged, scattered, shuffled, no_workbook)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_broken_file_is_read_or_refused_with_a_reason(app: Flask, kind):
    chance = random.Random(kind.__name__)
    with app.test_request_context():
        outcomes = [outcome(kind(chance)) for _ in range(EACH)]

    assert len(outcomes) * len(KINDS) > 200
    assert all(isinstance(reason, str) and reason for reasons in outcomes for reason in reasons)
    if kind in (cut, no_workbook):
        assert all(outcomes)


def refusals(content: bytes) -> list[tuple[str, int, str, str]]:
    """Return sheet, row and column of each cell that refuses a file, and how its sentence begins."""
    with pytest.raises(WorkbookRefused) as refused:
        read_form(content, "mau.xlsx")
    return [(one.sheet, one.row, one.column, str(one.sentence)[:24]) for one in refused.value.errors]


def plain(*rows: list[object], headings: tuple[str, ...] = ("type", "name", "label")) -> Workbook:
    """A workbook of one sheet `survey`."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "survey"
    for row in (list(headings), *rows):
        page.append(row)
    return book


def repacked_with(content: bytes, change: Callable[[str, bytes], bytes], method: int) -> bytes:
    """Pack a file again, each part changed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", method) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def test_what_stands_too_far_down_refuses_but_not_a_row_that_only_looks_different():
    book = plain(["text", "q", "Vì sao?"])
    page = book["survey"]
    page.cell(1_048_576, 1).number_format = "@"
    page.cell(1_048_576, 1).value = " "
    form = read_form(saved(book), "mau.xlsx")
    page.cell(60_000, 1).value = "text"

    assert form.survey is not None
    assert [row.number for row in form.survey.rows] == [2]
    assert [place[:2] for place in refusals(saved(book))] == [("survey", 60_000)]


def test_columns_without_a_heading_and_those_too_far_right_are_counted():
    book = plain(["text", "q", "Vì sao?", "lời thừa"])
    book["survey"].cell(1, MOST_COLUMNS + 30).value = "hint"
    form = read_form(saved(book), "mau.xlsx")

    assert form.survey is not None
    assert (form.survey.untitled, form.survey.beyond) == (("D",), 30)


def test_a_cell_merged_with_rows_that_say_something_refuses():
    book = plain(["text", "a", "A?"], ["text", "b"], ["text", "c", "C?"], ["", "", ""], ["note", "d", "D"])
    page = book["survey"]
    page.merge_cells("C2:C3")
    page.merge_cells("A4:B4")
    page.merge_cells("C6:C9")
    page.merge_cells("E1:G40")

    assert refusals(saved(book)) == [("survey", 2, "C", "The cell is merged with ")]


def test_a_day_excel_made_of_a_label_or_a_name_refuses_and_elsewhere_is_a_day():
    book = plain(
        ["text", "q", date(2026, 5, 1), date(2026, 5, 2)], headings=("type", "name", "label", "default")
    )
    refused = refusals(saved(book))
    book["survey"]["C2"] = "Vì sao?"
    form = read_form(saved(book), "mau.xlsx")

    assert refused == [("survey", 2, "C", "Excel has turned this te")]
    assert form.survey is not None
    assert form.survey.rows[0].cells["default"] == "2026-05-02"


def test_a_formula_for_a_heading_and_a_text_no_cell_holds_refuse():
    book = plain(["text", "q", "Vì sao?"], headings=("type", "name", "=A1"))
    too_long = repacked_with(
        saved(plain(["text", "q", "Vì sao?"])),
        lambda _name, part: part.replace("Vì sao?".encode(), b"x" * 40_000),
        zipfile.ZIP_DEFLATED,
    )

    assert refusals(saved(book)) == [("survey", 1, "C", "The cell holds a formula")]
    assert refusals(too_long) == [("survey", 2, "C", "At most 32767 characters")]


def test_line_breaks_of_other_programs_rich_text_and_odd_spaces_are_read_as_words():
    book = plain([" text\u00a0", "q", CellRichText("Vì ", TextBlock(InlineFont(b=True), "sao"), "?")])
    book["survey"]["C1"] = " Label :: Vietnamese (vi)\u00a0"
    book["survey"].append(["text", 7, "Một_x000D_\nhai"])
    draft = draft_from(read_form(saved(book), "mau.xlsx")).draft

    assert [(one.code, one.texts["vi"]) for one in draft.questions] == [("q", "Vì sao?"), ("7", "Một hai")]


def test_hidden_sheets_rows_and_columns_are_read_as_the_others():
    book = plain(["text", "q", "Vì sao?"])
    book.create_sheet("bìa").append(["Khảo sát"])
    book.active = 1
    book["survey"].sheet_state = "hidden"
    book["survey"].row_dimensions[2].hidden = True
    book["survey"].column_dimensions["C"].hidden = True

    assert draft_from(read_form(saved(book), "mau.xlsx")).draft.questions[0].texts == {"vi": "Vì sao?"}


def test_of_two_sheets_of_one_name_none_is_taken_for_the_other():
    book = plain(["text", "q", "Vì sao?"])
    book.create_sheet("Bìa")
    book.create_sheet("bìa ")
    sound = read_form(saved(book), "mau.xlsx")
    book.create_sheet("survey ").append(["type", "name"])

    assert sound.survey is not None
    assert refusals(saved(book)) == [("", 0, "", "The file has two sheets ")]


def test_an_unknown_encoding_and_a_part_that_cannot_be_unpacked_refuse(app: Flask):
    sound = saved(plain(["text", "q", "Vì sao?"]))
    strange = b'<?xml version="1.0" encoding="khong-co"?>'
    encoded = repacked_with(
        sound,
        lambda name, part: strange + part if name.endswith("styles.xml") else part,
        zipfile.ZIP_DEFLATED,
    )
    packed = bytearray(repacked_with(sound, lambda _name, part: part, zipfile.ZIP_LZMA))
    place = packed.find(b"xl/worksheets/sheet1.xml")
    packed[place + 40 : place + 60] = bytes(255 - byte for byte in packed[place + 40 : place + 60])

    with app.test_request_context():
        assert [len(outcome(content)) for content in (encoded, bytes(packed))] == [1, 1]


def test_a_small_file_that_unpacks_to_more_than_a_form_needs_is_refused_unread():
    sound = saved(plain(["text", "q", "Vì sao?"]))
    marks = repacked_with(
        sound,
        lambda name, part: (
            part.replace(b"<sheetData>", b"<sheetData>" + b"<row/>" * 400_000)
            if name.endswith("sheet1.xml")
            else part
        ),
        zipfile.ZIP_DEFLATED,
    )
    big = repacked_with(
        sound,
        lambda name, part: part + b" " * LIMITS.unpacked if name.endswith("sheet1.xml") else part,
        zipfile.ZIP_DEFLATED,
    )

    assert len(marks) < 40_000
    assert [refusals(content)[0][3] for content in (marks, big)] == ["The file unpacks to far "] * 2


def test_what_is_read_is_text_whatever_the_cell_holds():
    book = Workbook()
    page = book.worksheets[0]
    page.title = " Survey "
    page.append(["type", "name", "a", "b", "c", "d"])
    page.append(["text", 5.0, True, date(2026, 1, 2), 0.5, "  hai\n dòng\u200b "])

    form = read_form(saved(book), "C:\\tep\\mau.xlsx")

    assert form.name == "mau"
    assert form.survey is not None
    assert [dict(row.cells) for row in form.survey.rows] == [
        {"type": "text", "name": "5", "a": "TRUE", "b": "2026-01-02", "c": "0.5", "d": "hai dòng"}
    ]
