"""Accounts of the desk and their sessions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Moment


class Account(Base):
    """A person who signs in at the desk, in one role, for one unit and what lies below it."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "role IN ('officer', 'manager', 'leader', 'front', 'front_lead', 'council', 'observer', "
            "'province', 'sysadmin')",
            name="role",
        ),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(12))
    locale: Mapped[str] = mapped_column(String(8))
    password_hash: Mapped[str] = mapped_column(String(200))
    #: A one-time password must be replaced at the first sign-in.
    must_change_password: Mapped[bool]
    is_active: Mapped[bool]
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Until when the next try has to wait: a delay, never a lock-out.
    wait_until: Mapped[datetime | None] = mapped_column(Moment)


class StaffSession(Base):
    """A signed-in browser; only the hash of its token is stored."""

    __tablename__ = "staff_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    unit_id: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
