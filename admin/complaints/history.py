"""The log of a case: what people did and what time did, by day, without what was said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from admin.complaints import words
from core.domain.complaints.course import Party
from core.queries.complaints.cases import Case


@dataclass(frozen=True)
class LogLine:
    """One thing that happened."""

    day: date
    what: str
    who: str


def lines(case: Case) -> list[LogLine]:
    """Return everything that happened to a case, the oldest first; on one day people before time."""
    return sorted([*_done(case), *_passed(case)], key=lambda line: line.day)


def _done(case: Case) -> Iterator[LogLine]:
    for event in case.events:
        who = event.who or str(words.PARTY_NAMES[event.party])
        yield LogLine(event.day, str(words.ACTION_NAMES[event.action]), who)


def _passed(case: Case) -> Iterator[LogLine]:
    for step in case.steps:
        yield LogLine(step.day, words.passed(step), str(words.PARTY_NAMES[Party.TIME]))
