"""Targets of one unit: the plan it follows, and every threshold with its subject, days and source."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import select

from core.db import db
from core.domain.access import Scope
from core.domain.target_sets import TARGET_SETS, Subject, TargetSet
from core.domain.target_sets.model import FULL
from core.models import FieldGroup, PlanChoice, ServiceField, Target


@dataclass(frozen=True)
class TargetLine:
    """One threshold."""

    id: int
    subject: Subject
    subject_id: int | None
    #: Name of the group or field; empty for the whole office.
    subject_name: str
    threshold: Fraction
    first_day: date
    last_day: date | None
    document: str
    article: str
    is_own: bool


def targets(scope: Scope, unit_id: int) -> tuple[TargetLine, ...]:
    """Return a unit's targets: overall, groups, fields, each from the earliest period on."""
    if not scope.sees(unit_id):
        return ()
    rows = db.session.execute(
        select(Target, FieldGroup.name, ServiceField.name)
        .outerjoin(FieldGroup, FieldGroup.id == Target.group_id)
        .outerjoin(ServiceField, ServiceField.id == Target.field_id)
        .where(Target.unit_id == unit_id)
        .order_by(Target.group_id, Target.field_id, Target.valid_from)
    )
    lines = [
        TargetLine(
            id=row.id,
            subject=Subject(row.subject),
            subject_id=row.group_id or row.field_id,
            subject_name=group or field or "",
            threshold=Fraction(row.threshold, FULL),
            first_day=row.valid_from,
            last_day=row.valid_to,
            document=row.document,
            article=row.article,
            is_own=not row.set_code,
        )
        for row, group, field in rows
    ]
    order = list(Subject)
    return tuple(
        sorted(lines, key=lambda line: (order.index(line.subject), line.subject_id or 0, line.first_day))
    )


def plan(scope: Scope, unit_id: int) -> TargetSet | None:
    """Return the plan a unit follows, also one that sets no target; None when none was chosen."""
    if not scope.sees(unit_id):
        return None
    code = db.session.scalar(select(PlanChoice.set_code).where(PlanChoice.unit_id == unit_id))
    return next((one for one in TARGET_SETS if one.code == code), None)


def group_codes(scope: Scope, unit_id: int) -> dict[str, str]:
    """Return the unit's groups by code, and by name, as a plan looks for them."""
    if not scope.sees(unit_id):
        return {}
    rows = db.session.execute(select(FieldGroup.code, FieldGroup.name).where(FieldGroup.unit_id == unit_id))
    return {row.code: row.name for row in rows}
