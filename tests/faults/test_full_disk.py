"""A full or broken disk: never a success, a clear 503, nothing lost of before, and all works again afterwards."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from sqlalchemy import text

from core.db import db
from tests.faults.crowd import Crowd
from tests.faults.killer import children, postmaster
from tests.faults.phone import Answer, Phone
from tests.faults.reconciliation import read, reconcile
from tests.faults.storm import served
from tests.faults.trouble import failing, small_disk
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.postgres import PostgresCluster

pytestmark = pytest.mark.thorough

Trouble = Callable[[], AbstractContextManager[None]]


def through(crowd: Crowd, trouble: Trouble) -> int:
    """Let a hundred citizens come, with trouble in the midst; return how many got through while it lasted."""
    got_through = -1

    def meanwhile() -> None:
        nonlocal got_through
        while crowd.is_here and crowd.two_step < 20:
            time.sleep(0.005)
        with trouble():
            # What was under way when the trouble began may still have been stored.
            time.sleep(0.5)
            before = crowd.two_step
            time.sleep(1.0)
            got_through = crowd.two_step - before
            # PostgreSQL needs room only where a page is full: it lasts until somebody has met it.
            while crowd.is_here and not crowd.statuses[503]:
                time.sleep(0.005)

    crowd.come(two_step=100, at_once=4, meanwhile=meanwhile)
    return got_through


@pytest.mark.parametrize(
    ("calls", "error"),
    [("pwrite64,write", "ENOSPC"), ("pwrite64,write", "EIO"), ("fdatasync,fsync", "EIO")],
    ids=["full", "broken while writing", "broken while synchronising"],
)
def test_sqlite_on_a_disk_that_fails_loses_and_doubles_nothing(
    sqlite_databases: Databases, clock: Clock, tmp_path: Path, calls: str, error: str
):
    with sqlite_databases.fresh() as url:
        log = Path(f"{url.removeprefix('sqlite:///')}-wal")
        with served(settings_for(url, LANGNGHE_CLOCK=str(clock.file)), tmp_path) as (server, crowd):
            got_through = through(crowd, lambda: failing(calls, error, pids=server.workers(), paths=[log]))

            assert got_through == 0
            assert crowd.statuses[503] > 0
            assert set(crowd.statuses) == {200, 303, 503}
            assert reconcile(crowd.visits, url).is_clean


@pytest.mark.parametrize(
    ("where", "calls", "error"),
    [("table", "pwrite64,fallocate", "ENOSPC"), ("log", "fdatasync,fsync", "EIO")],
    ids=["full", "broken while synchronising"],
)
def test_postgresql_on_a_disk_that_fails_loses_and_doubles_nothing(
    postgres_cluster: PostgresCluster,
    postgresql_databases: Databases,
    clock: Clock,
    tmp_path: Path,
    where: str,
    calls: str,
    error: str,
):
    data = postgres_cluster.folder / "data"
    with postgresql_databases.fresh() as url:
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with served(settings, tmp_path) as (_server, crowd):
            files = table_files(data) if where == "table" else sorted((data / "pg_wal").glob("0*"))

            def trouble() -> AbstractContextManager[None]:
                backends = children(postmaster(postgres_cluster))
                return failing(calls, error, pids=backends, paths=files)

            through(crowd, trouble)

            assert set(crowd.statuses) == {200, 303, 503}
            assert reconcile(crowd.visits, url).is_clean


def table_files(data: Path) -> list[Path]:
    """Return the files PostgreSQL keeps the inbox in."""
    with db.engine.connect() as connection:
        names = ("inbox", "pk_inbox")
        found = [connection.scalar(text(f"SELECT pg_relation_filepath('{name}')")) for name in names]
    return [data / str(name) for name in found]


def test_on_a_full_disk_a_tap_is_refused_clearly_and_stored_once_there_is_room(clock: Clock, tmp_path: Path):
    disk = tmp_path / "disk"
    disk.mkdir()
    with small_disk(disk) as fill, Databases(folder=disk).fresh() as url:
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with served(settings, tmp_path) as (server, crowd):
            first, second = (Tap(server.port, crowd.code) for _ in range(2))
            before = first.send().status

            fill(server.workers(), True)
            refused = [second.send() for _ in range(10)]
            shown = second.phone.get(f"/q/{crowd.code}").status
            fill(server.workers(), False)

            afterwards = [second.send().status for _ in range(3)]
            stored = len(read(url))

    assert before == 303
    assert {(answer.status, answer.retry_after) for answer in refused} == {(503, "30")}
    assert all("Ý kiến chưa gửi được" in answer.page for answer in refused)
    assert shown == 200
    assert afterwards == [303, 303, 303]
    assert stored == 2


class Tap:
    """One citizen with the first page open, who touches the same face again and again."""

    def __init__(self, port: int, code: str) -> None:
        self.phone = Phone(port)
        page = self.phone.get(f"/q/{code}")
        self.action = page.action
        self.form = [*page.hidden.items(), ("level", "4")]

    def send(self) -> Answer:
        """Touch."""
        answer = self.phone.post(self.action, self.form)
        self.phone.close()
        return answer
