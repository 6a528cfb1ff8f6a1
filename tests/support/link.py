"""A bad network between a browser and the served product: a small proxy on 127.0.0.1 that a test turns as it likes.

It can be cut, slow, lossy or a captive portal, and it can alter a file of the app for negative controls.
"""

import base64
import http.client
import random
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

#: What belongs to one connection only, and what would hide a file from being altered.
_OF_THE_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "accept-encoding"}
SUBMISSIONS = "/kiosk/api/submissions"
_PORTAL = "<!doctype html><title>Wi-Fi</title><h1>Xin đăng nhập Wi-Fi</h1>".encode()
_FOREIGN = b'{"status":"ok","results":[]}'


class Mode(StrEnum):
    """What the network is now."""

    OPEN = "open"
    #: Every connection is closed at once.
    CUT = "cut"
    #: 200 text/html for everything, as the log-in page of a public Wi-Fi does.
    CAPTIVE = "captive"
    #: 200 JSON of a service that is not ours.
    FOREIGN = "foreign"


@dataclass(frozen=True)
class Exchange:
    """An answer of the server, or what takes its place."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Sent:
    """A request as the browser sent it."""

    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True)
class Rewriting:
    """One piece of one file that is served otherwise."""

    path: str
    old: str
    new: str


class Link:
    """Forwards to one port; change `mode`, `loss` (share of exchanges) and `delay` (seconds) at any time."""

    def __init__(self, upstream_port: int, *, port: int = 0, seed: int = 20261121) -> None:
        self.upstream_port = upstream_port
        self.mode = Mode.OPEN
        self.loss = 0.0
        self.delay = 0.0
        #: Addresses that begin so are cut while all others are not.
        self.blocked: tuple[str, ...] = ()
        #: Every batch of answers that reached the server: headers and body, as they were sent.
        self.batches: list[Sent] = []
        #: How many exchanges ended how: "answered", "lost before", "lost after", "cut", "captive", "no server".
        self.seen: Counter[str] = Counter()
        self.paths: Counter[str] = Counter()
        self._dice = random.Random(seed)
        self._lock = threading.Lock()
        self._under_way = 0
        self._rewritings: list[Rewriting] = []
        self._renewal: tuple[str, str] | None = None
        #: Fingerprints of altered files: what the service worker expects, and what it must expect instead.
        self._fingerprints: dict[str, str] = {}
        self._server = _Listener(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def url(self) -> str:
        """Where the browser finds the product behind this network."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def rewrite(self, path: str, old: str, new: str) -> None:
        """Serve one file otherwise from now on, and let the service worker believe that it must be so.

        `old` must stand in the file exactly once, so that a control does not pass for a reason of its own.
        """
        rewriting = Rewriting(path, old, new)
        original = self.forward("GET", path, [], b"").body
        count = original.count(old.encode())
        assert count == 1, f"{path} holds {count} times: {old}"
        self._rewritings.append(rewriting)
        for before, after in zip(
            _spellings(original), _spellings(self._altered(path, original)), strict=True
        ):
            self._fingerprints[before] = after

    def renew(self, old: str, new: str) -> None:
        """Serve the app under another version from now on, as an update does; everything else in it stays."""
        self._renewal = (old, new)
        page = self.forward("GET", "/kiosk/", [], b"").body
        assert page.count(old.encode()), f"The page does not name the version {old}"
        for before, after in zip(_spellings(page), _spellings(self._altered("/kiosk/", page)), strict=True):
            self._fingerprints[before] = after

    def forward(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> Exchange:
        """Ask the server itself; raise OSError when it does not answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.upstream_port, timeout=60)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers or [("Host", f"127.0.0.1:{self.upstream_port}")]:
                connection.putheader(name, value)
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            kept = tuple(
                (name, value) for name, value in answer.getheaders() if name.lower() not in _OF_THE_CONNECTION
            )
            return Exchange(answer.status, kept, answer.read())
        except http.client.HTTPException as error:
            raise OSError("no whole answer") from error
        finally:
            connection.close()

    def exchange(
        self, method: str, path: str, headers: list[tuple[str, str]], body: bytes
    ) -> Exchange | None:
        """Do what this network does with a request; None when the browser gets no answer."""
        mode, delay = self.mode, self.delay
        if delay:
            time.sleep(delay)
        if mode in (Mode.CAPTIVE, Mode.FOREIGN):
            self.note("captive", path)
            kind, page = ("text/html", _PORTAL) if mode is Mode.CAPTIVE else ("application/json", _FOREIGN)
            return Exchange(200, (("Content-Type", f"{kind}; charset=utf-8"),), page)
        dice = self._throw()
        is_cut = mode is Mode.CUT or path.startswith(self.blocked or ("-",))
        if is_cut or dice < self.loss / 2:
            self.note("cut" if is_cut else "lost before", path)
            return None
        if path == SUBMISSIONS:
            self.batches.append(Sent(path, tuple(headers), body))
        try:
            with self._counted():
                answer = self.forward(method, self._as_served(path), headers, body)
        except OSError:
            self.note("no server", path)
            return None
        if dice < self.loss or self.mode is Mode.CUT:
            self.note("lost after", path)
            return None
        self.note("answered", path)
        return Exchange(answer.status, answer.headers, self._altered(path, answer.body))

    def wait_until_quiet(self) -> None:
        """Return when the server has answered every request it was sent, whether or not anybody still listens."""
        deadline = time.monotonic() + 30
        while self._under_way:
            assert time.monotonic() < deadline, f"{self._under_way} requests are never answered"
            time.sleep(0.005)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1

    def note(self, what: str, path: str) -> None:
        """Count an exchange."""
        with self._lock:
            self.seen[what] += 1
            self.paths[path.partition("?")[0]] += 1

    def _throw(self) -> float:
        with self._lock:
            return self._dice.random()

    def _as_served(self, path: str) -> str:
        """Return the address under which the server knows a file of the renewed app."""
        return path.replace(self._renewal[1], self._renewal[0]) if self._renewal else path

    def _altered(self, path: str, body: bytes) -> bytes:
        for rewriting in self._rewritings:
            if path.partition("?")[0] == rewriting.path.partition("?")[0]:
                body = body.replace(rewriting.old.encode(), rewriting.new.encode())
        for before, after in self._fingerprints.items():
            body = body.replace(before.encode(), after.encode())
        if self._renewal and path in ("/kiosk/", "/kiosk/sw.js"):
            body = body.replace(self._renewal[0].encode(), self._renewal[1].encode())
        return body


def _spellings(content: bytes) -> tuple[str, ...]:
    """Return a file's SHA-256 as it may be written in another file."""
    digest = sha256(content).digest()
    plain, safe = base64.b64encode(digest).decode(), base64.urlsafe_b64encode(digest).decode()
    return (digest.hex(), plain, safe.rstrip("="))


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    # A browser opens many connections at once.
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that was killed in the middle is what these tests are about."""


def _handler(link: Link) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._pass_on()

        do_POST = do_HEAD = do_PUT = do_DELETE = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """A network says nothing."""

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = [
                (name, value)
                for name, value in self.headers.items()
                if name.lower() not in _OF_THE_CONNECTION
            ]
            answer = link.exchange(self.command, self.path, headers, body)
            if answer is None:
                self._hang_up()
                return
            self.send_response_only(answer.status)
            for name, value in answer.headers:
                self.send_header(name, value)
            if answer.status not in (204, 304):
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if self.command != "HEAD" and answer.status not in (204, 304):
                self.wfile.write(answer.body)

        def _hang_up(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    return Handler
