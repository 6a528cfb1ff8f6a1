"""Phones that need an eye: of which survey rounds, for the start page of whoever manages them."""

from dataclasses import dataclass

from sqlalchemy import and_, case, func, or_, select

from core.db import db
from core.domain.access import Permission, Scope
from core.domain.tablet import TabletState
from core.models import SurveyRound, Tablet, TabletContact, TabletHole
from core.queries.within import within


@dataclass(frozen=True)
class RoundCare:
    """How many phones of one survey round need an eye, by why; one that is silent for days is not among them."""

    round_id: int
    name: str
    #: Phones of which numbers never came that nobody has explained, and those that hold refused interviews.
    missing: int
    shelf: int


def needed(scope: Scope) -> tuple[RoundCare, ...]:
    """Return the rounds this person manages whose phones need an eye; none for anybody else."""
    if not scope.may(Permission.MANAGE_ROUNDS):
        return ()
    is_missing = Tablet.id.in_(select(TabletHole.tablet_id).where(TabletHole.explanation == ""))
    # What one that has ended still holds is said by its numbers.
    is_refused = and_(Tablet.state == TabletState.ACTIVE, func.coalesce(TabletContact.shelf, 0) > 0)
    rows = db.session.execute(
        select(
            SurveyRound.id,
            SurveyRound.name,
            func.sum(case((is_missing, 1), else_=0)),
            func.sum(case((is_refused, 1), else_=0)),
        )
        .select_from(Tablet)
        .join(SurveyRound, SurveyRound.id == Tablet.round_id)
        .outerjoin(TabletContact, TabletContact.tablet_id == Tablet.id)
        .where(within(Tablet.unit_id, scope.unit_ids), or_(is_missing, is_refused))
        .group_by(SurveyRound.id, SurveyRound.name)
        .order_by(SurveyRound.id)
    )
    return tuple(RoundCare(row[0], row[1], int(row[2]), int(row[3])) for row in rows)
