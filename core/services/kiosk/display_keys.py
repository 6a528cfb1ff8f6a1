"""Keys of the changing code: made by the office, wrapped by the data key, told to the tablet once."""

import secrets

from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from core import config

_BYTES = 32


class KeyUnreadable(Exception):
    """No data key unwraps this."""


def new() -> bytes:
    """Return a new key, wrapped (RFC 3394)."""
    return aes_key_wrap(config.current().data_keys[0], secrets.token_bytes(_BYTES))


def unwrap(wrapped: bytes) -> bytes:
    """Return the key; raise KeyUnreadable when no data key opens it."""
    for data_key in config.current().data_keys:
        try:
            return aes_key_unwrap(data_key, wrapped)
        except InvalidUnwrap:
            continue
    raise KeyUnreadable
