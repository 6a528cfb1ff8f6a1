"""Mergers of communes (sáp nhập): since when a unit stands in the place of others, and by which decision."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class UnitMerger(Base):
    """One merger; `unit_predecessor` says which units went into it, whose last day is the day before."""

    __tablename__ = "unit_merger"
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    #: The first day of the merged unit.
    day: Mapped[date] = mapped_column(primary_key=True)
    document: Mapped[str] = mapped_column(String(200))
