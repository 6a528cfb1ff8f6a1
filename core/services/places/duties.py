"""Duties that end because their counter or officer leaves: past ones stay, those to come are replaced by nothing."""

from sqlalchemy import ColumnElement, update

from core import clock
from core.models import DutyEntry
from core.services.places.changing import Change


def end_duties(change: Change, whose: ColumnElement[bool]) -> int:
    """End the standing duty entries that are not over; return how many."""
    now = clock.now()
    return (
        change.session.connection()
        .execute(
            update(DutyEntry)
            .where(
                DutyEntry.unit_id == change.unit_id,
                whose,
                DutyEntry.replaced_at.is_(None),
                DutyEntry.ends_at > now,
            )
            .values(replaced_at=now)
        )
        .rowcount
    )
