"""Care: how many tablets of somebody's part of the administration need an eye, for their start page."""

from dataclasses import dataclass

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.tablet import TabletState
from core.domain.tablet_silence import is_silent
from core.models import HeldItem, Tablet, TabletContact, TabletHole
from core.queries.kiosk.opening import opened_at
from core.queries.within import within


@dataclass(frozen=True)
class Care:
    """How many tablets of somebody's part of the administration need an eye, by why."""

    silent: int = 0
    missing: int = 0
    shelf: int = 0
    #: Devices whose answers wait for this person's decision, and the only unit they are of; None where there are more.
    held: int = 0
    held_at: int | None = None

    def __bool__(self) -> bool:
        return any((self.silent, self.missing, self.shelf, self.held))


def needed(scope: Scope) -> Care:
    """Return what needs an eye within this person's units, for those who look after tablets or what they hold."""
    if not (scope.may(Permission.MANAGE_TABLETS) or scope.may(Permission.DECIDE_HELD)):
        return Care()
    inside = within(Tablet.unit_id, scope.unit_ids)
    active = db.session.execute(
        select(Tablet.unit_id, Tablet.enrolled_at, TabletContact.at, TabletContact.shelf)
        .outerjoin(TabletContact, TabletContact.tablet_id == Tablet.id)
        .where(inside, Tablet.state == TabletState.ACTIVE, Tablet.counter_id.is_not(None))
    ).all()
    opened = opened_at({row.unit_id for row in active})
    now = clock.now()
    missing = (
        select(func.count(TabletHole.tablet_id.distinct()))
        .join(Tablet, Tablet.id == TabletHole.tablet_id)
        .where(
            within(TabletHole.unit_id, scope.unit_ids),
            TabletHole.explanation == "",
            Tablet.counter_id.is_not(None),
        )
    )
    held = _held(scope)
    return Care(
        silent=sum(is_silent(row.at or row.enrolled_at, opened.get(row.unit_id), now) for row in active),
        missing=db.session.scalar(missing) or 0,
        shelf=sum(bool(row.shelf) for row in active),
        held=sum(held.values()),
        held_at=next(iter(held)) if len(held) == 1 else None,
    )


def _held(scope: Scope) -> dict[int, int]:
    """Return how many devices of each unit hold answers this person has to decide about."""
    if not scope.may(Permission.DECIDE_HELD):
        return {}
    rows = db.session.execute(
        select(HeldItem.unit_id, func.count(HeldItem.tablet_id.distinct()).label("devices"))
        .where(within(HeldItem.unit_id, scope.unit_ids), HeldItem.is_admitted.is_(None))
        .group_by(HeldItem.unit_id)
    )
    return {row.unit_id: row.devices for row in rows}
