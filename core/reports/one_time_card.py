"""One-time cards: what a person without a smartphone carries as second factor, on one sheet of A4."""

from dataclasses import dataclass
from datetime import date

from core import labels
from core.reports import typesetting


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
    """Return the card as PDF (see typesetting.pdf); the same card gives the same bytes."""
    data = {
        "office": card.office,
        "name": card.name,
        "login": card.login,
        "number": str(card.number),
        "made_on": labels.day(card.made_on),
        "codes": card.codes,
    }
    return typesetting.pdf("one_time_card", data)
