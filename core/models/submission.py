"""Submissions: the inbox of revisions, the insert-only settled record, and comments that can be erased.

No column here can hold an address, a device, a time of day or an order of arrival (docs/promises.md P3).
"""

from datetime import date

from sqlalchemy import CheckConstraint, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class _Given:
    """What a revision and a settled submission have in common. Absent dimensions are 0 (no foreign keys)."""

    unit_id: Mapped[int]
    version_id: Mapped[int]
    touchpoint_id: Mapped[int]
    counter_id: Mapped[int]
    field_id: Mapped[int]
    duty_entry_id: Mapped[int]
    officer_id: Mapped[int]
    round_id: Mapped[int]
    channel: Mapped[str] = mapped_column(String(9))
    tier: Mapped[str] = mapped_column(String(1))
    quality: Mapped[int] = mapped_column(SmallInteger)
    #: The office's calendar day on which it was given.
    day: Mapped[date]
    #: Fixed-width text in the version's order; see QuestionRow.position.
    answers: Mapped[str] = mapped_column(String(200))


class InboxRevision(_Given, Base):
    """One complete revision of a submission that is not settled yet."""

    __tablename__ = "inbox"
    __table_args__ = (
        CheckConstraint("revision BETWEEN 1 AND 8", name="revision"),
        CheckConstraint("tier IN ('A', 'B', 'C')", name="tier"),
        CheckConstraint("(comment_text IS NULL) = (comment_key IS NULL)", name="comment_whole"),
        {"sqlite_with_rowid": False},
    )
    #: First 16 bytes of SHA-256 of the secret only the citizen may keep.
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    revision: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    #: The calendar day it reached the server: settling waits until no continuation can be open.
    received_on: Mapped[date]
    comment_text: Mapped[bytes | None] = mapped_column(LargeBinary)
    comment_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    comment_salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    comment_commitment: Mapped[bytes | None] = mapped_column(LargeBinary)


class Submission(_Given, Base):
    """One settled submission. Triggers refuse every UPDATE, DELETE, REPLACE and TRUNCATE."""

    __tablename__ = "submission"
    __table_args__ = (
        Index(None, "duty_entry_id"),
        # Labels of a round's answers are counted from the answers: cells do not hold them.
        Index(
            "ix_submission_round_id",
            "round_id",
            sqlite_where=text("round_id <> 0"),
            postgresql_where=text("round_id <> 0"),
        ),
        {"sqlite_with_rowid": False},
    )
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    revision: Mapped[int] = mapped_column(SmallInteger)
    #: Binds the comment to the record even after the comment is erased.
    comment_commitment: Mapped[bytes | None] = mapped_column(LargeBinary)


class Comment(Base):
    """A comment of a settled submission, encrypted under its own key; erasing it is deleting the row."""

    __tablename__ = "comment"
    __table_args__ = ({"sqlite_with_rowid": False},)
    submission_id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    unit_id: Mapped[int]
    text: Mapped[bytes] = mapped_column(LargeBinary)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
