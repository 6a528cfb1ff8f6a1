"""Reads whole databases from outside the product, to compare before and after."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, MetaData, create_engine

Contents = dict[str, list[Mapping[str, Any]]]


def contents(database_url: str) -> Contents:
    """Return every row of every table, in an order of their own."""
    with looking(database_url) as connection:
        metadata = MetaData()
        metadata.reflect(connection)
        return {
            name: sorted((dict(row) for row in connection.execute(table.select()).mappings()), key=repr)
            for name, table in metadata.tables.items()
            if name != "alembic_version"
        }


@contextmanager
def looking(database_url: str) -> Iterator[Connection]:
    """Open a connection that belongs to nobody else."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        yield connection
    engine.dispose()
