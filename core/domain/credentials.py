"""Credentials: how long a session lasts and how failed tries are slowed down (docs/promises.md D19, D20)."""

import re
from datetime import timedelta

#: Characters a password needs; length is what counts (NIST SP 800-63B).
MIN_PASSWORD = 10
#: More than anybody types; hashing a whole book would keep the machine busy.
MAX_PASSWORD = 200
#: A session ends after this long without a request …
IDLE = timedelta(minutes=30)
#: … and after this long in any case.
ABSOLUTE = timedelta(hours=10)
#: How long before its end a session says so.
WARNING = timedelta(minutes=2)
#: How long what was typed into a form waits for its writer to sign in again.
KEPT = timedelta(hours=12)
#: How long the link of an invitation opens an account.
INVITATION = timedelta(hours=72)
#: Exports and changes of a role ask for a second factor not older than this.
FRESH = timedelta(minutes=10)
#: Failed tries that cost nothing.
FREE_FAILURES = 4
#: The longest a further try has to wait: a delay that doubles, never a lock-out.
MAX_WAIT = timedelta(seconds=30)
#: How long a browser that completed a sign-in keeps the proof of it: failures elsewhere do not hold it up.
KNOWN_DEVICE = timedelta(days=180)
#: Letters and digits without look-alikes, for what people read off paper and type.
LEGIBLE = "abcdefghjkmnpqrstuvwxyz23456789"
#: What an account may be called: plain letters, so that any keyboard can type it.
LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]")


def wait_after(failures: int) -> timedelta:
    """Return how long the next try has to wait after this many failures in a row."""
    if failures <= FREE_FAILURES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - FREE_FAILURES, 12)), MAX_WAIT)
