"""Kills workers, whole servers and PostgreSQL while citizens are being served, as often as the run asks."""

import os
import random
import signal
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from tests.faults.crowd import Crowd
from tests.support.postgres import PostgresCluster
from tests.support.server import Server


class Killer:
    """Spreads its kills evenly over the citizens to come: `crowd.come(…, meanwhile=killer.work)`."""

    def __init__(
        self, server: Server, crowd: Crowd, *, kills: int, two_step: int, cluster: PostgresCluster | None
    ) -> None:
        self.server = server
        self.crowd = crowd
        self.cluster = cluster
        self.done: Counter[str] = Counter()
        self._marks = [round((number + 0.5) * two_step / kills) for number in range(kills)]
        self._dice = random.Random(kills)

    def work(self) -> None:
        """Kill whenever enough citizens were served since the last time. A server ends with the thread it came from,
        so this is the work of the one that stays.
        """
        for number, mark in enumerate(self._marks):
            while self.crowd.is_here and self.crowd.two_step < mark:
                time.sleep(0.002)
            if not self.crowd.is_here:
                return
            # Not in step with the citizens: anywhere in what is under way.
            time.sleep(self._dice.random() * 0.02)
            self._kill(number)

    def _kill(self, number: int) -> None:
        """Of twenty kills two take the whole server, one of them politely; on PostgreSQL four hit the database."""
        kind = {2: "whole server", 7: "orderly restart"}.get(number % 20, "worker")
        if self.cluster and number % 10 in (1, 3):
            kind = "PostgreSQL backend" if number % 10 == 1 else "whole PostgreSQL"
        if kind == "worker":
            with suppress(ProcessLookupError, IndexError):
                self.server.kill_worker()
        elif kind == "whole server":
            self.server.kill()
            self.server.start()
        elif kind == "orderly restart":
            self.server.stop()
            self.server.start()
        elif self.cluster and kind == "PostgreSQL backend":
            self._kill_backend(self.cluster)
        elif self.cluster:
            kill_everything(self.cluster)
        self.done[kind] += 1

    def _kill_backend(self, cluster: PostgresCluster) -> None:
        """Kill one process that serves a connection; PostgreSQL then throws out all others and recovers."""
        serving = [pid for pid in children(postmaster(cluster)) if b"langnghe" in _title(pid)]
        serving = serving or children(postmaster(cluster))
        with suppress(ProcessLookupError):
            os.kill(self._dice.choice(serving), signal.SIGKILL)


def kill_everything(cluster: PostgresCluster) -> None:
    """Kill PostgreSQL, master first, and bring it back on the same data."""
    master = postmaster(cluster)
    served = children(master)
    for pid in (master, *served):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    cluster.crash()
    _wait_until_gone(served)
    cluster.restart()


def postmaster(cluster: PostgresCluster) -> int:
    """Return the process id of PostgreSQL's master."""
    return int((cluster.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])


def children(pid: int) -> list[int]:
    """Return the processes a process has started."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [int(child) for child in listed.split()]


def _title(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def _wait_until_gone(pids: list[int]) -> None:
    """PostgreSQL does not start while a process of before still holds its memory."""
    deadline = time.monotonic() + 20
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline, "killed processes of PostgreSQL do not go"
        time.sleep(0.01)
