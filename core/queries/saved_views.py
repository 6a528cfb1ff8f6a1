"""Saved views: the filters of the inbox that somebody keeps under names of their own."""

from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.domain.access import Permission, Scope
from core.models import SavedView


@dataclass(frozen=True)
class View:
    """One filter under its name; `query` is what stands in the inbox's address."""

    name: str
    query: str


def of(scope: Scope) -> tuple[View, ...]:
    """Return the views this very person keeps, by name."""
    scope.require(Permission.READ_CASES)
    rows = db.session.scalars(
        select(SavedView).where(SavedView.account_id == scope.account_id).order_by(SavedView.name)
    )
    return tuple(View(row.name, row.query) for row in rows)
