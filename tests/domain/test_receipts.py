"""Receipt codes: derived from a digest, shown in two groups, read out letter by letter, typed in any spelling."""

from collections import Counter
from hashlib import sha256

import pytest

from core.domain.complaints import receipts
from core.domain.office.codes import ALPHABET


def test_a_digest_stands_for_one_code_of_the_alphabet():
    # 17 * 17 + 2 * 17 + 1 has the digits 1, 2, 1 to the base 17, the lowest first.
    assert receipts.receipt_of((17 * 17 + 2 * 17 + 1).to_bytes(32)) == "4643333333"
    assert receipts.receipt_of(bytes(32)) == "3333333333"


def test_no_letter_is_favoured():
    counted = Counter(
        letter
        for number in range(17_000)
        for letter in receipts.receipt_of(sha256(number.to_bytes(4)).digest())
    )

    assert set(counted) == set(ALPHABET)
    # Each of 17 letters is expected 10,000 times; five standard deviations are some 490.
    assert all(9_500 < count < 10_500 for count in counted.values()), counted


def test_a_code_is_shown_in_two_groups_and_spelled_letter_by_letter():
    assert receipts.shown("7K4N93R9HC") == "7K4N9-3R9HC"
    assert receipts.spelled("7K4N93R9HC") == "7 K 4 N 9, 3 R 9 H C"


@pytest.mark.parametrize("typed", ["7k4n9-3r9hc", " 7K4N9 3R9HC ", "7K4N93R9HC", "7k4n9–3r9hc."])
def test_any_spelling_is_the_same_code(typed: str):
    assert receipts.normalise(typed) == "7K4N93R9HC"


@pytest.mark.parametrize("typed", ["", "7K4N93R9H", "7K4N93R9HCC", "0K4N93R9HC", "７K4N93R9HC", "Ạ" * 10])
def test_what_no_code_looks_like_is_none(typed: str):
    assert receipts.normalise(typed) is None
