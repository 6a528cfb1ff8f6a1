"""Left behind: how many numbers of a phone that has ended are still to come, since it reports no more by itself."""

from sqlalchemy import func, select

from core.db import db
from core.models import Tablet, TabletContact, TabletNumber, TabletWeek


def of_round(round_id: int) -> dict[int, int]:
    """Return for each replaced or revoked phone of a round how many of its numbers have not come.

    Numbers it had used when it was last heard of, less those the ledger has: one that is explained, refused or erased
    still counts here, so this is an upper bound for what it holds.
    """
    came = (
        select(func.coalesce(func.sum(TabletWeek.count), 0))
        .where(TabletWeek.tablet_id == Tablet.id)
        .correlate(Tablet)
        .scalar_subquery()
    )
    noted = (
        select(func.count())
        .select_from(TabletNumber)
        .where(TabletNumber.tablet_id == Tablet.id)
        .correlate(Tablet)
        .scalar_subquery()
    )
    rows = db.session.execute(
        select(Tablet.id, TabletContact.next_number - 1, came, noted)
        .join(TabletContact, TabletContact.tablet_id == Tablet.id)
        .where(Tablet.round_id == round_id, Tablet.ended_at.is_not(None))
    )
    return {row[0]: max(0, row[1] - int(row[2]) - int(row[3])) for row in rows}
