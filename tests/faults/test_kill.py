"""Citizens are served while workers, servers and PostgreSQL are killed: nothing acknowledged is lost or doubled.

`bin/faults` lets the same storm pass in full counts.
"""

from pathlib import Path

import pytest

from tests.faults.storm import run
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.postgres import PostgresCluster

pytestmark = pytest.mark.thorough


def test_three_hundred_citizens_and_five_kills_on_sqlite(
    sqlite_databases: Databases, clock: Clock, tmp_path: Path
):
    with sqlite_databases.fresh() as url:
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        report = run(settings, clock, folder=tmp_path, two_step=300, kills=5, replays=1, at_once=8)

    assert report.broken == []
    assert report.two_step >= 300
    assert report.kills == {"worker": 4, "whole server": 1}
    assert set(report.statuses) == {200, 303}


def test_three_hundred_citizens_and_five_kills_on_postgresql(
    postgresql_databases: Databases, postgres_cluster: PostgresCluster, clock: Clock, tmp_path: Path
):
    with postgresql_databases.fresh() as url:
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        report = run(
            settings,
            clock,
            folder=tmp_path,
            two_step=300,
            kills=5,
            replays=1,
            at_once=8,
            cluster=postgres_cluster,
        )

    assert report.broken == []
    assert report.two_step >= 300
    assert report.kills == {
        "worker": 2,
        "whole server": 1,
        "PostgreSQL backend": 1,
        "whole PostgreSQL": 1,
    }
