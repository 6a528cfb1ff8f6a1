"""The outbox: what must follow a committed change, drained by the worker."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, Moment


class OutboxItem(Base):
    """One piece of work written in the same transaction as the thing it follows."""

    __tablename__ = "outbox"
    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    unit_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    not_before: Mapped[datetime] = mapped_column(Moment)
    attempts: Mapped[int] = mapped_column(default=0, server_default="0")
    last_error: Mapped[str] = mapped_column(Text, default="")


class DailyRun(Base):
    """Which daily job has been done for which day, so that it runs once per date, also after a night off."""

    __tablename__ = "daily_run"
    job: Mapped[str] = mapped_column(String(40), primary_key=True)
    unit_id: Mapped[int]
    #: ISO date.
    last_day: Mapped[str] = mapped_column(String(10))
