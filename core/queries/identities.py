"""Identities: since when an account is linked to the sign-in provider."""

from datetime import datetime

from sqlalchemy import select

from core.db import db
from core.domain.access import Permission, Scope
from core.models import Account, AccountIdentity


def linked_at(scope: Scope, account_id: int, *, issuer: str) -> datetime | None:
    """Return since when an account is linked to this provider, or None.

    Everybody may ask about their own account, who manages accounts about those of their part.
    """
    if account_id != scope.account_id:
        scope.require(Permission.MANAGE_ACCOUNTS)
    row = db.session.execute(
        select(Account.unit_id, AccountIdentity.linked_at)
        .join(AccountIdentity, AccountIdentity.account_id == Account.id)
        .where(Account.id == account_id, AccountIdentity.issuer == issuer)
    ).one_or_none()
    if row is None or not (account_id == scope.account_id or scope.sees(row.unit_id)):
        return None
    return row.linked_at
