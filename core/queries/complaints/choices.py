"""Choices: what the filters of the inbox offer; none where a province would have to choose among hundreds."""

from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.domain.access import Permission, Scope
from core.models import ServiceField, Unit
from core.queries.complaints import around
from core.queries.within import within

#: A longer list is no choice.
_MOST = 60


@dataclass(frozen=True)
class Choices:
    """Fields and units by number and name, tags by name."""

    fields: tuple[tuple[int, str], ...]
    units: tuple[tuple[int, str], ...]
    tags: tuple[str, ...]


def of(scope: Scope) -> Choices:
    """Return what this person may choose from."""
    scope.require(Permission.READ_CASES)
    fields = select(ServiceField.id, ServiceField.short_name).where(
        within(ServiceField.unit_id, scope.unit_ids), ServiceField.is_active
    )
    units = select(Unit.id, Unit.name).where(within(Unit.id, scope.unit_ids))
    found = (
        tuple(
            (row[0], row[1])
            for row in db.session.execute(wanted.order_by(wanted.selected_columns[1]).limit(_MOST + 1))
        )
        for wanted in (fields, units)
    )
    offered_fields, offered_units = (() if len(rows) > _MOST else rows for rows in found)
    return Choices(offered_fields, offered_units if len(offered_units) > 1 else (), around.tags(scope))
