"""A tablet's answer once its envelope is open: read strictly, because whatever stands in it was made elsewhere."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from core.domain.errors import DomainError
from core.domain.plain_text import tidy

_SECRET_BYTES = 16
_LARGEST = 2**31 - 1
#: Milliseconds since 1970 that a moment of this world can have: until the year 9999.
LAST_MILLISECOND = 253_402_300_799_000


class PressedBy(StrEnum):
    """«Ai đã bấm?»; without an answer nobody knows."""

    SELF = "self"
    RELATIVE = "relative"
    STAFF = "staff"
    UNKNOWN = ""


#: Only then the answer is the citizen's own and may count for an officer (docs/promises.md D6).
OWN_HAND = frozenset({PressedBy.SELF, PressedBy.RELATIVE})


class Malformed(DomainError):
    """Not what our app writes."""


@dataclass(frozen=True)
class TabletAnswer:
    """One revision of one submission, as the tablet wrote it. Moments are the device's milliseconds since 1970."""

    secret: bytes
    revision: int
    touchpoint_id: int
    version_id: int
    field_id: int | None
    duty_entry_id: int | None
    is_disclaimed: bool
    pressed_by: PressedBy
    answers: Mapping[str, tuple[str, ...]]
    comment: str
    #: Words given to questions, by code; apps from before there were such questions say nothing of them.
    texts: Mapping[str, str]
    wall: int
    epoch: int
    guess: int
    seconds: float
    #: The hamlet an interviewer stood in, by its number in the round; None on a tablet at a counter.
    hamlet: int | None = None


def read(content: bytes) -> TabletAnswer:
    """Return the answer in an opened envelope; raise Malformed for anything our app does not write."""
    try:
        values = json.loads(content)
        if not isinstance(values, dict) or values.get("v") != 1:
            raise Malformed("malformed")
        return TabletAnswer(
            secret=_secret(values["secret"]),
            revision=whole(values["revision"], least=1),
            touchpoint_id=whole(values["touchpoint"], least=1),
            version_id=whole(values["version"], least=1),
            field_id=_optional(values["field"]),
            duty_entry_id=_optional(values["duty"]),
            is_disclaimed=_flag(values["disclaimed"]),
            pressed_by=PressedBy(_text(values["pressed_by"])),
            answers=_answers(values["answers"]),
            comment=tidy(_text(values["comment"])),
            texts=_texts(values.get("texts", {})),
            wall=whole(values["wall"], most=LAST_MILLISECOND),
            epoch=whole(values["epoch"]),
            guess=whole(values["guess"], most=LAST_MILLISECOND),
            seconds=_seconds(values["seconds"]),
            hamlet=_optional(values.get("hamlet")),
        )
    except (KeyError, ValueError, RecursionError) as error:
        raise Malformed("malformed") from error


def _secret(value: Any) -> bytes:
    text = _text(value)
    try:
        secret = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise Malformed("malformed") from error
    if len(secret) != _SECRET_BYTES:
        raise Malformed("malformed")
    return secret


def whole(value: Any, *, least: int = 0, most: int = _LARGEST) -> int:
    """Return a whole number within its bounds; raise Malformed."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        raise Malformed("malformed")
    return value


def _optional(value: Any) -> int | None:
    return None if value is None else whole(value, least=1)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Malformed("malformed")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Malformed("malformed")
    # Half a pair of UTF-16 is valid JSON and no text.
    value.encode()
    return value


def _seconds(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _LARGEST:
        raise Malformed("malformed")
    return float(value)


def _answers(value: Any) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise Malformed("malformed")
    answers: dict[str, tuple[str, ...]] = {}
    for code, chosen in value.items():
        if not isinstance(chosen, list):
            raise Malformed("malformed")
        if chosen:
            answers[code] = tuple(_text(one) for one in chosen)
    return answers


def _texts(value: Any) -> dict[str, str]:
    if not isinstance(value, dict):
        raise Malformed("malformed")
    return {code: tidy(_text(words)) for code, words in value.items()}
