"""A page compressed in halves unpacks to exactly the page that was drawn, whatever the token."""

import gzip

import pytest

from survey.packing import pack

BEFORE = "<!doctype html><p>Ông/bà có hài lòng không?</p><input value='" * 40
AFTER = "'><button>Rất hài lòng</button><p>Ông/bà có hài lòng không?</p>" * 40


@pytest.mark.parametrize("length", [0, 1, 160, 4096, 65_535])
def test_the_packed_page_is_the_plain_page(length: int):
    drawn = pack(BEFORE, AFTER, token_length=length)

    for token in ("A" * length, "z" * length):
        assert gzip.decompress(drawn.packed(token)).decode() == drawn.plain(token) == BEFORE + token + AFTER


def test_a_token_of_another_length_is_refused_rather_than_sent_broken():
    drawn = pack(BEFORE, AFTER, token_length=160)

    with pytest.raises(ValueError, match="160"):
        drawn.packed("A" * 161)


def test_the_second_half_points_back_into_the_first():
    together = len(pack(BEFORE, AFTER, token_length=160).packed("A" * 160))

    assert together < len(gzip.compress((BEFORE + AFTER).encode())) + 160 + 80
