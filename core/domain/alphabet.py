"""Alphabet: the order in which a Vietnamese reader looks for a person, by given name, then by the whole name."""

import unicodedata
from functools import lru_cache

#: The 29 letters of Vietnamese and the four that only foreign names carry, in dictionary order.
_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: number for number, letter in enumerate(_LETTERS, start=1)}
#: Tones in dictionary order: level (none), falling, asking, tumbling, sharp, heavy.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

Key = tuple[tuple[int, ...], tuple[int, ...]]


def by_given_name(name: str) -> tuple[Key, Key]:
    """Return the sort key of a person's name: the given name, which stands last, before the family name."""
    words = name.split()
    return _key(words[-1] if words else ""), _key(" ".join(words))


def by_name(name: str) -> Key:
    """Return the sort key of a place's name, from its first word on."""
    return _key(name)


@lru_cache(maxsize=50_000)
def _key(text: str) -> Key:
    """Return letters first and tones second, so that «An» precedes «Ân», and «Bình» «Bỉnh»."""
    letters: list[int] = []
    tones: list[int] = []
    for sign in unicodedata.normalize("NFC", text.lower()):
        parts = unicodedata.normalize("NFD", sign)
        tones.append(sum(_TONES.get(part, 0) for part in parts))
        bare = unicodedata.normalize("NFC", "".join(part for part in parts if part not in _TONES))
        letters.append(0 if sign == " " else _RANK.get(bare, 100 + ord(sign)))
    return tuple(letters), tuple(tones)
