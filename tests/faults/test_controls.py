"""Would the reconciliation notice? Each promise is broken on purpose, and each check must go red."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from core.db import db
from tests.faults.crowd import Crowd
from tests.faults.killer import kill_everything
from tests.faults.reconciliation import reconcile
from tests.faults.storm import Report, compare, log_faults, served
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.postgres import PostgresCluster


@contextmanager
def crowd_on(
    databases: Databases, clock: Clock, folder: Path, *, redraws: bool = False
) -> Iterator[tuple[Crowd, str]]:
    """Let twenty citizens come to a served office; lend them and the address of what they left."""
    with databases.fresh() as url:
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with served(settings, folder, redraws=redraws) as (_server, crowd):
            crowd.come(two_step=20, at_once=4)
            yield crowd, url


def lift_guards(*names: str) -> None:
    """Take guards away, as only the owner of the file can."""
    with db.engine.begin() as connection:
        for name in names:
            connection.execute(text(f"DROP TRIGGER guard_{name}"))


def test_twenty_honest_citizens_are_reconciled(sqlite_databases: Databases, clock: Clock, tmp_path: Path):
    with crowd_on(sqlite_databases, clock, tmp_path) as (crowd, url):
        assert reconcile(crowd.visits, url).is_clean


def test_phones_that_draw_a_new_secret_for_a_retry_are_counted_twice_and_noticed(
    sqlite_databases: Databases, clock: Clock, tmp_path: Path
):
    with crowd_on(sqlite_databases, clock, tmp_path, redraws=True) as (crowd, url):
        assert len(reconcile(crowd.visits, url).doubled) == len(crowd.visits)


def test_a_deleted_answer_is_noticed(sqlite_databases: Databases, clock: Clock, tmp_path: Path):
    with crowd_on(sqlite_databases, clock, tmp_path) as (crowd, url):
        lift_guards("inbox_delete")
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM inbox WHERE id = (SELECT MIN(id) FROM inbox)"))
        report = Report()
        compare(crowd, url, report, "now")

    assert [sentence.partition(",")[0] for sentence in report.broken[:2]] == [
        "now: 1 lost",
        "now: 1 cells differ from the record",
    ]
    assert report.broken[2].startswith("now: recount ")


def test_an_altered_answer_is_noticed(sqlite_databases: Databases, clock: Clock, tmp_path: Path):
    with crowd_on(sqlite_databases, clock, tmp_path) as (crowd, url):
        lift_guards("inbox_update")
        with db.engine.begin() as connection:
            connection.execute(
                text(
                    "UPDATE inbox SET answers = CASE substr(answers, 1, 1) WHEN '5' THEN '1' ELSE '5' END "
                    "|| substr(answers, 2) WHERE id = (SELECT MIN(id) FROM inbox)"
                )
            )

        assert len(reconcile(crowd.visits, url).altered) == 1


def test_a_revision_too_many_is_noticed(sqlite_databases: Databases, clock: Clock, tmp_path: Path):
    with crowd_on(sqlite_databases, clock, tmp_path) as (crowd, url):
        columns = "received_on, unit_id, version_id, touchpoint_id, counter_id, field_id, duty_entry_id, "
        columns += "officer_id, round_id, channel, tier, quality, day, answers"
        with db.engine.begin() as connection:
            connection.execute(
                text(
                    f"INSERT INTO inbox (id, revision, {columns}) SELECT id, 8, {columns} FROM inbox last "
                    "WHERE comment_text IS NULL AND revision = "
                    "(SELECT MAX(revision) FROM inbox own WHERE own.id = last.id) ORDER BY id LIMIT 1"
                )
            )

        assert len(reconcile(crowd.visits, url).gaps) == 1


@pytest.mark.parametrize(("synchronous_commit", "is_lost"), [("off", True), ("on", False)])
def test_acknowledging_before_the_disk_has_it_loses_answers_when_postgresql_is_killed(
    postgres_cluster: PostgresCluster,
    postgresql_databases: Databases,
    clock: Clock,
    tmp_path: Path,
    *,
    synchronous_commit: str,
    is_lost: bool,
):
    with postgresql_databases.fresh() as url, lazy_writer(postgres_cluster):
        command = f"ALTER DATABASE {url.rpartition('/')[2]} SET synchronous_commit = {synchronous_commit}"
        ask(postgres_cluster, command)
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with served(settings, tmp_path) as (_server, crowd):
            crowd.come(two_step=5, at_once=2)
            kill_everything(postgres_cluster)

            found = reconcile(crowd.visits, url)
            # Whole answers go missing, or only their last revision: whichever the disk did not have yet.
            assert bool(found.lost or found.altered) == is_lost


def test_a_lock_error_in_the_log_is_noticed():
    log = "[1] [ERROR] Worker (pid:7) was sent SIGKILL!\nOperationalError: database is locked\n"

    assert log_faults(log, is_database_killed=True) == ["in the log: OperationalError: database is locked"]


def test_an_error_nobody_provoked_is_noticed():
    log = "[1] [ERROR] Worker (pid:7) was sent SIGKILL!\nOperationalError at survey.tap in core/db.py:1\n"

    assert len(log_faults(log, is_database_killed=False)) == 1
    assert log_faults(log, is_database_killed=True) == []


@contextmanager
def lazy_writer(cluster: PostgresCluster) -> Iterator[None]:
    """Let PostgreSQL write out what nobody waits for only every ten seconds, so that the test need not hurry."""
    ask(cluster, "ALTER SYSTEM SET wal_writer_delay = '10s'", "SELECT pg_reload_conf()")
    yield
    ask(cluster, "ALTER SYSTEM RESET wal_writer_delay", "SELECT pg_reload_conf()")


def ask(cluster: PostgresCluster, *commands: str) -> None:
    """Say something to PostgreSQL as its owner."""
    address = cluster.url("postgres").replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        for command in commands:
            connection.execute(command)
