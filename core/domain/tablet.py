"""Tablets and interviewers' phones: what a device signs, and when its answers were given by our clock."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from core.domain.errors import DomainError

#: How long a pairing phrase may be typed.
PHRASE_LIFETIME = timedelta(minutes=15)
#: How often a tablet speaks, and hears what was set up for it; after four missed times it counts as silent.
HEARTBEAT_EVERY = timedelta(minutes=5)
SILENT_AFTER = 4 * HEARTBEAT_EVERY
#: PBKDF2-HMAC-SHA256 of the staff corner's PIN: a tablet checks it by itself, within a second.
PIN_ROUNDS = 200_000
#: Items in one request, and bytes it may have: fifty of the longest comments, sealed and in Base64.
BATCH = 50
MAX_BATCH_BYTES = 1024 * 1024
#: A clock that is off by more than this is said beside the answer (docs/promises.md D31).
CLOCK_TOLERANCE = timedelta(minutes=10)
#: How far ahead a tablet knows the roster.
ROSTER_AHEAD = timedelta(days=35)


class TabletState(StrEnum):
    """Where a tablet stands: waiting for its phrase, at work, replaced, or no longer trusted."""

    WAITING = "waiting"
    ACTIVE = "active"
    RETIRED = "retired"
    REVOKED = "revoked"


class Mode(StrEnum):
    """What a device shows: the survey, a code that changes every 30 seconds, or interviews for a survey round."""

    SURVEY = "survey"
    CODE = "code"
    INTERVIEW = "interview"


class ItemOutcome(StrEnum):
    """What became of one item of a batch; all but `refused` let the tablet delete its copy."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    SETTLED = "settled"
    HELD = "held"
    REFUSED = "refused"


class HeldReason(StrEnum):
    """Why an item is kept aside until the Front decides."""

    REVOKED = "revoked"
    CONFLICT = "conflict"
    REFUSED = "refused"


class TabletRefused(DomainError):
    """A device that may not speak: `code` says why (unknown_phrase, revoked, retired, bad_signature …)."""


@dataclass(frozen=True)
class SealedItem:
    """One answer as a tablet hands it over: numbered, chained, sealed to the office, signed."""

    device: int
    number: int
    previous: bytes
    previous_text: str
    envelope: bytes
    signature: bytes

    @property
    def signed_text(self) -> bytes:
        """What the device signed."""
        digest = sha256(self.envelope).hexdigest()
        return f"langnghe-item-1\n{self.device}\n{self.number}\n{self.previous_text}\n{digest}".encode()

    @property
    def mark(self) -> bytes:
        """The 32 bytes that stand for this item in the chain and in answers; nothing of a submission is in it."""
        return sha256(self.signed_text).digest()


@dataclass(frozen=True)
class DeviceClock:
    """What a batch says about the device's clock; offsets are how far ours is ahead, in milliseconds."""

    sent_wall: int
    epoch: int
    offsets: Mapping[int, int | None]


@dataclass(frozen=True)
class Given:
    """When an answer was given, by our clock, and whether that had to be corrected or guessed."""

    moment: datetime
    is_doubtful: bool


def signed_request(method: str, path: str, device: str, nonce: str, body: bytes) -> bytes:
    """Return what a device signs of a request."""
    return f"langnghe-request-1\n{method}\n{path}\n{device}\n{nonce}\n{sha256(body).hexdigest()}".encode()


def given_at(
    wall: int,
    epoch: int,
    guess: int,
    *,
    device: DeviceClock,
    now: datetime,
    earliest: datetime,
    latest: datetime,
) -> Given:
    """Return when something happened that a device noted as `wall` (its milliseconds since 1970) in an epoch.

    The server decides from receipt and measured offset (docs/promises.md D31): the running epoch's offset is measured
    now, an earlier one's was measured then; where none was, the device's own guess is taken. What lies outside the time
    in which it can have happened is put at that time's edge.
    """
    here = now.timestamp() * 1000
    offset = here - device.sent_wall if epoch == device.epoch else device.offsets.get(epoch)
    tolerance = CLOCK_TOLERANCE.total_seconds() * 1000
    is_doubtful = offset is None or abs(offset) > tolerance
    milliseconds = guess if offset is None else wall + offset
    first, last = earliest.timestamp() * 1000, latest.timestamp() * 1000
    inside = min(max(milliseconds, first), last)
    is_doubtful = is_doubtful or abs(inside - milliseconds) > tolerance
    return Given(datetime.fromtimestamp(inside / 1000, now.tzinfo), is_doubtful)


def normalise(phrase: str) -> str:
    """Return a pairing phrase as it is compared: small letters without marks, words parted by one space."""
    lowered = unicodedata.normalize("NFD", phrase.casefold().replace("đ", "d"))
    plain = "".join(sign if sign.isalnum() else " " for sign in lowered if not unicodedata.combining(sign))
    return " ".join(plain.split())


def gaps(received: Iterable[int], *, after: int) -> list[tuple[int, int]]:
    """Return the runs (first, last) of numbers that are missing behind `after`, below the highest one received."""
    missing = []
    expected = after + 1
    for number in sorted(number for number in received if number > after):
        if number > expected:
            missing.append((expected, number - 1))
        expected = number + 1
    return missing
