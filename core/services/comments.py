"""Comments at rest: encrypted under a key of their own, that key wrapped by one outside the database.

Erasing a comment is deleting its row; its salted commitment stays with the submission, so that seals still hold.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

#: Every key encrypts exactly one text, so a fixed nonce is safe and nothing about order is stored.
_NONCE = bytes(12)


class CommentUnreadable(Exception):
    """None of the data keys opens this comment."""


@dataclass(frozen=True)
class ProtectedComment:
    """What may be stored of a comment."""

    text: bytes
    key: bytes
    salt: bytes
    commitment: bytes


def protect(text: str, data_keys: tuple[bytes, ...]) -> ProtectedComment:
    """Encrypt a (masked) comment under a fresh key, wrapped by the first data key (RFC 3394)."""
    key = secrets.token_bytes(16)
    salt = secrets.token_bytes(16)
    return ProtectedComment(
        text=AESGCM(key).encrypt(_NONCE, text.encode(), None),
        key=aes_key_wrap(data_keys[0], key),
        salt=salt,
        commitment=commit(text, salt),
    )


def commit(text: str, salt: bytes) -> bytes:
    """Return the 32-byte salted commitment to a comment's text."""
    return hmac.new(salt, text.encode(), sha256).digest()


def reveal(comment: ProtectedComment, data_keys: tuple[bytes, ...]) -> str:
    """Return a comment's text; raise CommentUnreadable when no data key opens it."""
    for data_key in data_keys:
        try:
            key = aes_key_unwrap(data_key, comment.key)
        except InvalidUnwrap:
            continue
        return AESGCM(key).decrypt(_NONCE, comment.text, None).decode()
    raise CommentUnreadable("no data key opens this comment")
