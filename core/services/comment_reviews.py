"""Reviewing comments: each act of the Front is a new signed row; what was written stays (docs/promises.md P4)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core import clock, config
from core.db import write_session
from core.domain import comment_review
from core.domain.access import Permission, Scope
from core.domain.comment_review import Act, Reason, ReviewRefused
from core.domain.comment_topics import Topic
from core.domain.errors import Unknown
from core.models import CommentLayer, CommentReview
from core.queries.comments import queue
from core.queries.comments.queue import ReviewedComment
from core.services import audit, comments, locks
from core.services.personal_data import mask

#: What stands in the audit chain. Never which comment: a day and a comment together would join it to a case.
AUDITED = {
    Act.EDIT: "comment.edit",
    Act.MARK: "comment.mark",
    Act.UNMARK: "comment.unmark",
    Act.SET_ASIDE: "comment.set_aside",
    Act.RETURN: "comment.return",
}


class UnknownComment(Unknown):
    """There is no such comment for this person."""


@dataclass(frozen=True)
class Noted:
    """What comes with an act; None leaves it as it stands."""

    text: str | None = None
    topics: tuple[Topic, ...] | None = None
    reason: Reason | None = None


@dataclass(frozen=True)
class Reviewing:
    """One open transaction on a comment."""

    session: Session
    comment: ReviewedComment
    account_id: int
    actor: str


def review(scope: Scope, handle: str, act: Act, noted: Noted, *, actor: str, number: int) -> None:
    """Do one act on a comment; `number` says how many rows there were when the person read it.

    Raise UnknownComment; ReviewRefused `changed_meanwhile`, `no_such_act`, `words_changed`, `reason_missing` or
    `became_case`.
    """
    with reviewing(scope, handle, actor=actor, number=number) as open_review:
        sign(open_review, act, noted)


@contextmanager
def reviewing(scope: Scope, handle: str, *, actor: str, number: int | None) -> Iterator[Reviewing]:
    """Open the one transaction of an act on a comment, in whatever state where `number` is None.

    Raise UnknownComment or ReviewRefused.
    """
    scope.require(Permission.REVIEW_COMMENTS)
    with write_session() as session:
        locks.review_comments(session.connection())
        comment = queue.one(scope, handle, session=session)
        if comment is None or comment.original is None:
            raise UnknownComment("unknown_comment")
        if number is not None and comment.number != number:
            raise ReviewRefused("changed_meanwhile")
        yield Reviewing(session, comment, scope.account_id, actor)


def sign(open_review: Reviewing, act: Act, noted: Noted) -> None:
    """Write the signed row of an act, what was noted with it, and the entry of the audit chain."""
    comment, session = open_review.comment, open_review.session
    comment_review.check(comment.state, act)
    if act is Act.RETURN and comment.reason is Reason.CASE:
        raise ReviewRefused("became_case")
    if act is Act.SET_ASIDE and noted.reason is None:
        raise ReviewRefused("reason_missing")
    # Whatever the guard finds today that it did not when the comment came is covered as well.
    text = mask(comment.text if noted.text is None else noted.text).text.strip()
    comment_review.check_redaction(comment.original or "", text)
    topics = comment.topics or () if noted.topics is None else noted.topics
    append(
        session,
        comment,
        act,
        account_id=open_review.account_id,
        noted=Noted(text=text, topics=topics, reason=noted.reason),
    )
    audit.record(
        session.connection(), actor=open_review.actor, action=AUDITED[act], unit_id=comment.unit_id, facts={}
    )


def append(session: Session, comment: ReviewedComment, act: Act, *, account_id: int, noted: Noted) -> None:
    """Write the next signed row of a comment with the whole of what is noted, in the caller's transaction."""
    own = {"submission_id": comment.submission_id, "number": comment.number + 1, "unit_id": comment.unit_id}
    month = clock.today().replace(day=1)
    session.execute(
        insert(CommentReview), [{**own, "act": str(act), "account_id": account_id, "month": month}]
    )
    layer = content(noted.text or "", noted.topics or ())
    if noted.reason:
        layer["reason"] = str(noted.reason)
    sealed, key = seal(layer)
    session.execute(insert(CommentLayer), [{**own, "sealed": sealed, "key": key}])


def content(text: str, topics: tuple[Topic, ...]) -> dict[str, object]:
    """Return what is sealed of a text and its topics."""
    return {"text": text, "topics": [str(topic) for topic in topics]}


def seal(layer: dict[str, object]) -> tuple[bytes, bytes]:
    """Return a layer locked under a key of its own, and that key."""
    return comments.lock(json.dumps(layer, ensure_ascii=False).encode(), config.current().data_keys)
