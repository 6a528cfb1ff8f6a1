"""Expiring: gives batches up that lay open for too long, with everything keyed in them."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import delete, func, select, update

from core import clock
from core.db import write
from core.models import PaperBatch, PaperSheet
from core.services import audit, locks


def give_up(first_kept: date, *, actor: str) -> int:
    """Give up what was begun before a day, and remove its sheets; return how many batches that were.

    Of a batch closed before that day only sheets can be left that nobody could hand over; they go, and the batch stays
    and no longer says that they count. No batch keeps its hamlet. What the chain notes for each unit are numbers of
    batches and sheets.
    """
    since = func.coalesce(PaperBatch.closed_on, PaperBatch.opened_on)
    waiting = select(PaperBatch.id).join(PaperSheet, PaperSheet.batch_id == PaperBatch.id)
    is_open = PaperBatch.closed_on.is_(None) & PaperBatch.dropped_on.is_(None)
    with write() as connection:
        # As for everybody who opens, keys or closes a batch.
        locks.set_up_places(connection)
        old = connection.execute(
            select(PaperBatch.id, PaperBatch.unit_id, PaperBatch.closed_on).where(
                since < first_kept, is_open | PaperBatch.id.in_(waiting)
            )
        ).all()
        batches = Counter(row.unit_id for row in old)
        sheets = Counter[int]()
        for row in old:
            gone = connection.execute(delete(PaperSheet).where(PaperSheet.batch_id == row.id)).rowcount
            sheets[row.unit_id] += gone
            # Its last sheets are gone: nothing may join hamlet and day any more.
            left: dict[str, Any] = {"stratum": None}
            if row.closed_on is None:
                left["dropped_on"] = clock.today()
            else:
                left["counted"] = PaperBatch.counted - gone
            connection.execute(update(PaperBatch).where(PaperBatch.id == row.id).values(**left))
        for unit_id in sorted(batches):
            audit.record(
                connection,
                actor=actor,
                action="paper.expire",
                unit_id=unit_id,
                facts={"batches": batches[unit_id], "sheets": sheets[unit_id]},
            )
    return len(old)
