"""Changing codes: one text for each half minute, worth something for as long as a phone needs, and no longer."""

from datetime import UTC, datetime, timedelta

import pytest

from core.domain import changing_code
from core.domain.changing_code import Slot

KEY = bytes(range(32))
#: 09:00:00 at the office; 1,795,226,400 seconds since 1970.
NINE = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
AT_NINE = 59_840_880
#: By `openssl dgst -sha256 -mac HMAC` and `base32`, of tablet 71 in this half minute.
TEXT = "72NQ6BEEGMOLI4WW"
MARK = "2f37b3dbf40a45e8020a98e3f4fd815d"


def test_a_code_is_the_text_the_contract_says():
    assert changing_code.text_of(KEY, Slot(71, AT_NINE)) == TEXT


def test_a_spent_code_is_the_mark_the_contract_says():
    assert changing_code.spent_mark(KEY, Slot(71, AT_NINE)).hex() == MARK


@pytest.mark.parametrize(
    ("seconds", "slot"), [(-0.001, AT_NINE - 1), (0, AT_NINE), (29.999, AT_NINE), (30, AT_NINE + 1)]
)
def test_a_code_stands_for_half_a_minute(seconds: float, slot: int):
    assert changing_code.slot_of(NINE + timedelta(seconds=seconds)) == slot


@pytest.mark.parametrize("other", [Slot(72, AT_NINE), Slot(71, AT_NINE + 1)])
def test_another_tablet_and_another_half_minute_have_other_codes(other: Slot):
    assert changing_code.text_of(KEY, other) != TEXT
    assert changing_code.spent_mark(KEY, other).hex() != MARK


@pytest.mark.parametrize(
    ("seconds", "is_taken"),
    [
        (-31, False),
        # The tablet's clock may be ahead of ours by less than half a minute.
        (-30, True),
        (0, True),
        (29, True),
        # It left the screen at 30; a slow phone has another 90 seconds.
        (119.9, True),
        (120, False),
        (24 * 3600, False),
    ],
)
def test_a_code_is_taken_until_ninety_seconds_after_it_left_the_screen(seconds: float, is_taken: bool):
    found = changing_code.find(KEY, 71, TEXT, NINE + timedelta(seconds=seconds))

    assert found == (Slot(71, AT_NINE) if is_taken else None)


@pytest.mark.parametrize("text", ["", TEXT.lower(), TEXT[:-1], TEXT + "A", f" {TEXT}", "Ằ" * 16, "\x00" * 16])
def test_anything_but_the_very_text_is_nothing(text: str):
    assert changing_code.find(KEY, 71, text, NINE) is None


@pytest.mark.parametrize("key", [bytes(32), bytes(range(1, 33))])
def test_another_key_makes_no_such_code(key: bytes):
    assert changing_code.find(key, 71, TEXT, NINE) is None


@pytest.mark.parametrize(("seconds", "is_sealed"), [(0, True), (900, True), (900.1, False), (-1, False)])
def test_a_page_keeps_its_code_for_a_quarter_of_an_hour(seconds: float, is_sealed: bool):
    assert changing_code.is_sealed(seconds) is is_sealed


def test_what_may_still_be_brought_is_what_could_be_scanned_within_the_last_quarter_of_an_hour():
    slots = changing_code.redeemable(NINE)

    assert (slots[0], slots[-1]) == (AT_NINE - 33, AT_NINE + 1)
