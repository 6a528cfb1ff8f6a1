"""Places: the unit tree, counters, officers, the duty roster, touchpoints."""

from datetime import date, datetime, time

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Moment
from core.models.searched import follow_names, words_column


class Unit(Base):
    """A part of the administration: province, commune, department or centre, with the days it existed."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("kind IN ('province', 'commune', 'department', 'centre')", name="kind"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        Index(None, "unit_id", "words"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    #: Itself: every table carries `unit_id`, so that any row can be asked whose it is.
    unit_id: Mapped[int]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(String(200))
    words: Mapped[str] = words_column("name")
    help_phone: Mapped[str] = mapped_column(String(40), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]


class UnitPredecessor(Base):
    """Which units went into which when communes merged."""

    __tablename__ = "unit_predecessor"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    predecessor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)


class Counter(Base):
    """A counter (quầy) where citizens are served."""

    __tablename__ = "counter"
    __table_args__ = (UniqueConstraint("unit_id", "code"), Index(None, "unit_id", "words"))
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = words_column("name")
    is_open: Mapped[bool]


class CounterField(Base):
    """Which fields a counter serves, in the order of its chips."""

    __tablename__ = "counter_field"
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), primary_key=True)
    field_id: Mapped[int] = mapped_column(ForeignKey("service_field.id"), primary_key=True)
    unit_id: Mapped[int]
    sort: Mapped[int]


class Officer(Base):
    """An officer (cán bộ, công chức) citizens may rate."""

    __tablename__ = "officer"
    __table_args__ = (UniqueConstraint("unit_id", "code"), Index(None, "unit_id", "words"))
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    code: Mapped[str] = mapped_column(String(40))
    name: Mapped[str] = mapped_column(String(120))
    words: Mapped[str] = words_column("name")
    title: Mapped[str] = mapped_column(String(120), default="")
    is_active: Mapped[bool]


class OfficerPhoto(Base):
    """The photo of an officer who agreed to one; initials stand where there is none."""

    __tablename__ = "officer_photo"
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"), primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    #: A small square JPEG of our own making.
    content: Mapped[bytes] = mapped_column(LargeBinary)
    #: The beginning of the content's SHA-256 in hexadecimal; it stands in the picture's address.
    mark: Mapped[str] = mapped_column(String(12))


class OfficeHours(Base):
    """When a unit's counters are open, where that is not as usual; the roster's half-days follow it."""

    __tablename__ = "office_hours"
    __table_args__ = (
        CheckConstraint(
            "morning_from < morning_to AND morning_to <= afternoon_from AND afternoon_from < afternoon_to",
            name="order",
        ),
        CheckConstraint("last_weekday BETWEEN 4 AND 6", name="last_weekday"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    morning_from: Mapped[time]
    morning_to: Mapped[time]
    afternoon_from: Mapped[time]
    afternoon_to: Mapped[time]
    #: The last day of the week that is worked; Monday is 0.
    last_weekday: Mapped[int] = mapped_column(SmallInteger)


class DutyEntry(Base):
    """One officer at one counter for one shift. Never changed: a correction replaces it and leaves it readable."""

    __tablename__ = "duty_entry"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="order"),
        Index(None, "unit_id", "starts_at"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    counter_id: Mapped[int] = mapped_column(ForeignKey("counter.id"), index=True)
    officer_id: Mapped[int] = mapped_column(ForeignKey("officer.id"))
    #: Moments in UTC.
    starts_at: Mapped[datetime] = mapped_column(Moment)
    ends_at: Mapped[datetime] = mapped_column(Moment)
    #: When a later roster took its place; None while it stands. Replaced while it ran, it stood until then.
    replaced_at: Mapped[datetime | None] = mapped_column(Moment)


class Touchpoint(Base):
    """What one QR code or link stands for."""

    __tablename__ = "touchpoint"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('counter', 'entrance', 'officer', 'field', 'slip', 'link', 'round')", name="kind"
        ),
        Index(None, "unit_id", "words"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    #: The short code in `/q/<code>`: alphabet without look-alikes.
    code: Mapped[str] = mapped_column(String(12), unique=True)
    kind: Mapped[str] = mapped_column(String(12))
    counter_id: Mapped[int | None] = mapped_column(ForeignKey("counter.id"))
    field_id: Mapped[int | None] = mapped_column(ForeignKey("service_field.id"))
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("officer.id"))
    questionnaire_code: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(120), default="")
    words: Mapped[str] = words_column("code", "label")
    issued_on: Mapped[date]
    #: Since when the code no longer takes answers, and the code that took its place, if any.
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("touchpoint.id"))
    valid_to: Mapped[date | None]
    #: The last day somebody made its poster.
    printed_on: Mapped[date | None]


for _kind in (Unit, Counter, Officer):
    follow_names(_kind, "name")
follow_names(Touchpoint, "code", "label")
