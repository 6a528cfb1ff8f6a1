"""Targets: puts the thresholds of a chosen plan in the place of the plan chosen before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from core.db import write
from core.domain.errors import DomainError
from core.domain.target_sets import PlanTarget, Subject, TargetSet, by_code
from core.models import FieldGroup, ServiceField, Target, Unit
from core.services import audit, locks

_TARGETS = Target.__table__
#: The columns `group_id` and `field_id` of a subject and the code of its group or field.
Subjects = Mapping[tuple[Subject, str | None], Mapping[str, int | None]]


class TargetSetRefused(DomainError):
    """The set does not fit the unit: `unknown_unit`, `no_fields` or `subject_missing`."""


@dataclass(frozen=True)
class Chosen:
    """What choosing a set did."""

    target_set: TargetSet
    #: Ids of the units whose targets it sets: those with fields, at or below the unit named.
    unit_ids: tuple[int, ...]
    replaced: int
    added: int


def choose(set_code: str, unit_id: int, actor: str) -> Chosen:
    """Make a plan's targets those of a unit and what lies below it; all or nothing, with an audit entry.

    Rows of the set chosen before go; targets entered by hand stay. A plan that sets no target leaves none.
    Raise UnknownTargetSet or TargetSetRefused.
    """
    target_set = by_code(set_code)
    with write() as connection:
        locks.set_up_places(connection)
        serving = _serving_units(connection, unit_id)
        replaced = sum(_replace(connection, serving_id, target_set) for serving_id in serving)
        added = len(target_set.targets) * len(serving)
        facts = {"set": target_set.code, "units": list(serving), "replaced": replaced, "added": added}
        audit.record(connection, actor=actor, action="targets.choose", unit_id=unit_id, facts=facts)
    return Chosen(target_set, serving, replaced, added)


def rows_of(target_set: TargetSet, unit_id: int, subjects: Subjects) -> list[dict[str, Any]]:
    """Return the rows of a set for one unit, without ids; raise TargetSetRefused where a group or field lacks."""
    return [
        {
            "unit_id": unit_id,
            "subject": str(target.subject),
            **_subject_columns(target, unit_id, subjects),
            "threshold": target.threshold,
            "valid_from": target.first_day,
            "valid_to": target.last_day,
            "set_code": target_set.code,
            "document": target_set.document,
            "article": target.article,
        }
        for target in target_set.targets
    ]


def _subject_columns(target: PlanTarget, unit_id: int, subjects: Subjects) -> Mapping[str, int | None]:
    key = (target.subject, target.subject_code)
    if key not in subjects:
        raise TargetSetRefused("subject_missing", unit=unit_id, subject=key[0], code=key[1])
    return subjects[key]


def _replace(connection: Connection, unit_id: int, target_set: TargetSet) -> int:
    """Put the set's rows in the place of the earlier set's; return how many went."""
    rows = rows_of(target_set, unit_id, _subjects(connection, unit_id))
    gone = connection.execute(
        delete(Target).where(_TARGETS.c.unit_id == unit_id, _TARGETS.c.set_code != "")
    ).rowcount
    last = connection.scalar(select(func.max(_TARGETS.c.id))) or 0
    if rows:
        numbered = [{**row, "id": number} for number, row in enumerate(rows, start=last + 1)]
        connection.execute(insert(Target), numbered)
    return gone


def _subjects(
    connection: Connection, unit_id: int
) -> dict[tuple[Subject, str | None], dict[str, int | None]]:
    found: dict[tuple[Subject, str | None], dict[str, int | None]] = {
        (Subject.OVERALL, None): {"group_id": None, "field_id": None}
    }
    groups = connection.execute(select(FieldGroup.code, FieldGroup.id).where(FieldGroup.unit_id == unit_id))
    for code, group_id in groups:
        found[Subject.GROUP, code] = {"group_id": group_id, "field_id": None}
    fields = connection.execute(
        select(ServiceField.code, ServiceField.id).where(
            ServiceField.unit_id == unit_id, ServiceField.is_active
        )
    )
    for code, field_id in fields:
        found[Subject.FIELD, code] = {"group_id": None, "field_id": field_id}
    return found


def _serving_units(connection: Connection, unit_id: int) -> tuple[int, ...]:
    if connection.scalar(select(Unit.id).where(Unit.id == unit_id)) is None:
        raise TargetSetRefused("unknown_unit", unit=unit_id)
    tree = select(Unit.id).where(Unit.id == unit_id).cte("tree", recursive=True)
    tree = tree.union_all(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    serving = connection.scalars(
        select(ServiceField.unit_id)
        .where(ServiceField.unit_id.in_(select(tree.c.id)), ServiceField.is_active)
        .distinct()
        .order_by(ServiceField.unit_id)
    ).all()
    if not serving:
        raise TargetSetRefused("no_fields", unit=unit_id)
    return tuple(serving)
