"""Print what the database still needs: `behind` (migrations), `empty` (an office) or `ready`.

Loads no library but the database's own driver: it runs before every start.
"""

import os
import sqlite3
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SQLITE = "sqlite:///"
Ask = Callable[[str], "tuple[object, ...] | None"]


def newest() -> str:
    """Return the number of the newest migration: their files are numbered."""
    return max(file.name.partition("_")[0] for file in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))


def state(ask: Ask) -> str:
    """Compare the database's revision with the newest migration, then look for anybody's account."""
    if ask("SELECT version_num FROM alembic_version") != (newest(),):
        return "behind"
    return "ready" if ask("SELECT 1 FROM account LIMIT 1") else "empty"


def of_sqlite(path: str) -> str:
    """Answer for a database file; one that is missing or has no tables is behind."""
    if not Path(path).exists():
        return "behind"
    connection = sqlite3.connect(path)
    try:
        return state(lambda question: connection.execute(question).fetchone())
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):
            return "behind"
        raise
    finally:
        connection.close()


def of_postgresql(url: str) -> str:
    """Answer for a PostgreSQL database; one without tables is behind."""
    # Loaded only where it is needed: the embedded database starts without it.
    psycopg = import_module("psycopg")
    with psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://")) as connection:
        try:
            return state(lambda question: connection.execute(question).fetchone())
        except psycopg.errors.UndefinedTable:
            return "behind"


def main() -> None:
    """Answer for `LANGNGHE_DATABASE_URL`, by default the embedded database under var/."""
    url = os.environ.get("LANGNGHE_DATABASE_URL") or f"{SQLITE}{ROOT / 'var' / 'langnghe.db'}"
    answer = of_sqlite(url.removeprefix(SQLITE)) if url.startswith(SQLITE) else of_postgresql(url)
    sys.stdout.write(f"{answer}\n")


if __name__ == "__main__":
    main()
