"""Broken files in the place of an XLSForm: two hundred of them, each read or refused with a reason, none crashing."""

import io
import random
import warnings
import zipfile
from datetime import date, time
from pathlib import Path

import pytest
from flask import Flask
from openpyxl import Workbook, load_workbook

from core.domain.builtin import QUICK
from core.domain.questionnaire_draft import draft_of
from core.domain.xlsform.form import FormRefused
from core.domain.xlsform.reading import draft_from
from core.domain.xlsform.writing import form_of
from core.reports import xlsform_file
from core.services.office_workbook import WorkbookRefused
from core.services.xlsform_file import MOST_COLUMNS, read_form
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


def test_a_cell_beyond_the_columns_read_is_left_alone_and_one_too_far_down_refuses(app: Flask):
    book = opened(FORMS[-1].read_bytes())
    page = book["survey"]
    page.cell(2, MOST_COLUMNS + 1).value = "xa"
    right = outcome(saved(book))
    page.cell(60_000, 1).value = "text"
    with app.test_request_context():
        down = outcome(saved(book))

    assert right == []
    assert len(down) == 1


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
        {"type": "text", "name": "5", "a": "TRUE", "b": "2026-01-02T00:00:00", "c": "0.5", "d": "hai dòng"}
    ]
