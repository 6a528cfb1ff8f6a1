"""Credentials: how long a session lasts and how failed tries are slowed down (THREATS #19, #20)."""

from datetime import timedelta

#: Characters a password needs; length is what counts (NIST SP 800-63B).
MIN_PASSWORD = 10
#: A session ends after this long without a request …
IDLE = timedelta(minutes=30)
#: … and after this long in any case.
ABSOLUTE = timedelta(hours=10)
#: Failed tries that cost nothing.
FREE_FAILURES = 4
#: The longest a further try has to wait: a delay that doubles, never a lock-out.
MAX_WAIT = timedelta(seconds=30)


def wait_after(failures: int) -> timedelta:
    """Return how long the next try has to wait after this many failures in a row."""
    if failures <= FREE_FAILURES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - FREE_FAILURES, 12)), MAX_WAIT)
