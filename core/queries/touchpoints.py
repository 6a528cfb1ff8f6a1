"""The office's codes as they are printed: address, place and fields."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, or_, select

from core.db import db
from core.domain.access import Scope
from core.models import Counter, CounterField, ServiceField, Touchpoint, Unit
from core.queries.places.pages import PER_PAGE, Page, offset_of
from core.queries.successors import standing


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
    unit_id: int


def printed(scope: Scope, public_url: str) -> tuple[PrintedCode, ...]:
    """Return every code in use in this person's part of the administration, counters in their order."""
    return _codes(public_url, _in_use(scope))


def one(scope: Scope, public_url: str, code: str) -> PrintedCode | None:
    """Return one code in use of this person's part of the administration, or None."""
    return next(iter(_codes(public_url, _in_use(scope).where(Touchpoint.code == code))), None)


def paged(scope: Scope, public_url: str, number: int) -> Page[PrintedCode]:
    """Return a page of the codes in use, in the order of `printed`."""
    total = db.session.scalar(select(func.count()).select_from(_in_use(scope).order_by(None).subquery())) or 0
    number, start = offset_of(number, total)
    return Page(_codes(public_url, _in_use(scope).limit(PER_PAGE).offset(start)), number, total)


def _in_use(scope: Scope) -> Any:
    return (
        select(Touchpoint.id)
        .join(Unit, Unit.id == Touchpoint.unit_id)
        .outerjoin(Counter, Counter.id == Touchpoint.counter_id)
        .where(
            Touchpoint.unit_id.in_(scope.unit_ids),
            Touchpoint.revoked_at.is_(None),
            Touchpoint.replaced_by_id.is_(None),
            or_(Counter.id.is_(None), Counter.is_open),
        )
        .order_by(Unit.name, Unit.id, Counter.code.is_(None), Counter.code, Touchpoint.code)
    )


def _codes(public_url: str, which: Any) -> tuple[PrintedCode, ...]:
    """Return the codes a statement chooses, in its order."""
    rows = db.session.execute(which.with_only_columns(Touchpoint, Unit, Counter)).all()
    fields = _fields({unit.id for _, unit, counter in rows if counter is not None})
    offices = _names({unit.parent_id for _, unit, _ in rows if unit.parent_id is not None})
    return tuple(
        PrintedCode(
            code=touchpoint.code,
            kind=touchpoint.kind,
            url=f"{public_url}/q/{touchpoint.code}",
            short_address=f"{_host(public_url)}/q/{touchpoint.code}",
            office=offices.get(unit.parent_id or 0, unit.name)
            if unit.kind != "commune"
            else standing(unit).name,
            unit=standing(unit).name,
            place=touchpoint.label or (counter.name if counter else unit.name),
            fields=fields.get(touchpoint.counter_id or 0, ()),
            unit_id=unit.id,
        )
        for touchpoint, unit, counter in rows
    )


def _host(public_url: str) -> str:
    """Return the address without its scheme, as people type it."""
    parts = urlsplit(public_url)
    return parts.netloc + parts.path


def _fields(unit_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    rows = db.session.execute(
        select(CounterField.counter_id, ServiceField.short_name)
        .join(ServiceField, ServiceField.id == CounterField.field_id)
        .where(CounterField.unit_id.in_(unit_ids), ServiceField.is_active, ServiceField.is_other.is_(False))
        .order_by(CounterField.counter_id, CounterField.sort)
    )
    fields: dict[int, tuple[str, ...]] = {}
    for counter_id, name in rows:
        fields[counter_id] = (*fields.get(counter_id, ()), name)
    return fields


def _names(unit_ids: Collection[int]) -> dict[int, str]:
    """Return what stands above these units today: a commune that was merged is called by the new one's name."""
    units = db.session.scalars(select(Unit).where(Unit.id.in_(unit_ids)))
    return {unit.id: standing(unit).name for unit in units}
