"""Fields and their groups: adds, renames, orders, closes; every office with fields has «Việc khác» too."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, select

from core.domain.access import Scope
from core.domain.office import OTHER_FIELD_CODE
from core.domain.office.model import OTHER_FIELD_NAME, OTHER_FIELD_SHORT_NAME
from core.models import Counter, CounterField, FieldGroup, ServiceField, Target
from core.services.places.amending import amend, differences
from core.services.places.changing import Change, PlaceRefused, changing

_LONGEST_CODE = 40


def add(
    scope: Scope, unit_id: int, names: Iterable[tuple[str, str]], *, actor: str, group_id: int | None = None
) -> tuple[int, ...]:
    """Add fields, each as (name, short name), behind those there are; return their ids. Raise PlaceRefused
    `name_taken` when one of the names stands already.
    """
    with changing(scope, unit_id, actor=actor) as change:
        if group_id is not None:
            change.find(FieldGroup, group_id)
        new = list(names)
        added = tuple(_add(change, name, short_name, group_id) for name, short_name in new)
        _add_other(change)
        _renumber(change)
        change.note(
            "field.add", fields=list(added), names=[name for name, _short_name in new], group=group_id
        )
    return added


def update_field(
    scope: Scope, unit_id: int, field_id: int, *, name: str, short_name: str, group_id: int | None, actor: str
) -> None:
    """Change a field's names and group; its code stays. Raise PlaceRefused `name_taken`."""
    with changing(scope, unit_id, actor=actor) as change:
        field = change.find(ServiceField, field_id)
        if group_id is not None:
            change.find(FieldGroup, group_id)
        _refuse_taken(change, ServiceField, name, except_id=field_id)
        changed = amend(field, name=name, short_name=short_name, group_id=group_id)
        if changed:
            change.note("field.update", field=field_id, **changed)


def move(scope: Scope, unit_id: int, field_id: int, *, up: bool, actor: str) -> None:
    """Let a field change places with the one before or behind it; at the end of the list nothing happens."""
    with changing(scope, unit_id, actor=actor) as change:
        field = change.find(ServiceField, field_id)
        order = [one for one in _in_order(change) if one.is_active and not one.is_other]
        if field not in order:
            return
        place = order.index(field)
        other = place - 1 if up else place + 1
        if not 0 <= other < len(order):
            return
        order[place], order[other] = order[other], order[place]
        _renumber(change, order)
        change.note("field.move", field=field_id, place=other + 1)


def close(scope: Scope, unit_id: int, field_id: int, *, actor: str) -> None:
    """End a field: citizens no longer choose it, its figures stay. Its counters lose its chip.

    Raise PlaceRefused: `is_other`, or `only_field` where an open counter serves nothing else.
    """
    with changing(scope, unit_id, actor=actor) as change:
        field = change.find(ServiceField, field_id)
        if field.is_other:
            raise PlaceRefused("is_other")
        if not field.is_active:
            return
        alone = only_served_by(change, field_id)
        if alone:
            raise PlaceRefused("only_field", counters=alone)
        change.session.execute(delete(CounterField).where(CounterField.field_id == field_id))
        field.is_active = False
        _renumber(change)
        change.note("field.close", field=field_id)


def reopen(scope: Scope, unit_id: int, field_id: int, *, actor: str) -> None:
    """Let a field be chosen again, behind the others; counters get it when somebody gives it to them."""
    with changing(scope, unit_id, actor=actor) as change:
        field = change.find(ServiceField, field_id)
        if field.is_active:
            return
        _refuse_taken(change, ServiceField, field.name, except_id=field_id)
        field.is_active = True
        field.sort = len(_in_order(change)) + 1
        _renumber(change)
        change.note("field.reopen", field=field_id)


def add_group(scope: Scope, unit_id: int, name: str, *, actor: str, field_ids: Sequence[int] = ()) -> int:
    """Add a group with these fields and return its id. Raise PlaceRefused `name_taken`."""
    with changing(scope, unit_id, actor=actor) as change:
        number = put_group(change, name, field_ids)
        change.note("group.add", group=number, name=name, fields=list(field_ids))
    return number


def put_group(change: Change, name: str, field_ids: Sequence[int]) -> int:
    """Add a group within a change that notes it."""
    _refuse_taken(change, FieldGroup, name, except_id=None)
    number = change.next_id(FieldGroup)
    code = change.code(FieldGroup, name, longest=_LONGEST_CODE, otherwise="nhom")
    change.session.add(FieldGroup(id=number, unit_id=change.unit_id, code=code, name=name))
    change.session.flush()
    for field_id in field_ids:
        change.find(ServiceField, field_id).group_id = number
    return number


