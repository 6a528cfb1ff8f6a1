"""Targets at the desk: the plan a unit follows, and thresholds entered by hand; never two for one subject and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from core.domain.access import Scope
from core.domain.target_sets import LAND_GROUP_CODE, LAND_GROUP_NAME, Subject, by_code
from core.models import FieldGroup, ServiceField, Target
from core.services import targets
from core.services.places.amending import amend, plain
from core.services.places.changing import Change, PlaceRefused, changing
from core.services.places.fields import put_group
from core.services.targets import TargetSetRefused

#: What the groups are called that plans speak of.
GROUP_NAMES: Mapping[str, str] = {LAND_GROUP_CODE: LAND_GROUP_NAME}


@dataclass(frozen=True, kw_only=True)
class OwnTarget:
    """A threshold somebody enters by hand."""

    subject: Subject
    #: Id of the group or field; None for the whole office.
    subject_id: int | None
    #: In hundredths of a percent.
    threshold: int
    first_day: date
    last_day: date | None
    document: str
    article: str


def choose(
    scope: Scope, unit_id: int, set_code: str, *, members: Mapping[str, Sequence[int]], actor: str
) -> None:
    """Let a unit follow a plan; groups it speaks of and the unit lacks are made of these fields.

    Raise UnknownTargetSet; PlaceRefused `group_empty` where such a group would have no field, `overlap` with a target
    entered by hand.
    """
    target_set = by_code(set_code)
    with changing(scope, unit_id, actor=actor) as change:
        made = [code for code in target_set.group_codes if _make_group(change, code, members.get(code, ()))]
        change.session.flush()
        try:
            replaced = targets.put(change.session.connection(), unit_id, target_set)
        except TargetSetRefused as refusal:
            raise PlaceRefused(refusal.code, **refusal.facts) from refusal
        change.note(
            "targets.choose",
            set=target_set.code,
            replaced=replaced,
            added=len(target_set.targets),
            groups=made,
        )


def drop(scope: Scope, unit_id: int, *, actor: str) -> None:
    """Let a unit follow no plan; targets entered by hand stay."""
    with changing(scope, unit_id, actor=actor) as change:
        gone = change.session.connection().execute(
            delete(Target).where(Target.unit_id == unit_id, Target.set_code != "")
        )
        targets.remember(change.session.connection(), unit_id, None)
        change.note("targets.drop", removed=gone.rowcount)


def add(scope: Scope, unit_id: int, own: OwnTarget, *, actor: str) -> int:
    """Enter a target and return its id. Raise PlaceRefused: `days_reversed`, `overlap`."""
    with changing(scope, unit_id, actor=actor) as change:
        columns = _checked(change, own, except_id=None)
        number = change.next_id(Target)
        change.session.add(Target(id=number, unit_id=unit_id, set_code="", **columns))
        change.note("target.add", target=number, **plain(columns))
    return number


def update(scope: Scope, unit_id: int, target_id: int, own: OwnTarget, *, actor: str) -> None:
    """Change a target entered by hand. Raise PlaceRefused: `of_plan`, `days_reversed`, `overlap`."""
    with changing(scope, unit_id, actor=actor) as change:
        target = _own(change, target_id)
        columns = _checked(change, own, except_id=target_id)
        changed = amend(target, **columns)
        if changed:
            change.note("target.update", target=target_id, **changed)


def remove(scope: Scope, unit_id: int, target_id: int, *, actor: str) -> None:
    """Remove a target entered by hand; the audit chain keeps what it said. Raise PlaceRefused `of_plan`."""
    with changing(scope, unit_id, actor=actor) as change:
        target = _own(change, target_id)
        change.session.delete(target)
        change.note("target.remove", target=target_id, threshold=target.threshold, document=target.document)


def _make_group(change: Change, code: str, field_ids: Sequence[int]) -> bool:
    """Make sure the unit has the group a plan speaks of; return whether it had to be made."""
    name = GROUP_NAMES.get(code, code)
    groups = change.session.scalars(select(FieldGroup).where(FieldGroup.unit_id == change.unit_id)).all()
    if any(group.code == code for group in groups):
        return False
    same = [group for group in groups if group.name == name]
    if same:
        # Entered under another code; the plan's own code makes it the one the plan speaks of.
        same[0].code = code
        return False
    if not field_ids:
        raise PlaceRefused("group_empty", name=name)
    put_group(change, name, field_ids)
    return True


def _own(change: Change, target_id: int) -> Target:
    target = change.find(Target, target_id)
    if target.set_code:
        raise PlaceRefused("of_plan")
    return target


def _checked(change: Change, own: OwnTarget, *, except_id: int | None) -> dict[str, Any]:
    """Return the columns of a target that fits the unit."""
    if own.last_day is not None and own.last_day < own.first_day:
        raise PlaceRefused("days_reversed")
    group = change.find(FieldGroup, own.subject_id or 0).id if own.subject is Subject.GROUP else None
    field = change.find(ServiceField, own.subject_id or 0).id if own.subject is Subject.FIELD else None
    columns: dict[str, Any] = {
        "subject": str(own.subject),
        "group_id": group,
        "field_id": field,
        "threshold": own.threshold,
        "valid_from": own.first_day,
        "valid_to": own.last_day,
        "document": own.document,
        "article": own.article,
    }
    rows = change.session.connection().execute(
        select(Target.__table__).where(Target.unit_id == change.unit_id)
    )
    for row in rows:
        if row.id != except_id and targets.overlap(columns, row._asdict()):
            raise PlaceRefused("overlap", document=row.document)
    return columns
