"""Joined: what the sender of a merged letter reads of the case it is answered with: the course and the answer only."""

from dataclasses import replace

from sqlalchemy import select

from core.db import db
from core.domain.complaints.course import Action
from core.models import Complaint, ComplaintKey
from core.queries.complaints import contents
from core.queries.complaints.contents import EventLine

#: What was said to everybody who gets the answer; the other sender's words, and what was said to them alone, are not.
_ANSWERS = (Action.RELEASE, Action.CONCLUDE)
_WITHOUT_WORDS = (Action.EXTEND, Action.ORDER, Action.LAPSE)
#: Of one day, what came before the answer, the answer, and the word about it.
_LATER = (Action.CONFIRM, Action.CONTEST)


def of(found: Complaint, own: tuple[EventLine, ...]) -> tuple[Complaint, tuple[EventLine, ...]]:
    """Return the case whose course counts for a letter, and everything its sender reads, in order."""
    main = db.session.get(Complaint, found.merged_into) if found.merged_into else None
    if main is None:
        return found, own
    key = db.session.scalar(select(ComplaintKey.key).where(ComplaintKey.complaint_id == main.id))
    theirs = [
        event if event.action in _ANSWERS else replace(event, text="")
        for event in contents.events_of(main.id, key)
        if event.is_public and event.action in (*_ANSWERS, *_WITHOUT_WORDS)
    ]
    return main, tuple(sorted([*own, *theirs], key=_place))


def _place(event: EventLine) -> tuple[object, int]:
    rank = 1 if event.action in (*_ANSWERS, *_WITHOUT_WORDS) else 2 if event.action in _LATER else 0
    return event.day, rank
