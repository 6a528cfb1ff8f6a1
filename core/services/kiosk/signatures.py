"""Signatures of tablets: ECDSA on P-256 with SHA-256, as a browser writes them (r and s side by side)."""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

_HALF = 32


def is_point(public_key: bytes) -> bool:
    """Are these bytes a point of the curve?"""
    try:
        _key(public_key)
    except ValueError:
        return False
    return True


def fits(public_key: bytes, signature: bytes, text: bytes) -> bool:
    """Did the holder of this key sign this text?"""
    if len(signature) != 2 * _HALF:
        return False
    r, s = int.from_bytes(signature[:_HALF]), int.from_bytes(signature[_HALF:])
    try:
        _key(public_key).verify(encode_dss_signature(r, s), text, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=1024)
def _key(public_key: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
