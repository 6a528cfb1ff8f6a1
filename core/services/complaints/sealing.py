"""Sealing: every word of a case goes under the case's own key (core/queries/complaints/sealed.py opens it)."""

import secrets

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from core import config
from core.queries.complaints.sealed import NONCE_BYTES

_KEY_BYTES = 32


def new_key() -> tuple[bytes, bytes]:
    """Return a new key, plain and wrapped by the data key (RFC 3394)."""
    key = secrets.token_bytes(_KEY_BYTES)
    return key, aes_key_wrap(config.current().data_keys[0], key)


def seal(key: bytes, text: str) -> bytes:
    """Return a text as it is stored."""
    return seal_bytes(key, text.encode())


def seal_bytes(key: bytes, content: bytes) -> bytes:
    """Return what is no text, such as a photo, as it is stored."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, None)
