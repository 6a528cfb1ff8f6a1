"""Programs that a test starts: free ports, and an end that comes even if the test run itself is killed."""

import errno
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable

#: Below what Linux gives to connections (net.ipv4.ip_local_port_range).
_PORTS = range(15_000, 32_000)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody listens on at this moment.

    Below those that connections take for themselves: one of them could sit on it before the server does.
    """
    while True:
        with socket.socket() as probe:
            port = secrets.choice(_PORTS)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
                continue
            return port


def ends_with_parent(command: list[str], *, user: str | None = None) -> list[str]:
    """Wrap a command so that the kernel ends it when its parent dies, and run it as another user if named."""
    setpriv = shutil.which("setpriv")
    assert setpriv, "setpriv (package util-linux) is missing"
    identity = [f"--reuid={user}", f"--regid={user}", "--init-groups"] if user else []
    return [setpriv, "--pdeathsig", "TERM", *identity, *command]


def wait_until(is_ready: Callable[[], bool], *, process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Ask every 20 ms until the answer is yes; False when the process ends or the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_ready():
            return True
        if process.poll() is not None:
            return False
        time.sleep(0.02)
    return False


def end(process: subprocess.Popen[bytes], first: signal.Signals, *, seconds: float) -> None:
    """End one process of ours: politely with `first`, after `seconds` for good."""
    if process.poll() is None:
        process.send_signal(first)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
