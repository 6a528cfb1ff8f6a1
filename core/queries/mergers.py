"""Mergers: where a period crosses the day communes became one, and the old communes one can still read alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from core.db import db
from core.domain.access import Scope
from core.domain.alphabet import by_name
from core.domain.periods import Period
from core.models import Unit, UnitMerger, UnitPredecessor


@dataclass(frozen=True)
class Former:
    """A commune that went into another."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class Border:
    """A merger that lies inside or after a period: figures before its day are those of the old communes."""

    name: str
    code: str
    day: date
    document: str
    formers: tuple[Former, ...]
    #: Does the period reach the new commune at all?
    is_reached: bool


def borders(scope: Scope, period: Period) -> tuple[Border, ...]:
    """Return the mergers of the units the scope sees whose first day a period begins before, the earliest first."""
    rows = db.session.execute(
        select(UnitMerger.day, UnitMerger.document, Unit.id, Unit.code, Unit.name)
        .join(Unit, Unit.id == UnitMerger.unit_id)
        .where(UnitMerger.day > period.first)
        .order_by(UnitMerger.day, Unit.id)
    )
    # Mergers are few, units may be thousands: the scope is held against what was found.
    seen = [row for row in rows if scope.sees(row.id)]
    formers = _formers(row.id for row in seen)
    return tuple(
        Border(row.name, row.code, row.day, row.document, formers.get(row.id, ()), row.day <= period.last)
        for row in seen
    )


def successor(scope: Scope, code: str) -> Border | None:
    """Return what a former commune of this scope went into, and since when; None for one that was not merged."""
    row = db.session.execute(
        select(UnitMerger.day, UnitMerger.document, Unit.id, Unit.code, Unit.name)
        .join(UnitPredecessor, UnitPredecessor.unit_id == UnitMerger.unit_id)
        .join(Unit, Unit.id == UnitMerger.unit_id)
        .where(UnitPredecessor.predecessor_id.in_(_ids_of(scope, code)))
    ).first()
    if row is None:
        return None
    return Border(row.name, row.code, row.day, row.document, (), is_reached=True)


def narrowed(scope: Scope, code: str) -> tuple[Scope, str] | None:
    """Return the scope cut down to a former commune with the places it brought along, and its name; else None."""
    found = db.session.execute(
        select(Unit.id, Unit.name)
        .join(UnitPredecessor, UnitPredecessor.predecessor_id == Unit.id)
        .join(UnitMerger, UnitMerger.unit_id == UnitPredecessor.unit_id)
        .where(Unit.id.in_(_ids_of(scope, code)))
    ).first()
    if found is None:
        return None
    tree = select(Unit.id).where(Unit.id == found.id).cte("tree", recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    inside = frozenset(db.session.scalars(select(tree.c.id)))
    return replace(scope, unit_ids=inside & scope.unit_ids), found.name


def _ids_of(scope: Scope, code: str) -> list[int]:
    """Return the unit with this code where the scope sees it."""
    found = db.session.scalar(select(Unit.id).where(Unit.code == code))
    return [found] if found is not None and scope.sees(found) else []


def _formers(unit_ids: Iterable[int]) -> dict[int, tuple[Former, ...]]:
    rows = db.session.execute(
        select(UnitPredecessor.unit_id, Unit.id, Unit.code, Unit.name)
        .join(Unit, Unit.id == UnitPredecessor.predecessor_id)
        .where(UnitPredecessor.unit_id.in_(sorted(set(unit_ids))))
    )
    found: dict[int, list[Former]] = {}
    for unit_id, number, code, name in rows:
        found.setdefault(unit_id, []).append(Former(number, code, name))
    return {
        unit_id: tuple(sorted(former, key=lambda one: by_name(one.name))) for unit_id, former in found.items()
    }
