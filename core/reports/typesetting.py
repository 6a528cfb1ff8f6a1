"""Typesetting: turns a template and what an office wrote into a PDF that is the same on every machine."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_FONTS = _HERE / "fonts"
#: Letters of a word that fit half a sheet; no Vietnamese word has as many (the longest has seven).
_LONGEST_WORD = 12
#: Letters without a space that anybody could have meant.
_LONGEST_NAME = 60
_MAY_BREAK = "\u200b"


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template; the same data give the same bytes.

    The file is tagged and conforms to PDF/UA-1, unless a name holds a letter our font lacks: then a gap is
    printed in its place, because a sheet with a gap is worth more than no sheet.
    """
    # Only our own fonts, so that the sheet is the same whatever the machine has installed.
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS])
    compiler = typst.Compiler(
        _TEMPLATES / f"{template}.typ",
        root=_TEMPLATES,
        font_paths=fonts,
        # Names travel as data: the template prints them and never reads them as markup.
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    try:
        return _compiled(compiler, is_strict=True)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _compiled(compiler, is_strict=False)


def _compiled(compiler: typst.Compiler, *, is_strict: bool) -> bytes:
    made = compiler.compile(format="pdf", pdf_standards=["ua-1"] if is_strict else [])
    if not isinstance(made, bytes):
        raise TypeError(f"expected one PDF, got {type(made).__name__}")
    return made


def printable(text: str) -> str:
    """Return the text composed, on one line, without invisible characters that could reorder or hide words."""
    composed = unicodedata.normalize("NFC", re.sub(r"\s+", " ", text))
    return "".join(letter for letter in composed if unicodedata.category(letter)[0] != "C").strip()


def breakable(name: str) -> str:
    """Return a printable name in which a word typed without spaces goes on in the next line, and ends with «…»."""
    shortened = re.sub(rf"(\S{{{_LONGEST_NAME}}})\S+", r"\1…", printable(name))
    return re.sub(rf"(\S{{{_LONGEST_WORD}}})(?=\S)", rf"\1{_MAY_BREAK}", shortened)
