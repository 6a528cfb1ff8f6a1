"""Group commit: on SQLite, writers who wait for the disk at the same time share the next transaction."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection

from core.db.connections import db, write

Result = TypeVar("Result")


@dataclass(eq=False)
class _Work:
    """One caller's part of a shared transaction, and what became of it."""

    run: Callable[[Connection], Any]
    is_done: threading.Event = field(default_factory=threading.Event)
    result: Any = None
    error: BaseException | None = None


#: What waits for the next transaction, by database; whoever finds it empty leads.
_waiting: dict[str, list[_Work]] = {}
_queue = threading.Lock()


def write_together(run: Callable[[Connection], Result]) -> Result:
    """Do a piece of work in a transaction that it may share with other threads; return once that is on disk.

    On SQLite one commit at a time reaches the disk, so those who wait meanwhile go together in the next one. A
    piece that fails is undone alone; when the commit fails, every piece of it fails.
    """
    engine = db.engine
    if engine.dialect.name != "sqlite":
        with write() as connection:
            return run(connection)
    work = _Work(run)
    key = str(engine.url.database)
    with _queue:
        _waiting.setdefault(key, []).append(work)
        is_leader = len(_waiting[key]) == 1
    if is_leader:
        _lead(key)
    work.is_done.wait()
    if work.error is not None:
        raise work.error
    result: Result = work.result
    return result


def _lead(key: str) -> None:
    """Wait for the turn, then do in one transaction what has come together by then."""
    together: list[_Work] = []
    try:
        with write() as connection:
            with _queue:
                together = _waiting.pop(key)
            if len(together) == 1:
                together[0].result = together[0].run(connection)
            else:
                for work in together:
                    _attempt(work, connection)
    except BaseException as error:  # noqa: BLE001 (whatever it is, those who wait must hear of it)
        with _queue:
            together = together or _waiting.pop(key, [])
        for work in together:
            work.error = error
    for work in together:
        work.is_done.set()


def _attempt(work: _Work, connection: Connection) -> None:
    connection.exec_driver_sql("SAVEPOINT work")
    try:
        work.result = work.run(connection)
    except Exception as error:  # noqa: BLE001 (raised again where it belongs)
        work.error = error
        connection.exec_driver_sql("ROLLBACK TO work")
    connection.exec_driver_sql("RELEASE work")
