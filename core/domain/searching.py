"""Searching: names as words without marks, what somebody typed as words, and which letters of a name they hit."""

import re
import unicodedata

from core.domain.naming import bare, fold

#: What is typed beyond this many letters or words is not looked for.
LONGEST = 80
MOST_WORDS = 6

_NOT_IN_WORDS = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W_]+")


def words_of(*texts: str) -> str:
    """Return texts as they are stored for searching: « dat dai xay dung», each word behind a space.

    A typed beginning of a word is therefore found by «% dat%», on any database.
    """
    words = _NOT_IN_WORDS.sub(" ", bare(" ".join(texts))).strip()
    return f" {words}" if words else ""


def asked(text: str) -> tuple[str, ...]:
    """Return the different words somebody typed, without marks, in whichever Unicode form they came."""
    return tuple(dict.fromkeys(words_of(text[:LONGEST]).split()))[:MOST_WORDS]


def fits(text: str, wanted: tuple[str, ...]) -> bool:
    """Does every wanted word begin a word of the text?"""
    stored = words_of(text)
    return all(f" {word}" in stored for word in wanted)


def marked(text: str, wanted: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Return the text in pieces and, for each, whether it was looked for: «Đất đai» for `dat` is («Đất», yes) …"""
    text = unicodedata.normalize("NFC", text)
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in _WORD.finditer(text):
        # In NFC every Vietnamese letter is one character, so folding keeps the length.
        word = fold(found.group())
        length = max((len(one) for one in wanted if word.startswith(one)), default=0)
        if length and len(word) == len(found.group()):
            pieces += [(text[end : found.start()], False), (text[found.start() :][:length], True)]
            end = found.start() + length
    pieces.append((text[end:], False))
    return tuple(piece for piece in pieces if piece[0])
