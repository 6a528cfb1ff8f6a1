"""The load generator's own process: one thread, plain sockets, so that it costs the two cores next to nothing."""

import pickle
import re
import selectors
import socket
import sys
import time
from collections import deque

from bench.load import Job, Load

#: A connection is renewed after so many answers: gunicorn's workers accept at random, and one long draw is luck.
ANSWERS_PER_CONNECTION = 50
#: How long after the end answers are still waited for.
GRACE_SECONDS = 20
_PAUSE = 0.02
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Line:
    """One keep-alive connection and the request that is under way on it."""

    def __init__(self) -> None:
        self.socket: socket.socket | None = None
        self.number = -1
        self.sent_at = 0.0
        self.buffer = b""
        self.served = 0


class Driver:
    """Keeps every line busy until the requests or the time are used up."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.load = Load()
        self.selector = selectors.DefaultSelector()
        self.waiting: deque[int] = deque(range(len(job.requests)))
        self.idle = [Line() for _ in range(job.connections)]
        self.keeps = re.compile(job.keeps) if job.keeps else None
        self.began = time.perf_counter()

    def drive(self) -> Load:
        """Send everything and return what came back."""
        deadline = self.began + self.job.seconds
        last = self.began
        while True:
            now = time.perf_counter()
            if now < deadline:
                self._employ()
            busy = self.job.connections - len(self.idle)
            if not busy and (now >= deadline or not self.waiting):
                break
            if now > deadline + GRACE_SECONDS:
                self.load.broken += busy
                break
            for key, _events in self.selector.select(timeout=_PAUSE):
                last = self._receive(key.data)
        self.load.elapsed = last - self.began
        return self.load

    def _employ(self) -> None:
        """Give every idle line its next request."""
        lines, self.idle = self.idle, []
        for line in lines:
            if not self.waiting or not self._send(line):
                self.idle.append(line)

    def _send(self, line: Line) -> bool:
        number = self.waiting.popleft()
        try:
            if line.socket is None:
                line.socket = socket.create_connection(("127.0.0.1", self.job.port), timeout=5)
                line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                line.socket.setblocking(False)
                line.served = 0
                self.selector.register(line.socket, selectors.EVENT_READ, line)
            line.number, line.buffer, line.sent_at = number, b"", time.perf_counter()
            line.socket.send(self.job.requests[number])
        except OSError:
            self._break(line, number)
            time.sleep(_PAUSE if self.job.is_stubborn else 0)
            return False
        if self.job.is_repeated:
            self.waiting.append(number)
        return True

    def _receive(self, line: Line) -> float:
        """Take what arrived; when the answer is whole, note it and go on."""
        assert line.socket
        try:
            data = line.socket.recv(65536)
        except OSError:
            data = b""
        now = time.perf_counter()
        if not data:
            self._break(line, line.number)
            self.idle.append(line)
            return now
        line.buffer += data
        head = line.buffer.find(b"\r\n\r\n")
        if head < 0:
            return now
        length = _LENGTH.search(line.buffer, 0, head)
        assert length, f"An answer without length: {line.buffer[:head]!r}"
        if len(line.buffer) >= head + 4 + int(length[1]):
            self._note(line, now, head)
            self.idle.append(line)
            # At once, so that a line never idles while others are looked at.
            if now - self.began < self.job.seconds:
                self._employ()
        return now

    def _note(self, line: Line, now: float, head: int) -> None:
        status = int(line.buffer[9:12])
        self.load.latencies.append((now - line.sent_at) * 1000)
        self.load.statuses[status] = self.load.statuses.get(status, 0) + 1
        self.load.answered[line.number] = status
        if self.keeps and (found := self.keeps.search(line.buffer)):
            self.load.kept.append(found[1])
        line.served += 1
        if line.served >= ANSWERS_PER_CONNECTION or b"connection: close" in line.buffer[:head].lower():
            self._close(line)

    def _break(self, line: Line, number: int) -> None:
        self._close(line)
        if self.job.is_stubborn:
            self.waiting.appendleft(number)
        else:
            self.load.broken += 1

    def _close(self, line: Line) -> None:
        if line.socket is not None:
            if line.socket in self.selector.get_map():
                self.selector.unregister(line.socket)
            line.socket.close()
            line.socket = None


def main() -> None:
    """Read a job from standard input and write the load to standard output."""
    job = pickle.load(sys.stdin.buffer)
    sys.stdout.buffer.write(pickle.dumps(Driver(job).drive()))


if __name__ == "__main__":
    main()
