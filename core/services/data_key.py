"""What is locked by the data key, which never lies in the database: sealed secrets, and prints of codes.

A print (HMAC) of a short code says nothing to whoever has only the database; a plain hash could be tried out.
"""

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core import config
from core.keys import derive

_NONCE_BYTES = 12


class Unreadable(Exception):
    """None of the data keys opens this."""


def seal(content: bytes, *, purpose: str) -> bytes:
    """Encrypt something for one purpose, which also names the account, so that it opens nowhere else."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(derive(config.current().data_keys[0], purpose)).encrypt(nonce, content, None)


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """Return what was sealed for this purpose; raise Unreadable when no data key opens it."""
    for key in config.current().data_keys:
        try:
            return AESGCM(derive(key, purpose)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], None)
        except InvalidTag:
            continue
    raise Unreadable


def print_of(code: str, *, purpose: str) -> bytes:
    """Return what is stored of a code: 32 bytes."""
    return _print(config.current().data_keys[0], code, purpose)


def prints_of(code: str, *, purpose: str) -> list[bytes]:
    """Return every print a code may have been stored under: both data keys count while rotating."""
    return [_print(key, code, purpose) for key in config.current().data_keys]


def fits(code: str, stored: bytes, *, purpose: str) -> bool:
    """Is this the code whose print is stored? Both data keys are tried while rotating."""
    tried = [hmac.compare_digest(_print(key, code, purpose), stored) for key in config.current().data_keys]
    return any(tried)


def _print(key: bytes, code: str, purpose: str) -> bytes:
    return hmac.new(derive(key, purpose), code.encode(), sha256).digest()
