"""Citizens are served while workers, servers and PostgreSQL are killed: nothing acknowledged is lost or doubled."""

from pathlib import Path

from tests.faults.storm import run
from tests.support.clock import Clock
from tests.support.postgres import PostgresCluster


def test_three_hundred_citizens_and_five_kills_on_sqlite(sqlite_databases, clock: Clock, tmp_path: Path):
    pass
