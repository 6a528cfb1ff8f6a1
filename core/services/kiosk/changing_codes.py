"""Changing codes at the office: recognised when scanned, spent with the first answer, forgotten when it is settled.

A spent code is a mark of its own; nothing says which answer it came with (docs/promises.md D4).
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ClauseElement, Connection, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from core.db import Prepared, db
from core.domain import changing_code
from core.domain.changing_code import Slot
from core.domain.tablet import TabletState
from core.models import SpentSlot, Tablet, Touchpoint
from core.services.kiosk import display_keys
from core.services.kiosk.display_keys import KeyUnreadable

#: A replaced tablet's last codes still help whoever has just scanned one; those of a stolen one never do.
_TRUSTED = (str(TabletState.ACTIVE), str(TabletState.RETIRED))


def recognise(touchpoint_id: int, text: str, now: datetime) -> Slot | None:
    """Return whose code somebody scanned with this touchpoint, if it is fresh and has not given an answer yet."""
    tablets = db.session.execute(
        select(Tablet.id, Tablet.display_key)
        .join(Touchpoint, Touchpoint.counter_id == Tablet.counter_id)
        .where(Touchpoint.id == touchpoint_id, Tablet.state == str(TabletState.ACTIVE))
    )
    for tablet_id, wrapped in tablets.all():
        key = _key(wrapped)
        slot = changing_code.find(key, tablet_id, text, now) if key else None
        if key and slot:
            return None if _is_spent(changing_code.spent_mark(key, slot)) else slot
    return None


def mark_of(slot: Slot) -> bytes | None:
    """Return the mark by which an answer spends this slot; None when its tablet is no longer trusted."""
    wrapped = db.session.scalar(
        select(Tablet.display_key).where(Tablet.id == slot.tablet_id, Tablet.state.in_(_TRUSTED))
    )
    key = _key(wrapped) if wrapped else None
    return changing_code.spent_mark(key, slot) if key else None


def spend(connection: Connection, mark: bytes, unit_id: int) -> bool:
    """Spend a code within an answer's own transaction; False when another answer was quicker."""
    return _SPEND.run(connection, {"mark": mark, "unit_id": unit_id}).rowcount == 1


def forget_spent(connection: Connection, now: datetime) -> None:
    """Write the spent codes anew, without all that nobody can bring any more: their order tells nothing.

    A code scanned minutes ago may still be brought, wherever settling falls into that time.
    """
    spent = {row.mark: row.unit_id for row in connection.execute(select(SpentSlot.mark, SpentSlot.unit_id))}
    if not spent:
        return
    kept = sorted(mark for mark in _redeemable(connection, now) if mark in spent)
    connection.execute(delete(SpentSlot))
    if kept:
        connection.execute(insert(SpentSlot), [{"mark": mark, "unit_id": spent[mark]} for mark in kept])


def _redeemable(connection: Connection, now: datetime) -> Iterable[bytes]:
    """Yield the marks of every slot with which somebody may still come."""
    tablets = connection.execute(select(Tablet.id, Tablet.display_key).where(Tablet.state.in_(_TRUSTED)))
    for tablet_id, wrapped in tablets:
        if key := _key(wrapped):
            for number in changing_code.redeemable(now):
                yield changing_code.spent_mark(key, Slot(tablet_id, number))


def _is_spent(mark: bytes) -> bool:
    return bool(db.session.scalar(select(select(SpentSlot.mark).where(SpentSlot.mark == mark).exists())))


def _key(wrapped: bytes) -> bytes | None:
    """Return a tablet's key; None when the data key it was wrapped with is gone: then its codes prove nothing."""
    try:
        return display_keys.unwrap(wrapped)
    except KeyUnreadable:
        return None


def _insert_if_new(dialect: str) -> ClauseElement:
    table = SpentSlot.__table__
    return (sqlite if dialect == "sqlite" else postgresql).insert(table).on_conflict_do_nothing()


_SPEND = Prepared(_insert_if_new)
