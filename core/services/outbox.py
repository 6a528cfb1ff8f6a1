"""Outbox: notes what must follow a change, in the change's own transaction."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from core import clock
from core.db import db, write
from core.models import OutboxItem
from core.services import locks


def add(connection: Connection, kind: str, payload: dict[str, Any], *, unit_id: int = 0) -> None:
    """Note one piece of work; the worker does it once the transaction is committed."""
    locks.note_work(connection)
    number = connection.scalar(select(func.coalesce(func.max(OutboxItem.id), 0))) or 0
    connection.execute(
        insert(OutboxItem),
        {
            "id": number + 1,
            "unit_id": unit_id,
            "kind": kind,
            "payload": payload,
            "not_before": clock.now(),
        },
    )


@dataclass(frozen=True)
class Due:
    """One piece of work that may be done now."""

    id: int
    kind: str
    payload: dict[str, Any]
    attempts: int


def due() -> list[Due]:
    """Return the pieces whose time has come, oldest first."""
    items = OutboxItem.__table__
    statement = select(items).where(items.c.not_before <= clock.now()).order_by(items.c.id)
    with db.engine.connect() as connection:
        return [Due(row.id, row.kind, row.payload, row.attempts) for row in connection.execute(statement)]


def finish(item_id: int) -> None:
    """Forget a piece that is done."""
    with write() as connection:
        connection.execute(delete(OutboxItem).where(OutboxItem.id == item_id))


def postpone(item_id: int, pause: timedelta, error: str) -> None:
    """Note a failure by its type and try again after a pause."""
    with write() as connection:
        connection.execute(
            update(OutboxItem)
            .where(OutboxItem.id == item_id)
            .values(attempts=OutboxItem.attempts + 1, not_before=clock.now() + pause, last_error=error)
        )
