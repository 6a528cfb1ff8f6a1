"""Tries to change what must never change, the ways an SQL client could, and reports what was let through."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, MetaData, Table, UniqueConstraint, create_engine
from sqlalchemy.exc import DatabaseError
from sqlalchemy.types import JSON, Boolean, Date, DateTime, Integer, LargeBinary

#: Tables whose rows stay as they are for ever, parents before children; and the inbox, whose rows go once settled.
LEDGERS = (
    "questionnaire_version",
    "question",
    "question_option",
    "questionnaire_choice",
    "submission",
    "audit_entry",
    "rung",
    "rung_step",
    "round_report",
    "round_report_progress",
    "duty_correction",
    "duty_decision",
    "adjustment_day",
    "complaint_event",
    "erasure",
    "comment_review",
    "comment_release",
    "comment_takeback",
)
#: Rows a ledger's sample needs above it; they are no ledgers themselves.
ABOVE: dict[str, dict[str, dict[str, Any]]] = {
    "complaint_event": {"unit": {"kind": "commune"}, "complaint": {}},
}
INBOX = "inbox"
#: What the guards say; any other error would hide a guard that is missing.
REFUSALS = ("insert-only", "inbox rows go only once settled")
#: Values the sample rows need where a check would refuse the usual ones.
_SPECIAL = {
    "tier": "A",
    "revision": 1,
    "channel": "qr",
    "cadence": "day",
    "state": "new",
    "kind": "all",
    "act": "edit",
}


def openings(database_url: str) -> list[str]:
    """Return every attack on a ledger or the inbox that got through; nothing stays of the attempt."""
    with undone(database_url) as connection:
        return openings_in(connection)


def openings_in(connection: Connection) -> list[str]:
    """The same inside a transaction of the caller, who undoes it."""
    found: list[str] = []
    tables = _tables(connection)
    for name in (*LEDGERS, INBOX):
        if name in tables:
            for above, values in ABOVE.get(name, {}).items():
                connection.execute(tables[above].insert(), {**_sample(tables[above]), **values})
            # Another id than the inbox row's: that one shall count as not settled.
            own = {"id": b"another citizen."} if name == "submission" else {}
            connection.execute(tables[name].insert(), {**_sample(tables[name]), **own})
            attacks = _attacks(tables[name], connection.dialect.name)
            found += [attack for attack in attacks if not is_refused(connection, attack)]
    return found


def settled_inbox_rows_can_go(database_url: str) -> bool:
    """Can a revision be removed once its submission is settled?"""
    with undone(database_url) as connection:
        tables = _tables(connection)
        for name in (INBOX, "submission"):
            connection.execute(tables[name].insert(), _sample(tables[name]))
        return connection.exec_driver_sql(f"DELETE FROM {INBOX} WHERE unit_id = 900").rowcount == 1


def plant_inbox_row(connection: Connection) -> None:
    """Put one revision into the inbox that is not settled."""
    inbox = _tables(connection)[INBOX]
    connection.execute(inbox.insert(), _sample(inbox))


def is_refused(connection: Connection, statement: str) -> bool:
    """Does a guard refuse the statement? An error of another kind fails the test that asks."""
    connection.exec_driver_sql("SAVEPOINT attack")
    try:
        connection.exec_driver_sql(statement)
    except DatabaseError as error:
        if any(words in str(error.orig) for words in REFUSALS):
            return True
        raise
    finally:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT attack")
    return False


@contextmanager
def undone(database_url: str) -> Iterator[Connection]:
    """Open a transaction of an SQL client that is rolled back whatever happens in it."""
    engine = create_engine(database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        finally:
            connection.exec_driver_sql("ROLLBACK")
    engine.dispose()


def _tables(connection: Connection) -> dict[str, Table]:
    metadata = MetaData()
    metadata.reflect(connection)
    return dict(metadata.tables)


def _sample(table: Table) -> dict[str, Any]:
    return {
        column.name: _SPECIAL.get(column.name, _value(column.type))
        for column in table.columns
        if not column.nullable
    }


def _value(kind: Any) -> Any:
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, Integer):
        return 900
    if isinstance(kind, DateTime):
        return datetime(2026, 1, 1)  # noqa: DTZ001 (stored without zone)
    if isinstance(kind, Date):
        return date(2026, 1, 1)
    if isinstance(kind, LargeBinary):
        return bytes(16)
    return {} if isinstance(kind, JSON) else "x"


def _attacks(table: Table, dialect: str) -> Iterator[str]:
    key = [column.name for column in table.primary_key.columns]
    columns = [column.name for column in table.columns]
    listed = ", ".join(columns)
    same_row = f"({listed}) SELECT {listed} FROM {table.name} WHERE unit_id = 900"
    upsert = f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET unit_id = 901"
    yield f"UPDATE {table.name} SET unit_id = 901"
    yield f"DELETE FROM {table.name} WHERE unit_id = 900"
    yield f"DELETE FROM {table.name}"
    yield f"INSERT INTO {table.name} {same_row} {upsert}"
    if dialect == "sqlite":
        yield f"REPLACE INTO {table.name} {same_row}"
        yield f"INSERT OR REPLACE INTO {table.name} {same_row}"
        yield f"UPDATE OR REPLACE {table.name} SET unit_id = 901"
        yield from _replacing_by_another_key(table, columns, key)
    else:
        yield f"TRUNCATE {table.name} CASCADE"
        yield f"MERGE INTO {table.name} USING (SELECT 1) one ON unit_id = 900 WHEN MATCHED THEN DELETE"


def _replacing_by_another_key(table: Table, columns: list[str], key: list[str]) -> Iterator[str]:
    """Meet the row on a key other than the primary one: SQLite removes it all the same, and says nothing."""
    other = {"INTEGER": "901", "VARCHAR": "'y'", "BLOB": "randomblob(16)", "DATE": "'2027-01-01'"}
    moved = {
        name: other[str(table.c[name].type).partition("(")[0].replace("SMALLINT", "INTEGER")] for name in key
    }
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            unique = {column.name for column in constraint.columns}
            values = [moved[name] if name in moved and name not in unique else name for name in columns]
            yield (
                f"INSERT OR REPLACE INTO {table.name} ({', '.join(columns)}) "
                f"SELECT {', '.join(values)} FROM {table.name} WHERE unit_id = 900"
            )
    if table.dialect_options["sqlite"]["with_rowid"] and len(key) > 1:
        values = [moved.get(name, name) for name in columns]
        values = ["901" if name == "slot" else value for name, value in zip(columns, values, strict=True)]
        yield (
            f"INSERT OR REPLACE INTO {table.name} (rowid, {', '.join(columns)}) "
            f"SELECT rowid, {', '.join(values)} FROM {table.name} WHERE unit_id = 900"
        )
