"""Answers kept aside, as the Front sees them: how many of which device and why, never what they say."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core.db import db
from core.domain.access import Permission, Scope
from core.domain.tablet import HeldReason
from core.models import Counter, HeldItem, SurveyRound, Tablet


@dataclass(frozen=True)
class HeldLine:
    """The answers of one tablet or interviewer's phone kept aside for one reason, that wait or are decided."""

    tablet_id: int
    tablet: str
    #: Where the tablet stands, or the survey round of a phone.
    counter: str
    is_phone: bool
    reason: HeldReason
    count: int
    first_day: date
    last_day: date
    #: What was decided; None while they wait.
    is_admitted: bool | None


def listed(scope: Scope, unit_id: int) -> tuple[HeldLine, ...]:
    """Return what a unit keeps aside, by tablet and reason: what waits first, then what was decided."""
    if not scope.may(Permission.DECIDE_HELD) or not scope.sees(unit_id):
        return ()
    found = _lines(HeldItem.unit_id == unit_id)
    return tuple(sorted(found, key=lambda line: (line.is_admitted is not None, line.tablet_id, line.reason)))


def of_tablet(scope: Scope, unit_id: int, tablet_ids: list[int]) -> tuple[HeldLine, ...]:
    """Return what is kept aside of these tablets of a unit; whoever may read tablets may read how many."""
    if not scope.may(Permission.READ_TABLETS) or not scope.sees(unit_id):
        return ()
    return tuple(_lines(HeldItem.unit_id == unit_id, HeldItem.tablet_id.in_(tablet_ids)))


def waiting(scope: Scope, unit_id: int, tablet_id: int, reason: HeldReason) -> HeldLine | None:
    """Return the answers of one tablet that wait for one reason, or None where there are none."""
    if not scope.may(Permission.DECIDE_HELD) or not scope.sees(unit_id):
        return None
    found = _lines(
        HeldItem.unit_id == unit_id,
        HeldItem.tablet_id == tablet_id,
        HeldItem.reason == reason,
        HeldItem.is_admitted.is_(None),
    )
    return next(iter(found), None)


def _lines(*conditions: Any) -> list[HeldLine]:
    rows = db.session.execute(
        select(
            HeldItem.tablet_id,
            Tablet.name.label("tablet"),
            func.coalesce(Counter.name, SurveyRound.name).label("counter"),
            Tablet.round_id,
            HeldItem.reason,
            HeldItem.is_admitted,
            func.count().label("items"),
            func.min(HeldItem.held_on).label("first_day"),
            func.max(HeldItem.held_on).label("last_day"),
        )
        .join(Tablet, Tablet.id == HeldItem.tablet_id)
        .outerjoin(Counter, Counter.id == Tablet.counter_id)
        .outerjoin(SurveyRound, SurveyRound.id == Tablet.round_id)
        .where(*conditions)
        .group_by(
            HeldItem.tablet_id,
            Tablet.name,
            Counter.name,
            SurveyRound.name,
            Tablet.round_id,
            HeldItem.reason,
            HeldItem.is_admitted,
        )
        .order_by(HeldItem.tablet_id, HeldItem.reason)
    )
    return [
        HeldLine(
            tablet_id=row.tablet_id,
            tablet=row.tablet,
            counter=row.counter,
            is_phone=row.round_id is not None,
            reason=HeldReason(row.reason),
            count=row.items,
            first_day=row.first_day,
            last_day=row.last_day,
            is_admitted=row.is_admitted,
        )
        for row in rows
    ]
