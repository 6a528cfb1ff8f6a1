"""Writers who wait together share one commit; one that fails is undone alone, a failed commit fails them all."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import OperationalError

from core.config import Config
from core.db import db, group_commit, write, write_together
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from wsgi import create_app

Work = Callable[[Connection], int]


@pytest.fixture
def app(sqlite_databases: Databases, clock: Clock) -> Iterator[Flask]:
    with sqlite_databases.fresh() as url:
        app = create_app(Config.from_env(settings_for(url, LANGNGHE_CLOCK=str(clock.file))))
        with app.app_context():
            with write() as connection:
                connection.execute(text("CREATE TABLE note (n INTEGER PRIMARY KEY)"))
            yield app
            db.engine.dispose()


def put(number: int) -> Work:
    """Return the work of storing a number that must not be there yet."""

    def run(connection: Connection) -> int:
        connection.execute(text("INSERT INTO note VALUES (:n)"), {"n": number})
        return number

    return run


def put_and_fail(number: int) -> Work:
    """Return work that stores a number and then thinks better of it."""

    def run(connection: Connection) -> int:
        put(number)(connection)
        raise ValueError(f"{number} is refused")

    return run


@contextmanager
def waiting_together(app: Flask, works: list[Work]) -> Iterator[list[Future[int]]]:
    """Let every work wait for the turn at the same time, then let go and give what became of each."""

    def come(work: Work) -> int:
        with app.app_context():
            return write_together(work)

    with ThreadPoolExecutor(len(works)) as pool:
        with write():
            futures = [pool.submit(come, work) for work in works]
            while sum(map(len, group_commit._waiting.values())) < len(works):
                time.sleep(0.001)
        yield futures


def stored() -> list[int]:
    with db.engine.connect() as connection:
        return list(connection.execute(text("SELECT n FROM note ORDER BY n")).scalars())


def test_those_who_wait_share_one_commit(app: Flask):
    commits: list[Connection] = []
    event.listen(db.engine, "commit", commits.append)

    with waiting_together(app, [put(number) for number in range(6)]) as futures:
        results = [future.result() for future in futures]

    assert results == stored() == [0, 1, 2, 3, 4, 5]
    assert len(commits) == 2, "one of the writer everybody waited for, one for all who waited"


def test_one_that_fails_is_undone_alone(app: Flask):
    with waiting_together(app, [put(1), put_and_fail(2), put(3)]) as futures:
        errors = [type(future.exception()) for future in futures]

    assert errors == [type(None), ValueError, type(None)]
    assert stored() == [1, 3]


def test_a_failed_commit_fails_every_one_of_them(app: Flask):
    def fail(_connection: Connection) -> None:
        raise OperationalError("COMMIT", {}, Exception("disk I/O error"))

    def put_and_break_the_disk(connection: Connection) -> int:
        event.listen(db.engine, "commit", fail)
        return put(4)(connection)

    with waiting_together(app, [put(1), put_and_fail(2), put(3), put_and_break_the_disk]) as futures:
        errors = [type(future.exception()) for future in futures]
    event.remove(db.engine, "commit", fail)

    assert errors == [OperationalError] * 4
    assert stored() == []


def test_a_transaction_that_the_database_gave_up_fails_every_one_of_them(app: Flask):
    def give_up(connection: Connection) -> int:
        # SQLite ends the transaction by itself when, for instance, the disk is full.
        connection.exec_driver_sql("ROLLBACK")
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    with waiting_together(app, [put(1), give_up, put(3)]) as futures:
        errors = [type(future.exception()) for future in futures]

    assert errors == [OperationalError] * 3
    assert stored() == []


def test_no_turn_to_be_had_fails_those_who_wait_and_nobody_else(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    @contextmanager
    def broken() -> Iterator[Connection]:
        raise OSError("no file can be opened")
        yield

    with monkeypatch.context() as patch:
        patch.setattr(group_commit, "write", broken)
        with pytest.raises(OSError, match="no file"):
            write_together(put(1))

    assert write_together(put(2)) == 2
    assert stored() == [2]
