"""Pages of long lists: how many things a page shows, and which of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")

#: Lines a page shows.
PER_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list, and how long the list is."""

    items: tuple[Item, ...]
    number: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages the list has; an empty one has one."""
        return max(1, -(-self.total // PER_PAGE))


def offset_of(number: int, total: int) -> tuple[int, int]:
    """Return the page that exists nearest to the one asked for, and how many lines stand before it."""
    last = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), last)
    return number, (number - 1) * PER_PAGE


def cut(items: Sequence[Item], number: int) -> Page[Item]:
    """Return a page of a list that is read whole."""
    number, start = offset_of(number, len(items))
    return Page(tuple(items[start : start + PER_PAGE]), number, len(items))
