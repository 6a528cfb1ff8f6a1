"""What an import has to write, worked out before anything is written, and carried out in one go."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Connection, Table, bindparam, delete, insert, update

from core.db import Base
from core.domain.office import Kind, Names, Tally

#: Rows written between two reports of progress.
CHUNK = 500
#: Told (rows done, rows in all); never goes back, ends with both alike.
Progress = Callable[[int, int], None]

Row = dict[str, Any]
_Item = TypeVar("_Item")
_Key = TypeVar("_Key")


def table_of(model: type[Base]) -> Table:
    """Return the table behind a model."""
    return Base.metadata.tables[model.__tablename__]


@dataclass(frozen=True)
class TableWork:
    """New rows, changed rows (with their id) and rows to end, of one table."""

    table: Table
    inserts: list[Row] = field(default_factory=list)
    #: All with the same columns, one of them `id`.
    updates: list[Row] = field(default_factory=list)
    closing: Mapping[str, Any] = field(default_factory=dict)
    closed_ids: list[int] = field(default_factory=list)
    #: Values of one column whose rows go before new ones come.
    deleted: tuple[str, Sequence[int]] = ("id", ())

    @property
    def size(self) -> int:
        """How many rows it touches."""
        return len(self.inserts) + len(self.updates) + len(self.closed_ids) + len(self.deleted[1])


@dataclass(frozen=True)
class Step:
    """The work of one kind, and how it is counted."""

    kind: Kind
    tally: Tally
    tables: tuple[TableWork, ...]
    names: Names = Names()


@dataclass(frozen=True)
class Matched:
    """Stored rows beside wanted ones: the step, and the id every wanted row has or will have."""

    work: TableWork
    tally: Tally
    ids: dict[Any, int]
    names: Names


def match(
    table: Table,
    *,
    stored: Mapping[_Key, Mapping[str, Any]],
    wanted: Mapping[_Key, Row],
    next_id: int,
    closing: Mapping[str, Any] | None = None,
) -> Matched:
    """Compare by key: rows to insert, rows that differ, and stored ones nobody wants any more.

    Without `closing` such rows stay as they are.
    """
    ids: dict[Any, int] = {}
    inserts: list[Row] = []
    updates: list[Row] = []
    for key, row in wanted.items():
        there = stored.get(key)
        ids[key] = next_id + len(inserts) if there is None else int(there["id"])
        if there is None:
            inserts.append({**row, "id": ids[key]})
        elif any(there[name] != value for name, value in row.items()):
            updates.append({**row, "id": ids[key]})
    closed_ids = [
        int(row["id"])
        for key, row in stored.items()
        if closing is not None and key not in wanted and any(row[name] != v for name, v in closing.items())
    ]
    tally = Tally(
        created=len(inserts),
        updated=len(updates),
        unchanged=len(wanted) - len(inserts) - len(updates),
        closed=len(closed_ids),
    )
    work = TableWork(table, inserts, updates, closing or {}, closed_ids)
    closed = set(closed_ids)
    names = Names(
        created=_names(inserts),
        updated=_names(updates),
        closed=_names(row for row in stored.values() if row["id"] in closed),
    )
    return Matched(work, tally, ids, names)


def _names(rows: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(row["name"] for row in rows if row.get("name"))


def carry_out(connection: Connection, steps: Iterable[Step], progress: Progress | None) -> None:
    """Write everything, in order; report after every few hundred rows."""
    tables = [work for step in steps for work in step.tables]
    total = sum(work.size for work in tables)
    done = 0
    for work in tables:
        for written in _write(connection, work):
            done += written
            if progress is not None:
                progress(done, total)
    if progress is not None and total == 0:
        progress(0, 0)


def _write(connection: Connection, work: TableWork) -> Iterator[int]:
    """Write one table's rows; yield how many after each chunk."""
    table = work.table
    name, values = work.deleted
    for some in _chunks(values):
        connection.execute(delete(table).where(table.c[name].in_(some)))
        yield len(some)
    for ids in _chunks(work.closed_ids):
        connection.execute(update(table).where(table.c.id.in_(ids)).values(dict(work.closing)))
        yield len(ids)
    for rows in _chunks(work.inserts):
        connection.execute(insert(table), rows)
        yield len(rows)
    for rows in _chunks(work.updates):
        changed: dict[str, BindParameter[Any]] = {
            column: bindparam(f"new_{column}") for column in rows[0] if column != "id"
        }
        statement = update(table).where(table.c.id == bindparam("row_id")).values(changed)
        connection.execute(statement, [_parameters(row) for row in rows])
        yield len(rows)


def _parameters(row: Row) -> Row:
    return {"row_id" if name == "id" else f"new_{name}": value for name, value in row.items()}


def _chunks(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
