"""Posters: the sheets an office prints, cuts and puts beside its counters, one page each, as one PDF."""

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import typst

from core.domain.posters import Poster
from core.reports import qr

Paper = Literal["a5", "a4"]

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_FONTS = _HERE / "fonts"
#: Letters of a word that fit half a sheet; no Vietnamese word has as many (the longest has seven).
_LONGEST_WORD = 12
#: Letters without a space that anybody could have meant.
_LONGEST_NAME = 60
_MAY_BREAK = "\u200b"


def make(posters: Sequence[Poster], *, paper: Paper) -> bytes:
    """Return a PDF with one page per poster, in the given order; the same posters give the same bytes.

    The file is tagged and conforms to PDF/UA-1, unless a name holds a letter our font lacks: then a gap is
    printed in its place, because a sheet with a gap is worth more than no sheet.
    """
    if not posters:
        raise ValueError("no posters to print")
    data = {"paper": paper, "posters": [_sheet(poster) for poster in posters]}
    # Only our own fonts, so that the sheet is the same whatever the machine has installed.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])
    compiler = typst.Compiler(
        _TEMPLATES / "poster.typ",
        root=_TEMPLATES,
        font_paths=fonts,
        # Names travel as data: the template prints them and never reads them as markup.
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    try:
        return _pdf(compiler, is_strict=True)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _pdf(compiler, is_strict=False)


def _pdf(compiler: typst.Compiler, *, is_strict: bool) -> bytes:
    pdf = compiler.compile(format="pdf", pdf_standards=["ua-1"] if is_strict else [])
    if not isinstance(pdf, bytes):
        raise TypeError(f"expected one PDF, got {type(pdf).__name__}")
    return pdf


def _sheet(poster: Poster) -> dict[str, object]:
    return {
        "office": _breakable(poster.office),
        "unit": _breakable(poster.unit),
        "place": _breakable(poster.place),
        "fields": [_breakable(field) for field in poster.fields],
        "url": poster.url,
        "short_address": _printable(poster.short_address),
        "code": _printable(poster.code),
        "qr": qr.svg(poster.url).decode(),
        "modules": qr.modules(poster.url),
    }


def _printable(text: str) -> str:
    """Return the text composed, on one line, without invisible characters that could reorder or hide words."""
    composed = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))
    return "".join(letter for letter in composed if unicodedata.category(letter)[0] != "C").strip()


def _breakable(name: str) -> str:
    """Return a printable name in which a word typed without spaces goes on in the next line, and ends with «…»."""
    shortened = re.sub(rf"(\S{{{_LONGEST_NAME}}})\S+", r"\1…", _printable(name))
    return re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", rf"\1{_MAY_BREAK}", shortened)
