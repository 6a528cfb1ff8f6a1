"""Reviews of comments: signed rows, what the reviewers sealed with them, and what was published in batches.

No row names the day of an act: with it, a comment that became a case could be joined to that case. The audit chain has
who did what and when, without which comment.
"""

from datetime import date

from sqlalchemy import CheckConstraint, Index, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class CommentReview(Base):
    """One act of the Front on a comment. Insert-only: undoing is the next row."""

    __tablename__ = "comment_review"
    __table_args__ = (
        CheckConstraint(
            "act IN ('edit', 'mark', 'unmark', 'set_aside', 'return', 'release')",
            name="act",
        ),
        {"sqlite_with_rowid": False},
    )
    submission_id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    act: Mapped[str] = mapped_column(String(9))
    account_id: Mapped[int]
    #: The first day of the month of the act.
    month: Mapped[date]


class CommentLayer(Base):
    """Text, topics and reason as they stand after an act, under a key of their own; erased with the comment."""

    __tablename__ = "comment_layer"
    __table_args__ = ({"sqlite_with_rowid": False},)
    submission_id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class CommentRelease(Base):
    """One batch that was published. Insert-only."""

    __tablename__ = "comment_release"
    __table_args__ = (
        CheckConstraint("comments >= 5", name="comments"),
        Index(None, "unit_id", "last_month"),
        {"sqlite_with_rowid": False},
    )
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    unit_id: Mapped[int]
    #: The months the comments were given in, by their first days.
    first_month: Mapped[date]
    last_month: Mapped[date]
    comments: Mapped[int] = mapped_column(SmallInteger)
    account_id: Mapped[int]
    released_on: Mapped[date]


class PublishedComment(Base):
    """A comment as it was published: a copy under a random id and a key of its own, joined to no submission."""

    __tablename__ = "published_comment"
    __table_args__ = (Index(None, "release_id"), {"sqlite_with_rowid": False})
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    unit_id: Mapped[int]
    release_id: Mapped[bytes] = mapped_column(LargeBinary(16))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class CommentTakeback(Base):
    """A published comment that was taken back: its text is gone, this row stays. Insert-only."""

    __tablename__ = "comment_takeback"
    __table_args__ = (Index(None, "release_id"), {"sqlite_with_rowid": False})
    published_id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    unit_id: Mapped[int]
    release_id: Mapped[bytes] = mapped_column(LargeBinary(16))
    reason: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int]
    day: Mapped[date]
