"""One-time cards: what a person without a smartphone carries as second factor, on one sheet of A4."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import typst

from core import labels

_HERE = Path(__file__).parent
_TEMPLATES = _HERE / "templates"
_FONTS = _HERE / "fonts"


@dataclass(frozen=True)
class Card:
    """One person's card: whose it is, which one counts, and its codes, first line first."""

    office: str
    name: str
    login: str
    number: int
    made_on: date
    codes: tuple[str, ...]


def make(card: Card) -> bytes:
    """Return the card as a tagged PDF; the same card gives the same bytes."""
    data = {
        "office": card.office,
        "name": card.name,
        "login": card.login,
        "number": str(card.number),
        "made_on": labels.day(card.made_on),
        "codes": card.codes,
    }
    compiler = typst.Compiler(
        _TEMPLATES / "one_time_card.typ",
        root=_TEMPLATES,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[_FONTS]),
        # Names travel as data: the template prints them and never reads them as markup.
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    pdf = compiler.compile(format="pdf")
    if not isinstance(pdf, bytes):
        raise TypeError(f"expected one PDF, got {type(pdf).__name__}")
    return pdf
