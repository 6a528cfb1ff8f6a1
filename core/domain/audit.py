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


def link(
    *, number: int, unit_id: int, at: str, actor: str, action: str, facts: str, previous_hash: str
) -> str:
    """Return the SHA-256 that binds this entry to the one before it."""
    covered = json.dumps([number, unit_id, at, actor, action, facts, previous_hash], ensure_ascii=False)
    return sha256(covered.encode()).hexdigest()


def first_break(entries: Iterable[Entry]) -> int | None:
    """Return the number of the first entry that does not fit the chain, or None when it is whole."""
    previous, expected = BEGINNING, 1
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
