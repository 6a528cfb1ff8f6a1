"""Written words and the order of the poles: parts that come back, and an order nobody has to remember."""

from core.domain import poles
from core.domain.plain_text import tidy
from core.domain.written import Written, parted


def test_a_comment_and_words_come_back_part_by_part():
    written = Written("Chờ lâu", {"wish": "Thêm ghế", "why": "Thiếu bản sao"})

    assert parted(written.text) == written


def test_a_comment_alone_is_its_own_text_as_it_was_before_there_were_other_parts():
    assert Written("Chờ lâu").text == "Chờ lâu"
    assert parted("Chờ lâu\nquá: thật") == Written("Chờ lâu\nquá: thật")


def test_the_same_words_make_the_same_text_in_whatever_order_they_were_given():
    one = Written("", {"wish": "a", "why": "b"})
    other = Written("", {"why": "b", "wish": "a"})

    assert one.text == other.text


def test_nothing_anybody_types_can_begin_another_part():
    hostile = "Chờ\x1ewhy\x1flời giả"

    assert tidy(hostile) == "Chờwhylời giả"
    assert parted(Written(hostile, {"wish": hostile}).text) == Written(
        "Chờwhylời giả", {"wish": "Chờwhylời giả"}
    )


def test_the_order_of_the_poles_is_the_secrets_own_and_falls_half_and_half():
    secrets = [number.to_bytes(16, "big") for number in range(2000)]
    drawn = [poles.drawn(secret) for secret in secrets]

    assert drawn == [poles.drawn(secret) for secret in secrets]
    assert set(drawn) == {"1", "2"}
    # Five standard errors of 2000 throws of a coin are 112.
    assert abs(drawn.count("1") - 1000) < 112
