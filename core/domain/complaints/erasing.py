"""Erasing and correcting by receipt code: what may be asked for, who decides, and the line that outlives restoring."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.domain.access import Role
from core.domain.complaints.filing import CONTACT, Part
from core.domain.errors import DomainError


class Wish(StrEnum):
    """What the holder of a receipt may ask for."""

    #: Everything that was said in the case, by anybody, and the contact.
    ALL = "all"
    #: Name and ways to be reached.
    CONTACT = "contact"
    #: Other words in the place of some of one's own.
    WORDS = "words"


class RequestState(StrEnum):
    """How far a request has come."""

    #: Waits for the first person.
    OPEN = "open"
    #: Waits for the second one.
    CONFIRMING = "confirming"
    DONE = "done"
    REFUSED = "refused"


#: Who takes the first decision, and who confirms it: the Front never decides alone on erasure (docs/promises.md R3).
FIRST = frozenset({Role.FRONT, Role.FRONT_LEAD, Role.PROVINCE})
SECOND = frozenset({Role.FRONT_LEAD, Role.PROVINCE})
#: A request that nobody has finished yet.
UNFINISHED = (RequestState.OPEN, RequestState.CONFIRMING)


class ErasureRefused(DomainError):
    """This person may not do this with a request, or not now."""


def check_first(role: Role | None, state: RequestState, *, is_granted: bool, reason: str) -> None:
    """Raise ErasureRefused `decided_already`, `not_yours`, or `reason_missing` where a refusal says no reason."""
    if role not in FIRST:
        raise ErasureRefused("not_yours")
    if state is not RequestState.OPEN:
        raise ErasureRefused("decided_already")
    if not is_granted and not reason:
        raise ErasureRefused("reason_missing")


def check_second(role: Role | None, state: RequestState, *, decided_by: int | None, account_id: int) -> None:
    """Raise ErasureRefused `not_decided`, `decided_already`, `not_yours`, or `same_person`."""
    if state is RequestState.OPEN:
        raise ErasureRefused("not_decided")
    if state is not RequestState.CONFIRMING:
        raise ErasureRefused("decided_already")
    if role not in SECOND:
        raise ErasureRefused("not_yours")
    if decided_by == account_id:
        raise ErasureRefused("same_person")


@dataclass(frozen=True)
class Erased:
    """One line of the list of erasures: no word, only what went, of which case, when, and who decided."""

    id: bytes
    unit_id: int
    kind: Wish
    parts: tuple[Part, ...]
    reference: bytes
    day: date
    #: The two accounts; 0 where a retention period was over.
    decided_by: int = 0
    confirmed_by: int = 0

    def line(self) -> str:
        """Return the line as it stands in the file beside the backups: JSON, without its end."""
        return json.dumps(
            {
                "id": self.id.hex(),
                "unit": self.unit_id,
                "kind": str(self.kind),
                "parts": [str(part) for part in self.parts],
                "case": self.reference.hex(),
                "day": self.day.isoformat(),
                "decided_by": self.decided_by,
                "confirmed_by": self.confirmed_by,
            },
            separators=(",", ":"),
        )


def parts_gone(kind: Wish, corrected: Iterable[Part] = ()) -> tuple[Part, ...]:
    """Return the parts that go by name: the contact, or what is replaced; none where everything goes."""
    if kind is Wish.CONTACT:
        return CONTACT
    return tuple(part for part in Part if part in set(corrected)) if kind is Wish.WORDS else ()


def read(text: str) -> Iterator[Erased | None]:
    """Yield every line of the file; None for one that cannot be read, such as the last one after a power cut."""
    for line in text.splitlines():
        if line.strip():
            yield _read(line)


def _read(line: str) -> Erased | None:
    try:
        values = json.loads(line)
        return Erased(
            id=_number(values["id"]),
            unit_id=int(values["unit"]),
            kind=Wish(values["kind"]),
            parts=tuple(Part(part) for part in values["parts"]),
            reference=_number(values["case"]),
            day=date.fromisoformat(values["day"]),
            decided_by=int(values["decided_by"]),
            confirmed_by=int(values["confirmed_by"]),
        )
    except (ValueError, KeyError, TypeError):
        return None


def _number(text: str) -> bytes:
    number = bytes.fromhex(text)
    if len(number) != 16:
        raise ValueError("a number has sixteen bytes")
    return number
