"""Provinces: communes side by side, each with the figure its own leader reads, and all of them rolled up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import select

from core.db import db
from core.domain.access import Permission, Scope
from core.domain.alphabet import by_name
from core.domain.ladder import Cadence, Rung, cadence_of
from core.domain.overview import Overview, derive
from core.domain.periods import Period
from core.domain.standings import Standing, Target
from core.domain.subjects import Office
from core.models import Unit
from core.queries import mergers, published, steps, subjects
from core.queries.published import Results
from core.queries.steps import Moved, Span

#: Communes on one page.
PAGE = 100
#: A headline adds up the fields of a unit.
_HEADLINE = ("unit_id", "tier", "version_id")
#: Periods a process remembers.
_MOST_KEPT = 8
_kept: dict[tuple[object, ...], Mapping[Rung, Moved]] = {}


@dataclass(frozen=True)
class Below:
    """A commune, or another unit right under the province, with everything below it."""

    code: str
    name: str
    unit_ids: frozenset[int]


@dataclass(frozen=True)
class CommuneLine:
    """One commune's headline; of nobody while too few answers are published."""

    code: str
    name: str
    standing: Standing
    span: Span | None


@dataclass(frozen=True)
class Province:
    """A period of a province: its own figure, and one page of its communes in alphabetical order."""

    results: Results
    communes: tuple[CommuneLine, ...]
    page: int
    pages: int

    @property
    def span(self) -> Span | None:
        """The days the province's own figure speaks about; None: nothing was published in the period."""
        return self.results.span


def communes(scope: Scope, on: date | None = None) -> tuple[Below, ...]:
    """Return the units right below the province in alphabetical order, each with what is below it.

    With a day, as they stood on it: before a merger the communes that went into it, each with its own, and not yet
    the one they became.
    """
    rows = db.session.execute(
        select(
            Unit.id, Unit.parent_id, Unit.kind, Unit.code, Unit.name, Unit.valid_from, Unit.valid_to
        ).where(Unit.id.in_(sorted(scope.unit_ids)))
    ).all()
    units = {row.id: row for row in rows}
    merged = {row.parent_id for row in rows if _went_into(row, units)}
    below: dict[int, set[int]] = {}
    for row in rows:
        top = row
        while top.parent_id in units and units[top.parent_id].kind != "province":
            if on is not None and _went_into(top, units) and top.valid_to >= on:
                break
            top = units[top.parent_id]
        if top.kind != "province":
            below.setdefault(top.id, set()).add(row.id)
    found = (
        Below(units[top].code, units[top].name, frozenset(ids))
        for top, ids in below.items()
        if on is None or top not in merged or units[top].valid_from <= on
    )
    return tuple(sorted(found, key=lambda unit: (by_name(unit.name), unit.code)))


def _went_into(unit: Any, units: Mapping[int, Any]) -> bool:
    """Did the commune go into the one above it (core/services/places/merging.py)?"""
    above = units.get(unit.parent_id)
    return unit.valid_to is not None and above is not None and above.kind == unit.kind == "commune"


def narrowed(scope: Scope, code: str) -> tuple[Scope, str] | None:
    """Return the scope cut down to one of its communes, and that commune's name; None when it has no such one."""
    for unit in communes(scope):
        if unit.code == code:
            return replace(scope, unit_ids=unit.unit_ids), unit.name
    return mergers.narrowed(scope, code)


def overview(scope: Scope, period: Period, *, page: int = 1) -> Province:
    """Return the province's published figures and one page of its communes, or raise AccessDenied."""
    scope.require(Permission.READ_RESULTS)
    cadence = cadence_of(scope.role)
    found = _found(scope, cadence, period)
    listed = communes(scope, period.last)
    pages = max(1, -(-len(listed) // PAGE))
    page = min(max(1, page), pages)
    shown = listed[(page - 1) * PAGE : page * PAGE]
    above = scope.unit_ids.difference(*(unit.unit_ids for unit in listed))
    targets = subjects.targets(replace(scope, unit_ids=above.union(*(unit.unit_ids for unit in shown))))
    by_unit: dict[int, dict[Rung, Moved]] = {}
    for rung, what in found.items():
        by_unit.setdefault(rung.unit_id, {})[rung] = what
    own = tuple(target for target in targets if target.unit_id in above)
    whole = published.joint(what.span for what in found.values())
    return Province(
        Results(_derived(scope, period, found, own), cadence, whole, {}),
        tuple(_line(scope, period, unit, by_unit, targets, above) for unit in shown),
        page,
        pages,
    )


def _found(scope: Scope, cadence: Cadence, period: Period) -> Mapping[Rung, Moved]:
    """Return the units' published counts; kept in the process until the next closing, for steps never change."""
    through = published.closed_through(scope, Cadence.DAY)
    place = (str(db.engine.url), scope.unit_ids, cadence, period, through)
    if place not in _kept:
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[place] = steps.moved(scope, cadence, period, is_about_officers=False, by=_HEADLINE)
    return _kept[place]


def _line(
    scope: Scope,
    period: Period,
    unit: Below,
    by_unit: Mapping[int, Mapping[Rung, Moved]],
    targets: Iterable[Target],
    above: frozenset[int],
) -> CommuneLine:
    """Return a commune against its own targets and, where it has none, the province's."""
    found = {rung: what for number in unit.unit_ids for rung, what in by_unit.get(number, {}).items()}
    own = tuple(target for target in targets if target.unit_id in unit.unit_ids)
    binding = own or tuple(target for target in targets if target.unit_id in above)
    headline = _derived(scope, period, found, binding).headline
    return CommuneLine(unit.code, unit.name, headline, published.joint(what.span for what in found.values()))


def _derived(
    scope: Scope, period: Period, found: Mapping[Rung, Moved], targets: tuple[Target, ...]
) -> Overview:
    return derive(
        period,
        Office(targets=targets),
        versions=published.versions(scope, found),
        sums=published.sums(found),
    )
