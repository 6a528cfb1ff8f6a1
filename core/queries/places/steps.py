"""The first-run checklist: which steps of setting a unit up are done."""

from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import exists, or_, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.models import (
    RUNG,
    Counter,
    DutyEntry,
    Officer,
    PlanChoice,
    ServiceField,
    Target,
    Touchpoint,
)
from core.queries.places import units


class StepName(StrEnum):
    """What an office needs before its figures mean something, in the order it is set up."""

    FIELDS = "fields"
    COUNTERS = "counters"
    OFFICERS = "officers"
    ROSTER = "roster"
    TARGETS = "targets"
    PRINTED = "printed"
    FIRST_ANSWER = "first_answer"


class Step(NamedTuple):
    """One step and whether it is done."""

    name: StepName
    is_done: bool


class SetUp(NamedTuple):
    """An office that still lacks something."""

    unit_id: int
    steps: tuple[Step, ...]


def unfinished(scope: Scope) -> SetUp | None:
    """Return what the office somebody manages still lacks; None for whoever manages none or several."""
    unit_id = units.working(scope) if scope.may(Permission.MANAGE_PLACES) else None
    if unit_id is None:
        return None
    found = steps(scope, unit_id)
    return None if all(step.is_done for step in found) else SetUp(unit_id, found)


def steps(scope: Scope, unit_id: int) -> tuple[Step, ...]:
    """Return every step in its order; nothing for another's unit.

    The first answers are seen once there are enough for a published step: a manager must not learn that one
    person rated, and when.
    """
    if not scope.sees(unit_id):
        return ()
    counters = select(Counter.id).where(Counter.unit_id == unit_id, Counter.is_open)
    done = {
        StepName.FIELDS: exists().where(
            ServiceField.unit_id == unit_id, ServiceField.is_active, ServiceField.is_other.is_(False)
        ),
        StepName.COUNTERS: exists().where(Counter.unit_id == unit_id, Counter.is_open),
        StepName.OFFICERS: exists().where(Officer.unit_id == unit_id, Officer.is_active),
        StepName.ROSTER: exists().where(
            DutyEntry.counter_id.in_(counters),
            DutyEntry.replaced_at.is_(None),
            DutyEntry.ends_at > clock.now(),
        ),
        StepName.TARGETS: or_(
            exists().where(Target.unit_id == unit_id), exists().where(PlanChoice.unit_id == unit_id)
        ),
        StepName.PRINTED: exists().where(
            Touchpoint.unit_id == unit_id,
            Touchpoint.revoked_at.is_(None),
            Touchpoint.printed_on.is_not(None),
        ),
        StepName.FIRST_ANSWER: exists().where(RUNG.c.unit_id == unit_id),
    }
    row = db.session.execute(select(*(clause.label(name) for name, clause in done.items()))).one()
    return tuple(Step(name, bool(found)) for name, found in zip(done, row, strict=True))
