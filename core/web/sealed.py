"""Sealed words: a few values that a browser keeps for us between two requests and can neither read nor change."""

import base64
import binascii
import json
import secrets
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from core import config
from core.keys import derive

_NONCE_BYTES = 12


def seal(purpose: str, values: Mapping[str, str | int]) -> str:
    """Return the values as URL-safe text, encrypted with the newest secret key for one purpose."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    key = derive(config.current().secret_keys[0], purpose)
    sealed = AESGCM(key).encrypt(nonce, json.dumps(values).encode(), None)
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(purpose: str, text: str) -> dict[str, str | int] | None:
    """Return the values sealed for this purpose; None for anything that is not ours."""
    try:
        raw = base64.b64decode(text, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    for key in config.current().secret_keys:
        try:
            plain = AESGCM(derive(key, purpose)).decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], None)
        except (InvalidTag, ValueError):
            continue
        values: dict[str, str | int] = json.loads(plain)
        return values
    return None
