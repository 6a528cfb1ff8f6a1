"""Watches system calls by `strace`: was the write-ahead log on the disk before a citizen was told "stored"?"""

import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CALLS = "pwrite64,pwritev,write,fdatasync,fsync,recvfrom,sendto"
#: SQLite's log beside the file, or a segment in PostgreSQL's folder of logs.
_LOG = re.compile(r"\.db-wal>|/pg_wal/")
_UNFINISHED = re.compile(r"^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_WHOLE = re.compile(r"^(\d+) +(\w+)\((.*)$")


@dataclass(frozen=True)
class Acknowledgement:
    """One answer to a POST that wrote something: was the log synchronised after its last write, before the answer?"""

    is_durable: bool


@contextmanager
def traced(pids: Sequence[int], trace: Path) -> Iterator[None]:
    """Write the calls of these processes, and of those they start, to a file."""
    with attached(["-y", "-s", "24", "-e", f"trace={CALLS}"], pids, str(trace)):
        yield


@contextmanager
def attached(options: Sequence[str], pids: Sequence[int], output: str) -> Iterator[None]:
    """Let `strace` follow these processes, and those they start, until the end."""
    strace = shutil.which("strace")
    assert strace, "strace is missing: bin/test installs it, or run apt-get install strace"
    chosen = [word for pid in pids for word in ("-p", str(pid))]
    watcher = subprocess.Popen(
        [strace, "-f", *options, "-o", output, *chosen], stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        _wait_until_attached(pids, watcher)
        yield
    finally:
        watcher.send_signal(signal.SIGINT)
        watcher.communicate()


def _wait_until_attached(pids: Sequence[int], watcher: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 20
    for task in (task for pid in pids for task in _tasks(pid)):
        while _is_alone(task):
            assert watcher.poll() is None, f"strace cannot attach: {watcher.communicate()[1].decode()}"
            assert time.monotonic() < deadline, "strace attached to nothing for twenty seconds"
            time.sleep(0.01)


def _tasks(pid: int) -> list[Path]:
    """Return the threads of a process; none when it has ended, as PostgreSQL's do from time to time."""
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except FileNotFoundError:
        return []


def _is_alone(task: Path) -> bool:
    """Is nobody attached to this thread yet? One that has ended needs nobody."""
    try:
        return "TracerPid:\t0\n" in (task / "status").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return False


def acknowledgements(trace: Path) -> list[Acknowledgement]:
    """Return, for citizens who come one after the other, every answered POST that wrote to the log."""
    found: list[Acknowledgement] = []
    is_asked = has_written = is_synchronised = False
    for call, arguments in _calls(trace):
        if call == "recvfrom" and '"POST /q/' in arguments:
            is_asked, has_written, is_synchronised = True, False, False
        elif is_asked and call in ("pwrite64", "pwritev", "write") and _LOG.search(arguments):
            has_written, is_synchronised = True, False
        elif is_asked and call in ("fdatasync", "fsync") and _LOG.search(arguments):
            is_synchronised = True
        elif is_asked and call == "sendto" and '"HTTP/1.1 303' in arguments:
            found += [Acknowledgement(is_synchronised)] if has_written else []
            is_asked = False
    return found


def _calls(trace: Path) -> Iterator[tuple[str, str]]:
    """Yield (call, arguments) when a call is over; an answer counts from when it begins to be sent."""
    waiting: dict[str, str] = {}
    for line in trace.read_text(errors="replace").splitlines():
        if match := _UNFINISHED.match(line):
            thread, call, arguments = match.groups()
            if call == "sendto":
                yield call, arguments
            else:
                waiting[thread] = arguments
        elif match := _RESUMED.match(line):
            thread, call, rest = match.groups()
            if call != "sendto":
                yield call, waiting.pop(thread, "") + rest
        elif match := _WHOLE.match(line):
            yield match[2], match[3]
