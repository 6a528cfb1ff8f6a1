"""Short codes of touchpoints: typed from a poster by anyone, read aloud on the phone, and never a word.

The alphabet has 17 digits and capitals. Left out are all vowels and Y, and of each group that is taken for one
another (0 O D Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, M N, U V W) all but one at most. A code has at most two letters in a
row and never the same letter twice in a row, so that no word or abbreviation comes up by accident. About 7.5
million codes remain.

A new code differs from every other in at least two letters: whoever mistypes one letter, or paints it over on a
poster, meets no other place but «there is no such code» (Hamming, 1950: distance two finds every single error). Codes
given before that stay as they are.
"""

import re
from collections.abc import Callable, Collection, Iterator, Set

ALPHABET = "34679CDFHJKNPRTVX"
LENGTH = 6
_UNWANTED = re.compile(r"[A-Z]{3}|([A-Z])\1")


def is_acceptable(code: str) -> bool:
    """Could this be one of our codes?"""
    return len(code) == LENGTH and set(code) <= set(ALPHABET) and not _UNWANTED.search(code)


def draw(choose: Callable[[str], str], taken: Collection[str]) -> str:
    """Return a code nobody has, two letters away from all of `taken`; `choose` picks one letter by chance."""
    known = taken if isinstance(taken, Set) else frozenset(taken)
    while True:
        code = "".join(choose(ALPHABET) for _ in range(LENGTH))
        if is_acceptable(code) and code not in known and known.isdisjoint(neighbours(code)):
            return code


def neighbours(code: str) -> Iterator[str]:
    """Yield every text that differs from the code in exactly one letter of the alphabet."""
    for place, own in enumerate(code):
        for letter in ALPHABET:
            if letter != own:
                yield f"{code[:place]}{letter}{code[place + 1 :]}"
