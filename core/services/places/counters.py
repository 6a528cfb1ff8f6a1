"""Counters: adds them with their QR code, says which fields they serve, closes and reopens them."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from core.domain.access import Scope
from core.domain.office import ENTRANCE_LABEL, TouchpointKind
from core.models import Counter, CounterField, DutyEntry, ServiceField, Touchpoint
from core.services.places.amending import differences
from core.services.places.changing import Change, PlaceRefused, changing
from core.services.places.duties import end_duties
from core.services.places.touchpoints import issue

_LONGEST_CODE = 20


def add(scope: Scope, unit_id: int, *, name: str, field_ids: Sequence[int], actor: str) -> int:
    """Add a counter with its own QR code and return its id; the office's first one brings the entrance's code too.

    The fields stand in the order of the counter's chips. Raise PlaceRefused: `name_taken` or `no_fields`.
    """
    with changing(scope, unit_id, actor=actor) as change:
        _refuse_taken(change, name, except_id=None)
        number = change.next_id(Counter)
        code = change.code(Counter, name, longest=_LONGEST_CODE, otherwise="quay")
        change.session.add(Counter(id=number, unit_id=unit_id, code=code, name=name, is_open=True))
        change.session.flush()
        _serve(change, number, field_ids)
        codes = [issue(change, TouchpointKind.COUNTER, counter_id=number).code]
        if not _has_entrance(change):
            codes.append(issue(change, TouchpointKind.ENTRANCE, label=ENTRANCE_LABEL).code)
        change.note("counter.add", counter=number, name=name, fields=list(field_ids), codes=codes)
    return number


def update(
    scope: Scope, unit_id: int, counter_id: int, *, name: str, field_ids: Sequence[int], actor: str
) -> None:
    """Rename a counter and say which fields it serves, in the order of its chips; codes and figures stay."""
    with changing(scope, unit_id, actor=actor) as change:
        counter = change.find(Counter, counter_id)
        _refuse_taken(change, name, except_id=counter_id)
        before = {"name": counter.name, "fields": _served(change, counter_id)}
        changed = differences(before, {"name": name, "fields": list(dict.fromkeys(field_ids))})
        if not changed:
            return
        counter.name = name
        _serve(change, counter_id, field_ids)
        change.note("counter.update", counter=counter_id, **changed)


def close(scope: Scope, unit_id: int, counter_id: int, *, actor: str) -> None:
    """Close a counter and take it out of the roster from now on; its figures and its code stay."""
    with changing(scope, unit_id, actor=actor) as change:
        counter = change.find(Counter, counter_id)
        if not counter.is_open:
            return
        counter.is_open = False
        ended = end_duties(change, DutyEntry.counter_id == counter_id)
        change.note("counter.close", counter=counter_id, duties_ended=ended)


def reopen(scope: Scope, unit_id: int, counter_id: int, *, actor: str) -> None:
    """Open a counter again with the fields it still has. Raise PlaceRefused: `no_fields` or `name_taken`."""
    with changing(scope, unit_id, actor=actor) as change:
        counter = change.find(Counter, counter_id)
        if counter.is_open:
            return
        _refuse_taken(change, counter.name, except_id=counter_id)
        _serve(change, counter_id, _served(change, counter_id))
        counter.is_open = True
        if not _has_code(change, counter_id):
            issue(change, TouchpointKind.COUNTER, counter_id=counter_id)
        change.note("counter.reopen", counter=counter_id)


def _served(change: Change, counter_id: int) -> list[int]:
    """Return the open fields of a counter in the order of its chips."""
    return list(
        change.session.scalars(
            select(CounterField.field_id)
            .join(ServiceField, ServiceField.id == CounterField.field_id)
            .where(CounterField.counter_id == counter_id, ServiceField.is_active)
            .order_by(CounterField.sort)
        )
    )


def _serve(change: Change, counter_id: int, field_ids: Sequence[int]) -> None:
    wanted = list(dict.fromkeys(field_ids))
    if not wanted or not all(change.find(ServiceField, field_id).is_active for field_id in wanted):
        raise PlaceRefused("no_fields")
    session = change.session
    session.execute(delete(CounterField).where(CounterField.counter_id == counter_id))
    session.add_all(
        CounterField(counter_id=counter_id, field_id=field_id, unit_id=change.unit_id, sort=place)
        for place, field_id in enumerate(wanted, start=1)
    )
    session.flush()


def _refuse_taken(change: Change, name: str, *, except_id: int | None) -> None:
    rows = change.session.execute(
        select(Counter.id).where(Counter.unit_id == change.unit_id, Counter.name == name, Counter.is_open)
    )
    if any(row.id != except_id for row in rows):
        raise PlaceRefused("name_taken", name=name)


def _standing(change: Change, *conditions: object) -> bool:
    found = select(Touchpoint.id).where(
        Touchpoint.unit_id == change.unit_id,
        Touchpoint.revoked_at.is_(None),
        Touchpoint.replaced_by_id.is_(None),
        *conditions,  # type: ignore[arg-type]
    )
    return change.session.scalars(found.limit(1)).first() is not None


def _has_entrance(change: Change) -> bool:
    return _standing(change, Touchpoint.kind == TouchpointKind.ENTRANCE)


def _has_code(change: Change, counter_id: int) -> bool:
    return _standing(change, Touchpoint.counter_id == counter_id)
