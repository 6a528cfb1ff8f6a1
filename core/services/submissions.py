"""Submissions: takes what a door read, and stores each distinct revision exactly once (promises P1, P2)."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, RowMapping, bindparam, insert, select, text

from core import clock, config
from core.db import UNAVAILABLE, Prepared, write_together
from core.domain.access import SYSTEM
from core.domain.questionnaire import BLANK, AnswerRefused, Kind, Questionnaire
from core.domain.rollup import CellKey, Counts, count, total
from core.domain.submission import (
    ABSENT,
    MAX_COMMENT,
    MAX_REVISIONS,
    TOO_FAST_SECONDS,
    CommentTooLong,
    NothingAnswered,
    Outcome,
    Quality,
    Receipt,
    StorageUnavailable,
    SubmissionDraft,
    TooManyRevisions,
)
from core.models import CELL_LIVE, DutyEntry, InboxRevision, ServiceField, Submission, Touchpoint
from core.queries import questionnaires
from core.services import cells, comments, locks
from core.services.comments import ProtectedComment
from core.services.personal_data import Masked, mask

log = logging.getLogger("langnghe")

_INBOX = InboxRevision.__table__
_FIND_REVISIONS = select(_INBOX).where(_INBOX.c.id == bindparam("id")).order_by(_INBOX.c.revision)
_FIND_SETTLED = select(Submission.revision, Submission.answers).where(Submission.id == bindparam("id"))
_IS_KNOWN = Prepared(
    lambda _dialect: text(
        "SELECT 1 FROM submission WHERE id = :id UNION ALL SELECT 1 FROM inbox WHERE id = :id"
    )
)
_INSERT = Prepared(lambda _dialect: insert(InboxRevision))
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


class _Revision(NamedTuple):
    """The content of a revision, comparable with a stored one."""

    answers: str
    field_id: int
    duty_entry_id: int
    officer_id: int


def accept(draft: SubmissionDraft) -> Receipt:
    """Store one revision of a submission and move the live cells; success means it is on disk.

    The same content again is the same success; other content is the next revision. A form drawn after revision
    k repeats only what came later: a retry is one success, while a deliberate return to an earlier level still
    counts. Raises AnswerRefused, NothingAnswered, CommentTooLong, TooManyRevisions or StorageUnavailable; then
    nothing is stored.
    """
    questionnaire = questionnaires.version(SYSTEM, draft.version_id)
    _check(draft, questionnaire)
    masked = mask(draft.comment.strip())
    submission_id = sha256(draft.secret).digest()[:16]

    def store(connection: Connection) -> Receipt:
        locks.enter_inbox(connection, submission_id)
        if _IS_KNOWN.run(connection, {"id": submission_id}).first() is None:
            return _revise(connection, submission_id, draft, questionnaire, masked, [])
        settled = connection.execute(_FIND_SETTLED, {"id": submission_id}).one_or_none()
        if settled is not None:
            return Receipt(Outcome.SETTLED, settled.revision, questionnaire.decode(settled.answers))
        stored = connection.execute(_FIND_REVISIONS, {"id": submission_id}).all()
        return _revise(connection, submission_id, draft, questionnaire, masked, stored)

    try:
        return write_together(store)
    except (*UNAVAILABLE, OSError) as error:
        log.error("a revision could not be stored: %s", type(error).__name__)
        raise StorageUnavailable("storage_unavailable") from error


def _check(draft: SubmissionDraft, questionnaire: Questionnaire) -> None:
    """Refuse what no honest page could send."""
    questionnaire.encode(draft.answers)
    if len(draft.comment) > MAX_COMMENT:
        raise CommentTooLong("comment_too_long", limit=MAX_COMMENT, length=len(draft.comment))


def _revise(
    connection: Connection,
    submission_id: bytes,
    given: SubmissionDraft,
    questionnaire: Questionnaire,
    masked: Masked,
    stored: Sequence[Row[Any]],
) -> Receipt:
    first, latest = (stored[0], stored[-1]) if stored else (None, None)
    if first is not None and first.version_id != given.version_id:
        raise AnswerRefused("other_version", version=given.version_id)
    draft = _with_earlier_answers(given, questionnaire, latest)
    facts = first._asdict() if first is not None else _first_facts(connection, draft)
    if latest is not None and draft.field_id:
        _place(connection, draft)
    content = _content(draft, questionnaire, facts)
    comment_source = None if masked.text or draft.is_comment_dropped else latest
    tap = _content(given, questionnaire, facts) if given.keeps_earlier_details else None
    seen = [row for row in stored if row.revision > draft.seen_revision or row is latest]
    is_repeated = any(
        _is_same(row, content, masked.text, comment_source) or _is_bare(row, tap) for row in seen
    )
    if latest is not None and is_repeated:
        return Receipt(Outcome.DUPLICATE, latest.revision, questionnaire.decode(latest.answers), masked.kinds)
    if not content.answers.strip(BLANK) and not masked.text:
        raise NothingAnswered("nothing_answered")
    if len(stored) >= MAX_REVISIONS:
        raise TooManyRevisions("too_many_revisions", limit=MAX_REVISIONS)
    row = {
        **facts,
        **content._asdict(),
        **_comment_columns(masked, comment_source),
        "id": submission_id,
        "revision": len(stored) + 1,
        "quality": _quality(draft, questionnaire, content.answers, first),
    }
    _INSERT.run(connection, row)
    _move_live_cells(connection, questionnaire, row, latest)
    return Receipt(Outcome.ACCEPTED, row["revision"], questionnaire.decode(content.answers), masked.kinds)


def _with_earlier_answers(
    draft: SubmissionDraft, questionnaire: Questionnaire, latest: Row[Any] | None
) -> SubmissionDraft:
    """Complete a revision: details keep the face that was tapped, another face keeps the details told before."""
    if latest is None:
        return draft
    earlier = questionnaire.decode(latest.answers)
    if not draft.keeps_earlier_details:
        lead = {code: earlier[code] for code in (questionnaire.lead,) if code is not None and code in earlier}
        return replace(draft, answers={**lead, **draft.answers})
    return replace(
        draft,
        answers={**earlier, **draft.answers},
        field_id=draft.field_id or latest.field_id or None,
        is_officer_disclaimed=draft.is_officer_disclaimed
        or (latest.revision > 1 and latest.officer_id == ABSENT),
    )


def _first_facts(connection: Connection, draft: SubmissionDraft) -> dict[str, Any]:
    """What the first revision settles for all: place, day, way, trust and the officer on duty."""
    place = _place(connection, draft)
    return {
        "unit_id": place["unit_id"],
        "version_id": draft.version_id,
        "touchpoint_id": draft.touchpoint_id,
        "counter_id": place["counter_id"] or ABSENT,
        "field_id": ABSENT,
        "duty_entry_id": draft.duty_entry_id if place["duty_officer_id"] else ABSENT,
        "officer_id": place["duty_officer_id"] or place["officer_id"] or ABSENT,
        "round_id": ABSENT,
        "channel": str(draft.channel),
        "tier": str(draft.tier),
        "day": draft.day,
        "received_on": clock.today(),
    }


def _place(connection: Connection, draft: SubmissionDraft) -> RowMapping:
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


def _content(draft: SubmissionDraft, questionnaire: Questionnaire, facts: dict[str, Any]) -> _Revision:
    """Return what this revision says; its field may change, its officer only be disclaimed."""
    has_officer = not draft.is_officer_disclaimed
    return _Revision(
        answers=questionnaire.encode(draft.answers),
        field_id=draft.field_id or ABSENT,
        duty_entry_id=facts["duty_entry_id"] if has_officer else ABSENT,
        officer_id=facts["officer_id"] if has_officer else ABSENT,
    )


def _is_same(row: Row[Any], content: _Revision, comment: str, source: Row[Any] | None) -> bool:
    """Does the stored revision say exactly this, comment included?"""
    if _Revision(row.answers, row.field_id, row.duty_entry_id, row.officer_id) != content:
        return False
    if source is not None:
        return bool(row.comment_commitment == source.comment_commitment)
    if not comment or row.comment_salt is None:
        return not comment and row.comment_salt is None
    return comments.commit(comment, row.comment_salt) == row.comment_commitment


def _is_bare(row: Row[Any], tap: _Revision | None) -> bool:
    """Is the stored revision this very tap, so that a late retry changes nothing?"""
    stored = _Revision(row.answers, row.field_id, row.duty_entry_id, row.officer_id)
    return tap == stored and row.comment_text is None


def _comment_columns(masked: Masked, source: Row[Any] | None) -> dict[str, bytes | None]:
    """Encrypt the new comment, or carry the earlier one on as it stands."""
    if source is not None:
        kept = (source.comment_text, source.comment_key, source.comment_salt, source.comment_commitment)
    elif masked.text:
        kept = _protected(comments.protect(masked.text, config.current().data_keys))
    else:
        kept = (None, None, None, None)
    names = ("comment_text", "comment_key", "comment_salt", "comment_commitment")
    return dict(zip(names, kept, strict=True))


def _protected(comment: ProtectedComment) -> tuple[bytes, bytes, bytes, bytes]:
    return (comment.text, comment.key, comment.salt, comment.commitment)


def _quality(
    draft: SubmissionDraft, questionnaire: Questionnaire, answers: str, first: Row[Any] | None
) -> int:
    """Label what looks unusual; labels never refuse (promise P5)."""
    quality = Quality(first.quality) & Quality.TOO_FAST if first is not None else Quality.NONE
    fast = draft.seconds_to_answer is not None and draft.seconds_to_answer < TOO_FAST_SECONDS
    if first is None and fast:
        quality |= Quality.TOO_FAST
    levels = [answers[q.position] for q in questionnaire.questions if q.kind is Kind.LEVEL]
    if len(levels) >= 10 and len(set(levels)) == 1 and levels[0] in "12345":
        quality |= Quality.STRAIGHT_LINE
    return int(quality)


def _move_live_cells(
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
