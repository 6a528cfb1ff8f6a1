"""Officer accounts: which officers an account may be linked to, and to whom it is."""

from dataclasses import dataclass

from sqlalchemy import select

from core.db import db
from core.domain.access import Permission, Role, Scope
from core.domain.alphabet import by_given_name
from core.models import Account, Officer, Unit


@dataclass(frozen=True)
class OfficerChoice:
    """An officer an account may read about."""

    id: int
    name: str
    title: str
    unit_name: str


@dataclass(frozen=True)
class OfficerAccount:
    """An officer's account, whom it reads about, and whom it could."""

    account_id: int
    name: str
    officer_id: int | None
    choices: tuple[OfficerChoice, ...]


def one(scope: Scope, account_id: int) -> OfficerAccount | None:
    """Return an officer's account with the officers of its unit and below; None for any other account."""
    scope.require(Permission.MANAGE_ACCOUNTS)
    account = db.session.get(Account, account_id)
    if account is None or not scope.sees(account.unit_id) or account.role != Role.OFFICER:
        return None
    tree = select(Unit.id).where(Unit.id == account.unit_id).cte("tree", recursive=True)
    tree = tree.union_all(select(Unit.id).join(tree, Unit.parent_id == tree.c.id))
    rows = db.session.execute(
        select(Officer.id, Officer.name, Officer.title, Unit.name.label("unit_name"))
        .join(Unit, Unit.id == Officer.unit_id)
        .where(Officer.unit_id.in_(select(tree.c.id)), Officer.is_active | (Officer.id == account.officer_id))
    )
    choices = sorted((OfficerChoice(*row) for row in rows), key=lambda each: by_given_name(each.name))
    return OfficerAccount(account.id, account.name, account.officer_id, tuple(choices))
