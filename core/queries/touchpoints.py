"""The office's codes as they are printed: address, place and fields."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, or_, select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.office import TouchpointKind
from core.domain.office.place_names import place_name
from core.models import Counter, CounterField, Officer, ServiceField, Touchpoint, Unit
from core.queries.places.pages import PER_PAGE, Page, offset_of
from core.queries.successors import standing


@dataclass(frozen=True)
class PrintedCode:
    """One code and what stands around it on paper."""

    code: str
    kind: str
    url: str
    short_address: str
    check_address: str
    office: str
    unit: str
    place: str
    fields: tuple[str, ...]
    unit_id: int


@dataclass(frozen=True)
class Address:
    """Where a code leads: for cameras, for those who type, and to see whether it is genuine."""

    url: str
    short: str
    check: str


def address(public_url: str, code: str) -> Address:
    """Return the addresses of a code; `public_url` is where citizens reach the product."""
    parts = urlsplit(public_url)
    # The address without its scheme, as people type it.
    host = parts.netloc + parts.path
    return Address(f"{public_url}/q/{code}", f"{host}/q/{code}", f"{host}/xac-minh/{code}")


def printed(scope: Scope, public_url: str, codes: Collection[str] | None = None) -> tuple[PrintedCode, ...]:
    """Return every code in use in this person's part of the administration, or those named, counters in order."""
    which = _in_use(scope)
    return _codes(public_url, which if codes is None else which.where(Touchpoint.code.in_(codes)))


def one(scope: Scope, public_url: str, code: str) -> PrintedCode | None:
    """Return one code in use of this person's part of the administration, or None."""
    return next(iter(printed(scope, public_url, (code,))), None)


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
        .outerjoin(Officer, Officer.id == Touchpoint.officer_id)
        .outerjoin(ServiceField, ServiceField.id == Touchpoint.field_id)
        .where(
            Touchpoint.unit_id.in_(scope.unit_ids),
            Touchpoint.revoked_at.is_(None),
            Touchpoint.replaced_by_id.is_(None),
            or_(Touchpoint.valid_to.is_(None), Touchpoint.valid_to >= clock.today()),
            or_(Counter.id.is_(None), Counter.is_open),
        )
        .order_by(
            Unit.name,
            Unit.id,
            Counter.code.is_(None),
            func.length(Counter.code),
            Counter.code,
            Touchpoint.code,
        )
    )


def _codes(public_url: str, which: Any) -> tuple[PrintedCode, ...]:
    """Return the codes a statement chooses, in its order."""
    rows = db.session.execute(which.with_only_columns(Touchpoint, Unit, Counter, Officer, ServiceField)).all()
    fields = _fields({unit.id for _, unit, counter, *_ in rows if counter is not None})
    offices = _names({unit.parent_id for _, unit, *_ in rows if unit.parent_id is not None})
    return tuple(
        _printed(
            public_url,
            *row,
            office=offices.get(row.Unit.parent_id or 0, row.Unit.name)
            if row.Unit.kind != "commune"
            else standing(row.Unit).name,
            counter_fields=fields.get(row.Touchpoint.counter_id or 0, ()),
        )
        for row in rows
    )


def _printed(
    public_url: str,
    touchpoint: Touchpoint,
    unit: Unit,
    counter: Counter | None,
    officer: Officer | None,
    field: ServiceField | None,
    *,
    office: str,
    counter_fields: tuple[str, ...],
) -> PrintedCode:
    leads = address(public_url, touchpoint.code)
    names = (one.name if one is not None else None for one in (counter, officer, field))
    is_field_named = field is not None and touchpoint.kind != TouchpointKind.FIELD
    return PrintedCode(
        code=touchpoint.code,
        kind=touchpoint.kind,
        url=leads.url,
        short_address=leads.short,
        check_address=leads.check,
        office=office,
        unit=standing(unit).name,
        place=place_name(touchpoint.label, *names, otherwise=standing(unit).name),
        fields=(field.short_name,) if field is not None and is_field_named else counter_fields,
        unit_id=unit.id,
    )


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
