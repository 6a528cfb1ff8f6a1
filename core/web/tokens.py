"""Encrypted tokens: what a page carries for the server, unreadable without its key, kept nowhere."""

import base64
import binascii
import secrets
import struct
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core import config
from core.domain.changing_code import Slot
from core.keys import derive

_NONCE_BYTES = 12
#: secret, touchpoint, questionnaire version, duty entry (0: none), moment in milliseconds since 1970, and of a changing
#: code its tablet (0: none) and half minute. Always of one length: the packed first page relies on it.
_LAYOUT = struct.Struct(">16sIIIQII")
#: What citizens held on their phones before there were changing codes.
_EARLIER_LAYOUT = struct.Struct(">16sIIIQ")
_NO_SLOT = Slot(0, 0)


class Purpose(StrEnum):
    """What a token is for; one made for another purpose does not open."""

    FORM = "form"
    CONTINUATION = "continuation"


class TokenRefused(Exception):
    """Not one of our tokens, or made for something else."""


@dataclass(frozen=True)
class SurveyTicket:
    """What the survey's pages carry from one to the next. `moment` is when the token was made, in seconds."""

    secret: bytes
    touchpoint_id: int
    version_id: int
    duty_entry_id: int | None
    moment: float
    #: The changing code the page was opened with.
    slot: Slot | None = None


@lru_cache(maxsize=16)
def _cipher(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(derive(key, purpose))


def issue(purpose: Purpose, ticket: SurveyTicket) -> str:
    """Return the ticket as URL-safe text, encrypted with the newest secret key."""
    slot = ticket.slot or _NO_SLOT
    plain = _LAYOUT.pack(
        ticket.secret,
        ticket.touchpoint_id,
        ticket.version_id,
        ticket.duty_entry_id or 0,
        int(ticket.moment * 1000),
        slot.tablet_id,
        slot.number,
    )
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = _cipher(config.current().secret_keys[0], purpose).encrypt(nonce, plain, None)
    return base64.urlsafe_b64encode(nonce + sealed).rstrip(b"=").decode()


def read(purpose: Purpose, text: str) -> SurveyTicket:
    """Return the ticket inside a token; raise TokenRefused for anything that is not ours."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise TokenRefused from error
    for key in config.current().secret_keys:
        try:
            plain = _cipher(key, purpose).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            continue
        return _unpack(plain)
    raise TokenRefused


def _unpack(plain: bytes) -> SurveyTicket:
    if len(plain) == _EARLIER_LAYOUT.size:
        plain += bytes(_LAYOUT.size - _EARLIER_LAYOUT.size)
    secret, touchpoint_id, version_id, duty_entry_id, milliseconds, tablet_id, number = _LAYOUT.unpack(plain)
    slot = Slot(tablet_id, number) if tablet_id else None
    return SurveyTicket(secret, touchpoint_id, version_id, duty_entry_id or None, milliseconds / 1000, slot)
