"""Ground: where the bench stands. Scratch databases, the served product, the served ceiling, the centre in-process."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Self

from flask import Flask

from bench import ceiling
from core.config import Config
from core.db import write_session
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.databases import ROOT, Databases, environment, settings_for
from tests.support.postgres import PostgresCluster
from tests.support.processes import ends_with_parent, wait_until
from tests.support.server import Server
from wsgi import create_app

OUTPUT = ROOT / "build" / "bench"
WORLD = worlds.World()


class CeilingServer(Server):
    """The ceiling under the product's own gunicorn settings: same worker class, workers and threads."""

    def start(self) -> None:
        """Start it and wait until every worker lives and `/healthz` answers 200."""
        command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                ends_with_parent([*command, "bench.ceiling:create_app()"]),
                env=environment(self._settings),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if not wait_until(self._is_complete, process=self._process, seconds=30):
            self.stop()
            raise RuntimeError(f"The ceiling did not start:\n{self.log_text()}")


class Ground:
    """Everything a row needs; leaving it ends every process and deletes every file it made."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._stack = ExitStack()
        OUTPUT.mkdir(parents=True, exist_ok=True)
        # Beside the results, not in a memory disk: a commit has to reach a real one.
        self.folder = Path(tempfile.mkdtemp(prefix="scratch-", dir=OUTPUT))
        self.cluster: PostgresCluster | None = None

    def __enter__(self) -> Self:
        self._stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        if self.kind == "postgresql":
            self.cluster = PostgresCluster()
            self._stack.callback(self.cluster.stop)
            self.cluster.start()
        self._databases = Databases(folder=self.folder, cluster=self.cluster)
        return self

    def __exit__(self, *_failure: object) -> None:
        self._stack.close()

    @contextmanager
    def database(self) -> Iterator[str]:
        """Lend a fresh database with the tests' office in it."""
        with self._databases.fresh() as url:
            with self.centre(url), write_session() as session:
                worlds.office(session)
            yield url

    @contextmanager
    def centre(self, url: str) -> Iterator[Flask]:
        """Open the product in this process, for services and queries."""
        app = create_app(Config.from_env(settings_for(url)))
        with app.app_context():
            yield app
            for engine in app.extensions["sqlalchemy"].engines.values():
                engine.dispose()

    @contextmanager
    def product(self, url: str, **more: str) -> Iterator[Server]:
        """Serve the product on a database, as `gunicorn.conf.py` says."""
        server = Server(settings_for(url, **more), log=self.folder / f"product-{time.monotonic_ns()}.log")
        with _started(server):
            yield server

    @contextmanager
    def ceiling(self) -> Iterator[Server]:
        """Serve the ceiling on a database of the same kind."""
        if self.cluster:
            self.cluster.drop("ceiling")
            database = self.cluster.create("ceiling").replace("+psycopg", "")
        else:
            database = str(self.folder / f"ceiling-{time.monotonic_ns()}.db")
        ceiling.prepare(database)
        log = self.folder / f"ceiling-{time.monotonic_ns()}.log"
        with _started(CeilingServer({"CEILING_DATABASE": database}, log=log)) as server:
            yield server

    @contextmanager
    def clock(self, moment: str) -> Iterator[Clock]:
        """Let time in this process stand where the bench puts it."""
        clock = Clock(self.folder / "clock", moment)
        os.environ["LANGNGHE_CLOCK"] = str(clock.file)
        try:
            yield clock
        finally:
            del os.environ["LANGNGHE_CLOCK"]


@contextmanager
def _started(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def processes(server: Server) -> list[int]:
    """Return the process ids of the master and its workers."""
    return [server.process.pid, *server.workers()]


def cpu_seconds(server: Server) -> float:
    """Return the processor time that the server has used so far, user and system."""
    ticks = 0
    for pid in processes(server):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def machine(ground: Ground) -> Mapping[str, str]:
    """Describe what the numbers were measured on."""
    model = next(
        line.split(":")[1].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "processor": f"{os.cpu_count()} × {model}",
        "memory": f"{memory:.0f} GiB",
        "fdatasync": f"{_sync_milliseconds(ground.folder):.2f} ms per 4 KiB",
        "python": sys.version.split()[0],
        "database": ground.kind,
        "load average before": " ".join(f"{load:.2f}" for load in os.getloadavg()),
    }


def _sync_milliseconds(folder: Path) -> float:
    """Return the median time until 4 KiB are on disk."""
    taken = []
    with (folder / "sync").open("wb", buffering=0) as file:
        file.write(bytes(4096 * 50))
        os.fsync(file.fileno())
        for place in range(50):
            file.seek(place * 4096)
            file.write(b"x" * 4096)
            began = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[len(taken) // 2]
