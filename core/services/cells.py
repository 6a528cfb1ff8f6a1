"""Cells: adds counts to the wide rows. Part of other services' transactions, never one of its own."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import ClauseElement, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from core.db import Prepared
from core.domain.questionnaire import Questionnaire
from core.domain.rollup import PERSON_COUNTS, CellKey, Counts
from core.models import COUNT_COLUMNS, SLOT_COLUMNS

_NO_PERSONS = (0, 0, 0, 0)


def add(connection: Connection, table: Table, changes: Mapping[CellKey, Counts]) -> None:
    """Add each change to its cell's rows, in key order, so that two writers never wait for each other in a ring."""
    rows = [
        row
        for key in sorted(changes)
        if not changes[key].is_empty
        for row in rows_of(key, changes[key])
        if any(row[name] for name in COUNT_COLUMNS)
    ]
    if rows:
        _upsert(table).run(connection, *rows)


def rows_of(key: CellKey, counts: Counts) -> list[dict[str, Any]]:
    """Return the rows, one per part, that carry these counts; persons stand in part 0 only."""
    return [{**key._asdict(), "part": part, **numbers} for part, numbers in enumerate(columns(counts))]


def columns(counts: Counts) -> list[dict[str, int]]:
    """Return the numbers of each part by the name of their column."""
    return [
        {
            **dict(zip(PERSON_COUNTS, counts.persons if part == 0 else _NO_PERSONS, strict=True)),
            **dict(zip(SLOT_COLUMNS, counts.part(part), strict=True)),
        }
        for part in range(len(counts.slots) // len(SLOT_COLUMNS))
    ]


def empty(questionnaire: Questionnaire) -> Counts:
    """Return counts that add nothing."""
    return Counts(_NO_PERSONS, (0,) * (questionnaire.parts * len(SLOT_COLUMNS)))


@lru_cache
def _upsert(table: Table) -> Prepared:
    def statement(dialect: str) -> ClauseElement:
        insert = (sqlite if dialect == "sqlite" else postgresql).insert(table)
        return insert.on_conflict_do_update(
            index_elements=[column.name for column in table.primary_key.columns],
            set_={name: table.c[name] + insert.excluded[name] for name in COUNT_COLUMNS},
        )

    return Prepared(statement)
