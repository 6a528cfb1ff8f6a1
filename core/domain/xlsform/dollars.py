"""Dollars: «${…}» repeats an answer in every form, so words of ours that hold these signs are written otherwise.

A backslash stands between the two signs in the file, one more where there are some already, and one is taken away
again in reading; spaces would not do, for several become one on the way.
"""

import re
from collections.abc import Mapping

_OURS = re.compile(r"\$(\\*)\{")
_WRITTEN = re.compile(r"\$\\(\\*)\{")


def as_written(words: str) -> str:
    """Return words so that no program finds an answer to repeat in them."""
    return _OURS.sub(r"$\1\\{", words)


def as_kept(words: str) -> str:
    """Return the words of which `as_written` made these."""
    return _WRITTEN.sub(r"$\1{", words)


def all_kept(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the words per language of which `as_written` made these."""
    return {tag: as_kept(words) for tag, words in texts.items()}
