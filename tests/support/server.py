"""The product as it is served: a real gunicorn with real workers, which a test may kill."""

import os
import random
import signal
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.support.databases import ROOT, environment
from tests.support.processes import end, ends_with_parent, free_port, wait_until


class Server:
    """One gunicorn on a port of 127.0.0.1, with its own environment and process group."""

    def __init__(
        self,
        settings: Mapping[str, str],
        *,
        log: Path,
        workers: int = 2,
        threads: int = 8,
        authority: Path | None = None,
    ) -> None:
        self.log = log
        #: Whose certificate the server shows, when the settings let it speak https.
        self.trusted = ssl.create_default_context(cafile=authority) if authority else None
        self._wanted = workers
        self.port = free_port()
        self.url = f"{'https' if authority else 'http'}://127.0.0.1:{self.port}"
        self._settings = {
            "LANGNGHE_BIND": f"127.0.0.1:{self.port}",
            "LANGNGHE_WORKERS": str(workers),
            "LANGNGHE_THREADS": str(threads),
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The running master."""
        assert self._process, "The server is not running"
        return self._process

    def start(self) -> None:
        """Start it and wait until every worker lives and `/healthz` answers 200."""
        command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                ends_with_parent(command),
                env=environment(self._settings),
                cwd=ROOT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if not wait_until(self._is_complete, process=self._process, seconds=30):
            self.stop()
            raise AssertionError(f"The server did not start:\n{self.log_text()}")

    def is_healthy(self) -> bool:
        """Does `/healthz` answer 200 now?"""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5, context=self.trusted) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _is_complete(self) -> bool:
        return len(self.workers()) == self._wanted and self.is_healthy()

    def workers(self) -> list[int]:
        """Return the process ids of the workers that live at this moment."""
        master = self.process.pid
        listed = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
        return [int(pid) for pid in listed.split()]

    def kill_worker(self) -> int:
        """Kill one worker at random as a power cut would (-9) and return its process id."""
        victim = random.choice(self.workers())
        os.kill(victim, signal.SIGKILL)
        return victim

    def kill(self) -> None:
        """Kill master and workers at once (-9); `start` brings the same server back."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._process = None

    def stop(self) -> None:
        """End the server; what still runs after twenty seconds is killed."""
        if self._process is None:
            return
        end(self._process, signal.SIGTERM, seconds=20)
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process = None

    def log_text(self) -> str:
        """Return what the server has written so far."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""
