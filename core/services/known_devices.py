"""Known devices: browsers that completed a sign-in, so that a stranger's failures do not keep the owner waiting.

A browser keeps a random number and its print, which is made of the number, the account and its present password:
a new password or a redeemed invitation voids it, and it says nothing about whose it is. Nothing is stored of it.
"""

import secrets
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import db
from core.models import Account, StaffSession
from core.services import data_key, passwords, sessions

_NUMBER_BYTES = 16


def remember(token: str) -> str | None:
    """Return what the browser of this session is to keep; None before the second factor was accepted."""
    of_session = StaffSession.token_hash == sessions.hash_token(token)
    owner = select(Account).join(StaffSession, StaffSession.account_id == Account.id)
    with Session(db.engine) as session:
        account = session.scalar(owner.where(of_session, StaffSession.factor_at.is_not(None)))
    if account is None:
        return None
    number = secrets.token_urlsafe(_NUMBER_BYTES)
    return f"{number}.{data_key.print_of(number, purpose=_purpose(account)).hex()}"


def number_of(kept: str, account: Account | None) -> str | None:
    """Return the number of a device that is known to this account; None for any other, in about the same time."""
    number, _dot, proof = kept.partition(".")
    try:
        shown = bytes.fromhex(proof)
    except ValueError:
        shown = b""
    is_known = number.isascii() and data_key.fits(number, shown, purpose=_purpose(account))
    return number if is_known and account is not None else None


def _purpose(account: Account | None) -> str:
    """Name the account and its present password, and somebody who does not exist where there is none."""
    account_id, password_hash = (account.id, account.password_hash) if account else (0, passwords.NOBODY)
    return f"device/{account_id}/{sha256(password_hash.encode()).hexdigest()}"
