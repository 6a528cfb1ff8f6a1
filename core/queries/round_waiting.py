"""What a survey round still waits for before it is closed: batches of paper, phones, answers kept aside."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.models import HeldItem, PaperBatch, PaperSheet, Tablet, TabletContact
from core.queries.kiosk import left_behind
from core.queries.rounds import RoundLine


@dataclass(frozen=True)
class OpenBatch:
    """One batch of paper that is being keyed: the day its sheets were filled in, how many, how many are keyed."""

    id: int
    day: date
    sheets: int
    keyed: int


@dataclass(frozen=True)
class WaitingPhone:
    """One phone that holds interviews, as it said when it was last heard of (the office's time)."""

    name: str
    queue: int
    heard_at: datetime


@dataclass(frozen=True)
class Waiting:
    """What is not in the round yet."""

    batches: tuple[OpenBatch, ...]
    phones: tuple[WaitingPhone, ...]
    #: Answers kept aside that the Front has not decided about.
    held: int

    def __bool__(self) -> bool:
        """Is there anything?"""
        return bool(self.batches or self.phones or self.held)


def of_round(scope: Scope, line: RoundLine) -> Waiting:
    """Return what a round the caller has read still waits for; counts only."""
    scope.require(Permission.READ_ROUNDS)
    keyed = (
        select(func.count())
        .select_from(PaperSheet)
        .where(PaperSheet.batch_id == PaperBatch.id)
        .correlate(PaperBatch)
        .scalar_subquery()
    )
    batches = db.session.execute(
        select(PaperBatch.id, PaperBatch.day, PaperBatch.sheets, keyed)
        .where(
            PaperBatch.round_id == line.id,
            PaperBatch.closed_on.is_(None),
            PaperBatch.dropped_on.is_(None),
        )
        .order_by(PaperBatch.id)
    )
    held = db.session.scalar(
        select(func.count())
        .select_from(HeldItem)
        .join(Tablet, Tablet.id == HeldItem.tablet_id)
        .where(Tablet.round_id == line.id, HeldItem.is_admitted.is_(None))
    )
    return Waiting(tuple(OpenBatch(*row) for row in batches), _phones(line.id), held or 0)


def _phones(round_id: int) -> tuple[WaitingPhone, ...]:
    rows = db.session.execute(
        select(Tablet.id, Tablet.name, TabletContact.queue, TabletContact.at)
        .join(TabletContact, TabletContact.tablet_id == Tablet.id)
        .where(Tablet.round_id == round_id, TabletContact.queue > 0)
        .order_by(Tablet.name, Tablet.id)
    ).all()
    left = left_behind.of_round(round_id)
    queues = ((row, min(row.queue, left.get(row.id, row.queue))) for row in rows)
    return tuple(WaitingPhone(row.name, queue, clock.local(row.at)) for row, queue in queues if queue)
