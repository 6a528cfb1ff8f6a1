"""Unheard: tablets that may still hold answers of a past shift, for whoever is about to decide over it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.models import DutyEntry, Tablet, TabletContact


@dataclass(frozen=True)
class Unheard:
    """A tablet of the shift's counter: not heard of since, or heard of with answers still waiting on it."""

    name: str
    #: The office's time; None where it was never heard of.
    heard_at: datetime | None
    queue: int


def since(scope: Scope, duty_entry_id: int, stood_until: datetime) -> tuple[Unheard, ...]:
    """Return the tablets of a shift's counter that worked during it and may still send answers given in it."""
    if not scope.may(Permission.READ_TABLETS):
        return ()
    rows = db.session.execute(
        select(Tablet.name, TabletContact.at, TabletContact.queue)
        .join(DutyEntry, DutyEntry.counter_id == Tablet.counter_id)
        .outerjoin(TabletContact, TabletContact.tablet_id == Tablet.id)
        .where(
            DutyEntry.id == duty_entry_id,
            Tablet.unit_id.in_(scope.unit_ids),
            Tablet.enrolled_at < stood_until,
            or_(Tablet.ended_at.is_(None), Tablet.ended_at > DutyEntry.starts_at),
            or_(TabletContact.at.is_(None), TabletContact.at < stood_until, TabletContact.queue > 0),
        )
        .order_by(Tablet.id)
    )
    return tuple(Unheard(row.name, clock.local(row.at) if row.at else None, row.queue or 0) for row in rows)
