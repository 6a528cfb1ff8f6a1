"""The words of pairing phrases: as many as promised, and none like another however it is typed or heard."""

import re
import unicodedata

from core.domain.tablet import normalise
from core.domain.tablet_words import PHRASE_WORDS, WORDS


def heard(word: str) -> str:
    """Return how a word sounds where the North or the South makes no difference, without its tone."""
    plain = normalise(word)
    for pattern, instead in (("^tr", "ch"), ("^x", "s"), ("^(gi|r)(?=[aeiouy])", "d"), ("^l", "n")):
        plain = re.sub(pattern, instead, plain)
    return re.sub("c$", "t", re.sub("ng$", "n", plain))


def test_a_phrase_is_thirty_two_bits() -> None:
    assert len(WORDS) == 256
    assert PHRASE_WORDS == 4


def test_every_word_stays_apart_without_its_marks_and_as_it_sounds() -> None:
    assert len({normalise(word) for word in WORDS}) == 256
    assert len({heard(word) for word in WORDS}) == 256


def test_every_word_is_one_short_small_syllable_in_nfc() -> None:
    wrong = [
        word
        for word in WORDS
        if not re.fullmatch(r"[^\W\d_]{2,7}", word)
        or word != word.lower()
        or word != unicodedata.normalize("NFC", word)
        or not re.fullmatch("[a-z]+", normalise(word))
    ]

    assert wrong == []
