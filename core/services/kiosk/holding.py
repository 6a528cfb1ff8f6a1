"""Keeping items aside: sealed as they came, once each, until the Front decides."""

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite

from core import clock
from core.domain.tablet import HeldReason, SealedItem
from core.models import HeldItem


def keep(connection: Connection, item: SealedItem, unit_id: int, reason: HeldReason) -> bool:
    """Put an item aside; False when it lies there already. Part of the caller's transaction."""
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    row = {
        "mark": item.mark,
        "unit_id": unit_id,
        "tablet_id": item.device,
        "reason": str(reason),
        "envelope": item.envelope,
        "held_on": clock.today(),
        "is_admitted": None,
    }
    new = dialect.insert(HeldItem).on_conflict_do_nothing().returning(HeldItem.mark)
    return connection.execute(new, row).first() is not None
