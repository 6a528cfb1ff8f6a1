"""Publishing comments: batches of one unit and stretch of months, by another than marked them (docs/promises.md D12).

A published text is a copy under a random id and a key of its own. Nothing leads from it to a submission.
"""

import secrets
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select

from core import clock
from core.db import write_session
from core.domain.access import Permission, Scope
from core.domain.comment_review import CHOSEN_REASONS, Act, Reason, ReviewRefused
from core.models import CommentRelease, CommentTakeback, PublishedComment
from core.queries.comments import batches
from core.queries.comments.batches import Batch
from core.queries.within import within
from core.services import audit, locks
from core.services.comment_reviews import Noted, UnknownComment, append, content, seal


def release(scope: Scope, digest: str, *, actor: str) -> int:
    """Publish the batch a person has just read; return how many texts. Raise ReviewRefused `changed_meanwhile`.

    What makes a batch is looked up anew: fewer than five, the running month or one's own marks never come out.
    """
    scope.require(Permission.REVIEW_COMMENTS)
    with write_session() as session:
        locks.review_comments(session.connection())
        standing = batches.standing(scope, session=session)
        batch = next((one for one in standing.batches if one.digest == digest), None)
        if batch is None:
            raise ReviewRefused("changed_meanwhile")
        number = secrets.token_bytes(16)
        session.execute(insert(CommentRelease), [_release_row(scope, batch, number)])
        session.execute(insert(PublishedComment), _copies(batch, number))
        for comment in sorted(batch.comments, key=lambda one: one.submission_id):
            noted = Noted(text=comment.text, topics=comment.topics)
            append(session, comment, Act.RELEASE, account_id=scope.account_id, noted=noted)
        audit.record(
            session.connection(),
            actor=actor,
            action="comment.release",
            unit_id=batch.unit_id,
            facts={
                "first": _month(batch.stretch.first),
                "last": _month(batch.stretch.last),
                "comments": len(batch.comments),
            },
        )
        return len(batch.comments)


def take_back(scope: Scope, published_id: bytes, reason: Reason, *, actor: str) -> None:
    """Take one published text back: the text goes, a signed row with the reason stays.

    Raise UnknownComment, or ReviewRefused `reason_missing`.
    """
    scope.require(Permission.REVIEW_COMMENTS)
    if reason not in CHOSEN_REASONS:
        raise ReviewRefused("reason_missing")
    with write_session() as session:
        locks.review_comments(session.connection())
        row = session.scalars(
            select(PublishedComment).where(
                PublishedComment.id == published_id, within(PublishedComment.unit_id, scope.unit_ids)
            )
        ).one_or_none()
        if row is None:
            raise UnknownComment("unknown_comment")
        unit_id = row.unit_id
        own = {"unit_id": unit_id, "release_id": row.release_id, "account_id": scope.account_id}
        session.execute(
            insert(CommentTakeback),
            [{**own, "published_id": row.id, "reason": str(reason), "day": clock.today()}],
        )
        session.execute(delete(PublishedComment).where(PublishedComment.id == row.id))
        audit.record(
            session.connection(),
            actor=actor,
            action="comment.take_back",
            unit_id=unit_id,
            facts={"why": str(reason)},
        )


def _release_row(scope: Scope, batch: Batch, number: bytes) -> dict[str, object]:
    return {
        "id": number,
        "unit_id": batch.unit_id,
        "first_month": batch.stretch.first,
        "last_month": batch.stretch.last,
        "comments": len(batch.comments),
        "account_id": scope.account_id,
        "released_on": clock.today(),
    }


def _copies(batch: Batch, number: bytes) -> list[dict[str, Any]]:
    """Return the copies in the order of their new ids: not even the rows' places tell which was which."""
    copies: list[dict[str, Any]] = []
    for comment in batch.comments:
        sealed, key = seal(content(comment.text, comment.topics or ()))
        own = {"id": secrets.token_bytes(16), "unit_id": batch.unit_id, "release_id": number}
        copies.append({**own, "sealed": sealed, "key": key})
    return sorted(copies, key=lambda one: one["id"])


def _month(first: date) -> str:
    return f"{first:%Y-%m}"
