"""Sealed words: what a case's key opens, and the keyed words by which a case is found.

Every word of a case stands under the case's own key, that key wrapped by one outside the database.
"""

import hmac
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

from core import config
from core.domain.searching import words_of
from core.keys import derive

#: A random nonce stands before each sealed text (AES-256-GCM).
NONCE_BYTES = 12
#: What sealing adds to the bytes of something: the nonce, and the mark by which a change would be noticed.
ADDED_BYTES = NONCE_BYTES + 16
_WORD_BYTES = 8


class Erased(Exception):
    """The key is gone, or no data key opens it: nothing can be read any more."""


def unwrap(wrapped: bytes | None) -> bytes:
    """Return a case's key; raise Erased."""
    for data_key in config.current().data_keys if wrapped else ():
        try:
            return aes_key_unwrap(data_key, wrapped or b"")
        except InvalidUnwrap:
            continue
    raise Erased


def unseal(key: bytes, sealed: bytes) -> str:
    """Return a stored text; raise Erased when it was sealed under another key."""
    return unseal_bytes(key, sealed).decode()


def unseal_bytes(key: bytes, sealed: bytes) -> bytes:
    """Return something stored that is no text, such as a photo; raise Erased as `unseal` does."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    except InvalidTag as error:
        raise Erased from error


def search_words(texts: Iterable[str]) -> frozenset[bytes]:
    """Return the keyed words of texts: who has the data key finds a word, who has the database finds none."""
    words = {word for text in texts for word in words_of(text).split()}
    return frozenset(_keyed(config.current().data_keys[0], word) for word in words)


def searched_words(typed: str) -> tuple[frozenset[bytes], ...]:
    """Return, for each word somebody looks for, its keyed forms under every data key: what is older is found too."""
    return tuple(
        frozenset(_keyed(data_key, word) for data_key in config.current().data_keys)
        for word in sorted(set(words_of(typed).split()))
    )


def _keyed(data_key: bytes, word: str) -> bytes:
    return hmac.new(_word_key(data_key), word.encode(), sha256).digest()[:_WORD_BYTES]


@lru_cache(maxsize=4)
def _word_key(data_key: bytes) -> bytes:
    return derive(data_key, "complaint-words")
