"""The log of a case: what people did and what time did, by day, without what was said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from admin.complaints import words
from core.domain.complaints.course import Party
from core.queries.complaints.cases import Case
from core.queries.complaints.photos import PhotoLine


@dataclass(frozen=True)
class LogLine:
    """One thing that happened."""

    day: date
    what: str
    who: str


def lines(case: Case, photos: Sequence[PhotoLine] = ()) -> list[LogLine]:
    """Return everything that happened to a case, the oldest first; on one day people before time."""
    return sorted([*_done(case), *_added(case, photos), *_passed(case)], key=lambda line: line.day)


def _done(case: Case) -> Iterator[LogLine]:
    for event in case.events:
        who = event.who or str(words.PARTY_NAMES[event.party])
        yield LogLine(event.day, str(words.ACTION_NAMES[event.action]), who)


def _added(case: Case, photos: Sequence[PhotoLine]) -> Iterator[LogLine]:
    """Photos that came with the letter are part of it; later ones are news."""
    for photo in photos:
        if photo.day > case.received_on:
            yield LogLine(photo.day, _("Photo added by the sender"), str(words.PARTY_NAMES[Party.CITIZEN]))


def _passed(case: Case) -> Iterator[LogLine]:
    for step in case.steps:
        yield LogLine(step.day, words.passed(step), str(words.PARTY_NAMES[Party.TIME]))
