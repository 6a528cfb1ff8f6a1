"""Fields and groups of one unit, in the order screens list them."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select

from core.db import db
from core.domain.access import Scope
from core.models import Counter, CounterField, FieldGroup, ServiceField, Target


@dataclass(frozen=True)
class FieldLine:
    """One field: what it is called, where it belongs, which open counters serve it."""

    id: int
    name: str
    short_name: str
    group_id: int | None
    group_name: str
    is_other: bool
    is_active: bool
    counters: tuple[str, ...]


@dataclass(frozen=True)
class GroupLine:
    """One group with its fields and how many targets speak of it."""

    id: int
    name: str
    fields: tuple[str, ...]
    targets: int


def fields(scope: Scope, unit_id: int) -> tuple[FieldLine, ...]:
    """Return a unit's fields, the open ones first and «Việc khác» behind them; nothing for another's unit."""
    if not scope.sees(unit_id):
        return ()
    counters = _counters(unit_id)
    rows = db.session.execute(
        select(ServiceField, FieldGroup.name)
        .outerjoin(FieldGroup, FieldGroup.id == ServiceField.group_id)
        .where(ServiceField.unit_id == unit_id)
        .order_by(ServiceField.is_active.desc(), ServiceField.is_other, ServiceField.sort, ServiceField.id)
    )
    return tuple(
        FieldLine(
            id=field.id,
            name=field.name,
            short_name=field.short_name,
            group_id=field.group_id,
            group_name=group or "",
            is_other=field.is_other,
            is_active=field.is_active,
            counters=counters.get(field.id, ()),
        )
        for field, group in rows
    )


def groups(scope: Scope, unit_id: int) -> tuple[GroupLine, ...]:
    """Return a unit's groups of fields in the order they were made."""
    if not scope.sees(unit_id):
        return ()
    members: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for field in fields(scope, unit_id):
        if field.group_id is not None and field.is_active:
            members[field.group_id] += (field.name,)
    counted = db.session.execute(
        select(Target.group_id, func.count())
        .where(Target.unit_id == unit_id, Target.group_id.is_not(None))
        .group_by(Target.group_id)
    )
    targets = dict(counted.all())
    rows = db.session.scalars(select(FieldGroup).where(FieldGroup.unit_id == unit_id).order_by(FieldGroup.id))
    return tuple(GroupLine(row.id, row.name, members[row.id], targets.get(row.id, 0)) for row in rows)


def _counters(unit_id: int) -> dict[int, tuple[str, ...]]:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    rows = db.session.execute(
        select(CounterField.field_id, Counter.name)
        .join(Counter, Counter.id == CounterField.counter_id)
        .where(Counter.unit_id == unit_id, Counter.is_open)
        .order_by(func.length(Counter.code), Counter.code)
    )
    for field_id, name in rows:
        found[field_id] += (name,)
    return found
