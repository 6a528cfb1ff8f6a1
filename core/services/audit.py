"""Audit: adds entries to the chain, in the transaction of the act they record, and verifies it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from core import clock
from core.db import db
from core.domain.audit import BEGINNING, START, Entry, Point, canonical, first_break, link
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
    #: Was the end of the chain, or its first break, reached?
    is_finished: bool = True


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


def verify(start: Point = START, *, most: int | None = None) -> Verification:
    """Read the chain behind `start`, all of it or at most so many entries, and say where it first breaks."""
    last = start
    read = 0

    def chain() -> Iterator[Entry]:
        nonlocal last, read
        wanted = (
            select(_ENTRIES).where(_ENTRIES.c.number > start.number).order_by(_ENTRIES.c.number).limit(most)
        )
        # A cursor of the server's keeps a long chain out of the memory.
        with (
            db.engine.connect() as connection,
            connection.execution_options(stream_results=True).execute(wanted) as rows,
        ):
            for row in rows:
                entry = Entry(**row._asdict())
                last, read = Point(entry.number, entry.hash), read + 1
                yield entry

    broken = first_break(chain(), start)
    return Verification(
        entries=last.number,
        head=last.hash,
        first_break=broken,
        is_finished=broken is not None or most is None or read < most,
    )
