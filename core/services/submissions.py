"""Submissions: takes what a door read, and stores each distinct revision exactly once (docs/promises.md P1, P2)."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select, text

from core.db import UNAVAILABLE, Prepared, write_together
from core.domain.access import SYSTEM
from core.domain.questionnaire import AnswerRefused, Questionnaire
from core.domain.submission import (
    ABSENT,
    MAX_REVISIONS,
    NothingAnswered,
    Outcome,
    Receipt,
    StorageUnavailable,
    SubmissionDraft,
    Tier,
    TooManyRevisions,
)
from core.models import InboxRevision, Submission
from core.queries import questionnaires
from core.services import locks, revisions, round_progress, words
from core.services.revisions import Content
from core.services.words import Said

log = logging.getLogger("langnghe")

_INBOX = InboxRevision.__table__
_FIND_REVISIONS = select(_INBOX).where(_INBOX.c.id == bindparam("id")).order_by(_INBOX.c.revision)
_FIND_SETTLED = select(Submission.revision, Submission.answers, Submission.tier).where(
    Submission.id == bindparam("id")
)
_IS_KNOWN = Prepared(
    lambda _dialect: text(
        "SELECT 1 FROM submission WHERE id = :id UNION ALL SELECT 1 FROM inbox WHERE id = :id"
    )
)


def accept(draft: SubmissionDraft) -> Receipt:
    """Store one revision of a submission and move the live cells; success means it is on disk.

    The same content again is the same success; other content is the next revision. A form drawn after revision
    k repeats only what came later: a retry is one success, while a deliberate return to an earlier level still
    counts. Raises AnswerRefused, NothingAnswered, CommentTooLong, TooManyRevisions or StorageUnavailable; then
    nothing is stored.
    """
    questionnaire = questionnaires.version(SYSTEM, draft.version_id)
    revisions.check(draft, questionnaire)
    draft = words.with_order(draft, questionnaire)
    said = words.said(draft)
    submission_id = sha256(draft.secret).digest()[:16]

    def store(connection: Connection) -> Receipt:
        locks.enter_inbox(connection, submission_id)
        if _IS_KNOWN.run(connection, {"id": submission_id}).first() is None:
            return _revise(connection, submission_id, draft, questionnaire, said, [])
        settled = connection.execute(_FIND_SETTLED, {"id": submission_id}).one_or_none()
        if settled is not None:
            answers = questionnaire.decode(settled.answers)
            return Receipt(Outcome.SETTLED, settled.revision, answers, tier=Tier(settled.tier))
        stored = connection.execute(_FIND_REVISIONS, {"id": submission_id}).all()
        return _revise(connection, submission_id, draft, questionnaire, said, stored)

    try:
        return write_together(store)
    except (*UNAVAILABLE, OSError) as error:
        log.error("a revision could not be stored: %s", type(error).__name__)
        raise StorageUnavailable("storage_unavailable") from error


def _revise(
    connection: Connection,
    submission_id: bytes,
    given: SubmissionDraft,
    questionnaire: Questionnaire,
    said: Said,
    stored: Sequence[Row[Any]],
) -> Receipt:
    first, latest = (stored[0], stored[-1]) if stored else (None, None)
    if first is not None and first.version_id != given.version_id:
        raise AnswerRefused("other_version", version=given.version_id)
    draft = _with_earlier_answers(given, questionnaire, latest)
    facts = first._asdict() if first is not None else revisions.first_facts(connection, draft)
    if latest is not None and draft.field_id:
        revisions.place_of(connection, draft)
    told = words.told(draft, said.written, latest, questionnaire)
    draft = words.marked(draft, questionnaire, told)
    content = revisions.content_of(draft, questionnaire, facts)
    tap = revisions.content_of(given, questionnaire, facts) if given.keeps_earlier_details else None
    seen = [row for row in stored if row.revision > draft.seen_revision or row is latest]
    is_repeated = any(revisions.is_same(row, content, told) or _is_bare(row, tap) for row in seen)
    tier = Tier(facts["tier"])
    if latest is not None and is_repeated:
        answers = questionnaire.decode(latest.answers)
        return Receipt(Outcome.DUPLICATE, latest.revision, answers, said.kinds, tier)
    if questionnaire.says_nothing(content.answers) and not said.written:
        raise NothingAnswered("nothing_answered")
    if len(stored) >= MAX_REVISIONS:
        raise TooManyRevisions("too_many_revisions", limit=MAX_REVISIONS)
    row = {
        **facts,
        **content._asdict(),
        **words.columns(told),
        "id": submission_id,
        "revision": len(stored) + 1,
        "quality": revisions.quality_of(draft, questionnaire, content.answers, first),
    }
    revisions.add(connection, row)
    if first is None:
        round_progress.note(connection, draft, row["unit_id"])
    revisions.move_live_cells(connection, questionnaire, row, latest)
    answers = questionnaire.decode(content.answers)
    return Receipt(Outcome.ACCEPTED, row["revision"], answers, said.kinds, tier)


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


def _is_bare(row: Row[Any], tap: Content | None) -> bool:
    """Is the stored revision this very tap, so that a late retry changes nothing?"""
    stored = Content(row.answers, row.field_id, row.duty_entry_id, row.officer_id)
    return tap == stored and row.comment_text is None
