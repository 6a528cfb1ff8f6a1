"""What is stored of one submission, for whoever holds its secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, select

from core import config
from core.db import db
from core.domain.access import Scope
from core.domain.submission import ABSENT
from core.models import InboxRevision, Submission
from core.queries import questionnaires
from core.queries.comments.opened import CommentUnreadable, OpenedComment, open_comment


@dataclass(frozen=True)
class Standing:
    """The revision that counts. `revision` 0: nothing is stored."""

    revision: int
    is_settled: bool
    answers: Mapping[str, tuple[str, ...]]
    field_id: int | None
    is_officer_disclaimed: bool
    has_comment: bool
    #: May the Front turn the comment into a petition?
    may_become_case: bool = False


NOTHING = Standing(0, False, {}, None, False, False)


def standing(scope: Scope, secret: bytes, version_id: int) -> Standing:
    """Return what counts of the submission behind a secret."""
    submission_id = sha256(secret).digest()[:16]
    questionnaire = questionnaires.version(scope, version_id)
    inbox = InboxRevision.__table__
    rows = db.session.execute(
        select(inbox).where(inbox.c.id == submission_id).order_by(inbox.c.revision)
    ).all()
    if rows:
        latest = rows[-1]
        opened = _opened(latest)
        return Standing(
            revision=latest.revision,
            is_settled=False,
            answers=questionnaire.decode(latest.answers),
            field_id=latest.field_id or None,
            is_officer_disclaimed=rows[0].officer_id != ABSENT and latest.officer_id == ABSENT,
            has_comment=bool(opened.written.comment) if opened else latest.comment_text is not None,
            may_become_case=opened is not None and opened.may_become_case,
        )
    settled = db.session.get(Submission, submission_id)
    if settled is None:
        return NOTHING
    return Standing(
        revision=settled.revision,
        is_settled=True,
        answers=questionnaire.decode(settled.answers),
        field_id=settled.field_id or None,
        is_officer_disclaimed=False,
        has_comment=settled.comment_commitment is not None,
    )


def _opened(revision: Row[Any]) -> OpenedComment | None:
    if revision.comment_text is None:
        return None
    try:
        return open_comment(revision.comment_text, revision.comment_key, config.current().data_keys)
    except CommentUnreadable:
        return None
