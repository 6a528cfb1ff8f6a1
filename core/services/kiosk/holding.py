"""Keeping items aside: sealed as they came, once each, until the Front decides, and not for ever."""

from datetime import date

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core import clock
from core.db import write
from core.domain.tablet import HeldReason, SealedItem
from core.models import HeldItem
from core.services import audit, locks


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


def let_go(first_kept: date, *, actor: str) -> int:
    """Remove the sealed content of items put aside before a day; return of how many.

    Their rows stay, so that none is put aside a second time; what nobody decided about by then does not count.
    """
    old = (HeldItem.held_on < first_kept, HeldItem.envelope != b"")
    with write() as connection:
        # As for everybody who decides about them.
        locks.set_up_places(connection)
        counted = connection.execute(
            select(HeldItem.unit_id, func.count()).where(*old).group_by(HeldItem.unit_id)
        ).all()
        if counted:
            connection.execute(update(HeldItem).where(*old).values(is_admitted=False, envelope=b""))
        for unit_id, answers in counted:
            audit.record(
                connection,
                actor=actor,
                action="tablet.expire",
                unit_id=unit_id,
                facts={"answers": answers},
            )
    return sum(answers for _unit, answers in counted)
