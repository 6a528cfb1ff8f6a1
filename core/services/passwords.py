"""Passwords: Argon2id hashes, and one-time passwords that can be read out and typed."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from core.domain.credentials import LEGIBLE, MAX_PASSWORD

#: Argon2id with the library's defaults (RFC 9106, low-memory profile).
_hasher = PasswordHasher()


def one_time() -> str:
    """Return four groups of four characters (about 79 bits), easy to read out and to type."""
    return "-".join("".join(secrets.choice(LEGIBLE) for _ in range(4)) for _ in range(4))


def protect(password: str) -> str:
    """Return what is stored of a password. Takes long on purpose: never inside a write."""
    return _hasher.hash(password)


def nobodys() -> str:
    """Return the hash of a password nobody knows, for an account that is opened by an invitation."""
    return _hasher.hash(secrets.token_urlsafe(32))


#: Verified against when no such account exists, so that answers take the same time.
NOBODY = nobodys()


def matches(password_hash: str, password: str) -> bool:
    """Is this the password?"""
    try:
        return _hasher.verify(password_hash, password[: MAX_PASSWORD + 1])
    except VerificationError:
        return False
