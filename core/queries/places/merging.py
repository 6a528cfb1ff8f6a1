"""Merging communes: which may be merged, and what a merger would mean, counted before anybody agrees."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, or_, select

from core.db import db
from core.domain.access import Permission, Role, Scope
from core.domain.alphabet import by_name
from core.domain.office import UnitKind
from core.models import Account, Counter, Officer, Target, Touchpoint, Unit


@dataclass(frozen=True)
class Candidate:
    """A commune that stands and whose unit above is this person's too."""

    id: int
    name: str
    parent_id: int
    parent_name: str
    valid_from: date


@dataclass(frozen=True)
class Login:
    """An account that belongs to a commune itself."""

    id: int
    login: str
    name: str
    role: Role
    unit_name: str


@dataclass(frozen=True)
class Part:
    """One commune of a merger, with everything below it."""

    commune: Candidate
    places: tuple[str, ...]
    counters: int
    officers: int
    codes: int
    #: Targets that end the day before, and those that would only have begun later.
    targets_ended: int
    targets_dropped: int


@dataclass(frozen=True)
class Outcome:
    """What a merger from a day on would mean."""

    parts: tuple[Part, ...]
    logins: tuple[Login, ...]


def candidates(scope: Scope) -> tuple[Candidate, ...]:
    """Return the communes that may be merged, in alphabetical order, or raise AccessDenied."""
    scope.require(Permission.MERGE_UNITS)
    above = select(Unit.id, Unit.name).subquery()
    rows = db.session.execute(
        select(Unit.id, Unit.name, Unit.parent_id, above.c.name.label("parent_name"), Unit.valid_from)
        .join(above, above.c.id == Unit.parent_id)
        .where(
            Unit.id.in_(scope.unit_ids),
            Unit.parent_id.in_(scope.unit_ids),
            Unit.kind == UnitKind.COMMUNE,
            Unit.valid_to.is_(None),
        )
    )
    return tuple(sorted((Candidate(*row) for row in rows), key=lambda one: (by_name(one.name), one.id)))


def outcome(scope: Scope, unit_ids: Collection[int], day: date) -> Outcome:
    """Return what merging these communes from a day on would mean, or raise AccessDenied; unknown ones are left out."""
    chosen = [one for one in candidates(scope) if one.id in set(unit_ids)]
    return Outcome(
        parts=tuple(_part(one, day) for one in chosen),
        logins=_logins([one.id for one in chosen]),
    )


def below(unit_id: int) -> list[int]:
    """Return a unit and everything below it."""
    tree = select(Unit.id).where(Unit.id == unit_id).cte("below", recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    return sorted(db.session.scalars(select(tree.c.id)))


def _part(commune: Candidate, day: date) -> Part:
    ids = below(commune.id)
    places = db.session.scalars(select(Unit.name).where(Unit.id.in_(ids)).order_by(Unit.id)).all()
    codes = (
        Touchpoint.unit_id.in_(ids),
        Touchpoint.revoked_at.is_(None),
        Touchpoint.replaced_by_id.is_(None),
    )
    targets = Target.unit_id.in_(ids)
    return Part(
        commune=commune,
        places=tuple(places),
        counters=_count(Counter.id, Counter.unit_id.in_(ids), Counter.is_open),
        officers=_count(Officer.id, Officer.unit_id.in_(ids), Officer.is_active),
        codes=_count(Touchpoint.id, *codes),
        targets_ended=_count(
            Target.id,
            targets,
            Target.valid_from < day,
            or_(Target.valid_to.is_(None), Target.valid_to >= day),
        ),
        targets_dropped=_count(Target.id, targets, Target.valid_from >= day),
    )


def _count(column: Any, *conditions: Any) -> int:
    return db.session.scalar(select(func.count(column)).where(*conditions)) or 0


def _logins(unit_ids: Collection[int]) -> tuple[Login, ...]:
    rows = db.session.execute(
        select(Account.id, Account.login, Account.name, Account.role, Unit.name)
        .join(Unit, Unit.id == Account.unit_id)
        .where(Account.unit_id.in_(list(unit_ids)), Account.is_active)
        .order_by(Unit.name, Account.login)
    )
    return tuple(Login(row[0], row[1], row[2], Role(row[3]), row[4]) for row in rows)
