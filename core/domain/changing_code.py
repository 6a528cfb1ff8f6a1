"""Changing codes: what a counter's screen shows for half a minute, and for how long it proves a visit.

Nothing here knows a submission: a code proves that somebody stood before the screen, never who.
"""

import hmac
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

#: How long one code stands on the screen.
SLOT_SECONDS = 30
#: How long a code may be scanned after it has left the screen: for a slow phone and a clock a little off.
VALID_SECONDS = 90
#: How long the page that was opened with it may take to become an answer of tier A.
SEALED_MINUTES = 15
_MAC_BYTES, _SPENT_BYTES = 10, 16


@dataclass(frozen=True)
class Slot:
    """Half a minute of one tablet's screen."""

    tablet_id: int
    number: int


def slot_of(moment: datetime) -> int:
    """Return the number of the half minute a moment lies in, counted since 1970."""
    return int(moment.timestamp() // SLOT_SECONDS)


def scannable(moment: datetime) -> range:
    """Return the slots whose code may be scanned at a moment: the next one, this one, and those of the last 90 seconds.

    The next one, because a tablet's clock may be some seconds ahead of ours.
    """
    now = slot_of(moment)
    return range(now - VALID_SECONDS // SLOT_SECONDS, now + 2)


def redeemable(moment: datetime) -> range:
    """Return the slots with which somebody may still bring an answer of tier A at a moment."""
    now = scannable(moment)
    return range(now.start - SEALED_MINUTES * 60 // SLOT_SECONDS, now.stop)


def is_sealed(age_seconds: float) -> bool:
    """May a page of this age still spend the code it was opened with?"""
    return 0 <= age_seconds <= SEALED_MINUTES * 60


def text_of(key: bytes, slot: Slot) -> str:
    """Return what the screen shows of a slot: 16 letters and digits (Base32 of an HMAC, RFC 4648 and 2104)."""
    return b32encode(_mac(key, "langnghe-code-1", slot)[:_MAC_BYTES]).decode()


def spent_mark(key: bytes, slot: Slot) -> bytes:
    """Return the 16 bytes that say that a slot has given its answer; they name neither tablet nor time."""
    return _mac(key, "langnghe-spent-1", slot)[:_SPENT_BYTES]


def find(key: bytes, tablet_id: int, text: str, moment: datetime) -> Slot | None:
    """Return the slot of a tablet whose code somebody scanned, or None for anything else."""
    given = text.encode()
    fitting = None
    for number in scannable(moment):
        slot = Slot(tablet_id, number)
        if hmac.compare_digest(text_of(key, slot).encode(), given):
            fitting = slot
    return fitting


def _mac(key: bytes, purpose: str, slot: Slot) -> bytes:
    return hmac.new(key, f"{purpose}\n{slot.tablet_id}\n{slot.number}".encode(), sha256).digest()
