"""The office's codes as they are printed: address, place and fields."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy import or_, select

from core.db import db
from core.domain.access import Scope
from core.models import Counter, CounterField, ServiceField, Touchpoint, Unit


@dataclass(frozen=True)
class PrintedCode:
    """One code and what stands around it on paper."""

    code: str
    kind: str
    url: str
    short_address: str
    office: str
    unit: str
    place: str
    fields: tuple[str, ...]


def printed(scope: Scope, public_url: str) -> tuple[PrintedCode, ...]:
    """Return every code in use in this person's part of the administration, counters in their order."""
    rows = db.session.execute(
        select(Touchpoint, Unit, Counter)
        .join(Unit, Unit.id == Touchpoint.unit_id)
        .outerjoin(Counter, Counter.id == Touchpoint.counter_id)
        .where(
            Touchpoint.unit_id.in_(scope.unit_ids),
            Touchpoint.revoked_at.is_(None),
            Touchpoint.replaced_by_id.is_(None),
            or_(Counter.id.is_(None), Counter.is_open),
        )
        .order_by(Unit.name, Counter.code.is_(None), Counter.code, Touchpoint.code)
    ).all()
    fields = _fields(scope)
    offices = _names_above(scope)
    return tuple(
        PrintedCode(
            code=touchpoint.code,
            kind=touchpoint.kind,
            url=f"{public_url}/q/{touchpoint.code}",
            short_address=f"{_host(public_url)}/q/{touchpoint.code}",
            office=offices.get(unit.parent_id or 0, unit.name) if unit.kind != "commune" else unit.name,
            unit=unit.name,
            place=touchpoint.label or (counter.name if counter else unit.name),
            fields=fields.get(touchpoint.counter_id or 0, ()),
        )
        for touchpoint, unit, counter in rows
    )


def _host(public_url: str) -> str:
    """Return the address without its scheme, as people type it."""
    parts = urlsplit(public_url)
    return parts.netloc + parts.path


def _fields(scope: Scope) -> dict[int, tuple[str, ...]]:
    rows = db.session.execute(
        select(CounterField.counter_id, ServiceField.short_name)
        .join(ServiceField, ServiceField.id == CounterField.field_id)
        .where(
            CounterField.unit_id.in_(scope.unit_ids), ServiceField.is_active, ServiceField.is_other.is_(False)
        )
        .order_by(CounterField.counter_id, CounterField.sort)
    )
    fields: dict[int, tuple[str, ...]] = {}
    for counter_id, name in rows:
        fields[counter_id] = (*fields.get(counter_id, ()), name)
    return fields


def _names_above(scope: Scope) -> dict[int, str]:
    parents = select(Unit.parent_id).where(Unit.id.in_(scope.unit_ids))
    rows = db.session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(parents)))
    return {row.id: row.name for row in rows}
