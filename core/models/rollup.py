"""Cells: wide additive counters by day, by month, and live for what is not settled yet."""

from sqlalchemy import Column, Date, Integer, SmallInteger, String, Table

from core.db import Base
from core.domain.questionnaire import SLOTS_PER_PART
from core.domain.rollup import PERSON_COUNTS

SLOT_COLUMNS = tuple(f"s{number:02d}" for number in range(SLOTS_PER_PART))
COUNT_COLUMNS = (*PERSON_COUNTS, *SLOT_COLUMNS)


def _cells(name: str) -> Table:
    """One table of cells; the three differ only in which rows they hold (see the constants below)."""
    return Table(
        name,
        Base.metadata,
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
        *(Column(count, Integer, nullable=False, server_default="0") for count in COUNT_COLUMNS),
        sqlite_with_rowid=False,
    )


#: Settled submissions by day.
CELL_DAY = _cells("cell_day")
#: Settled submissions by month; `day` is the month's first.
CELL_MONTH = _cells("cell_month")
#: What stands in the inbox; read by the Front only.
CELL_LIVE = _cells("cell_live")
