"""Numbers of interviewers' phones that never came, for whoever manages their round."""

from typing import Any

from sqlalchemy import select

from core.db import db
from core.domain.access import Scope
from core.models import Tablet, TabletHole
from core.queries.kiosk.holes import Hole, hole_of
from core.queries.kiosk.interviewing import round_in_hand


def of_round(scope: Scope, round_id: int) -> tuple[Hole, ...]:
    """Return every hole of a round's phones, what nobody has explained first; nothing for another's round."""
    if round_in_hand(scope, round_id) is None:
        return ()
    rows = db.session.execute(
        _holes(round_id).order_by(
            TabletHole.explanation != "", Tablet.name, TabletHole.tablet_id, TabletHole.first_number
        )
    )
    return tuple(hole_of(row[0], row[1]) for row in rows)


def one(scope: Scope, round_id: int, phone_id: int, first_number: int) -> Hole | None:
    """Return one hole of a phone of a round this person manages, or None."""
    if round_in_hand(scope, round_id) is None:
        return None
    row = db.session.execute(
        _holes(round_id).where(TabletHole.tablet_id == phone_id, TabletHole.first_number == first_number)
    ).one_or_none()
    return hole_of(row[0], row[1]) if row is not None else None


def _holes(round_id: int) -> Any:
    return (
        select(TabletHole, Tablet.name)
        .join(Tablet, Tablet.id == TabletHole.tablet_id)
        .where(Tablet.round_id == round_id)
    )
