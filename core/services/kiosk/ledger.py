"""The device's ledger: which numbers came; folded into weeks it cannot tell who came when (docs/promises.md D7, D8)."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from core.domain.errors import DomainError
from core.domain.tablet import SealedItem, gaps
from core.models import Tablet, TabletContact, TabletHole, TabletNumber, TabletWeek

_NUMBERS = TabletNumber.__table__
_HOLES = TabletHole.__table__
_WEEKS = TabletWeek.__table__


class NumberTaken(DomainError):
    """Another answer has this number already: the tablet's memory was copied or set back."""


def note(connection: Connection, item: SealedItem, unit_id: int, *, is_known: bool) -> None:
    """Write down that a number came; a late one closes its hole. Part of the answer's own transaction.

    `is_known`: its submission stands there already. Raise NumberTaken when the number belongs to another answer.
    """
    stood = connection.scalar(_mark_of(item))
    if stood is not None:
        _compare(stood, item)
        return
    folded_to = connection.scalar(select(Tablet.folded_to).where(Tablet.id == item.device))
    if item.number <= (folded_to or 0) and not _close_hole(connection, item):
        # What is folded cannot be compared any more; a replay of what is stored is all it may be.
        if not is_known:
            raise NumberTaken("number_taken", number=item.number)
        return
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    row = {
        "tablet_id": item.device,
        "number": item.number,
        "unit_id": unit_id,
        "mark": item.mark,
        "previous": item.previous,
    }
    connection.execute(dialect.insert(_NUMBERS).on_conflict_do_nothing(), row)
    _compare(connection.scalar(_mark_of(item)), item)


def note_if_free(connection: Connection, item: SealedItem, unit_id: int) -> None:
    """Write down the number of an item that is kept aside, unless another answer has it."""
    stood = connection.scalar(_mark_of(item))
    if stood is None:
        with suppress(NumberTaken):
            note(connection, item, unit_id, is_known=True)


def _mark_of(item: SealedItem) -> Any:
    return select(_NUMBERS.c.mark).where(
        _NUMBERS.c.tablet_id == item.device, _NUMBERS.c.number == item.number
    )


def _compare(stood: bytes | None, item: SealedItem) -> None:
    if stood != item.mark:
        raise NumberTaken("number_taken", number=item.number)


def _close_hole(connection: Connection, item: SealedItem) -> bool:
    """Take a number out of the hole it was missing in; False when it was not missing."""
    # Two late numbers of one hole come one after the other.
    connection.execute(select(Tablet.id).where(Tablet.id == item.device).with_for_update())
    hole = connection.execute(
        select(_HOLES).where(
            _HOLES.c.tablet_id == item.device,
            _HOLES.c.first_number <= item.number,
            _HOLES.c.last_number >= item.number,
        )
    ).one_or_none()
    if hole is None:
        return False
    found = hole._asdict()
    connection.execute(
        delete(TabletHole).where(
            TabletHole.tablet_id == item.device, TabletHole.first_number == hole.first_number
        )
    )
    parts = [(hole.first_number, item.number - 1), (item.number + 1, hole.last_number)]
    rest = [{**found, "first_number": first, "last_number": last} for first, last in parts if first <= last]
    if rest:
        connection.execute(insert(TabletHole), rest)
    return True


def fold(connection: Connection, today: date) -> None:
    """Add every number that came to its tablet's week, name the missing ones, and forget the single rows.

    Part of settling's transaction, which has the inbox to itself.
    """
    yesterday = today - timedelta(days=1)
    monday = yesterday - timedelta(days=yesterday.weekday())
    rows = connection.execute(select(_NUMBERS).order_by(_NUMBERS.c.tablet_id, _NUMBERS.c.number)).all()
    by_tablet: dict[int, list[Row[Any]]] = {}
    for row in rows:
        by_tablet.setdefault(row.tablet_id, []).append(row)
    for tablet_id, own in by_tablet.items():
        _fold_one(connection, tablet_id, own, monday, today)
    connection.execute(delete(TabletNumber))
    _name_last_ones(connection, today)


def _name_last_ones(connection: Connection, today: date) -> None:
    """Name what a tablet that has ended still held when it was last heard of: no later number will tell."""
    rows = connection.execute(
        select(Tablet.id, Tablet.unit_id, Tablet.folded_to, TabletContact.next_number)
        .join(TabletContact, TabletContact.tablet_id == Tablet.id)
        .where(Tablet.ended_at.is_not(None), TabletContact.next_number > Tablet.folded_to + 1)
    )
    for row in rows.all():
        last = row.next_number - 1
        connection.execute(insert(TabletHole), _hole(row.id, row.unit_id, row.folded_to + 1, last, today))
        connection.execute(update(Tablet).where(Tablet.id == row.id).values(folded_to=last))


def _hole(tablet_id: int, unit_id: int, first: int, last: int, today: date) -> dict[str, Any]:
    return {
        "tablet_id": tablet_id,
        "first_number": first,
        "last_number": last,
        "unit_id": unit_id,
        "noticed_on": today,
        "explanation": "",
    }


def _fold_one(
    connection: Connection, tablet_id: int, rows: Sequence[Row[Any]], monday: date, today: date
) -> None:
    folded_to = int(connection.scalar(select(Tablet.folded_to).where(Tablet.id == tablet_id)) or 0)
    last = connection.execute(
        select(_WEEKS).where(_WEEKS.c.tablet_id == tablet_id).order_by(_WEEKS.c.week.desc()).limit(1)
    ).one_or_none()
    missing = [
        _hole(tablet_id, rows[0].unit_id, first, to, today)
        for first, to in gaps((row.number for row in rows), after=folded_to)
    ]
    if missing:
        connection.execute(insert(TabletHole), missing)
    before = (last.last_number, last.head) if last is not None else (0, b"")
    breaks = _breaks(rows, before)
    newest = rows[-1]
    highest, head = (newest.number, newest.mark) if newest.number > before[0] else before
    if last is not None and last.week == monday:
        connection.execute(
            update(TabletWeek)
            .where(TabletWeek.tablet_id == tablet_id, TabletWeek.week == monday)
            .values(
                count=TabletWeek.count + len(rows),
                last_number=highest,
                head=head,
                breaks=TabletWeek.breaks + breaks,
            )
        )
    else:
        week = {
            "tablet_id": tablet_id,
            "week": monday,
            "unit_id": newest.unit_id,
            "count": len(rows),
            "last_number": highest,
            "head": head,
            "breaks": breaks,
        }
        connection.execute(insert(TabletWeek), week)
    connection.execute(
        update(Tablet).where(Tablet.id == tablet_id).values(folded_to=max(folded_to, newest.number))
    )


def _breaks(rows: Sequence[Row[Any]], before: tuple[int, bytes]) -> int:
    """Count the numbers that do not follow the one right before them as the device signed it."""
    marks = dict([before] if before[0] else []) | {row.number: row.mark for row in rows}
    return sum(row.previous != marks.get(row.number - 1, row.previous) for row in rows)
