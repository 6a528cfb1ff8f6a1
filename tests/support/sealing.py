"""What a tablet seals and signs, byte by byte as the contract says; nothing here is the product's code."""

import base64
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat


@dataclass(frozen=True)
class Item:
    """One sealed answer as it waits in the outbox, and what only this test knows of it."""

    device: int
    number: int
    previous: bytes
    envelope: bytes
    signature: bytes
    mark: bytes
    secret: bytes

    @property
    def submission_id(self) -> bytes:
        """The id under which the server must keep it."""
        return sha256(self.secret).digest()[:16]

    def sent(self) -> dict[str, Any]:
        """Return it as a batch holds it."""
        return {
            "device": self.device,
            "number": self.number,
            "previous": b64(self.previous),
            "envelope": b64(self.envelope),
            "signature": b64(self.signature),
            "mark": b64(self.mark),
        }


def forged(item: Item) -> Item:
    """Return the item with a signature of somebody else's key."""
    stranger = ec.generate_private_key(ec.SECP256R1())
    return replace(item, signature=sign(stranger, item.mark))


def seal(content: bytes, server_point: bytes) -> bytes:
    """Close content so that only the office can read it: the envelope of the contract."""
    once = ec.generate_private_key(ec.SECP256R1())
    point = once.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    office = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), server_point)
    shared = once.exchange(ec.ECDH(), office)
    key = HKDF(SHA256(), length=32, salt=point + server_point, info=b"langnghe/item/1").derive(shared)
    iv = secrets.token_bytes(12)
    key_id = sha256(server_point).digest()[:4]
    return b"\x01" + key_id + point + iv + AESGCM(key).encrypt(iv, content, None)


def sign(key: ec.EllipticCurvePrivateKey, signed: bytes) -> bytes:
    """Sign as a browser does: r and s, 32 bytes each."""
    r, s = decode_dss_signature(key.sign(signed, ec.ECDSA(SHA256())))
    return r.to_bytes(32) + s.to_bytes(32)


def b64(content: bytes) -> str:
    """URL-safe base64 without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    """Read URL-safe base64 without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def milliseconds(moment: datetime) -> int:
    """Return a moment as a browser writes it."""
    return round(moment.timestamp() * 1000)


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the public point of a key: 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
