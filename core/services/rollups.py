"""Rollups: recounts the cells from the record, to check them or to write them anew."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, delete, func, select

from core.db import snapshot, write
from core.domain.access import SYSTEM
from core.domain.rollup import PERSON_COUNTS, CellKey, Counts, total
from core.models import (
    ADJUSTMENT_DAY,
    CELL_DAY,
    CELL_LIVE,
    CELL_MONTH,
    COUNT_COLUMNS,
    SLOT_COLUMNS,
    DutyCorrection,
    DutyDecision,
    Submission,
)
from core.queries import questionnaires
from core.queries.correction_effects import moves
from core.services import cells, locks
from core.services.settling import contributions, live_changes


@dataclass(frozen=True)
class Difference:
    """A cell whose stored counts are not what the record adds up to."""

    table: str
    key: CellKey
    stored: Counts | None
    counted: Counts | None


def check() -> list[Difference]:
    """Return every cell that differs from a recount of the record; an empty list is the promise kept."""
    with snapshot() as connection:
        return [
            Difference(table.name, key, stored.get(key), counted.get(key))
            for table, counted in (*_recount(connection), (ADJUSTMENT_DAY, _readjusted(connection)))
            for stored in (_stored(connection, table),)
            for key in sorted(stored.keys() | counted.keys())
            if stored.get(key) != counted.get(key)
        ]


def rebuild() -> None:
    """Write all cells anew from the record, in one transaction."""
    with write() as connection:
        locks.settle_alone(connection)
        for table, counted in _recount(connection):
            connection.execute(delete(table))
            cells.add(connection, table, counted)


def _recount(connection: Connection) -> list[tuple[Table, dict[CellKey, Counts]]]:
    # For this statement only: on PostgreSQL the option turns whatever it meets into a cursor, deletions too.
    rows = connection.execute(select(Submission.__table__), execution_options={"yield_per": 5000})
    by_day = total(contributions(connection, rows))
    by_month = total((key.by_month(), counts) for key, counts in by_day.items())
    return [(CELL_DAY, by_day), (CELL_MONTH, by_month), (CELL_LIVE, live_changes(connection))]


def _readjusted(connection: Connection) -> dict[CellKey, Counts]:
    """Return what all accepted corrections move, counted from the record; only checked, never written anew."""
    rows = connection.execute(
        select(DutyCorrection.duty_entry_id, DutyCorrection.from_officer_id, DutyCorrection.officer_id)
        .join(DutyDecision, DutyDecision.correction_id == DutyCorrection.id)
        .where(DutyDecision.is_accepted)
    ).all()
    return total(change for row in rows for change in moves(connection, *row).items())


def _rows(table: Table) -> Select[Any]:
    """Return the statement that reads a table's cells; several corrections may touch the same one."""
    if table is not ADJUSTMENT_DAY:
        return select(table)
    by = [table.c[name] for name in (*CellKey._fields, "part")]
    return select(*by, *(func.sum(table.c[name]).label(name) for name in COUNT_COLUMNS)).group_by(*by)


def _stored(connection: Connection, table: Table) -> dict[CellKey, Counts]:
    parts: dict[CellKey, dict[int, Counts]] = {}
    for row in connection.execute(_rows(table)).mappings():
        key = CellKey(*(row[name] for name in CellKey._fields))
        counts = Counts(
            tuple(row[name] for name in PERSON_COUNTS),
            tuple(row[name] for name in SLOT_COLUMNS),
        )
        parts.setdefault(key, {})[row["part"]] = counts
    joined = {
        key: _join(rows, questionnaires.version(SYSTEM, key.version_id).parts) for key, rows in parts.items()
    }
    return {key: counts for key, counts in joined.items() if not counts.is_empty}


def _join(rows: dict[int, Counts], parts: int) -> Counts:
    """Put the parts of a wide cell together; a part without a row counts nothing, a row too many is kept."""
    blank = Counts((0, 0, 0, 0), (0,) * len(SLOT_COLUMNS))
    listed = [rows.get(part, blank) for part in range(max(parts, *(part + 1 for part in rows)))]
    persons = tuple(sum(numbers) for numbers in zip(*(counts.persons for counts in listed), strict=True))
    return Counts(persons, tuple(slot for counts in listed for slot in counts.slots))
