"""Names: what a form calls its questions, and the codes our questions have; both ways, never two the same."""

import re
import unicodedata
from collections.abc import Iterable

from core.domain.questionnaire import POLES

#: Letters a code may have (the column's length).
LONGEST_CODE = 40
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
#: Names pyxform keeps for itself: the form's own element and its metadata.
_TAKEN = ("meta", "data")


def code_of(name: str) -> str:
    """Return the code a name gives: small letters without marks, digits and underscores, 40 at most; may be ""."""
    plain = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:LONGEST_CODE].rstrip("_")


def is_code(written: str) -> bool:
    """Is it a code as it stands: of a questionnaire, a question or a factor?"""
    return _CODE.fullmatch(written) is not None


class Codes:
    """Gives every question of a form a code of its own."""

    def __init__(self) -> None:
        # The question nobody is asked stands beside the author's (core/domain/questionnaire.py).
        self._taken = {POLES}

    def take(self, codes: Iterable[str]) -> None:
        """Keep codes from being given."""
        self._taken.update(codes)

    def give(self, wanted: str) -> str:
        """Return the code, or the next free one with a number behind it."""
        wanted = wanted or "cau"
        code, number = wanted, 2
        while code in self._taken:
            tail = f"_{number}"
            code, number = wanted[: LONGEST_CODE - len(tail)] + tail, number + 1
        self._taken.add(code)
        return code


class Names:
    """Gives every element of a written form a name that pyxform takes, none twice in whatever case."""

    def __init__(self) -> None:
        self._taken = set(_TAKEN)

    def give(self, code: str) -> str:
        """Return the code itself where it is a name, else what comes next to it."""
        plain = code if _NAME.fullmatch(code) and code.isascii() else f"q_{code_of(code)}"
        name, number = plain, 2
        while name.lower() in self._taken:
            name, number = f"{plain}_{number}", number + 1
        self._taken.add(name.lower())
        return name
