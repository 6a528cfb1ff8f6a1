"""Hints for whoever reviews a comment: it sounds like an accusation, or it names somebody of the office.

Hints only show where to look; nothing is covered or set aside by them.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from core.domain.naming import bare

#: Words, without marks, of bribes, threats and accusations (Law 25/2018/QH14): such a text is not for publishing.
_ALARMING = (
    "hoi lo",
    "dua hoi lo",
    "nhan tien",
    "dua tien",
    "voi tien",
    "voi vinh",
    "phong bi",
    "lot tay",
    "boi duong",
    "an tien",
    "tien ngoai",
    "chay chot",
    "tham nhung",
    "tham o",
    "lam tien",
    "nhung nhieu",
    "hanh dan",
    "gay kho de",
    "to cao",
    "to giac",
    "de doa",
    "doa nat",
    "chui",
    "danh nguoi",
    "quay roi",
    "tra thu",
    "tru dap",
    "bao che",
    "gia mao",
    "lam gia",
    "lua dao",
)
#: What stands before a given name that means a person of the office.
_FORMS_OF_ADDRESS = frozenset(
    {"anh", "chi", "ong", "ba", "co", "chu", "bac", "em", "thay", "cau", "bo", "vien", "chuc", "dao"}
    | {"doc", "truong", "phong", "tich", "ten"}
)


def alarming(text: str) -> tuple[str, ...]:
    """Return the words of a text, without marks, that make it sound like an accusation."""
    plain = _plain(text)
    return tuple(words for words in _ALARMING if f" {words} " in plain)


def names_in(text: str, names: Iterable[str]) -> tuple[tuple[int, int], ...]:
    """Return where names of officers stand in a text: whole, their last two words, or the last one as address."""
    words = [
        (fold, found.span()) for found in re.finditer(r"[^\W_]+", text) if (fold := _letters(found.group()))
    ]
    found: set[tuple[int, int]] = set()
    for name in names:
        parts = _letters_of(name)
        for wanted in (parts, parts[-2:]):
            if len(wanted) > 1:
                found.update(_places(words, wanted))
        found.update(_addressed(words, parts[-1:]))
    return tuple(sorted(span for span in found if not _inside_another(span, found)))


def _places(words: list[tuple[str, tuple[int, int]]], wanted: list[str]) -> Iterator[tuple[int, int]]:
    for start in range(len(words) - len(wanted) + 1):
        if [word for word, _span in words[start : start + len(wanted)]] == wanted:
            yield words[start][1][0], words[start + len(wanted) - 1][1][1]


def _addressed(words: list[tuple[str, tuple[int, int]]], given: list[str]) -> Iterator[tuple[int, int]]:
    for (before, _place), (word, span) in zip(words, words[1:], strict=False):
        if [word] == given and before in _FORMS_OF_ADDRESS:
            yield span


def _inside_another(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(one != span and one[0] <= span[0] and span[1] <= one[1] for one in spans)


def _letters_of(name: str) -> list[str]:
    return [_letters(word) for word in unicodedata.normalize("NFC", name).split()]


def _letters(word: str) -> str:
    return bare(word)


def _plain(text: str) -> str:
    return f" {re.sub(r'[^a-z0-9]+', ' ', bare(text)).strip()} "
