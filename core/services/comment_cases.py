"""Comments that become petitions, only where their writers allowed it before (docs/decisions/0028).

The case is anonymous and knows nothing of the rating; the comment's signed row is that of any comment set aside, names
a month, and only its sealed reason says why. Nobody holds a receipt code: the Front reads the answer.
"""

import hmac
from hashlib import sha256

from sqlalchemy import select

from core import config
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.comment_review import Act, Reason, ReviewRefused
from core.domain.comment_review import check as check_act
from core.domain.complaints.filing import Filing
from core.domain.complaints.kinds import Channel
from core.models import Comment
from core.queries.comments import queue
from core.queries.comments.opened import record_key
from core.queries.comments.queue import ReviewedComment
from core.services.comment_reviews import Noted, UnknownComment, reviewing, sign
from core.services.complaints import filing
from core.services.complaints.filing import FiledOtherwise, FilingRefused


def turn(scope: Scope, handle: str, *, actor: str, number: int) -> None:
    """File a petition with the words of a comment as they stand, and set the comment aside.

    Done twice, or again after a crash between both, it is one case: its secret comes from the comment's own key.
    Raise UnknownComment; ReviewRefused `no_consent`, `no_such_act`, `changed_meanwhile` or `too_short`;
    StorageUnavailable.
    """
    scope.require(Permission.REVIEW_COMMENTS)
    db.session.rollback()
    comment = queue.one(scope, handle)
    if comment is None or comment.original is None:
        raise UnknownComment("unknown_comment")
    if not comment.may_become_case:
        raise ReviewRefused("no_consent")
    check_act(comment.state, Act.SET_ASIDE)
    if comment.number != number:
        raise ReviewRefused("changed_meanwhile")
    secret = _secret(comment)
    # Reading has ended before the case's own transaction begins.
    db.session.rollback()
    try:
        filing.file(Filing(unit_id=comment.unit_id, channel=Channel.SURVEY, what=comment.text), secret=secret)
    except FilingRefused as error:
        raise ReviewRefused("too_short") from error
    except FiledOtherwise:
        # Filed before a crash, then covered further: the case stands.
        pass
    # The case stands: whatever somebody did to the comment meanwhile, it is noted if it can be.
    with reviewing(scope, handle, actor=actor, number=None) as open_review:
        sign(open_review, Act.SET_ASIDE, Noted(reason=Reason.CASE))


def _secret(comment: ReviewedComment) -> bytes:
    """Return what the case's id comes from: it goes with the comment's key."""
    wrapped = db.session.scalars(
        select(Comment.key).where(Comment.submission_id == comment.submission_id)
    ).one()
    key = record_key(wrapped, config.current().data_keys)
    return hmac.new(key, b"langnghe/comment-case", sha256).digest()[:16]
