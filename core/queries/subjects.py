"""Subjects: the fields, officers and targets of the units a scope sees, as results need them."""

from collections.abc import Mapping
from fractions import Fraction

from sqlalchemy import select

from core.db import db
from core.domain.access import Scope
from core.domain.standings import Target
from core.domain.subjects import Field, Office, Officer
from core.domain.target_sets.model import FULL, Subject
from core.models import FieldGroup, ServiceField, Unit
from core.models import Officer as OfficerRow
from core.models import Target as TargetRow


def office(scope: Scope, *, with_officers: bool = True) -> Office:
    """Return what the units of the scope consist of, fields in the order of their list."""
    units = {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(scope.unit_ids)))}
    fields = db.session.scalars(
        select(ServiceField)
        .where(ServiceField.unit_id.in_(scope.unit_ids))
        .order_by(ServiceField.unit_id, ServiceField.is_other, ServiceField.sort, ServiceField.id)
    ).all()
    has_several_units = len({field.unit_id for field in fields}) > 1
    groups = db.session.execute(
        select(FieldGroup.id, FieldGroup.name).where(FieldGroup.unit_id.in_(scope.unit_ids))
    )
    return Office(
        fields=tuple(
            Field(
                id=field.id,
                name=field.name,
                unit_name=units[field.unit_id].name if has_several_units else "",
                group_id=field.group_id,
                is_active=field.is_active,
                unit_line=_line(units, field.unit_id),
            )
            for field in fields
        ),
        groups={row.id: row.name for row in groups},
        officers=_officers(scope) if with_officers else (),
        targets=targets(scope),
    )


def _line(units: Mapping[int, Unit], unit_id: int | None) -> tuple[int, ...]:
    """Return a unit and those above it, as far as the scope reaches."""
    line: list[int] = []
    while unit_id is not None and unit_id in units and unit_id not in line:
        line.append(unit_id)
        unit_id = units[unit_id].parent_id
    return tuple(line)


def _officers(scope: Scope) -> tuple[Officer, ...]:
    rows = db.session.scalars(select(OfficerRow).where(OfficerRow.unit_id.in_(scope.unit_ids)))
    return tuple(Officer(row.id, row.name, row.title, row.is_active) for row in rows)


def targets(scope: Scope) -> tuple[Target, ...]:
    """Return every target set for the units of the scope, whenever it holds."""
    rows = db.session.scalars(select(TargetRow).where(TargetRow.unit_id.in_(scope.unit_ids)))
    return tuple(
        Target(
            unit_id=row.unit_id,
            subject=Subject(row.subject),
            subject_id=row.field_id or row.group_id or 0,
            threshold=Fraction(row.threshold, FULL),
            document=row.document,
            article=row.article,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    )
