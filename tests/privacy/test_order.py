"""After settling nothing stored tells who came before whom; before, the inbox does, so the checks can see it."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from core.db import write_session
from core.jobs import drain
from core.services import settling, submissions
from tests.privacy.order import tells_neighbours, tells_order, tells_order_within_pages
from tests.services import record
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.postgres import PostgresCluster

SQLITE_PAGE = 4096


def let_citizens_come(number: int, *, do_they_write: bool = True) -> list[bytes]:
    """Let so many citizens come one after the other, some with comments and changes; return their ids in that order."""
    with write_session() as session:
        world = worlds.office(session)
    ids: list[bytes] = []
    for turn in range(number):
        secret = sha256(f"citizen {turn}".encode()).digest()
        comment = f"Lượt thứ {turn}" if do_they_write and turn % 3 == 0 else ""
        first = worlds.draft(world, secret=secret, comment=comment)
        submissions.accept(first)
        if do_they_write and turn % 4 == 0:
            submissions.accept(replace(first, comment=f"Xin nói lại {turn}", seen_revision=1))
        ids.append(sha256(secret).digest()[:16])
    return ids


def settle(clock: Clock, *, is_rewritten: bool = True) -> None:
    """Let the night pass: the worker settles and rewrites the files."""
    clock.advance(days=1)
    settling.settle()
    if is_rewritten:
        drain.drain()


def offsets(file: Path, ids: Iterable[bytes]) -> list[int]:
    """Return where in a file each id stands first."""
    content = file.read_bytes()
    return [content.index(submission_id) for submission_id in ids]


def empty_log(database_url: str) -> Path:
    """Bring everything from SQLite's log into the file, as its own clean-up would, and return the file."""
    file = Path(database_url.removeprefix("sqlite:///"))
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return file


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_sqlite_tells_no_order_after_settling(app: Flask, database_url: str, clock: Clock):
    ids = let_citizens_come(200)
    settle(clock)

    places = offsets(empty_log(database_url), ids)

    arrivals = range(len(ids))
    assert not tells_order(arrivals, places)
    assert not tells_order_within_pages(arrivals, places, SQLITE_PAGE)
    assert not tells_neighbours(arrivals, places)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_page_of_sqlites_inbox_tells_the_order_until_then(app: Flask, database_url: str):
    ids = let_citizens_come(40, do_they_write=False)

    places = offsets(empty_log(database_url), ids)

    assert tells_order_within_pages(range(len(ids)), places, SQLITE_PAGE)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_sqlites_log_tells_the_order_until_then(app: Flask, database_url: str):
    ids = let_citizens_come(80)

    places = offsets(Path(f"{database_url.removeprefix('sqlite:///')}-wal"), ids)

    assert tells_order(range(len(ids)), places)
    assert tells_neighbours(range(len(ids)), places)


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_sqlites_files_keep_nothing_of_the_inbox(app: Flask, database_url: str, clock: Clock):
    ids = let_citizens_come(60)
    marks = inbox_marks()
    file = Path(database_url.removeprefix("sqlite:///"))
    by_day = held(file)

    settle(clock, is_rewritten=False)
    settled = held(file)
    drain.drain()

    rewritten = held(file)
    assert free_pages(file) == 0
    assert {mark for mark in marks if mark in by_day} == marks
    # Without the rewriting it would all still be there: the check can see it.
    assert {mark for mark in marks if mark in settled} > kept_marks()
    assert {mark for mark in marks if mark in rewritten} == kept_marks()
    # Once in the record, once in its index by duty entry (sorted by shift and id), once where there is a comment.
    assert [rewritten.count(submission_id) for submission_id in ids] == [
        2 + (submission_id in commented()) for submission_id in ids
    ]


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_postgresql_tells_no_order_after_settling(app: Flask, database_url: str, clock: Clock):
    ids = let_citizens_come(200)
    settle(clock)

    pages, transactions = postgresql_places(database_url, "submission", ids)

    arrivals = range(len(ids))
    assert not tells_order(arrivals, pages)
    assert not tells_neighbours(arrivals, pages)
    assert not tells_order(arrivals, transactions)
    assert len(set(transactions)) == 1


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_postgresqls_inbox_tells_the_order_until_then(app: Flask, database_url: str):
    ids = let_citizens_come(200)

    pages, transactions = postgresql_places(database_url, "inbox", ids)

    arrivals = range(len(ids))
    assert tells_order(arrivals, pages)
    assert tells_neighbours(arrivals, pages)
    assert tells_order(arrivals, transactions)


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_postgresqls_tables_keep_nothing_of_the_inbox(
    app: Flask, database_url: str, postgres_cluster: PostgresCluster, clock: Clock
):
    let_citizens_come(60)
    marks = inbox_marks()
    by_day = table_files(postgres_cluster, database_url)

    settle(clock, is_rewritten=False)
    settled = table_files(postgres_cluster, database_url)
    drain.drain()

    # The log keeps them until it is recycled: the privacy notice says how long, with its archives, that may be.
    rewritten = table_files(postgres_cluster, database_url)
    assert {mark for mark in marks if mark in by_day} == marks
    assert {mark for mark in marks if mark in settled} > kept_marks()
    assert {mark for mark in marks if mark in rewritten} == kept_marks()


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_all_of_one_night_is_written_by_one_transaction(app: Flask, database_url: str, clock: Clock):
    first = let_citizens_come(120)
    settle(clock)

    _, transactions = postgresql_places(database_url, "submission", first)
    _, of_cells = postgresql_transactions(database_url, "cell_day")
    _, of_comments = postgresql_transactions(database_url, "comment")

    assert len(set(transactions)) == 1
    assert set(of_cells) | set(of_comments) == set(transactions)


