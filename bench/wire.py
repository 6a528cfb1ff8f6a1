"""The wire: what a first visit costs, counted between a real browser and the server."""

import re
import socket
import threading
from contextlib import suppress

_REQUEST_LINE = re.compile(rb"^(?:GET|POST|HEAD) \S+ HTTP/1\.1\r\n", re.MULTILINE)


class Meter:
    """A relay on 127.0.0.1 that passes everything on and counts requests up and bytes down."""

    def __init__(self, upstream: int) -> None:
        self.requests: list[str] = []
        self.bytes_down = 0
        self._upstream = upstream
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._upstream))
                threading.Thread(target=self._pass, args=(visitor, server, True), daemon=True).start()
                threading.Thread(target=self._pass, args=(server, visitor, False), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, is_up: bool) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                if is_up:
                    self.requests += [line.decode().strip() for line in _REQUEST_LINE.findall(data)]
                else:
                    self.bytes_down += len(data)
                target.sendall(data)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)


def cold_bytes(port: int, request: bytes) -> tuple[int, bytes]:
    """Open a fresh connection, send one request and return all bytes that came back, headers included, and them."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request.replace(b"Connection: keep-alive", b"Connection: close"))
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    return len(answer), answer
