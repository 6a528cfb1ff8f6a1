"""Slowing: after a wrong receipt code there is a pause. It is nobody's: no address, no phone is known or locked out."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

#: How long the answer to a wrong code takes.
PAUSE_SECONDS = 1.0
#: How many codes a process looks up or pauses over at once; the other threads go on serving everybody else. With two
#: processes six guesses a second: one of ten thousand open cases is met by chance once in a year.
_PLACES = BoundedSemaphore(3)


class TooManyAtOnce(Exception):
    """All places are taken; nothing was looked up, whether the code is right or wrong."""


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold one of the places; raise TooManyAtOnce when there is none."""
    if not _PLACES.acquire(blocking=False):
        raise TooManyAtOnce
    try:
        yield
    finally:
        _PLACES.release()


def pause() -> None:
    """Let a wrong code take its time."""
    time.sleep(PAUSE_SECONDS)
