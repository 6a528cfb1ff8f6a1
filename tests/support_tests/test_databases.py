"""Test databases are fresh, migrated, of both kinds, and leave nothing behind."""

import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests.support.databases import Databases
from tests.support.postgres import PostgresCluster


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    catalogue = "sqlite_master" if url.startswith("sqlite") else "pg_tables"
    column = "name" if url.startswith("sqlite") else "tablename"
    with engine.connect() as connection:
        names = set(connection.scalars(text(f"SELECT {column} FROM {catalogue}")))
    engine.dispose()
    return names


def test_each_test_gets_a_migrated_database(database_url: str):
    assert {"alembic_version", "submission"} <= tables(database_url)


def test_a_blank_database_has_no_tables_of_ours(blank_database_url: str):
    assert "alembic_version" not in tables(blank_database_url)


def test_two_databases_share_nothing(databases: Databases):
    with databases.fresh() as first, databases.fresh() as second:
        engine = create_engine(first)
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE mark (id integer)"))
        engine.dispose()

        assert "mark" not in tables(second)


def test_a_sqlite_file_is_deleted_after_its_test(sqlite_databases: Databases):
    with sqlite_databases.fresh() as url:
        file = Path(url.removeprefix("sqlite:///"))
        sqlite3.connect(file).close()

    assert not file.exists()


def test_a_postgresql_database_is_dropped_after_its_test_even_while_in_use(
    postgres_cluster: PostgresCluster, postgresql_databases: Databases
):
    with postgresql_databases.fresh() as url:
        connection = psycopg.connect(url.replace("+psycopg", ""))

    with pytest.raises(psycopg.OperationalError):
        connection.execute("SELECT 1")
    connection.close()


def test_the_cluster_listens_on_this_machine_only_and_writes_durably(postgres_cluster: PostgresCluster):
    with psycopg.connect(postgres_cluster.url("postgres").replace("+psycopg", "")) as connection:
        settings = [
            connection.execute(f"SHOW {name}").fetchone()[0] for name in ("listen_addresses", "fsync")
        ]

    assert settings == ["127.0.0.1", "on"]


def test_a_cluster_that_crashed_comes_back_with_what_was_committed():
    cluster = PostgresCluster()
    try:
        cluster.start()
        address = cluster.url("postgres").replace("+psycopg", "")
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")

        cluster.crash()
        cluster.restart()

        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT answer FROM kept").fetchall() == [(42,)]
    finally:
        cluster.stop()
    assert not cluster.folder.exists()
