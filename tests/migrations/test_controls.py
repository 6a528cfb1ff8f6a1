"""Would the checks of the guards notice? Each is shown something broken, and must go red."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.migrations.steps import migrating, scratch, tables_with_rowid
from tests.support import guards
from tests.support.databases import Databases

#: Rebuilds the record as SQLite's batch mode does; on PostgreSQL, which alters in place, REPLACE does it by hand.
REBUILD = """
with op.batch_alter_table("submission", recreate="always", table_kwargs={kwargs}) as batch:
    batch.add_column(sa.Column("extra", sa.Integer(), nullable=True))
"""
REPLACE = """
op.execute("CREATE TABLE fresh (LIKE submission INCLUDING ALL)")
op.execute("DROP TABLE submission")
op.execute("ALTER TABLE fresh RENAME TO submission")
"""


def after(database_url: str, tmp_path: Path, step: str, *, restores_guards: bool) -> str:
    """Bring a database to the newest migration and through one more."""
    folder = scratch(tmp_path, step, restores_guards=restores_guards)
    with migrating(database_url, folder) as migrate:
        migrate("upgrade", "head")
    return database_url


def test_a_rebuild_that_loses_the_triggers_is_noticed_on_sqlite(sqlite_databases: Databases, tmp_path: Path):
    with sqlite_databases.fresh() as url:
        after(url, tmp_path, REBUILD.format(kwargs="{}"), restores_guards=False)

        assert "DELETE FROM submission" in guards.openings(url)


def test_a_rebuild_that_loses_the_triggers_is_noticed_on_postgresql(
    postgresql_databases: Databases, tmp_path: Path
):
    with postgresql_databases.fresh() as url:
        after(url, tmp_path, REPLACE, restores_guards=False)

        assert "TRUNCATE submission CASCADE" in guards.openings(url)


def test_the_hook_brings_the_triggers_back_after_a_rebuild_on_sqlite(
    sqlite_databases: Databases, tmp_path: Path
):
    with sqlite_databases.fresh() as url:
        after(url, tmp_path, REBUILD.format(kwargs="{}"), restores_guards=True)

        assert guards.openings(url) == []
        assert tables_with_rowid(url) == []


def test_the_hook_brings_the_triggers_back_after_a_replacement_on_postgresql(
    postgresql_databases: Databases, tmp_path: Path
):
    with postgresql_databases.fresh() as url:
        after(url, tmp_path, REPLACE, restores_guards=True)

        assert guards.openings(url) == []


def test_a_rebuild_that_brings_the_rowid_back_is_noticed(sqlite_databases: Databases, tmp_path: Path):
    with sqlite_databases.fresh() as url:
        step = REBUILD.format(kwargs={"sqlite_with_rowid": True})
        after(url, tmp_path, step, restores_guards=True)

        assert tables_with_rowid(url) == ["submission"]


@pytest.mark.thorough
def test_each_missing_trigger_is_noticed(sqlite_databases: Databases):
    with sqlite_databases.fresh() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            triggers = connection.scalars(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%'")
            ).all()
        unnoticed = [trigger for trigger in triggers if not _openings_without(url, trigger)]
        engine.dispose()

        assert len(triggers) == 57
        assert unnoticed == []


@pytest.mark.thorough
def test_each_missing_trigger_is_noticed_on_postgresql(postgresql_databases: Databases):
    with postgresql_databases.fresh() as url:
        engine = create_engine(url)
        with engine.connect() as connection:
            triggers = connection.execute(
                text("SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE 'guard%'")
            ).all()
        engine.dispose()
        unnoticed = [name for name, table in triggers if not _openings_without(url, f"{name} ON {table}")]

        assert len(triggers) == 39
        # These four cannot be emptied without their children, whose own guards stand in the way.
        assert sorted(unnoticed) == [
            "guard_duty_correction_truncate",
            "guard_question_truncate",
            "guard_questionnaire_version_truncate",
            "guard_rung_truncate",
        ]


def _openings_without(url: str, trigger: str) -> list[str]:
    """Return what gets through while one trigger is away; it is back afterwards."""
    with guards.undone(url) as connection:
        connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
        return guards.openings_in(connection)
