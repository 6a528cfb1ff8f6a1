"""Units: adds one below, and changes what citizens read of one."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy import select

from core.domain import naming
from core.domain.access import Permission, Scope
from core.domain.office import UnitKind
from core.models import Unit
from core.services.places.amending import amend
from core.services.places.changing import Change, PlaceRefused, changing

#: A unit lies under one further up in this order.
_RANKS = (UnitKind.PROVINCE, UnitKind.COMMUNE, UnitKind.DEPARTMENT, UnitKind.CENTRE)
_LONGEST_CODE = 40


@dataclass(frozen=True, kw_only=True)
class UnitFacts:
    """What a person writes about a unit."""

    name: str
    kind: UnitKind
    help_phone: str
    valid_from: date
    valid_to: date | None


def add(scope: Scope, parent_id: int, facts: UnitFacts, *, actor: str) -> int:
    """Add a unit below another and return its id. Raise PlaceRefused: `kind_above`, `name_taken`, `days_reversed`."""
    with changing(scope, parent_id, actor=actor, permission=Permission.MANAGE_UNITS) as change:
        parent = change.find(Unit, parent_id)
        _check(change, facts, parent, unit_id=None)
        codes = set(change.session.scalars(select(Unit.code)))
        number = change.next_id(Unit)
        code = naming.code(facts.name, codes, longest=_LONGEST_CODE, otherwise="don-vi")
        change.session.add(Unit(id=number, unit_id=number, parent_id=parent_id, code=code, **_columns(facts)))
        change.note("unit.add", unit=number, code=code, name=facts.name)
    return number


def update(scope: Scope, unit_id: int, facts: UnitFacts, *, actor: str, own_unit_id: int) -> None:
    """Change a unit. One's own unit keeps its kind and days: those who stand above it decide about them.

    So does a commune that was merged: its days are history.
    """
    with changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_UNITS) as change:
        unit = change.find(Unit, unit_id)
        if unit_id == own_unit_id or _went_into_another(change, unit):
            facts = UnitFacts(
                name=facts.name,
                kind=UnitKind(unit.kind),
                help_phone=facts.help_phone,
                valid_from=unit.valid_from,
                valid_to=unit.valid_to,
            )
        parent = change.session.get(Unit, unit.parent_id) if unit.parent_id else None
        if not _went_into_another(change, unit):
            _check(change, facts, parent, unit_id=unit_id)
        changed = amend(unit, **_columns(facts))
        if changed:
            change.note("unit.update", unit=unit_id, **changed)


def _went_into_another(change: Change, unit: Unit) -> bool:
    """Was the unit merged into the one above it? Then its kind, place and days are history."""
    above = change.session.get(Unit, unit.parent_id) if unit.parent_id else None
    return unit.valid_to is not None and above is not None and above.kind == unit.kind


def _columns(facts: UnitFacts) -> dict[str, object]:
    return {**asdict(facts), "kind": str(facts.kind)}


def _check(change: Change, facts: UnitFacts, parent: Unit | None, *, unit_id: int | None) -> None:
    if facts.valid_to is not None and facts.valid_to < facts.valid_from:
        raise PlaceRefused("days_reversed")
    if parent is not None and _RANKS.index(UnitKind(parent.kind)) >= _RANKS.index(facts.kind):
        raise PlaceRefused("kind_above", name=parent.name)
    # Communes that went into this one stand below it and have ended.
    standing = select(Unit.kind).where(Unit.parent_id == unit_id, Unit.valid_to.is_(None))
    below = change.session.scalars(standing) if unit_id else ()
    if any(_RANKS.index(UnitKind(kind)) <= _RANKS.index(facts.kind) for kind in below):
        raise PlaceRefused("kind_below")
    same = select(Unit.id).where(
        Unit.name == facts.name, Unit.parent_id == (parent.id if parent else None), Unit.valid_to.is_(None)
    )
    if any(number != unit_id for number in change.session.scalars(same)):
        raise PlaceRefused("name_taken", name=facts.name)
