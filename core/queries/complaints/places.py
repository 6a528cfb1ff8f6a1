"""Where a complaint may go: the offices that serve citizens, and what a code at one of them stands for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlalchemy import exists, or_, select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.models import Counter, ServiceField, Touchpoint, Unit
from core.queries.successors import office_of, standing


@dataclass(frozen=True)
class Place:
    """An office somebody writes about, and the counter whose code they scanned."""

    unit_id: int
    #: What stands in addresses.
    unit_code: str
    office: str
    unit: str
    help_phone: str
    #: The office's fields by id; a counter's own few would name the counter (docs/promises.md D36).
    fields: tuple[tuple[int, str], ...]
    #: The code that was scanned; empty for whoever came without one.
    code: str = ""
    counter_id: int | None = None
    counter: str = ""


def offices(_scope: Scope) -> tuple[Place, ...]:
    """Return every office that stands today and has something to scan, by name."""
    in_use = exists().where(
        Touchpoint.unit_id == Unit.id, Touchpoint.revoked_at.is_(None), Touchpoint.replaced_by_id.is_(None)
    )
    units = db.session.scalars(
        select(Unit).where(in_use, or_(Unit.valid_to.is_(None), Unit.valid_to >= clock.today()))
    )
    return tuple(sorted((_place(unit) for unit in units), key=lambda place: (place.office, place.unit)))


def of_unit(_scope: Scope, code: str) -> Place | None:
    """Return the office with this code of its own, or None."""
    unit = db.session.scalars(select(Unit).where(Unit.code == code)).one_or_none()
    return _place(standing(unit), has_fields=True) if unit else None


def of_code(_scope: Scope, code: str) -> Place | None:
    """Return the office of what was scanned, whether the code is still in use or not; None for no code of ours."""
    row = db.session.execute(
        select(Touchpoint.code, Unit, Counter.id, Counter.name)
        .join(Unit, Unit.id == Touchpoint.unit_id)
        .outerjoin(Counter, Counter.id == Touchpoint.counter_id)
        .where(Touchpoint.code == code.upper())
    ).one_or_none()
    if row is None:
        return None
    place = _place(standing(row.Unit), has_fields=True)
    return replace(place, code=row.code, counter_id=row.id, counter=row.name or "")


def _place(unit: Unit, *, has_fields: bool = False) -> Place:
    return Place(
        unit_id=unit.id,
        unit_code=unit.code,
        office=office_of(unit),
        unit=unit.name,
        help_phone=unit.help_phone,
        fields=tuple(_fields(unit.id)) if has_fields else (),
    )


def _fields(unit_id: int) -> Iterator[tuple[int, str]]:
    fields = db.session.scalars(
        select(ServiceField)
        .where(ServiceField.unit_id == unit_id, ServiceField.is_active, ~ServiceField.is_other)
        .order_by(ServiceField.sort)
    )
    return ((field.id, field.short_name) for field in fields)
