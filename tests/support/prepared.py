"""Servers that begin in a process which has read the product already: the same gunicorn, some seconds sooner.

Reading the product's modules takes most of a start, and hundreds of tests start a server each.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from tests.support.databases import ROOT, environment
from tests.support.processes import end, ends_with_parent, wait_until
from tests.support.server import Server

#: prctl's number for the signal a process gets when its parent dies.
_PDEATHSIG = 1


class Begun(subprocess.Popen[bytes]):
    """A process begun by the preparing one, in whose place the tests ask the kernel how it is."""

    def __init__(self, pid: int) -> None:
        # None of Popen's own beginning: the process is there already, and another one's child.
        self.pid = pid
        self.returncode = None

    def poll(self) -> int | None:
        """Return None while it lives; how it ended is not known."""
        try:
            state = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
        except OSError:
            return 0
        return 0 if state in "ZX" else None

    def wait(self, timeout: float | None = 60) -> int:
        """Return when it has ended; raise TimeoutExpired."""
        deadline = time.monotonic() + (timeout or 60)
        while self.poll() is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired("gunicorn", timeout or 60)
            time.sleep(0.01)
        return 0

    def send_signal(self, sig: int) -> None:
        """Send a signal; one that has ended gets none."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, sig)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(signal.SIGKILL)


class Preparation:
    """A process that has imported the product and begins a server from there whenever it is asked."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            ends_with_parent([sys.executable, "-m", "tests.support.prepared"]),
            env=environment({}),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def begin(self, settings: Mapping[str, str], log: Path) -> Begun:
        """Begin a server with these settings."""
        assert self._process.stdin
        assert self._process.stdout
        order = {"environment": environment(settings), "log": str(log)}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        return Begun(int(self._process.stdout.readline()))

    def close(self) -> None:
        """End it; servers it has begun and nobody has stopped end with it."""
        end(self._process, signal.SIGTERM, seconds=5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()


class PreparedServer(Server):
    """The product as gunicorn serves it, begun from what has been read already."""

    def __init__(self, preparation: Preparation, settings: Mapping[str, str], *, log: Path) -> None:
        super().__init__(settings, log=log)
        self._preparation = preparation

    def start(self) -> None:
        """Start it and wait until every worker lives and `/healthz` answers 200."""
        self._process = self._preparation.begin(self._settings, self.log)
        if not wait_until(self._is_complete, process=self._process, seconds=30):
            self.stop()
            raise AssertionError(f"The server did not start:\n{self.log_text()}")


def _serve(orders: Mapping[str, object]) -> None:
    """Become a server: everything of this process but what it has imported is left behind."""
    os.setsid()
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGTERM)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    own = orders["environment"]
    assert isinstance(own, dict)
    os.environ.clear()
    os.environ.update(own)
    log = os.open(str(orders["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for number, descriptor in enumerate((nothing, log, log)):
        os.dup2(descriptor, number)
    sys.argv = ["gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    wsgiapp.run()


def _prepare() -> None:
    """Begin a server for each line that comes; the number of its process is the answer."""
    # What a first product compiles, every worker of every server finds ready.
    remember()
    with tempfile.TemporaryDirectory() as folder:
        wsgi.create_app(Config.from_env(settings_for(f"sqlite:///{folder}/never.db")))
    # Nobody asks how a server ended: the kernel buries it.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        number = os.fork()
        if number == 0:
            try:
                _serve(json.loads(line))
            finally:
                os._exit(1)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    from gunicorn.app import wsgiapp

    import wsgi
    from core.config import Config
    from tests.support.databases import settings_for
    from tests.support.fast_products import remember

    _prepare()
