"""Reads what a database already holds of the units a workbook speaks of."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, Table, func, select

from core.models import Unit

#: Unit code and the thing's own code.
CodeKey = tuple[str, str]


def next_id(connection: Connection, table: Table) -> int:
    """Return the first free id; nobody else gives ids while an office is set up (see locks.set_up_places)."""
    return int(connection.scalar(select(func.max(table.c.id))) or 0) + 1


def stored_units(connection: Connection, codes: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Return the units with these codes."""
    table = Unit.__table__
    rows = connection.execute(select(table).where(table.c.code.in_(codes)))
    return {row.code: row._asdict() for row in rows}


def stored_by_code(
    connection: Connection, table: Table, unit_codes: Mapping[int, str]
) -> dict[CodeKey, Mapping[str, Any]]:
    """Return the rows of a table that belong to these units (id to code), by unit code and own code."""
    rows = connection.execute(select(table).where(table.c.unit_id.in_(unit_codes)))
    return {(unit_codes[row.unit_id], row.code): row._asdict() for row in rows}
