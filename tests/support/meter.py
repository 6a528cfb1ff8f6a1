"""Counts what a browser gets over the wire: a relay on 127.0.0.1 that hands every byte on and adds it up."""

import socket
import threading
from contextlib import suppress
from typing import Self


class Meter:
    """Relays to one port; `received` is how many bytes the server has sent so far, headers and all."""

    def __init__(self, upstream_port: int) -> None:
        self.upstream_port = upstream_port
        self.received = 0
        self.connections = 0
        self._lock = threading.Lock()
        self._door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._is_open = True

    @property
    def url(self) -> str:
        """Where the browser finds the product behind the relay."""
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._admit, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_open = False
        # Wakes the thread that waits for the next browser.
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()

    def _admit(self) -> None:
        while self._is_open:
            try:
                browser, _ = self._door.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._relay, args=(browser,), daemon=True).start()

    def _relay(self, browser: socket.socket) -> None:
        with browser, socket.create_connection(("127.0.0.1", self.upstream_port)) as server:
            asking = threading.Thread(target=self._pass, args=(browser, server, False), daemon=True)
            asking.start()
            self._pass(server, browser, True)
            # The server has ended the connection; whatever the browser still says is of no use.
            with suppress(OSError):
                browser.shutdown(socket.SHUT_RDWR)
            asking.join()

    def _pass(self, source: socket.socket, target: socket.socket, counts: bool) -> None:
        with suppress(OSError):
            while piece := source.recv(65536):
                if counts:
                    with self._lock:
                        self.received += len(piece)
                target.sendall(piece)
        with suppress(OSError):
            target.shutdown(socket.SHUT_WR)
