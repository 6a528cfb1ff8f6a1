"""Comments at rest: encrypted under a key of their own, that key wrapped by one outside the database.

Erasing a comment is deleting its row; its salted commitment stays with the submission, so that seals still hold.
"""

import hmac
import secrets
from dataclasses import dataclass
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import aes_key_wrap

from core.queries.comments.opened import CONSENT, FILLING, NONCE, CommentUnreadable, open_comment

__all__ = ["CommentUnreadable", "ProtectedComment", "commit", "lock", "protect", "reveal"]

#: Bytes a locked text is filled up to a multiple of: whoever knows a published text does not find it by its length.
_STEP = 128


@dataclass(frozen=True)
class ProtectedComment:
    """What may be stored of a comment."""

    text: bytes
    key: bytes
    salt: bytes
    commitment: bytes


def protect(text: str, data_keys: tuple[bytes, ...], *, may_become_case: bool = False) -> ProtectedComment:
    """Encrypt a (masked) comment under a fresh key, wrapped by the first data key (RFC 3394)."""
    salt = secrets.token_bytes(16)
    sealed, key = lock(_written(text, may_become_case=may_become_case), data_keys)
    commitment = commit(text, salt, may_become_case=may_become_case)
    return ProtectedComment(text=sealed, key=key, salt=salt, commitment=commitment)


def lock(plain: bytes, data_keys: tuple[bytes, ...]) -> tuple[bytes, bytes]:
    """Return bytes that do not end in FILLING, filled up and encrypted under a fresh key, and that key wrapped."""
    key = secrets.token_bytes(16)
    filled = plain + FILLING * (-len(plain) % _STEP)
    return AESGCM(key).encrypt(NONCE, filled, None), aes_key_wrap(data_keys[0], key)


def commit(text: str, salt: bytes, *, may_become_case: bool = False) -> bytes:
    """Return the 32-byte salted commitment to a comment's text and to what its writer allowed."""
    return hmac.new(salt, _written(text, may_become_case=may_become_case), sha256).digest()


def reveal(comment: ProtectedComment, data_keys: tuple[bytes, ...]) -> str:
    """Return a comment's text; raise CommentUnreadable when no data key opens it."""
    return open_comment(comment.text, comment.key, data_keys).text


def _written(text: str, *, may_become_case: bool) -> bytes:
    return text.encode() + (CONSENT if may_become_case else b"")
