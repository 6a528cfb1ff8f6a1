"""Complaints and petitions: the course of a case in the open, every word of it under its own key.

Nothing here joins a case to a rating. Erasing is removing the key; days, states and counts stay.
"""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class Complaint(Base):
    """One case. Days only: an hour would tell the counter who it was (docs/promises.md D36)."""

    __tablename__ = "complaint"
    __table_args__ = (
        UniqueConstraint("unit_id", "register"),
        Index(None, "unit_id", "state", "due_on"),
        Index(None, "merged_into"),
        CheckConstraint(
            "state IN ('new', 'handling', 'approving', 'checking', 'answered', 'appealed', 'closed')",
            name="state",
        ),
        CheckConstraint("(state = 'closed') = (outcome IS NOT NULL)", name="outcome"),
        CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
    )
    #: Random; it stands in addresses of the desk.
    id: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    #: What staff call it (PA-48213): random within the unit, never the citizen's receipt code.
    register: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(9))
    kind: Mapped[str | None] = mapped_column(String(12))
    outcome: Mapped[str | None] = mapped_column(String(12))
    channel: Mapped[str] = mapped_column(String(8))
    #: Did the citizen leave a name or a way to be reached? Named and anonymous cases are counted apart.
    is_named: Mapped[bool]
    #: It is about the Front itself: the province's Front has it.
    concerns_front: Mapped[bool]
    field_id: Mapped[int | None] = mapped_column(ForeignKey("service_field.id"))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    received_on: Mapped[date]
    #: The running clock, since when, until when, and until when without the extension.
    clock: Mapped[str | None] = mapped_column(String(6))
    clock_since: Mapped[date | None]
    due_on: Mapped[date | None]
    first_due_on: Mapped[date | None]
    #: How often the answer was contested.
    contests: Mapped[int] = mapped_column(SmallInteger, default=0)
    assigned_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    assigned_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    triaged_on: Mapped[date | None]
    #: When the citizen got the first answer, and by when that was due, without and with the extension.
    answered_on: Mapped[date | None]
    answer_due_on: Mapped[date | None]
    answer_first_due_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    merged_into: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    #: How the citizen found the handling, five levels.
    rating: Mapped[int | None] = mapped_column(SmallInteger)
    #: HMAC of the receipt code; the code itself is nowhere.
    receipt_print: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)


class ComplaintKey(Base):
    """The key of everything said in a case, wrapped by the data key. Removing the row erases the words."""

    __tablename__ = "complaint_key"
    __table_args__ = ({"sqlite_with_rowid": False},)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    unit_id: Mapped[int]
    key: Mapped[bytes] = mapped_column(LargeBinary)


class ComplaintText(Base):
    """What the citizen wrote, part by part, sealed; contact apart from the rest so that it can go alone."""

    __tablename__ = "complaint_text"
    __table_args__ = ({"sqlite_with_rowid": False},)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    part: Mapped[str] = mapped_column(String(8), primary_key=True)
    unit_id: Mapped[int]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ComplaintPhoto(Base):
    """A photo the citizen sent, redrawn without notes and sealed like the words; it goes with the case's key."""

    __tablename__ = "complaint_photo"
    __table_args__ = ({"sqlite_with_rowid": False},)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    number: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    #: When it came: with the letter, or afterwards.
    day: Mapped[date]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ComplaintEvent(Base):
    """One line of the timeline. Insert-only; what was said in it goes with the case's key."""

    __tablename__ = "complaint_event"
    __table_args__ = ({"sqlite_with_rowid": False},)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    day: Mapped[date]
    action: Mapped[str] = mapped_column(String(10))
    party: Mapped[str] = mapped_column(String(10))
    #: Who did it; 0 for the citizen and for time.
    account_id: Mapped[int]
    #: Does the citizen see it?
    is_public: Mapped[bool]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ComplaintOfficer(Base):
    """An officer a case names; they and those around them never meet it (docs/promises.md D13)."""

    __tablename__ = "complaint_officer"
    __table_args__ = ({"sqlite_with_rowid": False},)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True)
    unit_id: Mapped[int]


class ComplaintAccount(Base):
    """Somebody of the staff whom a case names."""

    __tablename__ = "complaint_account"
    __table_args__ = ({"sqlite_with_rowid": False},)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    unit_id: Mapped[int]


class ComplaintRecusal(Base):
    """Somebody who withdrew from a case because they know who is in it."""

    __tablename__ = "complaint_recusal"
    __table_args__ = ({"sqlite_with_rowid": False},)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    unit_id: Mapped[int]


class ComplaintStep(Base):
    """What time has done to a case already: each step once for each clock."""

    __tablename__ = "complaint_step"
    __table_args__ = ({"sqlite_with_rowid": False},)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    clock: Mapped[str] = mapped_column(String(6), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(9), primary_key=True)
    unit_id: Mapped[int]
    day: Mapped[date]


class ComplaintLink(Base):
    """Two cases on one matter, each answered by itself; the smaller number stands first."""

    __tablename__ = "complaint_link"
    __table_args__ = (CheckConstraint("a_id < b_id", name="order"), {"sqlite_with_rowid": False})
    a_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    b_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True, index=True)
    unit_id: Mapped[int]


class ComplaintTag(Base):
    """A word under which the staff find cases again; it stands in the open and says nothing of one letter."""

    __tablename__ = "complaint_tag"
    __table_args__ = (Index(None, "complaint_id"), {"sqlite_with_rowid": False})
    name: Mapped[str] = mapped_column(String(30), primary_key=True)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    unit_id: Mapped[int]


class SavedView(Base):
    """A filter of the inbox that somebody keeps under a name of their own."""

    __tablename__ = "saved_view"
    __table_args__ = ({"sqlite_with_rowid": False},)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_id: Mapped[int]
    #: What stands in the inbox's address behind the question mark.
    query: Mapped[str] = mapped_column(String(600))


class ComplaintWord(Base):
    """Which keyed words a case contains: found by whoever may search it, readable by nobody."""

    __tablename__ = "complaint_word"
    __table_args__ = (Index(None, "complaint_id"), {"sqlite_with_rowid": False})
    word: Mapped[bytes] = mapped_column(LargeBinary(8), primary_key=True)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    unit_id: Mapped[int]


class ComplaintReminder(Base):
    """What time did to a case, told to one person of the staff: unread until they tick it, then it stays as seen."""

    __tablename__ = "complaint_reminder"
    __table_args__ = (Index(None, "complaint_id"), {"sqlite_with_rowid": False})
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    #: The step (complaint_step) it tells of.
    clock: Mapped[str] = mapped_column(String(6), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    step: Mapped[str] = mapped_column(String(9), primary_key=True)
    unit_id: Mapped[int]
    day: Mapped[date]
    seen_on: Mapped[date | None]


class ComplaintMail(Base):
    """Where a citizen asked to be told by mail that there is something new. Without a row nobody is written to."""

    __tablename__ = "complaint_mail"
    __table_args__ = ({"sqlite_with_rowid": False},)
    complaint_id: Mapped[bytes] = mapped_column(ForeignKey("complaint.id"), primary_key=True)
    unit_id: Mapped[int]
    #: The day of the consent.
    since: Mapped[date]
    #: Address and the word that stops these mails, under the case's key.
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    #: SHA-256 of that word: who has a mail can stop them without the receipt code.
    stop_print: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    #: Up to which line of the timeline the citizen was told.
    told: Mapped[int]
    #: When the last mail could not be delivered.
    failed_on: Mapped[date | None]
