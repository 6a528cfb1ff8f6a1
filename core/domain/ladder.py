"""Ladder: published figures climb in immutable steps, so that nobody can read one person's answer between two of them.

A rung is the smallest thing that is published: the answers about one field of one unit, or about one officer in one
field and channel, of one trust tier, to one questionnaire version, given in one year. Every published figure is a sum
of rungs. A rung stays until enough new answers wait, then takes them all at once. So every figure, and every difference
of two figures – in time, or of an office and its fields – rests on no answers at all or on at least as many as a step
needs (docs/promises.md R2, R9, D10, D11).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from core.domain.access import Role
from core.domain.questionnaire import Question, Questionnaire, QuestionScope
from core.domain.rollup import Counts
from core.domain.submission import ABSENT

#: Sunday closes a week.
_SUNDAY = 6


class Cadence(StrEnum):
    """How often a ladder may climb."""

    DAY = "day"
    WEEK = "week"

    def closes_on(self, day: date) -> bool:
        """May a step be taken when this day is over?"""
        return self is Cadence.DAY or day.weekday() == _SUNDAY

    def last_close(self, through: date) -> date:
        """Return the last day, not after `through`, with which a step may close."""
        back = 0 if self is Cadence.DAY else (through.weekday() - _SUNDAY) % 7
        return through - timedelta(days=back)


#: How many new answers a step needs at least (docs/promises.md R2): by day 5, by week and about a person 10.
LEAST_NEW: Mapping[Cadence, int] = {Cadence.DAY: 5, Cadence.WEEK: 10}


def cadence_of(role: Role | None) -> Cadence:
    """Return how fresh the figures of units and fields are for a role; officers' figures move by week for everybody."""
    by_day = (Role.MANAGER, Role.LEADER, Role.PROVINCE)
    return Cadence.DAY if role in by_day else Cadence.WEEK


class Rung(NamedTuple):
    """What one ladder is about, whatever the year. Of a field: no officer, no channel."""

    unit_id: int
    field_id: int
    officer_id: int
    channel: str
    tier: str
    version_id: int

    @property
    def is_about_officer(self) -> bool:
        """Is it about a person, and not about a field of the unit?"""
        return self.officer_id != ABSENT


#: Counts of one rung by the year the answers were given in.
ByYear = Mapping[int, Counts]


@dataclass(frozen=True)
class Step:
    """The counts of a rung and year, from the year's first day on, as published when `closed_on` was over."""

    cadence: Cadence
    rung: Rung
    year: int
    closed_on: date
    counts: Counts


@dataclass(frozen=True)
class _Moves:
    """Which numbers of a rung take what is settled; the others wait."""

    persons: frozenset[int]
    slots: frozenset[int]


def climb(
    questionnaire: Questionnaire, rung: Rung, *, published: ByYear, settled: ByYear, least: int
) -> dict[int, Counts]:
    """Return the new counts by year; empty while fewer than `least` new answers wait, whatever years they are from.

    People and each criterion climb by themselves: a criterion that only two people answered waits, although
    their other answers are published.
    """
    if not settled:
        return {}
    nothing = Counts((0, 0, 0, 0), (0,) * len(next(iter(settled.values())).slots))
    waiting = _sum(settled, nothing) + -_sum(published, nothing)
    moves = _moves(questionnaire, waiting, least, is_about_officer=rung.is_about_officer)
    climbed = {
        year: _taken(published.get(year, nothing), settled.get(year, nothing), moves)
        for year in {*published, *settled}
    }
    return {
        year: counts for year, counts in sorted(climbed.items()) if counts != published.get(year, nothing)
    }


def _moves(questionnaire: Questionnaire, waiting: Counts, least: int, *, is_about_officer: bool) -> _Moves:
    _, office, field, officer = waiting.persons
    if is_about_officer:
        if officer < least:
            return _Moves(frozenset(), frozenset())
        return _Moves(frozenset({3}), _slots(questionnaire.criteria(QuestionScope.OFFICER), waiting, least))
    persons: set[int] = set()
    slots: set[int] = set()
    of_field = questionnaire.criteria(QuestionScope.FIELD)
    only_office = [
        question for question in questionnaire.criteria(QuestionScope.OFFICE) if question not in of_field
    ]
    if field >= least:
        persons.add(2)
        slots |= _slots(of_field, waiting, least)
    # Those who said something about the premises alone are the difference of two published numbers.
    if office - field >= least:
        persons.add(1)
    if persons:
        slots |= _slots(only_office, waiting, least)
    return _Moves(frozenset(persons), frozenset(slots))


def _slots(criteria: tuple[Question, ...] | list[Question], waiting: Counts, least: int) -> frozenset[int]:
    """Return the counters of the criteria that enough people answered anew."""
    moving: set[int] = set()
    for question in criteria:
        levels = [question.option(level).slot for level in "12345"]
        if sum(waiting.slots[slot] for slot in levels) >= least:
            moving.update(levels)
    return frozenset(moving)


def _taken(published: Counts, settled: Counts, moves: _Moves) -> Counts:
    """Return what stands published once the moving numbers are taken over."""
    field = (settled if 2 in moves.persons else published).persons[2]
    beyond = settled if 1 in moves.persons else published
    office = field + beyond.persons[1] - beyond.persons[2]
    officer = (settled if 3 in moves.persons else published).persons[3]
    slots = tuple(
        new if slot in moves.slots else old
        for slot, (old, new) in enumerate(zip(published.slots, settled.slots, strict=True))
    )
    return Counts((max(office, officer), office, field, officer), slots)


def _sum(by_year: ByYear, nothing: Counts) -> Counts:
    return sum(by_year.values(), nothing)
