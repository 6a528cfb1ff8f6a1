"""Connections and transactions. SQLite takes turns by a fair file lock, so nobody meets "locked"."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Dialect, Engine, MetaData, TypeDecorator, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.pool import ConnectionPoolEntry

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables; every constraint has a name, so that migrations can speak of it on both databases."""

    metadata = MetaData(naming_convention=NAMES)


class Moment(TypeDecorator[datetime]):
    """A moment: aware UTC in the code, stored without zone, alike on both databases."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without zone; store it in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored moment as aware UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class _Database(SQLAlchemy):
    """Flask-SQLAlchemy with an end of request that cannot spoil a finished answer."""

    def _teardown_session(self, exc: BaseException | None) -> None:
        release()


#: What the driver raises when the disk is full, the database away or its connections used up.
UNAVAILABLE = (OperationalError, InterfaceError, PoolTimeout)

db = _Database(model_class=Base, disable_autonaming=True)


def engine_options(database_url: str) -> dict[str, Any]:
    """Return how the engine connects: enough connections for every thread, a patient wait, no surprise pings."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        # The embedded database holds what citizens said: nobody else on the machine reads its folder.
        Path(url.database).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    options: dict[str, Any] = {"pool_size": 16, "max_overflow": 8}
    if database_url.startswith("sqlite"):
        options["connect_args"] = {"timeout": 30, "check_same_thread": False}
    else:
        options["pool_pre_ping"] = True
    return options


def prepare(engine: Engine) -> None:
    """Make SQLite durable and strict, and let SQLAlchemy say when a transaction begins."""
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)


def _prepare_connection(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=30000",
        "journal_mode=WAL",
        # "Thank you, stored" is said only after the commit is on disk (docs/promises.md P1).
        "synchronous=FULL",
        "foreign_keys=ON",
        # Freed pages are overwritten: emptied inbox rows must not be readable afterwards (docs/promises.md P3).
        "secure_delete=ON",
        # Half a MiB for each connection: sixteen threads keep two each, and the system caches the file anyway.
        "cache_size=-512",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    is_write = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")


def release() -> None:
    """Give the session's connection back. If the database went away meanwhile, nothing is left to undo."""
    try:
        db.session.remove()
    except DBAPIError:
        db.session.registry.clear()


@contextmanager
def write() -> Iterator[Connection]:
    """Open the one transaction of a service call; commit at the end, roll back on any error.

    On SQLite the caller first waits for its turn on a file lock, which is fair between threads and processes;
    the busy handler's sleeping would cost a long tail (see docs/decisions/0003).
    """
    engine = db.engine
    if engine.dialect.name != "sqlite":
        with engine.begin() as connection:
            yield connection
        return
    with _turn(str(engine.url.database)), engine.connect() as plain:
        connection = plain.execution_options(writes=True)
        with connection.begin():
            yield connection


@contextmanager
def snapshot() -> Iterator[Connection]:
    """Open one unmoving view of everything stored; whoever writes goes on meanwhile, and nobody waits."""
    engine = db.engine
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        yield connection


@contextmanager
def maintenance() -> Iterator[Connection]:
    """Open a connection outside any transaction, with every SQLite writer kept waiting."""
    engine = db.engine
    if engine.dialect.name != "sqlite":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            yield connection
        return
    with _turn(str(engine.url.database)), engine.connect() as connection:
        # SQLAlchemy would open a transaction, in which SQLite refuses to VACUUM.
        connection.exec_driver_sql("COMMIT")
        yield connection
        connection.exec_driver_sql("BEGIN")


@contextmanager
def write_session() -> Iterator[Session]:
    """Open the one transaction of a service call as an ORM session."""
    with write() as connection, Session(bind=connection, expire_on_commit=False) as session:
        yield session
        session.flush()


@contextmanager
def _turn(database: str) -> Iterator[None]:
    # A lock belongs to an open file: one of its own for every turn, so that threads wait for each other too.
    file = os.open(f"{database}.turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
