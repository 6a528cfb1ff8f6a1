"""Erasing: what citizens asked to have erased or put right, and the list of erasures that outlives every restoring.

No row here holds a word in the open. A reference is the case's random number, which says nothing by itself.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class ErasureRequest(Base):
    """What the holder of a receipt asked for, and what two people of the Front made of it."""

    __tablename__ = "erasure_request"
    __table_args__ = (
        Index(None, "complaint_id"),
        Index(None, "unit_id", "state", "due_on"),
        CheckConstraint("wish IN ('all', 'contact', 'words')", name="wish"),
        CheckConstraint("state IN ('open', 'confirming', 'done', 'refused')", name="state"),
        CheckConstraint("(state = 'open') = (decided_by IS NULL)", name="decided"),
        # Never one person alone, and never the same account twice (docs/promises.md R3).
        CheckConstraint("confirmed_by IS NULL OR confirmed_by <> decided_by", name="two_people"),
        {"sqlite_with_rowid": False},
    )
    #: Random; it stands in addresses of the desk.
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"))
    unit_id: Mapped[int]
    wish: Mapped[str] = mapped_column(String(7))
    state: Mapped[str] = mapped_column(String(10))
    asked_on: Mapped[date]
    due_on: Mapped[date]
    #: The first person's decision, which a second one confirms or sends back.
    is_granted: Mapped[bool | None]
    decided_by: Mapped[int | None]
    decided_on: Mapped[date | None]
    confirmed_by: Mapped[int | None]
    confirmed_on: Mapped[date | None]
    #: What is to stand instead, and why it was refused, both under the case's key.
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reason: Mapped[bytes | None] = mapped_column(LargeBinary)


class ErasureStep(Base):
    """What time has done to a request already: each step once."""

    __tablename__ = "erasure_step"
    __table_args__ = ({"sqlite_with_rowid": False},)
    request_id: Mapped[bytes] = mapped_column(ForeignKey("erasure_request.id"), primary_key=True)
    step: Mapped[str] = mapped_column(String(9), primary_key=True)
    unit_id: Mapped[int]
    day: Mapped[date]


class Erasure(Base):
    """One thing that was erased. Insert-only, repeated in a file beside the backups, applied to what is restored."""

    __tablename__ = "erasure"
    __table_args__ = (
        Index(None, "reference"),
        CheckConstraint("kind IN ('all', 'contact', 'words')", name="kind"),
        {"sqlite_with_rowid": False},
    )
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    unit_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(7))
    #: Which parts went, by name and with commas; empty where everything did.
    parts: Mapped[str] = mapped_column(String(60))
    #: The case.
    reference: Mapped[bytes] = mapped_column(LargeBinary(16))
    day: Mapped[date]
    #: The two accounts that decided; 0 where a retention period was over.
    decided_by: Mapped[int]
    confirmed_by: Mapped[int]
