"""Weekdays as people write them: «T2-T6», «thứ 2, thứ 4», «T7», «CN». Monday is 0."""

import re

_WORDS = {"hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7}
_SUNDAY = {"cn", "chủnhật", "8"}
_EVERY_DAY = {"hằngngày", "hàngngày", "tấtcả", "mọingày"}
_DASH = re.compile(r"[-–—]|đến")


def parse(text: str) -> frozenset[int]:
    """Return the weekdays named, or an empty set when anything is not understood."""
    plain = "".join(text.casefold().split())
    if plain in _EVERY_DAY:
        return frozenset(range(7))
    days: set[int] = set()
    for part in re.split(r"[,;+]|và", plain):
        span = _span(part)
        if not span:
            return frozenset()
        days.update(span)
    return frozenset(days)


def write(days: frozenset[int]) -> str:
    """Return the weekdays as the workbook writes them: consecutive ones as a span."""
    ordered = sorted(days)
    if len(ordered) > 2 and ordered[-1] - ordered[0] == len(ordered) - 1:
        return f"{_name(ordered[0])}-{_name(ordered[-1])}"
    return ", ".join(_name(day) for day in ordered)


def _span(part: str) -> range | None:
    ends = [_day(end) for end in _DASH.split(part)]
    if len(ends) > 2 or None in ends:
        return None
    first, last = ends[0], ends[-1]
    return range(first, last + 1) if first is not None and last is not None and first <= last else None


def _day(word: str) -> int | None:
    if word in _SUNDAY:
        return 6
    number = re.fullmatch(r"(?:thứ|t)?\.?(\d)", word)
    name = re.fullmatch(r"(?:thứ)?(\D+)", word)
    office_number = int(number[1]) if number else _WORDS.get(name[1], 0) if name else 0
    # In Vietnam Monday is the second day of the week.
    return office_number - 2 if 2 <= office_number <= 7 else None


def _name(day: int) -> str:
    return "CN" if day == 6 else f"T{day + 2}"
