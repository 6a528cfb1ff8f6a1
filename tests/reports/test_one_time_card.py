"""One-time cards: forty codes on one sheet that can also be read aloud."""

import io
from datetime import date

import pypdf

from core.reports import one_time_card
from core.reports.one_time_card import Card

CODES = tuple(f"{number:04} {number:04}" for number in range(1, 41))


def card(name: str) -> pypdf.PdfReader:
    """Return the card of somebody of this name."""
    made = Card("Xã Mẫu", name, "hoa", 2, date(2026, 11, 21), CODES)
    return pypdf.PdfReader(io.BytesIO(one_time_card.make(made)))


def test_a_card_holds_every_code_on_one_page_and_can_be_read_aloud():
    made = card("Lê Thị Hoa")

    [page] = made.pages
    told = " ".join(page.extract_text().split())
    assert [code for code in CODES if code not in told] == []
    assert b"pdfuaid:part>1<" in made.root_object["/Metadata"].get_data()


def test_a_letter_our_font_lacks_leaves_a_gap_and_not_no_card():
    assert len(card("Hoa 語").pages) == 1
