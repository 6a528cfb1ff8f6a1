"""A private PostgreSQL for one test process: Debian's programs, a folder of its own, 127.0.0.1 only."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

from tests.support.processes import end, ends_with_parent, free_port, wait_until

#: PostgreSQL refuses to run as root; Debian's package brings this user.
OWNER = "postgres"


class PostgresCluster:
    """One running cluster. `create` and `drop` make databases; everything is deleted at `stop`."""

    def __init__(self, *, fsync: bool = True) -> None:
        self.fsync = fsync
        self.user = OWNER if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="langnghe-pg-"))
        self.log = self.folder / "log"
        self.port = 0
        self._programs = _newest_programs()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the cluster and wait until it answers; another port is tried when one was taken meanwhile."""
        if self.user:
            shutil.chown(self.folder, self.user, self.user)
        options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        self._run([str(self._programs / "initdb"), f"--pgdata={self.folder / 'data'}", *options])
        for _ in range(3):
            self.port = free_port()
            self._process = self._spawn()
            if wait_until(self._answers, process=self._process, seconds=30):
                return
            self._end(signal.SIGQUIT)
        raise AssertionError(f"PostgreSQL did not start:\n{self.log.read_text(errors='replace')}")

    def stop(self) -> None:
        """End the cluster and delete its folder."""
        self._end(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def crash(self) -> None:
        """Stop at once without writing anything out, as after a power cut; the data folder stays."""
        self._end(signal.SIGQUIT)

    def restart(self) -> None:
        """Serve the same data on the same port again, after `crash`."""
        self._process = self._spawn()
        assert wait_until(self._answers, process=self._process, seconds=30), "PostgreSQL did not come back"

    def url(self, database: str) -> str:
        """Return the SQLAlchemy address of a database of this cluster."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, database: str, *, template: str = "template0") -> str:
        """Make a database as a copy of a template and return its address."""
        self._execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        """Delete a database, whoever is still connected to it."""
        self._execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')

    def _end(self, how: signal.Signals) -> None:
        if self._process:
            end(self._process, how, seconds=20)
            self._process = None

    def _execute(self, statement: str) -> None:
        with self._connect() as connection:
            connection.execute(statement)

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user="postgres", dbname="postgres", autocommit=True
        )

    def _answers(self) -> bool:
        try:
            self._connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def _spawn(self) -> subprocess.Popen[bytes]:
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": str(self.folder),
            "fsync": "on" if self.fsync else "off",
            "max_connections": "100",
            "shared_buffers": "64MB",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self._programs / "postgres"), "-D", str(self.folder / "data"), *options]
        with self.log.open("ab") as log:
            # A session of its own: Ctrl+C in the terminal ends the tests first, and they end the cluster.
            return subprocess.Popen(
                ends_with_parent(command, user=self.user),
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            ends_with_parent(command, user=self.user),
            capture_output=True,
            text=True,
            cwd=self.folder,
            check=False,
        )
        assert done.returncode == 0, done.stderr


def _newest_programs() -> Path:
    """Return Debian's folder of PostgreSQL programs, the newest version when there are several."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    assert found, "PostgreSQL is missing: bin/test installs it, or run apt-get install postgresql"
    return found[-1].parent
