"""Drain: does the work noted in the outbox, each piece until it succeeds, with growing pauses after a failure."""

import logging
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from core.services import erasure_list, outbox, settling
from core.services.complaints.erasing import KEEP_LIST

log = logging.getLogger("langnghe.worker")

#: What each kind of outbox item means.
WORK: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "storage.compact": lambda _payload: settling.compact(),
    KEEP_LIST: lambda _payload: erasure_list.write_on(),
}
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)


def drain() -> int:
    """Do everything that is due; return how many pieces were done. A failure is noted and tried again later."""
    done = 0
    for item in outbox.due():
        try:
            WORK[item.kind](item.payload)
        # LookupError: a kind that only a newer version knows.
        except (SQLAlchemyError, OSError, LookupError) as error:
            log.error("%s failed: %s", item.kind, type(error).__name__)
            pause = min(FIRST_PAUSE * 2**item.attempts, LONGEST_PAUSE)
            outbox.postpone(item.id, pause, type(error).__name__)
        else:
            outbox.finish(item.id)
            done += 1
    return done
