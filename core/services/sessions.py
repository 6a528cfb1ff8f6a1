"""Sessions of the desk: opened, renewed, listed and ended; the token is in the cookie, its hash in the table."""

import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core import clock
from core.db import write_session
from core.domain.credentials import ABSOLUTE, IDLE, KEPT
from core.models import Account, StaffSession
from core.services import own_acts


class SessionOver(Exception):
    """The session ended between the click and the act."""


def hash_token(token: str) -> str:
    """Return what is stored of a session token."""
    return sha256(token.encode()).hexdigest()


def open_(session: Session, account: Account, *, factor_at: datetime | None = None) -> str:
    """Open a session inside the caller's transaction and return its token."""
    now = clock.now()
    # An ended session is remembered a little longer: what was typed in it may still arrive.
    session.execute(delete(StaffSession).where(StaffSession.started_at < now - ABSOLUTE - KEPT))
    return _add(session, account, started_at=now, factor_at=factor_at)


def renew(session: Session, row: StaffSession, *, factor_at: datetime | None) -> str:
    """Give a session a new token once it may do more: one stolen before is worth nothing (docs/promises.md D20)."""
    account = session.get_one(Account, row.account_id)
    pending, seed = row.pending, row.pending_seed
    started_at = row.started_at
    session.delete(row)
    session.flush()
    return _add(
        session, account, started_at=started_at, factor_at=factor_at, pending=pending, pending_seed=seed
    )


def _add(session: Session, account: Account, *, started_at: datetime, **facts: object) -> str:
    token = secrets.token_urlsafe(32)
    session.add(
        StaffSession(
            token_hash=hash_token(token),
            account_id=account.id,
            unit_id=account.unit_id,
            started_at=started_at,
            seen_at=clock.now(),
            **facts,
        )
    )
    session.flush()
    return token


def living(session: Session, token: str) -> tuple[StaffSession, Account]:
    """Return a session that still holds, and whose it is, locked until the end; raise SessionOver."""
    now = clock.now()
    row = session.get(StaffSession, hash_token(token), with_for_update=True)
    if row is None or row.started_at <= now - ABSOLUTE or row.seen_at <= now - IDLE:
        raise SessionOver
    account = session.get_one(Account, row.account_id, with_for_update=True)
    if not account.is_active:
        raise SessionOver
    return row, account


def touch(token: str) -> None:
    """Note that a session is in use, so that its idle time starts again."""
    with write_session() as session:
        row = session.get(StaffSession, hash_token(token))
        if row is not None:
            row.seen_at = clock.now()


def sign_out(token: str) -> None:
    """End a session; ending one that is gone is fine."""
    with write_session() as session:
        row = session.get(StaffSession, hash_token(token))
        if row is None:
            return
        account = session.get_one(Account, row.account_id)
        session.delete(row)
        own_acts.record(session, account, "account.sign_out")


def end(account_id: int, handle: str) -> None:
    """End one of an account's sessions by its handle; ending one that is gone is fine."""
    with write_session() as session:
        rows = [
            row
            for row in session.scalars(select(StaffSession).where(StaffSession.account_id == account_id))
            if handle_of(row.token_hash) == handle
        ]
        for row in rows:
            session.delete(row)
            own_acts.record(session, session.get_one(Account, account_id), "account.end_session")


def end_all(account_id: int) -> int:
    """End every session of an account, the present one too; return how many there were."""
    with write_session() as session:
        account = session.get_one(Account, account_id)
        ended = close(session, account)
        own_acts.record(session, account, "account.sign_out_everywhere", sessions=ended)
    return ended


def close(session: Session, account: Account) -> int:
    """End every session of an account inside the caller's transaction; return how many there were."""
    rows = session.scalars(select(StaffSession).where(StaffSession.account_id == account.id)).all()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def close_others(session: Session, row: StaffSession) -> None:
    """End every other session of the account inside the caller's transaction."""
    session.execute(
        delete(StaffSession).where(
            StaffSession.account_id == row.account_id, StaffSession.token_hash != row.token_hash
        )
    )


def handle_of(token_hash: str) -> str:
    """Return what a page may call a session: enough to tell one's own apart, useless for anything else."""
    return sha256(token_hash.encode()).hexdigest()[:16]
