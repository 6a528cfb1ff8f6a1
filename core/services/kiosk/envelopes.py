"""Envelopes: what a tablet seals to the office, so that nobody who holds the tablet can read an answer back.

ECIES over P-256 with the browser's own primitives: ephemeral ECDH (NIST SP 800-56A), HKDF-SHA256 (RFC 5869),
AES-256-GCM. The office's key pair is derived from the data key: it lies in no database and in no backup.
"""

from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from core import config
from core.keys import derive

_VERSION = b"\x01"
_KEY_ID_BYTES = 4
_POINT_BYTES = 65
_NONCE_BYTES = 12
_HEAD = len(_VERSION) + _KEY_ID_BYTES
_INFO = b"langnghe/item/1"
#: Order of P-256 (FIPS 186-5, D.1.2.3).
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Unopenable(Exception):
    """No data key opens this envelope, or it was altered."""


def public_key() -> tuple[str, bytes]:
    """Return the id (hexadecimal) and the uncompressed point of the key that tablets seal to now."""
    point = _point(_private(config.current().data_keys[0]))
    return sha256(point).digest()[:_KEY_ID_BYTES].hex(), point


def open_envelope(envelope: bytes) -> bytes:
    """Return what was sealed; raise Unopenable. Both data keys are tried while rotating."""
    key_id = envelope[len(_VERSION) : _HEAD]
    rest = envelope[_HEAD:]
    if not envelope.startswith(_VERSION) or len(rest) < _POINT_BYTES + _NONCE_BYTES:
        raise Unopenable
    ephemeral, nonce = rest[:_POINT_BYTES], rest[_POINT_BYTES : _POINT_BYTES + _NONCE_BYTES]
    for data_key in config.current().data_keys:
        private = _private(data_key)
        point = _point(private)
        if sha256(point).digest()[:_KEY_ID_BYTES] != key_id:
            continue
        try:
            other = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), ephemeral)
            shared = private.exchange(ec.ECDH(), other)
            key = HKDF(SHA256(), length=32, salt=ephemeral + point, info=_INFO).derive(shared)
            return AESGCM(key).decrypt(nonce, rest[_POINT_BYTES + _NONCE_BYTES :], None)
        except (InvalidTag, ValueError) as error:
            raise Unopenable from error
    raise Unopenable


@lru_cache(maxsize=4)
def _private(data_key: bytes) -> ec.EllipticCurvePrivateKey:
    # 48 bytes for a 32-byte order: the remainder is as good as even (FIPS 186-5, A.2.1).
    seed = derive(data_key, "tablet-envelopes", length=48)
    return ec.derive_private_key(int.from_bytes(seed) % (_ORDER - 1) + 1, ec.SECP256R1())


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
