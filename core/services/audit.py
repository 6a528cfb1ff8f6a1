"""Audit: adds entries to the chain, in the transaction of the act they record, and verifies it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from core import clock
from core.db import db
from core.domain.audit import BEGINNING, Entry, canonical, first_break, link
from core.models import AuditEntry
from core.queries import entries
from core.services import locks

_ENTRIES = AuditEntry.__table__


@dataclass(frozen=True)
class Verification:
    """How many entries were read, the head's hash, and the first entry that does not fit, if any."""

    entries: int
    head: str
    first_break: int | None


def record(connection: Connection, *, actor: str, action: str, unit_id: int, facts: dict[str, Any]) -> None:
    """Append one entry; it is committed with the act or not at all."""
    locks.extend_audit(connection)
    last = connection.execute(
        select(_ENTRIES.c.number, _ENTRIES.c.hash).order_by(_ENTRIES.c.number.desc()).limit(1)
    ).one_or_none()
    entry: dict[str, Any] = {
        "number": 1 if last is None else last.number + 1,
        "unit_id": unit_id,
        "at": clock.now().isoformat(timespec="seconds"),
        "actor": actor,
        "action": action,
        "facts": canonical(facts),
        "previous_hash": BEGINNING if last is None else last.hash,
    }
    connection.execute(insert(AuditEntry), {**entry, "hash": link(**entry)})
    entries.forget_head()


def verify() -> Verification:
    """Read the whole chain and say where it first breaks."""
    seen: list[Entry] = []

    def chain() -> Iterator[Entry]:
        with db.engine.connect() as connection:
            for row in connection.execute(select(_ENTRIES).order_by(_ENTRIES.c.number)):
                entry = Entry(**row._asdict())
                seen[:] = [entry]
                yield entry

    broken = first_break(chain())
    return Verification(
        entries=seen[0].number if seen else 0, head=seen[0].hash if seen else BEGINNING, first_break=broken
    )