def update_group(
    scope: Scope, unit_id: int, group_id: int, *, name: str, field_ids: Sequence[int], actor: str
) -> None:
    """Rename a group and say which fields belong to it. Raise PlaceRefused `name_taken`."""
    with changing(scope, unit_id, actor=actor) as change:
        group = change.find(FieldGroup, group_id)
        _refuse_taken(change, FieldGroup, name, except_id=group_id)
        before = {"name": group.name, "fields": _members(change, group_id)}
        group.name = name
        wanted = {change.find(ServiceField, field_id).id for field_id in field_ids}
        for field in _in_order(change):
            if field.id in wanted:
                field.group_id = group_id
            elif field.group_id == group_id and field.is_active:
                field.group_id = None
        changed = differences(before, {"name": name, "fields": _members(change, group_id)})
        if changed:
            change.note("group.update", group=group_id, **changed)


def remove_group(scope: Scope, unit_id: int, group_id: int, *, actor: str) -> None:
    """Remove a group nothing refers to. Raise PlaceRefused `group_in_use`."""
    with changing(scope, unit_id, actor=actor) as change:
        group = change.find(FieldGroup, group_id)
        session = change.session
        fields = session.scalar(select(func.count()).where(ServiceField.group_id == group_id))
        targets = session.scalar(select(func.count()).where(Target.group_id == group_id))
        if fields or targets:
            raise PlaceRefused("group_in_use", fields=fields, targets=targets)
        session.delete(group)
        change.note("group.remove", group=group_id, name=group.name)


def only_served_by(change: Change, field_id: int) -> list[str]:
    """Return the names of open counters that serve this field and no other."""
    serving = select(CounterField.counter_id).where(CounterField.field_id == field_id)
    rows = change.session.execute(
        select(Counter.name)
        .join(CounterField, CounterField.counter_id == Counter.id)
        .where(Counter.id.in_(serving), Counter.is_open)
        .group_by(Counter.id, Counter.name)
        .having(func.count() == 1)
        .order_by(Counter.name)
    )
    return list(rows.scalars())


def _add(change: Change, name: str, short_name: str, group_id: int | None) -> int:
    _refuse_taken(change, ServiceField, name, except_id=None)
    number = change.next_id(ServiceField)
    code = change.code(ServiceField, name, longest=_LONGEST_CODE, otherwise="linh-vuc")
    _put(change, number, code, name, short_name, group_id=group_id)
    return number


def _add_other(change: Change) -> None:
    """Give the office the field «Việc khác» stands for, once."""
    if any(field.is_other for field in _in_order(change)):
        return
    taken = [field for field in _in_order(change) if field.code == OTHER_FIELD_CODE]
    if taken:
        # A field that already has the code is the one, as an import reads it.
        taken[0].is_other = True
        return
    number = change.next_id(ServiceField)
    _put(change, number, OTHER_FIELD_CODE, OTHER_FIELD_NAME, OTHER_FIELD_SHORT_NAME, is_other=True)


def _put(change: Change, number: int, code: str, name: str, short_name: str, **more: Any) -> None:
    change.session.add(
        ServiceField(
            id=number,
            unit_id=change.unit_id,
            code=code,
            name=name,
            short_name=short_name,
            sort=number,
            is_active=True,
            **{"is_other": False, "group_id": None, **more},
        )
    )
    change.session.flush()


def _in_order(change: Change) -> list[ServiceField]:
    """Return the unit's fields as screens list them: «Việc khác» last."""
    return list(
        change.session.scalars(
            select(ServiceField)
            .where(ServiceField.unit_id == change.unit_id)
            .order_by(ServiceField.is_other, ServiceField.sort, ServiceField.id)
        )
    )


def _members(change: Change, group_id: int) -> list[int]:
    return sorted(field.id for field in _in_order(change) if field.group_id == group_id)


def _renumber(change: Change, order: Iterable[ServiceField] | None = None) -> None:
    """Number the fields from 1 on: the open ones, «Việc khác», then the closed ones."""
    fields = list(_in_order(change))
    front = (
        list(order) if order is not None else [one for one in fields if one.is_active and not one.is_other]
    )
    rest = [one for one in fields if one not in front]
    ranked = [*front, *(one for one in rest if one.is_other), *(one for one in rest if not one.is_other)]
    for place, field in enumerate(ranked, start=1):
        field.sort = place


def _refuse_taken(
    change: Change, kind: type[ServiceField | FieldGroup], name: str, *, except_id: int | None
) -> None:
    rows = change.session.execute(
        select(kind.id, kind.name).where(kind.unit_id == change.unit_id, kind.name == name)
    )
    if any(row.id != except_id for row in rows):
        raise PlaceRefused("name_taken", name=name)
