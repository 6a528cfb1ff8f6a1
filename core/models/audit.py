"""The audit chain: every staff action, each entry bound to the one before it."""

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class AuditEntry(Base):
    """One entry; `hash` covers every other column and the entry before."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "unit_id", "number"),
        Index(None, "actor", "at"),
        Index(None, "action", "number"),
        Index(None, "at"),
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    #: ISO moment in UTC, as text, so that both databases hash the same characters.
    at: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(60))
    #: Canonical JSON.
    facts: Mapped[str] = mapped_column(Text)
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)
