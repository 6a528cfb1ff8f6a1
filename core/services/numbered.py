"""Numbered revisions: taken from doors whose clients number them (docs/promises.md P2)."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Row, select

from core.db import UNAVAILABLE, write_together
from core.domain.access import SYSTEM
from core.domain.questionnaire import AnswerRefused, Questionnaire
from core.domain.submission import (
    ABSENT,
    MAX_REVISIONS,
    NothingAnswered,
    Outcome,
    Receipt,
    RevisionConflict,
    StorageUnavailable,
    SubmissionDraft,
    TooManyRevisions,
)
from core.models import InboxRevision, Submission
from core.queries import duty_officers, questionnaires
from core.services import locks, revisions, round_progress, words
from core.services.revisions import Content
from core.services.words import Said, Told

log = logging.getLogger("langnghe")

_INBOX = InboxRevision.__table__


def accept(draft: SubmissionDraft, revision: int, *, along: Callable[[Connection], None]) -> Receipt:
    """Store this very revision of a submission exactly once; success means it is on disk.

    The same id, revision and content again is the same success, other content raises RevisionConflict. `along` runs in
    the same transaction, before anything is stored, and may refuse. Raises AnswerRefused, NothingAnswered,
    CommentTooLong, TooManyRevisions or StorageUnavailable; then nothing is stored.
    """
    if not 1 <= revision <= MAX_REVISIONS:
        raise TooManyRevisions("too_many_revisions", limit=MAX_REVISIONS)
    try:
        questionnaire = questionnaires.version(SYSTEM, draft.version_id)
    except questionnaires.UnknownVersion as error:
        raise AnswerRefused("unknown_version", version=draft.version_id) from error
    revisions.check(draft, questionnaire)
    draft = words.with_order(draft, questionnaire)
    said = words.said(draft)
    submission_id = sha256(draft.secret).digest()[:16]

    def store(connection: Connection) -> Receipt:
        locks.enter_inbox(connection, submission_id)
        along(connection)
        return _store(connection, submission_id, revision, draft, questionnaire, said)

    try:
        return write_together(store)
    except (*UNAVAILABLE, OSError) as error:
        log.error("a numbered revision could not be stored: %s", type(error).__name__)
        raise StorageUnavailable("storage_unavailable") from error


def _store(
    connection: Connection,
    submission_id: bytes,
    revision: int,
    draft: SubmissionDraft,
    questionnaire: Questionnaire,
    said: Said,
) -> Receipt:
    told = words.told(draft, said.written, None, questionnaire)
    draft = words.marked(draft, questionnaire, told)
    settled = connection.execute(
        select(Submission.revision, Submission.answers, Submission.field_id).where(
            Submission.id == submission_id
        )
    ).one_or_none()
    if settled is not None:
        again = (questionnaire.encode(draft.answers), draft.field_id or ABSENT)
        if revision == settled.revision and again != (settled.answers, settled.field_id):
            raise RevisionConflict("revision_conflict")
        return Receipt(Outcome.SETTLED, settled.revision, questionnaire.decode(settled.answers))
    stored = connection.execute(
        select(_INBOX).where(_INBOX.c.id == submission_id).order_by(_INBOX.c.revision)
    ).all()
    first, latest = (stored[0], stored[-1]) if stored else (None, None)
    if first is not None and first.version_id != draft.version_id:
        raise RevisionConflict("other_version")
    draft = _without_corrected_duty(connection, draft)
    facts = first._asdict() if first is not None else revisions.first_facts(connection, draft)
    revisions.place_of(connection, draft)
    content = revisions.content_of(draft, questionnaire, facts)
    if (same := _stored_already(stored, revision, content, told)) is not None:
        return Receipt(Outcome.DUPLICATE, revision, questionnaire.decode(same.answers), said.kinds)
    if questionnaire.says_nothing(content.answers) and not told.written:
        raise NothingAnswered("nothing_answered")
    new = {
        **facts,
        **content._asdict(),
        **words.columns(told),
        "id": submission_id,
        "revision": revision,
        "quality": revisions.quality_of(draft, questionnaire, content.answers, first),
    }
    revisions.add(connection, new)
    if first is None:
        round_progress.note(connection, draft, new["unit_id"])
    # An earlier revision that comes late moves nothing: the highest one counts.
    if latest is None or latest.revision < revision:
        revisions.move_live_cells(connection, questionnaire, new, latest)
    return Receipt(Outcome.ACCEPTED, revision, questionnaire.decode(content.answers), said.kinds)


def _stored_already(
    stored: Sequence[Row[Any]], revision: int, content: Content, told: Told
) -> Row[Any] | None:
    """Return the row of this very revision if it stands there; raise RevisionConflict when it says otherwise."""
    for row in stored:
        if row.revision == revision:
            if not revisions.is_same(row, content, told):
                raise RevisionConflict("revision_conflict")
            return row
    return None


def _without_corrected_duty(connection: Connection, draft: SubmissionDraft) -> SubmissionDraft:
    """Leave the officer out of an answer that comes after its shift was put right (docs/decisions/0024).

    The correction has moved the answers that were there; one more could be counted for neither officer alike in the
    cells, the recount and the published steps.
    """
    if draft.duty_entry_id and duty_officers.is_corrected(connection, draft.duty_entry_id):
        return replace(draft, duty_entry_id=None)
    return draft
