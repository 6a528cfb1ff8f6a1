"""Saved views: keeps, renames and forgets somebody's filters of the inbox. Nobody else's, so the chain says nothing."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.db import write_session
from core.domain.access import Permission, Scope
from core.domain.errors import DomainError
from core.models import Account, SavedView

#: Views one account keeps, letters of a name and of an address.
MOST = 20
LONGEST_NAME = 40
LONGEST_QUERY = 600


class ViewRefused(DomainError):
    """This cannot be kept: `no_name`, `too_long`, `too_many`, or `name_taken`."""


def keep(scope: Scope, name: str, query: str) -> None:
    """Keep a filter under a name; the same name again means the new filter. Raise ViewRefused."""
    scope.require(Permission.READ_CASES)
    _check(name, query)
    with write_session() as session:
        found = session.get(SavedView, (scope.account_id, name))
        if found is not None:
            found.query = query
            return
        own = SavedView.account_id == scope.account_id
        if (session.scalar(select(func.count()).select_from(SavedView).where(own)) or 0) >= MOST:
            raise ViewRefused("too_many", most=MOST)
        _add(session, scope.account_id, name, query)


def rename(scope: Scope, name: str, new: str) -> None:
    """Give a view another name; one that is not there stays so. Raise ViewRefused."""
    scope.require(Permission.READ_CASES)
    _check(new, "")
    with write_session() as session:
        found = session.get(SavedView, (scope.account_id, name))
        if found is None or name == new:
            return
        if session.get(SavedView, (scope.account_id, new)) is not None:
            raise ViewRefused("name_taken")
        query = found.query
        session.delete(found)
        session.flush()
        _add(session, scope.account_id, new, query)


def forget(scope: Scope, name: str) -> None:
    """Remove a view; one that is not there is fine."""
    scope.require(Permission.READ_CASES)
    with write_session() as session:
        session.execute(
            delete(SavedView).where(SavedView.account_id == scope.account_id, SavedView.name == name)
        )


def _check(name: str, query: str) -> None:
    if not name:
        raise ViewRefused("no_name")
    if len(name) > LONGEST_NAME or len(query) > LONGEST_QUERY:
        raise ViewRefused("too_long")


def _add(session: Session, account_id: int, name: str, query: str) -> None:
    unit_id = session.scalar(select(Account.unit_id).where(Account.id == account_id))
    session.add(SavedView(account_id=account_id, name=name, unit_id=unit_id, query=query))
