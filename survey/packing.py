"""Packing: a page drawn once and sent often is compressed once; only the visitor's token goes in anew.

The answer is one gzip member (RFC 1952) of three pieces: the front ends on a byte (a full flush), the token is a
stored block, the back ends the stream (RFC 1951).
"""

import struct
import zlib
from dataclasses import dataclass

#: Magic, deflate, no name, no time, best compression, unknown system.
_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
_STORED, _LONGEST_STORED = b"\x00", 0xFFFF


@dataclass(frozen=True)
class Drawn:
    """A page without its token: what stands before and after it, plain and packed."""

    before: str
    after: str
    _front: bytes
    _back: bytes
    _front_length: int
    _front_sum: int
    _after: bytes
    _token_length: int

    def plain(self, token: str) -> str:
        """Return the page with this token."""
        return self.before + token + self.after

    def packed(self, token: str) -> bytes:
        """Return the page with this token as gzip; raises ValueError when it has not the length it was packed for."""
        own = token.encode("ascii")
        if len(own) != self._token_length:
            # The second half points back across the token by its distance.
            raise ValueError(f"the page was packed for a token of {self._token_length} bytes, not {len(own)}")
        block = _STORED + struct.pack("<HH", len(own), len(own) ^ _LONGEST_STORED) + own
        checksum = zlib.crc32(self._after, zlib.crc32(own, self._front_sum))
        length = self._front_length + len(own) + len(self._after)
        return b"".join((_HEADER, self._front, block, self._back, struct.pack("<II", checksum, length)))


def pack(before: str, after: str, *, token_length: int) -> Drawn:
    """Compress both halves of a page; the second may point back into the first, across a token of this length."""
    front, back = before.encode(), after.encode()
    first = zlib.compressobj(9, zlib.DEFLATED, -15)
    last = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=front + bytes(token_length))
    return Drawn(
        before=before,
        after=after,
        _front=first.compress(front) + first.flush(zlib.Z_FULL_FLUSH),
        _back=last.compress(back) + last.flush(),
        _front_length=len(front),
        _front_sum=zlib.crc32(front),
        _after=back,
        _token_length=token_length,
    )
