"""Order of arrival: does the place of a row in files, pages and transactions tell who came before whom?"""

import math
import random
from collections.abc import Sequence
from itertools import groupby

#: Beyond four standard deviations nobody believes in chance (one in 16,000).
BELIEF = 4.0


def tells_order(arrivals: Sequence[int], places: Sequence[float]) -> bool:
    """Do places rise or fall with arrivals more than chance would let them?"""
    return abs(strength(arrivals, places)) > BELIEF


def tells_order_within_pages(arrivals: Sequence[int], offsets: Sequence[int], page_size: int) -> bool:
    """The same inside each page, all pages together: a page may be filled in the order of arrival, wherever it lies."""
    rows = sorted(zip(offsets, arrivals, strict=True))
    pages = [list(page) for _, page in groupby(rows, key=lambda row: row[0] // page_size)]
    found = [
        strength([arrival for _, arrival in page], [offset for offset, _ in page])
        for page in pages
        if len(page) > 3
    ]
    return bool(found) and abs(sum(found)) / math.sqrt(len(found)) > BELIEF


def tells_neighbours(arrivals: Sequence[int], places: Sequence[float]) -> bool:
    """Do rows that lie side by side belong to people who came one after the other, more often than chance?"""
    in_place = [arrival for _, arrival in sorted(zip(places, arrivals, strict=True))]
    ranks = _ranks(in_place)
    dice = random.Random(16)
    chance = [_steps(dice.sample(ranks, len(ranks))) for _ in range(200)]
    mean = sum(chance) / len(chance)
    deviation = math.sqrt(sum((value - mean) ** 2 for value in chance) / len(chance))
    return abs(_steps(ranks) - mean) > BELIEF * deviation


def strength(first: Sequence[float], second: Sequence[float]) -> float:
    """Return Spearman's rank correlation in standard deviations from none; 0 when one of them is all the same."""
    a, b = _ranks(first), _ranks(second)
    n = len(a)
    mean = (n - 1) / 2
    covariance = sum((x - mean) * (y - mean) for x, y in zip(a, b, strict=True))
    spread = math.sqrt(sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b))
    return covariance / spread * math.sqrt(n - 1) if spread else 0.0


def _ranks(values: Sequence[float]) -> list[float]:
    """Return each value's place among all; equal values share the middle of theirs."""
    ordered = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    for _, tied in groupby(enumerate(ordered), key=lambda pair: values[pair[1]]):
        places = list(tied)
        middle = (places[0][0] + places[-1][0]) / 2
        for _, index in places:
            ranks[index] = middle
    return ranks


def _steps(ranks: Sequence[float]) -> float:
    return sum(abs(after - before) for before, after in zip(ranks, ranks[1:], strict=False))
