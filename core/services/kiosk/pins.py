"""The PIN of a tablet's staff corner: a tablet checks it by itself, also without a network."""

import secrets
from hashlib import pbkdf2_hmac

from core.domain.tablet import PIN_ROUNDS

SALT_BYTES = 16
_HASH_BYTES = 32


def new_salt() -> bytes:
    """Return 16 random bytes."""
    return secrets.token_bytes(SALT_BYTES)


def hash_pin(pin: str, salt: bytes) -> bytes:
    """Return the 32 bytes the tablet compares with (PBKDF2-HMAC-SHA256, 200,000 rounds). Takes a tenth of a second."""
    return pbkdf2_hmac("sha256", pin.encode(), salt, PIN_ROUNDS, _HASH_BYTES)
