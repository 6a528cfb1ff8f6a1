"""The audit chain's arithmetic: what an entry's hash covers, and where a chain breaks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

#: What the first entry is bound to.
BEGINNING = "0" * 64


@dataclass(frozen=True)
class Entry:
    """One entry of the chain; `facts` is canonical JSON text."""

    number: int
    unit_id: int
    at: str
    actor: str
    action: str
    facts: str
    previous_hash: str
    hash: str


def canonical(facts: Mapping[str, Any]) -> str:
    """Return facts as JSON that is the same text on every machine."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Point:
    """How far a chain was read: the last entry that fits, and its hash."""

    number: int
    hash: str


#: Before the first entry.
START = Point(0, BEGINNING)


def covered(
    *, number: int, unit_id: int, at: str, actor: str, action: str, facts: str, previous_hash: str
) -> str:
    """Return the very text whose SHA-256 is an entry's hash, for whoever wants to check it by hand."""
    return json.dumps([number, unit_id, at, actor, action, facts, previous_hash], ensure_ascii=False)


def link(
    *, number: int, unit_id: int, at: str, actor: str, action: str, facts: str, previous_hash: str
) -> str:
    """Return the SHA-256 that binds this entry to the one before it."""
    text = covered(
        number=number,
        unit_id=unit_id,
        at=at,
        actor=actor,
        action=action,
        facts=facts,
        previous_hash=previous_hash,
    )
    return sha256(text.encode()).hexdigest()


def first_break(entries: Iterable[Entry], start: Point = START) -> int | None:
    """Return the number of the first entry after `start` that does not fit the chain, or None when it is whole."""
    previous, expected = start.hash, start.number + 1
    for entry in entries:
        own = link(
            number=entry.number,
            unit_id=entry.unit_id,
            at=entry.at,
            actor=entry.actor,
            action=entry.action,
            facts=entry.facts,
            previous_hash=previous,
        )
        if entry.number != expected or entry.previous_hash != previous or entry.hash != own:
            return expected
        previous, expected = entry.hash, expected + 1
    return None
