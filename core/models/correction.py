"""Corrections of past duty entries: proposed, decided, and the signed rows an accepted one adds beside the cells."""

from datetime import datetime

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
)
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Moment
from core.models.rollup import COUNT_COLUMNS


class DutyCorrection(Base):
    """Somebody says who really sat there. Insert-only, as is what was decided about it."""

    __tablename__ = "duty_correction"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int] = mapped_column(index=True)
    duty_entry_id: Mapped[int] = mapped_column(index=True)
    #: Whom the answers counted for then, and for whom they should; 0: nobody.
    from_officer_id: Mapped[int]
    officer_id: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    account_id: Mapped[int]
    proposed_by: Mapped[str] = mapped_column(String(60))
    proposed_at: Mapped[datetime] = mapped_column(Moment)


class DutyDecision(Base):
    """What the Front decided about a proposal, once and for all."""

    __tablename__ = "duty_decision"
    __table_args__ = (CheckConstraint("answers >= 0", name="answers"),)
    correction_id: Mapped[int] = mapped_column(
        ForeignKey("duty_correction.id"), primary_key=True, autoincrement=False
    )
    unit_id: Mapped[int]
    is_accepted: Mapped[bool] = mapped_column(Boolean)
    #: How many settled answers it moved; 0 when it was rejected.
    answers: Mapped[int]
    reason: Mapped[str] = mapped_column(String(300))
    account_id: Mapped[int]
    decided_by: Mapped[str] = mapped_column(String(60))
    decided_at: Mapped[datetime] = mapped_column(Moment)


#: What accepted corrections add to the day cells and take away from them: the same key, signed counts.
ADJUSTMENT_DAY = Table(
    "adjustment_day",
    Base.metadata,
    Column("correction_id", Integer, ForeignKey("duty_correction.id"), primary_key=True, autoincrement=False),
    Column("day", Date, primary_key=True),
    Column("unit_id", Integer, primary_key=True, autoincrement=False),
    Column("field_id", Integer, primary_key=True, autoincrement=False),
    Column("officer_id", Integer, primary_key=True, autoincrement=False),
    Column("counter_id", Integer, primary_key=True, autoincrement=False),
    Column("channel", String(9), primary_key=True),
    Column("tier", String(1), primary_key=True),
    Column("round_id", Integer, primary_key=True, autoincrement=False),
    Column("version_id", Integer, primary_key=True, autoincrement=False),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    #: The answers stood in no published step yet, so that the steps to come follow the correction.
    Column("is_ahead", Boolean, nullable=False),
    *(Column(count, Integer, nullable=False, server_default="0") for count in COUNT_COLUMNS),
    Index(None, "unit_id", "day"),
    sqlite_with_rowid=False,
)
