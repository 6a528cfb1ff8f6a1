"""Naming: codes made from names, so that nobody has to type one; names compared without marks; initials."""

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

_NOT_IN_CODES = re.compile(r"[^a-z0-9]+")


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return the text in lower case without marks, one space between words: «Đất đai» is «dat dai»."""
    return bare(text)


def bare(text: str) -> str:
    """Return what `fold` does, for long texts nobody asks for twice: they are not remembered."""
    if text.isascii():
        return " ".join(text.lower().split())
    parts = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(sign for sign in parts if not unicodedata.combining(sign))
    return " ".join(letters.split())


def code(name: str, taken: Collection[str], *, longest: int, otherwise: str) -> str:
    """Return a code for a name that nobody has yet: «Hộ tịch» is `ho-tich`, the second one `ho-tich-2`.

    `otherwise` stands for a name without a letter or digit a code may have.
    """
    base = _NOT_IN_CODES.sub("-", fold(name)).strip("-")[:longest].strip("-") or otherwise
    found, number = base, 1
    while found in taken:
        number += 1
        tail = f"-{number}"
        found = base[: longest - len(tail)].rstrip("-") + tail
    return found


def initials(name: str) -> str:
    """Return what stands where there is no photo: first and last word's first letter, «NA» for Nguyễn Văn An."""
    words = [word for word in re.split(r"[\s.]+", name) if word]
    ends = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0] for word in ends).upper()
