"""How gunicorn serves the product, so that `gunicorn` needs no arguments. Logs name no visitor and no page."""

import ctypes
import ctypes.util
import gc
import os
import sys
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger
from gunicorn.workers.base import Worker

wsgi_app = "wsgi:create_app()"
bind = os.environ.get("LANGNGHE_BIND", "0.0.0.0:8000")

# https without a proxy, by the certificate of an office network (docs/https.md). TLS 1.2 or newer is Python's default.
certfile = os.environ.get("LANGNGHE_TLS_CERTIFICATE") or None
keyfile = os.environ.get("LANGNGHE_TLS_KEY") or None
if (certfile is None) != (keyfile is None):
    raise SystemExit(
        "Lắng Nghe: LANGNGHE_TLS_CERTIFICATE and LANGNGHE_TLS_KEY are set together or not at all (docs/https.md)."
    )

# Two processes of eight threads: the best tail of all classes tried on two cores (gevent's p99 passed 1 s).
worker_class = "gthread"
workers = int(os.environ.get("LANGNGHE_WORKERS", "2"))
threads = int(os.environ.get("LANGNGHE_THREADS", "8"))

# One import for all workers: they share its memory, and the second start is quick. `pre_fork` keeps it safe.
preload_app = True

# A heartbeat file on a slow disk would stop a worker for as long as the disk does.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108

# A citizen on a poor line is slow, not hostile; a worker that hangs for half a minute is restarted.
timeout = 30
graceful_timeout = 20
keepalive = 5

# The longest address of the product is a continuation of some 400 characters.
limit_request_line = 2048
limit_request_fields = 60
limit_request_field_size = 8190

# No access log: an address and a time beside a rating would recognise its giver.
accesslog = None
errorlog = "-"
loglevel = "warning"

# The control interface writes a socket into the home folder; nobody here uses it.
control_socket_disable = True


class LoggerWithoutVisitors(Logger):
    """gunicorn's log without addresses, paths and texts: what failed and where in the code, never who asked."""

    def warning(self, msg: str, *args: object, **kwargs: object) -> None:
        """Log a warning; a malformed request is counted without its sender and its content."""
        if str(msg).startswith("Invalid request from"):
            msg, args = "Refused a malformed request.", ()
        super().warning(msg, *args, **kwargs)

    def exception(self, msg: str, *args: object, **kwargs: object) -> None:
        """Log a failure as its type and its last line of code: messages may quote what a citizen wrote."""
        kind, _, trace = sys.exc_info()
        if kind is None or not str(msg).startswith(("Error handling request", "Socket error")):
            super().exception(msg, *args, **kwargs)
            return
        while trace is not None and trace.tb_next is not None:
            trace = trace.tb_next
        place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
        self.error("A request failed with %s at %s.", kind.__name__, place)


logger_class = LoggerWithoutVisitors


def when_ready(_server: Arbiter) -> None:
    """Leave what the workers share out of garbage collection, so that collecting does not copy it into each."""
    gc.collect()
    gc.freeze()


def pre_fork(server: Arbiter, _worker: Worker) -> None:
    """Close the parent's database connections: SQLite's locks and PostgreSQL's sockets do not survive a fork."""
    application = server.app.wsgi()
    databases = getattr(application, "extensions", {}).get("sqlalchemy")
    if databases is None:
        return
    with application.app_context():
        for engine in databases.engines.values():
            engine.dispose()


# A thread that waits for the interpreter asks for it after half a millisecond instead of five: with eight of them a
# citizen's page would otherwise wait behind every statement another thread sends to the database.
sys.setswitchinterval(0.0005)

# Sixteen threads would each keep a heap of their own; behind the interpreter's lock one heap per process is
# enough (M_ARENA_MAX in mallopt(3)).
_M_ARENA_MAX = -8
_libc = ctypes.util.find_library("c")
if _libc is not None and hasattr(ctypes.CDLL(_libc), "mallopt"):
    ctypes.CDLL(_libc).mallopt(_M_ARENA_MAX, 1)
