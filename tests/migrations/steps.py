"""Walks migrations one by one, on any database and from any folder of migrations, and looks at what stands there."""

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from core.config import Config
from core.db import Base
from tests.support.contents import Contents, looking
from tests.support.databases import ROOT, settings_for
from wsgi import create_app

MIGRATIONS = ROOT / "migrations"
STEP = '''"""A step of a test."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{previous}"


def upgrade() -> None:
{upgrade}


def downgrade() -> None:
    pass
'''


def revisions(folder: Path = MIGRATIONS) -> list[str]:
    """Return the numbers of all migrations, oldest first."""
    script = ScriptDirectory(str(folder))
    return [revision.revision for revision in reversed(list(script.walk_revisions()))]


@contextmanager
def migrating(database_url: str, folder: Path = MIGRATIONS) -> Iterator[Callable[..., None]]:
    """Lend `migrate("upgrade", "0003")`, `migrate("downgrade", "base")`, `migrate("check")` for one database."""
    app = create_app(Config.from_env(settings_for(database_url)))
    with app.app_context():
        config = app.extensions["migrate"].migrate.get_config(str(folder))

        def migrate(action: str, *arguments: str) -> None:
            getattr(command, action)(config, *arguments)

        yield migrate
        for engine in app.extensions["sqlalchemy"].engines.values():
            engine.dispose()


def scratch(folder: Path, upgrade: str, *, restores_guards: bool = True) -> Path:
    """Copy the migrations and add one more step with this body; the hook that restores the guards may be left out."""
    copy = folder / "migrations"
    shutil.copytree(MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    step = STEP.format(previous=revisions()[-1], upgrade=indent(dedent(upgrade).strip(), "    "))
    (copy / "versions" / "9999_scratch.py").write_text(step, encoding="utf-8")
    if not restores_guards:
        env = (copy / "env.py").read_text(encoding="utf-8")
        hook = "on_version_apply=restore_after_step,"
        assert hook in env
        (copy / "env.py").write_text(env.replace(hook, ""), encoding="utf-8")
    return copy


def lost(before: Contents, after: Contents) -> list[str]:
    """Return the tables standing before and after whose rows differ in the columns both have."""
    return [name for name in before.keys() & after.keys() if _differ(before[name], after[name])]


def _differ(before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> bool:
    shared = set(before[0]) & set(after[0]) if before and after else set()
    return _cut(before, shared) != _cut(after, shared)


def _cut(rows: list[Mapping[str, Any]], columns: set[str]) -> list[str]:
    return sorted(repr([(name, row[name]) for name in sorted(columns)]) for row in rows)


def tables_with_rowid(database_url: str) -> list[str]:
    """Return SQLite tables that keep an order of arrival although their model says WITHOUT ROWID."""
    if not database_url.startswith("sqlite"):
        return []
    with looking(database_url) as connection:
        standing = set(inspect(connection).get_table_names())
        return [
            table.name
            for table in Base.metadata.sorted_tables
            if not table.dialect_options["sqlite"]["with_rowid"]
            and table.name in standing
            and "WITHOUT ROWID" not in _definition(connection, table.name)
        ]


def _definition(connection: Connection, table: str) -> str:
    return str(connection.scalar(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table}))
