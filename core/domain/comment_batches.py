"""Batches of comments: how many together, of which months, and where a field may be named (docs/promises.md D12)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

#: A comment never comes out alone: at least so many of one office and stretch of months together.
LEAST_TOGETHER = 5
#: A field stands beside a text only where so many answered about it in the month (docs/promises.md R9).
LEAST_FOR_TEXT = 10
#: A topic's number is shown from so many comments on.
LEAST_COUNTED = 5


@dataclass(frozen=True)
class Stretch:
    """Months whose comments come out together, by their first days; those in between may have none."""

    months: tuple[date, ...]

    @property
    def first(self) -> date:
        """The earliest month."""
        return self.months[0]

    @property
    def last(self) -> date:
        """The latest month."""
        return self.months[-1]


def stretches(marked: Mapping[date, int], today: date) -> tuple[Stretch, ...]:
    """Return what may come out of the comments marked by month: closed months, each with enough or with others.

    A month with enough stands alone. Those with fewer wait and are put together, the oldest first, until they are
    enough; the label then names the first and the last of them.
    """
    this_month = today.replace(day=1)
    found: list[Stretch] = []
    waiting: list[date] = []
    number = 0
    for month in sorted(month for month, count in marked.items() if count and month < this_month):
        if marked[month] >= LEAST_TOGETHER:
            found.append(Stretch((month,)))
            continue
        waiting.append(month)
        number += marked[month]
        if number >= LEAST_TOGETHER:
            found.append(Stretch(tuple(waiting)))
            waiting, number = [], 0
    return tuple(sorted(found, key=lambda one: one.months))


def fields_shown(answers: Mapping[int, int]) -> frozenset[int]:
    """Return the fields that may stand beside comments of a month, of the answers by field (0: not known).

    Those left out must be enough together as well, or the missing name would be the name: then the smallest of the
    others is left out too.
    """
    shown = sorted(
        (field for field, count in answers.items() if field and count >= LEAST_FOR_TEXT),
        key=lambda field: (answers[field], field),
    )
    hidden = sum(count for field, count in answers.items() if field not in shown)
    while shown and 0 < hidden < LEAST_FOR_TEXT:
        hidden += answers[shown.pop(0)]
    return frozenset(shown)
