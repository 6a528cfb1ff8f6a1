"""Written words: a comment and the words given to questions, as the one text that is sealed and committed to.

The parts stand apart by two control characters, which `plain_text.tidy` takes out of whatever anybody types. A comment
without words given to questions is its own text, as it was before questions could be answered in words.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

_PART, _WORDS = "\x1e", "\x1f"
_NEITHER = str.maketrans("", "", _PART + _WORDS)


@dataclass(frozen=True)
class Written:
    """What somebody wrote: the comment, and words by the code of the question they answer."""

    comment: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Is there a word?"""
        return bool(self.comment or self.texts)

    @property
    def text(self) -> str:
        """The one text; the same words always make the same text."""
        parts = (f"{_PART}{code}{_WORDS}{_plain(self.texts[code])}" for code in sorted(self.texts))
        return _plain(self.comment) + "".join(parts)

    def only(self, codes: Collection[str]) -> "Written":
        """Return the same without the words of other questions."""
        return Written(self.comment, {code: words for code, words in self.texts.items() if code in codes})


def parted(text: str) -> Written:
    """Return the parts of the one text."""
    comment, *parts = text.split(_PART)
    pairs = (part.partition(_WORDS) for part in parts)
    return Written(comment, {code: words for code, _, words in pairs})


def _plain(words: str) -> str:
    return words.translate(_NEITHER)
