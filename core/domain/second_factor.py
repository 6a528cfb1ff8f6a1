"""Second factor: what an app, a printed card and a recovery sheet say, and how far a sign-in has come.

Codes are drawn from one random seed of the enrolment, each kind by a label of its own, so that knowing one kind
says nothing about another.
"""

import hmac
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from core.domain.credentials import FRESH, LEGIBLE

#: Random bytes of a seed.
SEED_BYTES = 32
#: Lines of a printed card; one is used at each sign-in, so it lasts about two months of work days.
CARD_LINES = 40
#: With this many lines left a person is told to print the next card.
CARD_LOW = 5
_CARD_DIGITS = 8
#: Codes of a recovery sheet.
RECOVERY_CODES = 10
_RECOVERY_LETTERS = 12
#: Bytes of an app's secret (RFC 4226 recommends 160 bits), and how long one of its codes lasts (RFC 6238).
_APP_BYTES = 20
STEP_SECONDS = 30
#: Steps a clock may be ahead or behind.
_DRIFT = 1


class FactorKind(StrEnum):
    """What a person signs in with besides the password."""

    APP = "app"
    CARD = "card"


class Pending(StrEnum):
    """What a session's seed is waiting for: an app or a card to be tried, or recovery codes to be put away."""

    APP = "app"
    CARD = "card"
    CODES = "codes"


class Stage(StrEnum):
    """How far a sign-in has come. Everything but COMPLETE reaches only the pages of its own step."""

    FACTOR = "factor"
    PASSWORD = "password"  # noqa: S105 (the name of a step)
    ENROLMENT = "enrolment"
    COMPLETE = "complete"


def stage(*, has_factor: bool, factor_at: datetime | None, must_change_password: bool) -> Stage:
    """Return the step a session stands at: the factor first, if there is one, for it guards the rest."""
    if has_factor and factor_at is None:
        return Stage.FACTOR
    if must_change_password:
        return Stage.PASSWORD
    return Stage.COMPLETE if has_factor else Stage.ENROLMENT


def is_fresh(factor_at: datetime | None, now: datetime) -> bool:
    """Was the second factor shown recently enough for an export or a change of a role?"""
    return factor_at is not None and now - factor_at <= FRESH


def app_secret(seed: bytes) -> bytes:
    """Return the secret an authenticator app keeps."""
    return _draw(seed, "app")[:_APP_BYTES]


def acceptable_steps(now: datetime, last_step: int) -> tuple[int, ...]:
    """Return the time steps whose codes may still be used: near now, and later than the last one used."""
    present = int(now.timestamp()) // STEP_SECONDS
    return tuple(step for step in range(present - _DRIFT, present + _DRIFT + 1) if step > last_step)


def card_codes(seed: bytes) -> tuple[str, ...]:
    """Return the codes of a card, first line first."""
    return tuple(
        f"{int.from_bytes(_draw(seed, f'card/{line}')) % 10**_CARD_DIGITS:0{_CARD_DIGITS}}"
        for line in range(1, CARD_LINES + 1)
    )


def recovery_codes(seed: bytes) -> tuple[str, ...]:
    """Return the codes of a recovery sheet, about 59 bits each."""
    return tuple(_letters(_draw(seed, f"recovery/{number}")) for number in range(1, RECOVERY_CODES + 1))


def plain(typed: str) -> str:
    """Return a code as it is compared: without spaces and dashes, in small letters."""
    return "".join(sign for sign in typed.lower() if sign.isascii() and sign.isalnum())


def in_groups(code: str, separator: str = " ") -> str:
    """Return a code as it is read: in groups of four."""
    return separator.join(code[start : start + 4] for start in range(0, len(code), 4))


def _draw(seed: bytes, label: str) -> bytes:
    return hmac.new(seed, label.encode(), sha256).digest()


def _letters(digest: bytes) -> str:
    number, letters = int.from_bytes(digest), ""
    for _ in range(_RECOVERY_LETTERS):
        number, place = divmod(number, len(LEGIBLE))
        letters += LEGIBLE[place]
    return letters
