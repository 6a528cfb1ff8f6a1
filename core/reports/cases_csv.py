"""Figures about cases as CSV: one record per number; the file form is that of results_csv.py."""

from collections.abc import Iterable, Sequence

from core.reports.results_csv import Cell, written


def make(
    preamble: Iterable[Sequence[Cell]], head: Sequence[Cell], records: Iterable[Sequence[Cell]]
) -> bytes:
    """Return the bytes of a file: what the numbers are worth, then the head, then the records."""
    rows = [*preamble, [], head, *records]
    return written(rows, max(len(row) for row in rows))
