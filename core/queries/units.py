"""The tree of units, for commands and the worker."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from core.db import db
from core.domain.access import Scope
from core.models import Unit
from core.queries.calendar import Reading


def everywhere(scope: Scope) -> Scope:
    """Return the product's own scope widened to every unit; staff scopes are narrower and stay as they are."""
    if scope.role is not None:
        return scope
    return replace(scope, unit_ids=frozenset(db.session.scalars(select(Unit.id))))


def top(_scope: Scope, code: str | None) -> int | None:
    """Return the unit with this code or, without one, the only unit that has none above it; else None."""
    wanted = Unit.code == code if code else Unit.parent_id.is_(None)
    found = db.session.scalars(select(Unit.id).where(wanted)).all()
    return found[0] if len(found) == 1 else None


def below(session: Reading, unit_ids: Iterable[int]) -> list[int]:
    """Return these units and everything below them."""
    tree = select(Unit.id).where(Unit.id.in_(list(unit_ids))).cte("below", recursive=True)
    tree = tree.union(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    return sorted(session.scalars(select(tree.c.id)))
