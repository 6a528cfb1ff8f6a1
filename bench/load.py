"""Load: what a load generator is told and what it reports; it runs as a process of its own (load_process)."""

import pickle
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field

from bench.rounds import percentile
from tests.support.databases import ROOT
from tests.support.processes import ends_with_parent

CONNECTIONS = 16


@dataclass(frozen=True)
class Job:
    """Requests to send to 127.0.0.1 over keep-alive connections, bounded by their number and by time."""

    port: int
    requests: tuple[bytes, ...]
    seconds: float
    connections: int = CONNECTIONS
    #: Begin again with the first request until the time is over.
    is_repeated: bool = False
    #: Send a request again when the connection broke before its answer, as a patient citizen does.
    is_stubborn: bool = False
    #: Collect the first group of this pattern from every answer.
    keeps: bytes = b""


@dataclass
class Load:
    """What came back."""

    elapsed: float = 0.0
    #: Milliseconds from sending to the answer's last byte, in the order of the answers.
    latencies: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    broken: int = 0
    kept: list[bytes] = field(default_factory=list)
    #: Number of the request → status of its answer.
    answered: dict[int, int] = field(default_factory=dict)

    @property
    def rate(self) -> float:
        """Answers per second."""
        return len(self.latencies) / self.elapsed

    @property
    def p99(self) -> float:
        """Milliseconds within which 99 of 100 answers came."""
        return percentile(self.latencies, 0.99)

    def errors(self, wanted: int) -> int:
        """Count broken connections and answers of another status than the wanted one."""
        return self.broken + sum(count for status, count in self.statuses.items() if status != wanted)


class Running:
    """A load generator at work."""

    def __init__(self, job: Job) -> None:
        # A file, not a pipe: nobody reads before the end, and a full pipe would never let it end.
        self._report = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `result`)
        self._process = subprocess.Popen(
            ends_with_parent([sys.executable, "-m", "bench.load_process"]),
            stdin=subprocess.PIPE,
            stdout=self._report,
            cwd=ROOT,
        )
        assert self._process.stdin
        with self._process.stdin as channel:
            channel.write(pickle.dumps(job))

    @property
    def is_over(self) -> bool:
        """Has it sent everything?"""
        return self._process.poll() is not None

    def result(self) -> Load:
        """Wait for the end and return what came back."""
        with self._report as report:
            if self._process.wait() != 0:
                raise RuntimeError("The load generator failed.")
            report.seek(0)
            found = pickle.load(report)
        assert isinstance(found, Load)
        return found


def run(job: Job) -> Load:
    """Send everything and return what came back."""
    return Running(job).result()


def get(path: str, *, compressed: bool = True) -> bytes:
    """Return a GET as a phone's browser writes it."""
    return _request("GET", path, compressed=compressed)


def post(path: str, form: str) -> bytes:
    """Return a POST of a form as a phone's browser writes it."""
    body = form.encode()
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return _request("POST", path, compressed=True, more=kind) + body


def _request(method: str, path: str, *, compressed: bool, more: str = "") -> bytes:
    encoding = "Accept-Encoding: gzip, deflate\r\n" if compressed else ""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n"
        "Upgrade-Insecure-Requests: 1\r\n"
        "User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/130.0.0.0 Mobile Safari/537.36\r\n"
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
        f"{encoding}Accept-Language: vi-VN,vi;q=0.9,en;q=0.8\r\n{more}\r\n"
    ).encode()
