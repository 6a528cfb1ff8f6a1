"""Published months of cases: what everybody may read of an office, the same for a citizen and for a delegate."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from core.db import db
from core.domain.access import Permission, Scope
from core.domain.alphabet import by_name
from core.domain.complaints.published import Part, PublishedMonth, shown
from core.domain.periods import Kind, containing
from core.models import PublishedCaseNumber, Unit
from core.queries.successors import office_of
from core.queries.within import within


@dataclass(frozen=True)
class Office:
    """An office that has published months, the newest first."""

    id: int
    code: str
    #: The commune, and the unit of it that serves.
    name: str
    unit: str
    help_phone: str
    months: tuple[PublishedMonth, ...]


def offices(_scope: Scope) -> tuple[Office, ...]:
    """Return every office that has published a month, by name: for everybody."""
    return tuple(_offices())


def of_scope(scope: Scope) -> tuple[Office, ...]:
    """Return the offices of a person's part of the administration that have published a month."""
    scope.require(Permission.READ_CASE_FIGURES)
    return tuple(_offices(within(PublishedCaseNumber.unit_id, scope.unit_ids)))


def month(scope: Scope, unit_id: int, first: date) -> PublishedMonth | None:
    """Return one published month of an office a person may read of, or None."""
    if not scope.sees(unit_id):
        return None
    chosen = (PublishedCaseNumber.unit_id == unit_id, PublishedCaseNumber.month == first)
    found = list(_offices(*chosen))
    return found[0].months[0] if found else None


def _offices(*conditions: ColumnElement[bool]) -> Iterator[Office]:
    numbers: dict[int, dict[date, dict[Part, int]]] = defaultdict(lambda: defaultdict(dict))
    published_on: dict[tuple[int, date], date] = {}
    for row in db.session.scalars(select(PublishedCaseNumber).where(*conditions)):
        numbers[row.unit_id][row.month][Part(row.part)] = row.number
        published_on[row.unit_id, row.month] = row.published_on
    units = db.session.scalars(select(Unit).where(within(Unit.id, numbers.keys())))
    for unit in sorted(units, key=lambda unit: (by_name(office_of(unit)), by_name(unit.name), unit.id)):
        months = numbers[unit.id]
        yield Office(
            id=unit.id,
            code=unit.code,
            name=office_of(unit),
            unit=unit.name,
            help_phone=unit.help_phone,
            months=tuple(
                shown(containing(Kind.MONTH, first), published_on[unit.id, first], months[first])
                for first in sorted(months, reverse=True)
            ),
        )
