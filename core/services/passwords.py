"""Passwords: Argon2id hashes, and one-time passwords that can be read out and typed."""

import secrets
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from core.domain.credentials import LEGIBLE, MAX_PASSWORD
from core.domain.errors import DomainError

#: Argon2id with the library's defaults (RFC 9106, low-memory profile).
_hasher = PasswordHasher()
#: One password at a time per process, and nobody queues for long: hashing is slow on purpose.
_verifying = BoundedSemaphore(1)
VERIFY_PATIENCE_SECONDS = 0.5


class SignInBusy(DomainError):
    """Too many passwords are being checked at once; citizens come first."""


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
    """Is this the password? Raise SignInBusy rather than let guesses take the threads that serve citizens."""
    if not _verifying.acquire(timeout=VERIFY_PATIENCE_SECONDS):
        raise SignInBusy("sign_in_busy")
    try:
        return _hasher.verify(password_hash, password[: MAX_PASSWORD + 1])
    except VerificationError:
        return False
    finally:
        _verifying.release()
