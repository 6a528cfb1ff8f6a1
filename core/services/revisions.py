"""Revisions: what the row of a revision holds, whichever door brought it, and what it does to the live cells."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, RowMapping, bindparam, insert, select

from core import clock
from core.db import Prepared
from core.domain.questionnaire import AnswerRefused, Kind, Questionnaire
from core.domain.rollup import CellKey, Counts, count, total
from core.domain.submission import (
    ABSENT,
    TOO_FAST_SECONDS,
    Quality,
    SubmissionDraft,
    Tier,
)
from core.models import CELL_LIVE, DutyEntry, InboxRevision, ServiceField, Touchpoint
from core.services import cells, words
from core.services.kiosk import changing_codes
from core.services.words import Told

_PLACE = (
    select(
        Touchpoint.unit_id,
        Touchpoint.counter_id,
        Touchpoint.officer_id,
        DutyEntry.officer_id.label("duty_officer_id"),
        ServiceField.id.label("field_id"),
    )
    .outerjoin(
        DutyEntry, (DutyEntry.id == bindparam("duty")) & (DutyEntry.counter_id == Touchpoint.counter_id)
    )
    .outerjoin(
        ServiceField, (ServiceField.id == bindparam("field")) & (ServiceField.unit_id == Touchpoint.unit_id)
    )
    .where(Touchpoint.id == bindparam("touchpoint"))
)
_FIND_PLACE = Prepared(lambda _dialect: _PLACE)
_INSERT = Prepared(lambda _dialect: insert(InboxRevision))


class Content(NamedTuple):
    """The content of a revision, comparable with a stored one."""

    answers: str
    field_id: int
    duty_entry_id: int
    officer_id: int


def first_facts(connection: Connection, draft: SubmissionDraft) -> dict[str, Any]:
    """What the first revision settles for all: place, day, way, trust and the officer on duty; spends its code."""
    place = place_of(connection, draft)
    return {
        "unit_id": place["unit_id"],
        "version_id": draft.version_id,
        "touchpoint_id": draft.touchpoint_id,
        "counter_id": place["counter_id"] or ABSENT,
        "field_id": ABSENT,
        "duty_entry_id": draft.duty_entry_id if place["duty_officer_id"] else ABSENT,
        "officer_id": place["duty_officer_id"] or place["officer_id"] or ABSENT,
        "round_id": draft.round_id or ABSENT,
        "channel": str(draft.channel),
        "tier": str(_tier(connection, draft, place["unit_id"])),
        "day": draft.day,
        "received_on": clock.today(),
    }


def _tier(connection: Connection, draft: SubmissionDraft, unit_id: int) -> Tier:
    """Return the trust an answer earns: one code gives one answer of tier A, and the next ones are open ones."""
    if draft.slot_mark is None or changing_codes.spend(connection, draft.slot_mark, unit_id):
        return draft.tier
    return Tier.C


def place_of(connection: Connection, draft: SubmissionDraft) -> RowMapping:
    """Return where an answer belongs; refuse a place or field that does not fit (AnswerRefused)."""
    parameters = {
        "touchpoint": draft.touchpoint_id,
        "duty": draft.duty_entry_id or ABSENT,
        "field": draft.field_id or ABSENT,
    }
    place = _FIND_PLACE.run(connection, parameters).mappings().one_or_none()
    if place is None:
        raise AnswerRefused("unknown_touchpoint", touchpoint=draft.touchpoint_id)
    if draft.field_id and place["field_id"] is None:
        raise AnswerRefused("unknown_field", field=draft.field_id)
    return place


def content_of(draft: SubmissionDraft, questionnaire: Questionnaire, facts: dict[str, Any]) -> Content:
    """Return what this revision says; its field may change, its officer only be disclaimed."""
    has_officer = not draft.is_officer_disclaimed
    return Content(
        answers=questionnaire.encode(draft.answers),
        field_id=draft.field_id or ABSENT,
        duty_entry_id=facts["duty_entry_id"] if has_officer else ABSENT,
        officer_id=facts["officer_id"] if has_officer else ABSENT,
    )


def is_same(row: Row[Any], content: Content, told: Told) -> bool:
    """Does the stored revision say exactly this, its words and what they allow included?"""
    stored = Content(row.answers, row.field_id, row.duty_entry_id, row.officer_id)
    return stored == content and words.is_same(row, told)


def quality_of(
    draft: SubmissionDraft, questionnaire: Questionnaire, answers: str, first: Row[Any] | None
) -> int:
    """Label what looks unusual; labels never refuse (docs/promises.md P5)."""
    quality = (
        Quality(first.quality) & (Quality.TOO_FAST | Quality.CLOCK) if first is not None else Quality.NONE
    )
    fast = draft.seconds_to_answer is not None and draft.seconds_to_answer < TOO_FAST_SECONDS
    if first is None and fast:
        quality |= Quality.TOO_FAST
    if draft.is_clock_doubtful:
        quality |= Quality.CLOCK
    levels = [answers[q.position] for q in questionnaire.questions if q.kind is Kind.LEVEL]
    if len(levels) >= 10 and len(set(levels)) == 1 and levels[0] in "12345":
        quality |= Quality.STRAIGHT_LINE
    return int(quality)


def check(draft: SubmissionDraft, questionnaire: Questionnaire) -> None:
    """Refuse what no honest page could send: AnswerRefused, CommentTooLong."""
    questionnaire.encode(draft.answers)
    words.check(draft, questionnaire)


def add(connection: Connection, row: dict[str, Any]) -> None:
    """Put one revision into the inbox."""
    _INSERT.run(connection, row)


def move_live_cells(
    connection: Connection, questionnaire: Questionnaire, row: dict[str, Any], latest: Row[Any] | None
) -> None:
    """Add the new revision and take the one it follows away."""
    changes: list[tuple[CellKey, Counts]] = [(cell_key(row), count(questionnaire, row["answers"]))]
    if latest is not None:
        changes.append((cell_key(latest._asdict()), -count(questionnaire, latest.answers)))
    cells.add(connection, CELL_LIVE, total(changes))


def cell_key(row: dict[str, Any]) -> CellKey:
    """Return the cell a revision or settled submission belongs to."""
    return CellKey(*(row[name] for name in CellKey._fields))
