"""Handles: what stands in addresses for a comment. Made by the data key, so that no address names a submission."""

import hmac
from functools import lru_cache

from core import config
from core.keys import derive


def handle_of(submission_id: bytes) -> str:
    """Return the 32 hex digits that stand for a comment in addresses."""
    key = _key(config.current().data_keys[0])
    return hmac.digest(key, submission_id, "sha256").hex()[:32]


@lru_cache(maxsize=4)
def _key(data_key: bytes) -> bytes:
    return derive(data_key, "comment-handle")
