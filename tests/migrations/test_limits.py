"""How far the guards reach: not the owner of the tables. What an owner removes by force, the counters still tell."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import Connection, text
from sqlalchemy.exc import ProgrammingError

from core.db import db, write_session
from core.services import rollups, settling, submissions
from tests.support import guards, worlds
from tests.support.clock import Clock
from tests.support.databases import Databases


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE submission DISABLE TRIGGER ALL",
        "DROP TRIGGER guard_submission_rows ON submission",
        "SET session_replication_role = replica",
        "DROP TABLE submission CASCADE",
        "TRUNCATE submission",
        "CREATE OR REPLACE FUNCTION guard_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
    ],
)
def test_on_postgresql_whoever_may_only_write_rows_cannot_switch_a_guard_off(
    as_writer: Connection, statement: str
):
    with pytest.raises(ProgrammingError, match=r"must be owner|permission denied"):
        as_writer.exec_driver_sql(statement)


def test_on_postgresql_a_temporary_table_does_not_deceive_the_inbox_guard(as_writer: Connection):
    as_writer.exec_driver_sql("CREATE TEMP TABLE submission (id bytea)")
    as_writer.exec_driver_sql("INSERT INTO pg_temp.submission SELECT id FROM inbox")

    assert guards.is_refused(as_writer, "DELETE FROM inbox")


def test_what_the_owner_of_the_tables_deletes_by_force_is_missed_by_the_counters(app: Flask, clock: Clock):
    with write_session() as session:
        world = worlds.office(session)
    submissions.accept(worlds.draft(world))
    clock.advance(days=1)
    settling.settle()

    with db.engine.begin() as connection:
        on = "" if connection.dialect.name == "sqlite" else " ON submission"
        for name in ("delete",) if not on else ("rows", "truncate"):
            connection.execute(text(f"DROP TRIGGER guard_submission_{name}{on}"))
        connection.execute(text("DELETE FROM submission"))

    assert [difference.table for difference in rollups.check()] == ["cell_day", "cell_month"]


@pytest.fixture
def as_writer(postgresql_databases: Databases) -> Iterator[Connection]:
    """A connection of a role that may read and write rows, and owns nothing; an inbox row is there to lose."""
    with postgresql_databases.fresh() as url, guards.undone(url) as connection:
        guards.plant_inbox_row(connection)
        connection.exec_driver_sql("CREATE ROLE langnghe_writer")
        connection.exec_driver_sql(
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO langnghe_writer"
        )
        connection.exec_driver_sql("SET LOCAL ROLE langnghe_writer")
        yield connection
