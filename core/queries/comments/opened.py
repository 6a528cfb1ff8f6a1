"""Opened comments: what stands behind a stored comment, for whoever has the data key.

Behind the words stand two bytes that no UTF-8 text can hold: one says that the citizen let the Front turn the comment
into a petition, the other fills the text up, so that its length tells no published text from another.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

from core import config
from core.domain.written import Written, parted

#: Every key encrypts exactly one text, so a fixed nonce is safe and nothing about order is stored.
NONCE = bytes(12)
#: Consent is part of what was written: the commitment covers it, and it needs no column (docs/decisions/0028).
CONSENT = b"\xff"
FILLING = b"\xfe"


class CommentUnreadable(Exception):
    """None of the data keys opens this comment."""


@dataclass(frozen=True)
class OpenedComment:
    """The words of an answer as they were written, and what their writer allowed."""

    #: The one text with all its parts, as `core/domain/written.py` puts it together.
    text: str
    #: May the Front turn it into a petition?
    may_become_case: bool

    @property
    def written(self) -> Written:
        """The comment and the words given to questions."""
        return parted(self.text)


def open_comment(text: bytes, key: bytes, data_keys: tuple[bytes, ...]) -> OpenedComment:
    """Return a stored comment; raise CommentUnreadable when no data key opens it."""
    plain = unlock(text, key, data_keys)
    return OpenedComment(plain.removesuffix(CONSENT).decode(), plain.endswith(CONSENT))


def open_layer(sealed: bytes, key: bytes) -> Mapping[str, Any]:
    """Return what somebody of the Front noted about a comment; raise CommentUnreadable."""
    noted: Mapping[str, Any] = json.loads(unlock(sealed, key, config.current().data_keys))
    return noted


def record_key(wrapped: bytes, data_keys: tuple[bytes, ...]) -> bytes:
    """Return the key of one comment; raise CommentUnreadable when no data key opens it."""
    for data_key in data_keys:
        try:
            return aes_key_unwrap(data_key, wrapped)
        except InvalidUnwrap:
            continue
    raise CommentUnreadable("no data key opens this comment")


def unlock(sealed: bytes, wrapped: bytes, data_keys: tuple[bytes, ...]) -> bytes:
    """Return what was locked, without what fills it up; raise CommentUnreadable."""
    return AESGCM(record_key(wrapped, data_keys)).decrypt(NONCE, sealed, None).rstrip(FILLING)
