"""After a night PostgreSQL's tables tell of no round whose paper came last, and of no batch which hamlet it was."""

import psycopg
import pytest
from flask import Flask

from core.db import write_session
from core.jobs import drain
from core.services import settling
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.paper import a_round, close, key, opened_of_round, sheet


def rows_in_place(database_url: str, key_of: str, table: str) -> list[tuple[int, str, str]]:
    """Return of each row its key, where it lies and which transaction wrote it, in the order they lie in."""
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        rows = connection.execute(f"SELECT {key_of}, ctid::text, xmin::text FROM {table} ORDER BY ctid")
        return rows.fetchall()


@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_no_table_tells_in_which_order_the_hamlets_of_a_round_came(
    app: Flask, database_url: str, clock: Clock
):
    with write_session() as session:
        worlds.office(session)
    of_round = a_round()
    for hamlet in (3, 1, 2, 3, 1):
        batch = opened_of_round(of_round, stratum=hamlet)
        key(batch, 1, sheet("4"))
        close(batch)
    by_day = rows_in_place(database_url, "stratum", "round_progress")

    clock.advance(days=1)
    settling.settle()
    drain.drain()

    # By day the last hamlet lies behind the others, and each row names the transaction that came later.
    assert ([row[0] for row in by_day], len({row[2] for row in by_day})) == ([2, 3, 1], 3)
    progress = rows_in_place(database_url, "stratum", "round_progress")
    assert [row[:2] for row in progress] == [(1, "(0,1)"), (2, "(0,2)"), (3, "(0,3)")]
    assert len({row[2] for row in progress}) == 1
    # No row lies behind one that is gone and still says its hamlet.
    batches = rows_in_place(database_url, "id", "paper_batch")
    assert sorted(row[1] for row in batches) == [f"(0,{number})" for number in range(1, 6)]
