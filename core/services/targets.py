"""Targets: puts the thresholds of a chosen plan in the place of the plan chosen before, and remembers the plan.

A plan that sets no target is remembered too: an office without targets and one whose plan is silent are not the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select

from core.db import write
from core.domain.errors import DomainError
from core.domain.target_sets import PlanTarget, Subject, TargetSet, by_code
from core.models import FieldGroup, PlanChoice, ServiceField, Target, Unit, UnitMerger
from core.services import audit, locks

_TARGETS = Target.__table__
#: The columns `group_id` and `field_id` of a subject and the code of its group or field.
Subjects = Mapping[tuple[Subject, str | None], Mapping[str, int | None]]


class TargetSetRefused(DomainError):
    """The set does not fit the unit: `unknown_unit`, `no_fields`, `subject_missing`, or `overlap` with own targets."""


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
        replaced = sum(put(connection, serving_id, target_set) for serving_id in serving)
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


def since_merger(connection: Connection, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Let targets of a merged commune's places begin with it; what held for the old communes stays as it was."""
    days: dict[int, date | None] = {}
    found = []
    for row in rows:
        unit_id = row["unit_id"]
        day = days[unit_id] if unit_id in days else days.setdefault(unit_id, _merged_on(connection, unit_id))
        if day is None:
            found.append(row)
        elif row["valid_to"] is None or row["valid_to"] >= day:
            found.append({**row, "valid_from": max(row["valid_from"], day)})
    return found


def _merged_on(connection: Connection, unit_id: int) -> date | None:
    """Return the first day of the last merger a unit's commune came out of; None without one."""
    line = select(Unit.id, Unit.parent_id).where(Unit.id == unit_id).cte("line", recursive=True)
    line = line.union(select(Unit.id, Unit.parent_id).join(line, Unit.id == line.c.parent_id))
    return connection.scalar(
        select(func.max(UnitMerger.day)).where(UnitMerger.unit_id.in_(select(line.c.id)))
    )


def put(connection: Connection, unit_id: int, target_set: TargetSet) -> int:
    """Put the set's rows in the place of the earlier set's, within a noted act; return how many went."""
    rows = since_merger(connection, rows_of(target_set, unit_id, _subjects(connection, unit_id)))
    _refuse_overlap(connection, unit_id, rows)
    gone = connection.execute(
        delete(Target).where(_TARGETS.c.unit_id == unit_id, _TARGETS.c.set_code != "")
    ).rowcount
    last = connection.scalar(select(func.max(_TARGETS.c.id))) or 0
    if rows:
        numbered = [{**row, "id": number} for number, row in enumerate(rows, start=last + 1)]
        connection.execute(insert(Target), numbered)
    remember(connection, unit_id, target_set.code)
    return gone


def remember(connection: Connection, unit_id: int, set_code: str | None) -> None:
    """Note which plan a unit follows now; None: no plan."""
    connection.execute(delete(PlanChoice).where(PlanChoice.unit_id == unit_id))
    if set_code is not None:
        connection.execute(insert(PlanChoice), {"unit_id": unit_id, "set_code": set_code})


def _refuse_overlap(connection: Connection, unit_id: int, rows: list[dict[str, Any]]) -> None:
    """Two targets must not hold for the same subject on one day."""
    own = [
        row._asdict()
        for row in connection.execute(
            select(_TARGETS).where(_TARGETS.c.unit_id == unit_id, _TARGETS.c.set_code == "")
        )
    ]
    for row in rows:
        for other in own:
            if overlap(row, other):
                raise TargetSetRefused("overlap", unit=unit_id, document=other["document"])


def overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Do two targets speak of the same subject on a day?"""
    subject = ("subject", "group_id", "field_id")
    if any(one[name] != other[name] for name in subject):
        return False
    is_before = one["valid_to"] is not None and one["valid_to"] < other["valid_from"]
    is_after = other["valid_to"] is not None and other["valid_to"] < one["valid_from"]
    return not is_before and not is_after


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
