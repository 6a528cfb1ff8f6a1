"""Canaries: each visit brings its own address, agent, language, referrer and cookie; none is written anywhere."""

import os
import re
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from core.db import db
from core.jobs import drain
from core.services import settling
from tests.faults.crowd import Crowd
from tests.faults.phone import Phone
from tests.faults.storm import served
from tests.privacy.traces import everything, found_in
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.server import Server

#: `bin/faults` sends a thousand.
CANARIES = int(os.environ.get("LANGNGHE_CANARIES", "100"))

TRACES = {
    "agent": re.compile(rb"canary-agent"),
    "language": re.compile(rb"x-canary"),
    "referrer": re.compile(rb"canary\.example"),
    "cookie": re.compile(rb"canary-cookie"),
    "address": re.compile(rb"127\.66\.\d+\.\d+"),
    "forwarded address": re.compile(rb"198\.51\.100\.\d+"),
    "comment": re.compile(rb"canary-comment"),
    "query": re.compile(rb"canary-query"),
    "form": re.compile(rb"canary-form"),
}


def phone(server: Server, number: int) -> Phone:
    """Return a phone with everything about it unlike any other."""
    return Phone(
        server.port,
        address=f"127.66.{number // 250}.{number % 250 + 1}",
        headers={
            "User-Agent": f"canary-agent/{number}",
            "Accept-Language": f"vi,x-canary-{number};q=0.5",
            "Referer": f"https://canary.example/{number}",
            "Cookie": f"langnghe=canary-cookie-{number}; other=canary-cookie-{number}",
            "X-Forwarded-For": f"198.51.100.{number % 250}",
            "Forwarded": f"for=198.51.100.{number % 250}",
        },
    )


def visit(server: Server, code: str, number: int) -> int:
    """Tap and tell from a phone of its own; return the last status."""
    one = phone(server, number)
    page = one.get(f"/q/{code}?lang=vi&from=canary-query-{number}")
    tapped = one.post(page.action, [*page.hidden.items(), ("level", "4"), ("stray", f"canary-form-{number}")])
    details = one.get(tapped.location)
    form = [*details.hidden.items(), ("q_officer", "5"), ("comment", f"canary-comment-{number}")]
    told = one.post(details.action, form)
    status = one.get(told.location).status
    one.close()
    return status


def provoke(server: Server, code: str) -> list[int]:
    """Send what is refused: those pages and their log lines must be as silent."""
    one = phone(server, 7000)
    page = one.get(f"/q/{code}")
    refused = (
        lambda: one.post(page.action, [("token", "canary-form"), ("level", "4")]),
        lambda: one.post(page.action, [*page.hidden.items(), ("level", "canary-form")]),
        lambda: one.post(page.action, [*page.hidden.items(), ("x", "canary-form" * 9000)]),
        lambda: one.get("/q/canary-query?canary-query"),
        lambda: one.get("/admin/tong-quan.csv?tu=canary-query"),
    )
    statuses = []
    for send in refused:
        statuses.append(send().status)
        # What is refused unread ends the connection.
        one.close()
    with socket.create_connection(("127.0.0.1", server.port), source_address=("127.66.9.9", 0)) as line:
        line.sendall(b"GET /canary-query HTTP/9.9 canary-agent\r\nX: canary-agent\r\n\r\n")
        line.recv(1000)
    return statuses


@contextmanager
def visited(
    databases: Databases, clock: Clock, folder: Path
) -> Iterator[tuple[str, Server, Crowd, list[int]]]:
    """Let the canaries visit a served office."""
    with databases.fresh() as url:
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with served(settings, folder) as (server, crowd):
            with ThreadPoolExecutor(4) as visitors:
                numbers = range(CANARIES)
                statuses = list(visitors.map(lambda number: visit(server, crowd.code, number), numbers))
            yield url, server, crowd, statuses


def test_nothing_of_a_visit_is_found_in_files_logs_free_pages_and_dumps(
    databases: Databases, clock: Clock, tmp_path: Path
):
    with visited(databases, clock, tmp_path) as (url, server, crowd, statuses):
        refused = provoke(server, crowd.code)
        by_day = found_in(everything(url, databases.cluster, [server.log]), TRACES)
        clock.advance(days=1)
        settling.settle()
        drain.drain()
        by_night = found_in(everything(url, databases.cluster, [server.log]), TRACES)
        with db.engine.connect() as connection:
            settled = connection.scalar(text("SELECT count(*) FROM submission"))

    assert by_day == set()
    assert by_night == set()
    assert (settled, set(statuses)) == (CANARIES, {200})
    assert refused == [400, 422, 413, 404, 303]


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_canary_written_to_a_free_page_of_sqlite_is_found(
    databases: Databases, clock: Clock, tmp_path: Path
):
    with databases.fresh() as url:
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with served(settings, tmp_path) as (server, _crowd):
            with db.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA secure_delete=OFF")
                connection.exec_driver_sql("CREATE TABLE stray (agent TEXT)")
                connection.exec_driver_sql("INSERT INTO stray VALUES ('canary-agent/7')")
                connection.exec_driver_sql("DROP TABLE stray")
                connection.commit()
            found = found_in(everything(url, None, [server.log]), TRACES)

    assert {what for what, _ in found} == {"agent"}


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_a_canary_in_a_deleted_row_or_the_log_of_postgresql_is_found(
    databases: Databases, clock: Clock, tmp_path: Path
):
    with databases.fresh() as url:
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("CREATE TABLE stray (agent TEXT)")
            connection.execute("INSERT INTO stray VALUES ('canary-agent/7')")
            connection.execute("DELETE FROM stray")
            connection.execute("CHECKPOINT")
            with pytest.raises(psycopg.errors.UndefinedTable):
                connection.execute("SELECT 'canary-cookie-7' FROM nowhere")
        found = found_in(everything(url, databases.cluster, []), TRACES)

    assert {(what, where.partition("/")[0]) for what, where in found} >= {
        ("agent", "data"),
        ("cookie", "log"),
    }


def test_a_canary_in_the_products_log_is_found(tmp_path: Path):
    log = tmp_path / "server.log"
    log.write_text("Invalid request from ip=127.66.0.7: canary-agent", encoding="utf-8")

    found = found_in({log.name: log.read_bytes()}, TRACES)

    assert found == {("address", "server.log"), ("agent", "server.log")}
