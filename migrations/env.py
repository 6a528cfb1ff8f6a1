"""Runs migrations on the app's database; after every step, up or down, the guards are restored."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection

from core import models
from core.db import Base
from migrations.guards import restore

assert models.Submission.__tablename__  # the import registers all tables


def run() -> None:
    """Apply the requested steps in one connection."""
    engine = current_app.extensions["migrate"].db.engine
    with (
        engine.connect().execution_options(writes=True) as connection,
        rebuilding_allowed(connection),
    ):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            compare_server_default=True,
            transaction_per_migration=True,
            on_version_apply=restore_after_step,
        )
        with context.begin_transaction():
            context.run_migrations()


@contextmanager
def rebuilding_allowed(connection: Connection) -> Iterator[None]:
    """Let SQLite's batch mode drop a table and rename its copy, although guards and foreign keys point at it.

    Pragmas work outside a transaction only, so they go to the driver. References are checked after each step.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    driver.execute("PRAGMA legacy_alter_table=ON")
    try:
        yield
    finally:
        connection.rollback()
        driver.execute("PRAGMA legacy_alter_table=OFF")
        driver.execute("PRAGMA foreign_keys=ON")


def restore_after_step(ctx: MigrationContext, *_positions: Any, **_facts: Any) -> None:
    """SQLite's batch mode rebuilds tables and loses their triggers: put every guard back after each step."""
    connection = ctx.connection
    if connection is None:
        return
    restore(connection)
    if connection.dialect.name == "sqlite":
        dangling = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        assert not dangling, f"This step leaves references to nothing: {dangling[:5]}"


run()
