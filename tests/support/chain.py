"""An audit chain of any length for a test, and a hand that changes it as only the owner of the tables can."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, text

from core import clock
from core.db import db, write
from core.domain.audit import BEGINNING, canonical, link
from core.models import AuditEntry
from core.services import audit


def act(action: str, *, actor: str = "an", unit_id: int = 2, **facts: Any) -> None:
    """Record one act in its own transaction."""
    with write() as connection:
        audit.record(connection, actor=actor, action=action, unit_id=unit_id, facts=facts)


def long_chain(
    count: int, *, unit_ids: tuple[int, ...] = (2,), facts: Mapping[str, Any] | None = None
) -> None:
    """Write a chain of so many entries at once into an empty table."""
    rows: list[dict[str, Any]] = []
    before = BEGINNING
    text_of_facts = canonical(facts or {"name": "Quầy 3"})
    for number in range(1, count + 1):
        entry: dict[str, Any] = {
            "number": number,
            "unit_id": unit_ids[number % len(unit_ids)],
            "at": clock.now().isoformat(timespec="seconds"),
            "actor": f"nguoi.{number % 50}",
            "action": "counter.update" if number % 3 else "account.sign_in",
            "facts": text_of_facts,
            "previous_hash": before,
        }
        before = link(**entry)
        rows.append({**entry, "hash": before})
    with write() as connection:
        for first in range(0, count, 10_000):
            connection.execute(insert(AuditEntry), rows[first : first + 10_000])


def append_plain(count: int, *, after: int) -> None:
    """Add entries behind the last one whose hashes fit nothing, where only their number matters."""
    plain = {"unit_id": 2, "at": "2026-11-21T02:00:00+00:00", "actor": "an", "action": "counter.update"}
    rows = [
        {**plain, "number": number, "facts": "{}", "previous_hash": "0" * 64, "hash": f"{number:064}"}
        for number in range(after + 1, after + count + 1)
    ]
    with write() as connection:
        connection.execute(insert(AuditEntry), rows)


def forge(statement: str) -> None:
    """Change the table past its triggers."""
    on = "" if db.engine.dialect.name == "sqlite" else " ON audit_entry"
    names = ("update", "delete") if not on else ("rows",)
    with db.engine.begin() as connection:
        for name in names:
            connection.execute(text(f"DROP TRIGGER IF EXISTS guard_audit_entry_{name}{on}"))
        connection.execute(text(statement))
