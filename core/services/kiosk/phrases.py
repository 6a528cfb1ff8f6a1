"""Pairing phrases: four everyday words that one desk shows once and one tablet types within a quarter of an hour."""

import secrets

from core.domain.tablet import normalise
from core.domain.tablet_words import PHRASE_WORDS, WORDS
from core.services import data_key

_PURPOSE = "tablet-phrase"


def new_phrase() -> str:
    """Return four words with their marks, as they are shown and read out (32 bits)."""
    return " ".join(secrets.choice(WORDS) for _ in range(PHRASE_WORDS))


def phrase_hash(phrase: str) -> bytes:
    """Return the 32 bytes that are stored of a phrase, the same however it was typed: marks, case, separators."""
    return data_key.print_of(normalise(phrase), purpose=_PURPOSE)
