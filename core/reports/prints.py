"""Prints: codes as posters, folded cards, stickers, slips to hand out, or a board of the whole office; one PDF each."""

from collections.abc import Sequence
from itertools import groupby
from math import ceil

from core.domain.posters import PER_PAGE, Poster, Product
from core.reports import posters
from core.reports.typesetting import breakable, pdf


def make(product: Product, things: Sequence[Poster], *, copies: int = 1) -> bytes:
    """Return the PDF: every code `copies` times in the given order, slips by the sheet; a board names each once.

    The same things give the same bytes. Raise ValueError where there is nothing to print.
    """
    if not things or copies < 1:
        raise ValueError("nothing to print")
    repeated = [thing for thing in things for _copy in range(copies)]
    match product:
        case Product.POSTER_A4:
            return posters.make(repeated, paper="a4")
        case Product.POSTER_A5:
            return posters.make(repeated, paper="a5")
        case Product.CARD_A5 | Product.CARD_A6:
            return pdf("card", {"paper": product[-2:], "cards": [posters.sheet(one) for one in repeated]})
        case Product.STICKER:
            return pdf("stickers", {"stickers": [posters.sheet(one, correction="M") for one in repeated]})
        case Product.SLIP:
            return pdf("slips", {"slips": [posters.sheet(one, correction="M") for one in repeated]})
        case Product.BOARD:
            return pdf("board", {"boards": _boards(things)})


def pages(product: Product, codes: int, *, copies: int = 1) -> int:
    """Return how many pages so many codes take; a board of several units may take a few more."""
    return ceil(codes * (1 if product is Product.BOARD else copies) / PER_PAGE[product])


def _boards(things: Sequence[Poster]) -> list[dict[str, object]]:
    """Return one board for each unit, its codes in the given order."""
    return [
        {
            "office": breakable(office),
            "unit": breakable(unit),
            "codes": [posters.sheet(one, correction="M") for one in codes],
        }
        for (office, unit), codes in groupby(things, key=lambda one: (one.office, one.unit))
    ]
