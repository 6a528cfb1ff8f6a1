"""Posters: the sheets an office prints, cuts and puts beside its counters, one page each, as one PDF."""

from collections.abc import Sequence
from typing import Literal

from core.domain.posters import Poster
from core.reports import qr
from core.reports.qr import Correction
from core.reports.typesetting import breakable, pdf, printable

Paper = Literal["a5", "a4"]


def make(posters: Sequence[Poster], *, paper: Paper) -> bytes:
    """Return a PDF with one page per poster, in the given order; the same posters give the same bytes."""
    if not posters:
        raise ValueError("no posters to print")
    return pdf("poster", {"paper": paper, "posters": [sheet(poster) for poster in posters]})


def sheet(poster: Poster, *, correction: Correction = "Q") -> dict[str, object]:
    """Return what a template prints of one code: words, the drawing, and how many modules it has on a side."""
    return {
        "office": breakable(poster.office),
        "unit": breakable(poster.unit),
        "place": breakable(poster.place),
        "fields": [breakable(field) for field in poster.fields],
        "url": poster.url,
        "short_address": printable(poster.short_address),
        "check_address": printable(poster.check_address),
        "code": printable(poster.code),
        "qr": qr.svg(poster.url, correction=correction).decode(),
        "modules": qr.modules(poster.url, correction=correction),
    }
