"""Drain: does the work noted in the outbox, each piece until it succeeds, with growing pauses after a failure."""

import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from core.domain.errors import DomainError
from core.services import data_key, erasure_list, mail_server, outbox, settling
from core.services.complaints import mailing, news
from core.services.complaints.erasing import KEEP_LIST
from core.services.outbox import Due
from core.services.paper import handing_over

log = logging.getLogger("langnghe.worker")

#: What each kind of outbox item means.
WORK: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "storage.compact": lambda _payload: settling.compact(),
    KEEP_LIST: lambda _payload: erasure_list.write_on(),
    news.KIND: mailing.deliver,
    handing_over.KIND: handing_over.resume,
}
#: What is not tried for ever: after how long it is given up, and what happens then. RFC 5321, 4.5.4.1 asks for four to
#: five days.
GIVEN_UP: Mapping[str, tuple[timedelta, Callable[[dict[str, Any]], None]]] = {
    news.KIND: (timedelta(days=5), mailing.give_up),
}
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


def drain() -> int:
    """Do everything that is due; return how many pieces were done. A failure is noted and tried again later."""
    done = 0
    away: set[str] = set()
    for item in outbox.due():
        if item.kind in away:
            _later(item, mail_server.ServerAway.__name__)
            continue
        try:
            WORK[item.kind](item.payload)
        # LookupError: a kind that only a newer version knows. Unreadable: its data key may come back.
        except (SQLAlchemyError, OSError, LookupError, DomainError, data_key.Unreadable) as error:
            log.error("%s failed: %s", item.kind, type(error).__name__)
            if isinstance(error, mail_server.ServerAway):
                # Every further mail would wait for the same silence, and the night's work behind it.
                away.add(item.kind)
            _later(item, type(error).__name__)
        else:
            outbox.finish(item.id)
            done += 1
    return done


def _later(item: Due, error: str) -> None:
    """Try again after a pause, or give up what has been tried for long enough."""
    pause = _pause(item.attempts)
    if item.kind in GIVEN_UP:
        limit, give_up = GIVEN_UP[item.kind]
        if sum((_pause(number) for number in range(item.attempts + 1)), timedelta()) > limit:
            give_up(item.payload)
            outbox.finish(item.id)
            return
        # Spread by a quarter, so that what failed together does not come back together.
        pause *= secrets.SystemRandom().uniform(0.75, 1.25)
    outbox.postpone(item.id, pause, error)


def _pause(attempts: int) -> timedelta:
    return min(FIRST_PAUSE * 2 ** min(attempts, 12), LONGEST_PAUSE)
