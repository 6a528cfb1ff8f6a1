""" "Thank you, stored" is said after the log is on the disk: read off the system calls of the served product."""

from pathlib import Path

import pytest

from tests.faults.killer import children, postmaster
from tests.faults.storm import served
from tests.faults.test_controls import ask, lazy_writer
from tests.faults.tracing import acknowledgements, traced
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.postgres import PostgresCluster

CARELESS = Path(__file__).parent / "careless"


@pytest.mark.parametrize(("house", "is_durable"), [("careful", True), ("careless", False)])
def test_sqlites_log_is_on_the_disk_before_the_citizen_is_told(
    sqlite_databases: Databases, clock: Clock, tmp_path: Path, *, house: str, is_durable: bool
):
    with sqlite_databases.fresh() as url:
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        more = {"PYTHONPATH": str(CARELESS)} if house == "careless" else {}
        with served({**settings, **more}, tmp_path) as (server, crowd):
            with traced(server.workers(), tmp_path / "trace"):
                crowd.clicks_twice = 0
                crowd.come(two_step=4, at_once=1)
            told = sum(visit.distinct for visit in crowd.visits)

    found = acknowledgements(tmp_path / "trace")
    assert len(found) == told
    assert {acknowledgement.is_durable for acknowledgement in found} == {is_durable}


@pytest.mark.parametrize(("synchronous_commit", "is_durable"), [("on", True), ("off", False)])
def test_postgresqls_log_is_on_the_disk_before_the_citizen_is_told(
    postgres_cluster: PostgresCluster,
    postgresql_databases: Databases,
    clock: Clock,
    tmp_path: Path,
    *,
    synchronous_commit: str,
    is_durable: bool,
):
    with postgresql_databases.fresh() as url, lazy_writer(postgres_cluster):
        database = url.rpartition("/")[2]
        ask(postgres_cluster, f"ALTER DATABASE {database} SET synchronous_commit = {synchronous_commit}")
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with served(settings, tmp_path) as (server, crowd):
            master = postmaster(postgres_cluster)
            with traced([*server.workers(), master, *children(master)], tmp_path / "trace"):
                crowd.clicks_twice = 0
                crowd.come(two_step=4, at_once=1)
            told = sum(visit.distinct for visit in crowd.visits)

    found = [acknowledgement.is_durable for acknowledgement in acknowledgements(tmp_path / "trace")]
    # Not waiting for the disk, PostgreSQL may not even have begun to write when the answer goes out.
    assert (found == [True] * told) == is_durable