def inbox_marks() -> set[bytes]:
    """Return what only the inbox holds: the encrypted comments and keys of every revision."""
    return {bytes(row[name]) for row in record.rows("inbox") for name in MARKS if row[name] is not None}


MARKS = ("comment_text", "comment_key", "comment_salt")


def kept_marks() -> set[bytes]:
    """Return which of them belong to a comment that was settled."""
    return {bytes(row[name]) for row in record.rows("comment") for name in ("text", "key", "salt")}


def commented() -> set[bytes]:
    """Return the ids a second table knows: those with a comment."""
    return {bytes(row["submission_id"]) for row in record.rows("comment")}


def held(file: Path) -> bytes:
    """Return everything SQLite's file and log hold, free pages too."""
    log = Path(f"{file}-wal")
    return file.read_bytes() + (log.read_bytes() if log.exists() else b"")


def free_pages(file: Path) -> int:
    """Return how many pages of SQLite's file hold nothing, or what once stood there."""
    connection = sqlite3.connect(file)
    number = connection.execute("PRAGMA freelist_count").fetchone()[0]
    connection.close()
    return int(number)


def postgresql_places(database_url: str, table: str, ids: list[bytes]) -> tuple[list[float], list[int]]:
    """Return, for each id, the place in the table's pages and the transaction that wrote the row."""
    found, transactions = {}, {}
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        for submission_id, block, line, transaction in connection.execute(
            f"SELECT id, (ctid::text::point)[0], (ctid::text::point)[1], xmin::text::bigint FROM {table} "
            f"ORDER BY {table}.ctid DESC"
        ):
            found[bytes(submission_id)] = block * 10_000 + line
            transactions[bytes(submission_id)] = transaction
    return [found[one] for one in ids], [transactions[one] for one in ids]


def postgresql_transactions(database_url: str, table: str) -> tuple[int, list[int]]:
    """Return how many rows a table has, and which transactions wrote them."""
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        rows = connection.execute(f"SELECT xmin::text::bigint FROM {table}").fetchall()
    return len(rows), [row[0] for row in rows]


def table_files(cluster: PostgresCluster, database_url: str) -> bytes:
    """Return everything PostgreSQL's folder holds of this database's tables and indexes, after a checkpoint."""
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute("SELECT oid FROM pg_database WHERE datname = current_database()").fetchone()
    assert row
    folder = cluster.folder / "data" / "base" / str(row[0])
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))
