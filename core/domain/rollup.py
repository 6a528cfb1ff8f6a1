"""Rollups: how one submission moves the wide counters. Only additive numbers; shares are derived elsewhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from core.domain.questionnaire import SLOTS_PER_PART, Questionnaire, QuestionScope
from core.domain.scoring import Tally


class CellKey(NamedTuple):
    """What one counter row is about; an absent dimension is id 0, so that the key is always whole."""

    day: date
    unit_id: int
    field_id: int
    officer_id: int
    counter_id: int
    channel: str
    tier: str
    round_id: int
    version_id: int

    def by_month(self) -> "CellKey":
        """Return the key of the month cell this day belongs to."""
        return self._replace(day=self.day.replace(day=1))


#: Counts of persons in part 0: all submissions, and those counted in the office's, a field's, an officer's figure.
PERSON_COUNTS = ("n", "n_office", "n_field", "n_officer")


@dataclass(frozen=True)
class Counts:
    """Additive numbers of one cell: persons (see PERSON_COUNTS) and one counter per slot."""

    persons: tuple[int, int, int, int]
    slots: tuple[int, ...]

    def __add__(self, other: "Counts") -> "Counts":
        """Add two counts of the same questionnaire version."""
        return Counts(
            tuple(a + b for a, b in zip(self.persons, other.persons, strict=True)),  # type: ignore[arg-type]
            tuple(a + b for a, b in zip(self.slots, other.slots, strict=True)),
        )

    def __neg__(self) -> "Counts":
        """Return the counts that take these away."""
        return replace(
            self,
            persons=tuple(-a for a in self.persons),  # type: ignore[arg-type]
            slots=tuple(-a for a in self.slots),
        )

    @property
    def is_empty(self) -> bool:
        """Would adding these change nothing?"""
        return not any(self.persons) and not any(self.slots)

    def part(self, number: int) -> tuple[int, ...]:
        """Return the counters that stand in the cell's row of that part."""
        return self.slots[number * SLOTS_PER_PART : (number + 1) * SLOTS_PER_PART]


def count(questionnaire: Questionnaire, text: str) -> Counts:
    """Return what one answer text adds to its cell."""
    slots = [0] * (questionnaire.parts * SLOTS_PER_PART)
    for slot, amount in questionnaire.moves(text):
        slots[slot] += amount
    persons = (
        1,
        int(questionnaire.is_counted_for(QuestionScope.OFFICE, text)),
        int(questionnaire.is_counted_for(QuestionScope.FIELD, text)),
        int(questionnaire.is_counted_for(QuestionScope.OFFICER, text)),
    )
    return Counts(persons, tuple(slots))


def total(entries: Iterable[tuple[CellKey, Counts]]) -> dict[CellKey, Counts]:
    """Add up contributions by key, leaving out what came to nothing."""
    cells: dict[CellKey, Counts] = {}
    for key, counts in entries:
        cells[key] = cells[key] + counts if key in cells else counts
    return {key: counts for key, counts in cells.items() if not counts.is_empty}


def tallies(questionnaire: Questionnaire, scope: QuestionScope, slots: tuple[int, ...]) -> dict[str, Tally]:
    """Return the five counts of each criterion of a figure, from summed counters."""
    return {
        question.code: Tally(tuple(slots[question.option(level).slot] for level in "12345"))  # type: ignore[arg-type]
        for question in questionnaire.criteria(scope)
    }
