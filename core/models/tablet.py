"""Tablets at counters: who they are, when they were last heard of, which numbers came, and what is kept aside.

No row here holds a submission's id, and none of a submission holds a tablet (docs/promises.md P3, D8).
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Moment


class Tablet(Base):
    """One tablet of a counter: waiting for its phrase, active, retired (replaced) or revoked (no longer trusted)."""

    __tablename__ = "tablet"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'active', 'retired', 'revoked')", name="state"),
        CheckConstraint("mode IN ('survey', 'code', 'interview')", name="mode"),
        CheckConstraint("(counter_id IS NULL) = (mode = 'interview')", name="place"),
        CheckConstraint("(round_id IS NOT NULL) = (mode = 'interview')", name="round"),
        CheckConstraint("state = 'waiting' OR public_key IS NOT NULL OR ended_at IS NOT NULL", name="key"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    #: Where it stands; or the round its holder interviews for.
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"), index=True)
    round_id: Mapped[int | None] = mapped_column(ForeignKey("survey_round.id"))
    name: Mapped[str] = mapped_column(String(60))
    state: Mapped[str] = mapped_column(String(8))
    #: What it shows: the survey, or the code that changes every 30 seconds.
    mode: Mapped[str] = mapped_column(String(9))
    reads_aloud: Mapped[bool]
    asks_comment: Mapped[bool]
    #: The staff corner's PIN: PBKDF2-SHA256, which the tablet can check by itself.
    pin_salt: Mapped[bytes] = mapped_column(LargeBinary)
    pin_hash: Mapped[bytes] = mapped_column(LargeBinary)
    #: HMAC of the pairing phrase while it may still be typed.
    phrase_hash: Mapped[bytes | None] = mapped_column(LargeBinary, unique=True)
    phrase_expires_at: Mapped[datetime | None] = mapped_column(Moment)
    #: The device's own key (P-256, uncompressed point); it never leaves the device.
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    #: Wrapped key of the changing code.
    display_key: Mapped[bytes] = mapped_column(LargeBinary)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("tablet.id"))
    made_at: Mapped[datetime] = mapped_column(Moment)
    enrolled_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    #: Numbers up to this one are folded into weeks, or stand among the holes.
    folded_to: Mapped[int] = mapped_column(default=0)


class TabletContact(Base):
    """What a tablet said when it was last heard of. Written by its heartbeat only: an answer moves nothing here."""

    __tablename__ = "tablet_contact"
    __table_args__ = (CheckConstraint("queue >= 0 AND shelf >= 0 AND next_number >= 1", name="counts"),)
    tablet_id: Mapped[int] = mapped_column(ForeignKey("tablet.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    #: Grows with each heartbeat, so that an old one sent again changes nothing.
    beat: Mapped[int]
    #: Answers that wait on the tablet, and those the office refused.
    queue: Mapped[int]
    shelf: Mapped[int]
    #: The number its next answer will have.
    next_number: Mapped[int]
    app_version: Mapped[str] = mapped_column(String(20))
    #: How far its clock is ahead of ours, in seconds.
    clock_ahead: Mapped[int]
    battery: Mapped[int | None] = mapped_column(SmallInteger)
    is_charging: Mapped[bool | None]
    is_persistent: Mapped[bool | None]


class TabletNumber(Base):
    """A number that arrived and is not folded yet: the device's ledger (device, number, never an id)."""

    __tablename__ = "tablet_number"
    __table_args__ = ({"sqlite_with_rowid": False},)
    tablet_id: Mapped[int] = mapped_column(ForeignKey("tablet.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    #: SHA-256 of what was signed, and the mark of the number before it as the device knew it.
    mark: Mapped[bytes] = mapped_column(LargeBinary)
    previous: Mapped[bytes] = mapped_column(LargeBinary)


class TabletWeek(Base):
    """What is left of the ledger after reconciliation: how many numbers came in a week, and the chain's head."""

    __tablename__ = "tablet_week"
    __table_args__ = ({"sqlite_with_rowid": False},)
    tablet_id: Mapped[int] = mapped_column(ForeignKey("tablet.id"), primary_key=True, autoincrement=False)
    #: The Monday of the week in which they were folded.
    week: Mapped[date] = mapped_column(primary_key=True)
    unit_id: Mapped[int]
    count: Mapped[int]
    last_number: Mapped[int]
    head: Mapped[bytes] = mapped_column(LargeBinary)
    #: Places where a number does not follow the one before it as the device signed it.
    breaks: Mapped[int] = mapped_column(default=0)


class TabletHole(Base):
    """Numbers a tablet has used and that never came; a late arrival shrinks its hole."""

    __tablename__ = "tablet_hole"
    __table_args__ = (CheckConstraint("last_number >= first_number", name="order"),)
    tablet_id: Mapped[int] = mapped_column(ForeignKey("tablet.id"), primary_key=True, autoincrement=False)
    first_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]
    unit_id: Mapped[int]
    noticed_on: Mapped[date]
    #: What the office says about it.
    explanation: Mapped[str] = mapped_column(String(300), default="")


class HeldItem(Base):
    """An answer kept aside, sealed as it came, until the Front says whether it counts."""

    __tablename__ = "held_item"
    __table_args__ = (
        CheckConstraint("reason IN ('revoked', 'conflict', 'refused')", name="reason"),
        Index(None, "unit_id", "is_admitted"),
        {"sqlite_with_rowid": False},
    )
    mark: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    tablet_id: Mapped[int] = mapped_column(ForeignKey("tablet.id"), index=True)
    reason: Mapped[str] = mapped_column(String(8))
    #: Sealed to the office's key: it can be read with the data keys only.
    envelope: Mapped[bytes] = mapped_column(LargeBinary)
    #: The calendar day it was put aside.
    held_on: Mapped[date]
    #: What the Front decided; None while it waits.
    is_admitted: Mapped[bool | None]


class SpentSlot(Base):
    """A changing code that has given its one answer of tier A; gone with the next settling."""

    __tablename__ = "spent_slot"
    __table_args__ = ({"sqlite_with_rowid": False},)
    #: A keyed digest of device and slot: without the device's key it names neither.
    mark: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    unit_id: Mapped[int]
