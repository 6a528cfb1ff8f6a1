"""Work calendar: days off and days worked that somebody entered by decision; what is computed is stored nowhere."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Moment


class CalendarDay(Base):
    """A day off or a day worked for a unit and everything below it. Never deleted: revoking leaves it readable."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        CheckConstraint("ruling IN ('off', 'work')", name="ruling"),
        Index("ix_calendar_day_unit_id_day", "unit_id", "day"),
    )
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    day: Mapped[date]
    ruling: Mapped[str] = mapped_column(String(4))
    #: The decision's number and date, and why.
    document: Mapped[str] = mapped_column(String(120))
    document_date: Mapped[date]
    reason: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(Moment)
    #: When it was taken back, and why; None while it counts.
    revoked_at: Mapped[datetime | None] = mapped_column(Moment)
    revoked_why: Mapped[str] = mapped_column(String(200), default="")
