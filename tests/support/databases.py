"""Fresh, migrated databases: each template is migrated once by the real command, then copied for every test."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.support.postgres import PostgresCluster

ROOT = Path(__file__).resolve().parents[2]

#: Keys for tests only: 32 fixed bytes each, so that a failure can be repeated.
SECRET_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
DATA_KEY = "ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8="


def settings_for(database_url: str, **more: str) -> dict[str, str]:
    """Return the `LANGNGHE_*` settings of a product under test."""
    return {
        "LANGNGHE_ENV": "development",
        "LANGNGHE_DATABASE_URL": database_url,
        "LANGNGHE_PUBLIC_URL": "http://localhost",
        "LANGNGHE_SECRET_KEY": SECRET_KEY,
        "LANGNGHE_DATA_KEY": DATA_KEY,
        **more,
    }


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Return a whole environment for a program under test; the developer's own settings stay outside."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("LANGNGHE_")}
    return {**inherited, "FLASK_APP": "wsgi", "FLASK_SKIP_DOTENV": "1", "PYTHONUNBUFFERED": "1", **settings}


def run_flask(*words: str, settings: Mapping[str, str]) -> str:
    """Run one `flask …` command as an administrator would and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", *words],
        env=environment(settings),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"flask {' '.join(words)} failed:\n{done.stdout}{done.stderr}"
    return done.stdout


class Databases:
    """Hands out databases of one kind, each a copy of the same migrated template."""

    def __init__(self, *, folder: Path, cluster: PostgresCluster | None = None) -> None:
        self.folder = folder
        self.cluster = cluster
        self._numbers = count(1)
        self._template: str | None = None

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """Lend the address of a migrated, empty database; it is deleted afterwards."""
        self._template = self._template or self._migrated()
        yield from self._lend(self._template)

    @contextmanager
    def blank(self) -> Iterator[str]:
        """Lend the address of a database without any table, for the tests of migrations."""
        yield from self._lend(None)

    def _lend(self, template: str | None) -> Iterator[str]:
        name = f"test_{next(self._numbers)}"
        if self.cluster:
            yield self.cluster.create(name, template=template or "template0")
            self.cluster.drop(name)
            return
        file = self.folder / f"{name}.db"
        if template:
            shutil.copyfile(template, file)
        yield f"sqlite:///{file}"
        for leftover in self.folder.glob(f"{name}.db*"):
            leftover.unlink()

    def _migrated(self) -> str:
        """Migrate the template and return its name (PostgreSQL) or its path (SQLite)."""
        if self.cluster:
            run_flask("db", "upgrade", settings=settings_for(self.cluster.create("migrated")))
            return "migrated"
        file = self.folder / "migrated.db"
        run_flask("db", "upgrade", settings=settings_for(f"sqlite:///{file}"))
        leftovers = sorted(path.name for path in self.folder.glob("migrated.db-*"))
        assert not leftovers, f"The migration left its database open, a copy would miss these: {leftovers}"
        return str(file)
