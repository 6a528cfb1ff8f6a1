"""Ladder: published counts as immutable steps; `rung` says about whom, `rung_step` what stood when a day closed."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from core.db import Base
from core.models.rollup import COUNT_COLUMNS

#: One row per ladder and year; `begins_on` is the day of its earliest answers, as exact as the cells tell.
RUNG = Table(
    "rung",
    Base.metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("unit_id", Integer, nullable=False),
    Column("cadence", String(4), nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("field_id", Integer, nullable=False),
    Column("officer_id", Integer, nullable=False),
    #: Empty for the ladders of fields, which take every channel.
    Column("channel", String(9), nullable=False),
    Column("tier", String(1), nullable=False),
    Column("version_id", Integer, nullable=False),
    Column("begins_on", Date, nullable=False),
    CheckConstraint("cadence IN ('day', 'week')", name="cadence"),
    CheckConstraint("tier IN ('A', 'B', 'C')", name="tier"),
    UniqueConstraint(
        "unit_id",
        "cadence",
        "year",
        "field_id",
        "officer_id",
        "channel",
        "tier",
        "version_id",
        name="uq_rung_key",
    ),
)
#: The counts from the year's first day on, as published when `closed_on` was over; read by the last step before a day.
RUNG_STEP = Table(
    "rung_step",
    Base.metadata,
    Column("rung_id", Integer, ForeignKey("rung.id"), primary_key=True, autoincrement=False),
    Column("closed_on", Date, primary_key=True),
    Column("part", SmallInteger, primary_key=True, autoincrement=False),
    Column("unit_id", Integer, nullable=False),
    *(Column(count, Integer, nullable=False, server_default="0") for count in COUNT_COLUMNS),
    sqlite_with_rowid=False,
)
