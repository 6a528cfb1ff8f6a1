"""The embedded database's copy: made while others write, without a byte of what was deleted before."""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from core.domain.complaints.erasing import Erased
from core.services.backups import replaying

_LEFTOVERS = ("-wal", "-shm", "-journal")


def copy(database: Path, target: Path) -> None:
    """Write a consistent copy into a new file. VACUUM INTO copies rows, so no free page comes along."""
    with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    target.chmod(0o600)


def is_empty(database: Path) -> bool:
    """Is there no file, or one in which nobody has begun anything?"""
    if not database.exists():
        return True
    with closing(sqlite3.connect(database, timeout=30)) as connection:
        if "unit" not in _tables(connection):
            return True
        return connection.execute("SELECT 1 FROM unit LIMIT 1").fetchone() is None


def replay(database: Path, erased: Iterable[Erased]) -> None:
    """Erase in a file that nobody serves yet, in one transaction, and leave no byte of it on free pages."""
    with closing(sqlite3.connect(database, timeout=30, isolation_level=None)) as connection:
        connection.execute("PRAGMA secure_delete=ON")
        tables = _tables(connection)
        connection.execute("BEGIN IMMEDIATE")
        for statement in replaying.statements(erased, is_postgresql=False):
            if tables.issuperset(statement.tables):
                connection.execute(statement.text)
        connection.execute("COMMIT")
        connection.execute("VACUUM")


def put_in_place(prepared: Path, database: Path) -> None:
    """Let a finished file take the place of the database; what was beside the old one goes with it."""
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with prepared.open("rb") as file:
        os.fsync(file.fileno())
    prepared.chmod(0o600)
    for suffix in _LEFTOVERS:
        database.with_name(f"{database.name}{suffix}").unlink(missing_ok=True)
    prepared.replace(database)


def _tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
