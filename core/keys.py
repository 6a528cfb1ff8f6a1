"""Keys: every use of the data key and the secret keys has its own, derived from them, so that none opens another."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derive(key: bytes, purpose: str, *, length: int = 32) -> bytes:
    """Return the key of `length` bytes for one purpose (HKDF-SHA256 without salt, RFC 5869)."""
    return HKDF(SHA256(), length=length, salt=None, info=f"langnghe/{purpose}".encode()).derive(key)
