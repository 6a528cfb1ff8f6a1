"""Derived keys: what was sealed years ago opens only while they come out as they did."""

import hmac

import pytest

from core import keys

KEY = bytes(range(32))


def blocks(info: bytes, count: int) -> bytes:
    """Extract and expand by RFC 5869, written out: no salt means 32 zero bytes."""
    drawn = hmac.digest(bytes(32), KEY, "sha256")
    block, whole = b"", b""
    for number in range(1, count + 1):
        block = hmac.digest(drawn, block + info + bytes([number]), "sha256")
        whole += block
    return whole


@pytest.mark.parametrize("length", [32, 48])
def test_a_key_comes_out_as_the_standard_says(length: int):
    assert keys.derive(KEY, "form", length=length) == blocks(b"langnghe/form", 2)[:length]


def test_derived_keys_differ_by_purpose():
    assert len({keys.derive(KEY, purpose) for purpose in ("form", "continuation", "session")}) == 3
