"""A house without care, for a control: SQLite does not wait for the disk. A test puts this folder on PYTHONPATH."""

import sqlite3.dbapi2 as driver
from typing import Any

_connect = driver.connect


class CarelessCursor(driver.Cursor):
    """Turns the one pragma around on which the durability of an answer hangs."""

    def execute(self, statement: str, *parameters: Any) -> "CarelessCursor":
        """Run a statement, but never `synchronous=FULL`."""
        super().execute(statement.replace("synchronous=FULL", "synchronous=OFF"), *parameters)
        return self


class CarelessConnection(driver.Connection):
    """Hands out careless cursors."""

    def cursor(self, factory: Any = CarelessCursor) -> Any:
        """Return a careless cursor."""
        return super().cursor(factory)


def connect(*arguments: Any, **options: Any) -> driver.Connection:
    """Open a careless connection."""
    return _connect(*arguments, factory=CarelessConnection, **options)


driver.connect = connect  # type: ignore[assignment]
