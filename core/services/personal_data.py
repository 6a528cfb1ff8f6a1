"""Personal data in free text: found and covered before anything is stored (docs/promises.md D12).

Covering too little tells who wrote; covering too much spoils what they meant. Dates, sums of money and file numbers
therefore stay, everything else that reads as a phone, identity or e-mail address goes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import phonenumbers

#: What people put between digits: spaces of any kind, dots, commas, strokes, brackets, signs nobody sees.
_GAP = r"[\s.,\-‐-―_/()\u200b-\u200d]{0,3}"
#: An e-mail address as people write it, also as «ten (at) gmail.com» or with spaces around its signs.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+|\s\.\s[\w-]+)+", re.IGNORECASE
)
#: Mobile numbers have 10 digits, numbers of a place and mobile numbers before 2018 have 11; some type O for 0.
_PHONE = re.compile(
    rf"(?<!\d)(?<!\d[.,/-])\(?(?:(?:\+|00{_GAP})?84{_GAP}\(?[0oO]?\)?|[0oO])"
    rf"(?:{_GAP}[35789](?:{_GAP}\d){{8}}|{_GAP}(?:2|1{_GAP}[2689])(?:{_GAP}\d){{8,9}})(?!\d)"
)
#: Identity numbers have 12 digits and begin with a province's 0, the older ones have 9 and begin with 0 to 3
#: (Law on Identification 26/2023/QH15, Circular 59/2021/TT-BCA); people put spaces, dots or hyphens between.
_IDENTITY = re.compile(
    r"(?<!\d)(?:0\d{11}|[0-3]\d{8})(?!\d)"
    r"|(?<!\d)(?<!\d[ .\-])(?:0(?:[ .\-]?\d){11}|[0-3](?:[ .\-]?\d){8})(?![ .\-]?\d)"
)

#: What looks like one of these and is none. A sum ends in zeros or names its currency.
_HARMLESS = re.compile(
    # 21/11/2026, 21.11.26, 2026-11-21
    r"(?<![\d./-])(?:\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?!\1?\d)|\d{4}-\d{2}-\d{2}(?!-?\d))"
    # 1.500.000, 1 500 000 000, 150000000
    r"|(?<![\d.])[1-9]\d{0,2}(?:([., ])\d{3}(?:\2\d{3})*)?\2?000(?!\d)|(?<!\d)[1-9]\d*0{5}(?!\d)"
    # 1.234.567 đồng
    r"|(?<!\d)[1-9][\d., ]{0,20}(?:đồng|đ\b|vnđ|vnd|₫|triệu|tỷ|nghìn)"
    # 000.00.15.H41-230601-0012
    r"|(?:\d{3}\.\d{2}\.\d{2}\.)?[A-Z]\d{1,3}(?:\.\d{1,3})*-\d{6}-\d{2,6}",
    re.IGNORECASE,
)

#: What stands in the text afterwards. Written in Vietnamese: it becomes part of the citizen's own text.
COVERED = {
    "email": "[đã che thư điện tử]",
    "phone": "[đã che số điện thoại]",
    "identity": "[đã che số căn cước]",
}


@dataclass(frozen=True)
class Masked:
    """A text without the personal data that was found, and which kinds were."""

    text: str
    kinds: tuple[str, ...]


def mask(text: str) -> Masked:
    """Return the text with e-mail addresses, phone numbers and identity numbers covered, for good."""
    if not text:
        return Masked("", ())
    kinds: list[str] = []
    for kind, find in _FINDERS:
        harmless = [found.span() for found in _HARMLESS.finditer(text)]
        spans = [span for span in find(text) if not any(_overlap(span, other) for other in harmless)]
        for start, end in reversed(spans):
            text = text[:start] + COVERED[kind] + text[end:]
        if spans and kind not in kinds:
            kinds.append(kind)
    return Masked(text=text, kinds=tuple(kinds))


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _EMAIL.finditer(text))


def _phones(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _PHONE.finditer(text))


def _identities(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _IDENTITY.finditer(text))


def _foreign_phones(text: str) -> Iterator[tuple[int, int]]:
    """Find what only the library knows: numbers of other countries."""
    return ((found.start, found.end) for found in phonenumbers.PhoneNumberMatcher(text, "VN"))


#: In this order: an address may hold digits, and what reads as a phone is more often one than an identity number.
_FINDERS = (
    ("email", _emails),
    ("phone", _phones),
    ("identity", _identities),
    ("phone", _foreign_phones),
)
