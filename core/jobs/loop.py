"""The worker's loop: drains the outbox, lets time pass over cases, and settles once a night."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, time

from sqlalchemy.exc import SQLAlchemyError

from core import clock
from core.db import release
from core.domain.errors import DomainError
from core.jobs import drain
from core.services import ladder, round_reports, settling
from core.services.complaints import erasure_clock, keeping, passing, publishing
from core.services.data_key import Unreadable

log = logging.getLogger("langnghe.worker")

PAUSE_SECONDS = 5.0
#: When the night's settling is due, on the office's clock (docs/promises.md R5).
SETTLING_TIME = time(1, 0)
#: What ends neither the worker nor the pieces that come after.
SURVIVED = (SQLAlchemyError, OSError, DomainError, Unreadable)


def run(stop: threading.Event) -> None:
    """Work until `stop` is set; a database that is away, a full disk or a lost data key does not end the worker."""
    passed: datetime | None = None
    while not stop.is_set():
        try:
            step()
            passed = pass_cases(passed)
        except SURVIVED as error:
            log.error("the database did not answer: %s", type(error).__name__)
        finally:
            release()
        stop.wait(PAUSE_SECONDS)


def pass_cases(passed: datetime | None) -> datetime:
    """Let time pass over the cases and publish ripe months, at most once an hour of the clock; return that hour.

    Deadlines are days, so once a day would do; an hour later is when a database that was away is asked again.
    """
    hour = clock.local(clock.now()).replace(minute=0, second=0, microsecond=0)
    if hour != passed:
        for piece in (passing.run, erasure_clock.run, publishing.run):
            _attempt(piece)
    return hour


def step() -> None:
    """Do once what is due now."""
    if clock.local(clock.now()).time() >= SETTLING_TIME:
        _attempt(settling.settle)
        _attempt(ladder.close)
        _attempt(round_reports.take)
        _attempt(keeping.run)
    _attempt(drain.drain)


def _attempt(piece: Callable[[], object]) -> None:
    """Do one piece; that it fails keeps the others from nothing, and it is tried again next time."""
    try:
        piece()
    except SURVIVED as error:
        log.error("%s failed: %s", piece.__module__, type(error).__name__)
