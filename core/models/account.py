"""Accounts of the desk: who may sign in, with what besides the password, and where they are signed in."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Moment
from core.models.searched import follow_names, words_column


class Account(Base):
    """A person who signs in at the desk, in one role, for one unit and what lies below it."""

    __tablename__ = "account"
    __table_args__ = (
        CheckConstraint(
            "role IN ('officer', 'manager', 'leader', 'front', 'front_lead', 'council', 'observer', "
            "'province', 'sysadmin')",
            name="role",
        ),
        Index(None, "unit_id", "words"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = words_column("name", "login")
    role: Mapped[str] = mapped_column(String(12))
    #: Whose results an officer's account reads; no other role has one.
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    locale: Mapped[str] = mapped_column(String(8))
    password_hash: Mapped[str] = mapped_column(String(200))
    #: A one-time password must be replaced at the first sign-in.
    must_change_password: Mapped[bool]
    is_active: Mapped[bool]
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    #: Until when the next try has to wait: a delay, never a lock-out.
    wait_until: Mapped[datetime | None] = mapped_column(Moment)
    #: The same for the second factor; only passing it sets it back, or a known password would buy endless tries.
    factor_failures: Mapped[int] = mapped_column(default=0, server_default="0")
    factor_wait_until: Mapped[datetime | None] = mapped_column(Moment)
    #: How many cards were printed so far: the number on the one that counts.
    cards_made: Mapped[int] = mapped_column(default=0, server_default="0")


class StaffSession(Base):
    """A signed-in browser; only the hash of its token is stored."""

    __tablename__ = "staff_session"
    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    unit_id: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Moment)
    seen_at: Mapped[datetime] = mapped_column(Moment)
    #: When the second factor was last shown; without it the session reaches nothing but the page that asks for it.
    factor_at: Mapped[datetime | None] = mapped_column(Moment)
    #: What a seed on its way is for (`Pending`), and the seed, encrypted.
    pending: Mapped[str | None] = mapped_column(String(8))
    pending_seed: Mapped[bytes | None] = mapped_column(LargeBinary)


class SecondFactor(Base):
    """What an account signs in with besides the password; without a row the person enrols first."""

    __tablename__ = "second_factor"
    __table_args__ = (
        CheckConstraint("kind IN ('app', 'card')", name="kind"),
        CheckConstraint("kind = 'card' OR secret IS NOT NULL", name="secret"),
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    #: An app's secret, encrypted; a card has none.
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: The time step of the last code used: each code works once.
    last_step: Mapped[int] = mapped_column(default=0, server_default="0")


class CardLine(Base):
    """One line of the card that counts; a new card replaces them all."""

    __tablename__ = "card_line"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    is_used: Mapped[bool] = mapped_column(default=False)


class RecoveryCode(Base):
    """One code of the recovery sheet that counts."""

    __tablename__ = "recovery_code"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    is_used: Mapped[bool] = mapped_column(default=False)


class Invitation(Base):
    """The one link by which a person opens their account; a new one replaces it, using it removes it."""

    __tablename__ = "invitation"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(Moment)


class AccountIdentity(Base):
    """Whom an OpenID provider vouches for when it names this subject: one account, linked by its own owner."""

    __tablename__ = "account_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    issuer: Mapped[str] = mapped_column(String(255))
    #: The provider's lasting name for the person; never shown, never in the audit chain.
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime] = mapped_column(Moment)


class KeptForm(Base):
    """What somebody had typed when the session ended, encrypted, until the same person signs in again."""

    __tablename__ = "kept_form"
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(Moment)


class UnknownName(Base):
    """Failed tries under names that do not exist, and at known devices: a fixed number of slots, none of them named."""

    __tablename__ = "unknown_name"
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int]
    wait_until: Mapped[datetime | None] = mapped_column(Moment)


follow_names(Account, "name", "login")
