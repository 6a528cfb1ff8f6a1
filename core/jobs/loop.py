"""The worker's loop: drains the outbox, and settles once a night."""

import logging
import threading
from datetime import time

from sqlalchemy.exc import SQLAlchemyError

from core import clock
from core.db import release
from core.jobs import drain
from core.services import ladder, settling

log = logging.getLogger("langnghe.worker")

PAUSE_SECONDS = 5.0
#: When the night's settling is due, on the office's clock (DESIGN §3).
SETTLING_TIME = time(1, 0)


def run(stop: threading.Event) -> None:
    """Work until `stop` is set; a database that is away for a while, or a full disk, does not end the worker."""
    while not stop.is_set():
        try:
            step()
        except (SQLAlchemyError, OSError) as error:
            log.error("the database did not answer: %s", type(error).__name__)
        finally:
            release()
        stop.wait(PAUSE_SECONDS)


def step() -> None:
    """Do once what is due now."""
    if clock.local(clock.now()).time() >= SETTLING_TIME:
        settling.settle()
        ladder.close()
    drain.drain()
