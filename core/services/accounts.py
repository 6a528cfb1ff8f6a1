"""Accounts: created by an administrator, opened by a password, signed in for a while (THREATS #19, #20)."""

import math
import secrets
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from core import clock
from core.db import db, write_session
from core.domain.access import Role
from core.domain.credentials import ABSOLUTE, MIN_PASSWORD, wait_after
from core.domain.errors import DomainError
from core.models import Account, StaffSession, Unit
from core.services import audit

#: Argon2id with the library's defaults (RFC 9106, low-memory profile).
_hasher = PasswordHasher()
#: Words of a one-time password: groups of an alphabet without look-alikes.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


#: One password at a time per process, and nobody queues for long: hashing is slow on purpose.
_verifying = BoundedSemaphore(1)
VERIFY_PATIENCE_SECONDS = 0.5


class SignInRefused(DomainError):
    """Wrong name or password (the answer does not say which), or a wait is still running."""


class SignInBusy(DomainError):
    """Too many passwords are being checked at once; citizens come first."""


class AccountRefused(DomainError):
    """An account that cannot be made like this."""


@dataclass(frozen=True)
class SignedIn:
    """A fresh session: the token goes into the cookie, only its hash is stored."""

    token: str
    must_change_password: bool


def create(*, login: str, name: str, role: Role, unit_code: str, actor: str, locale: str = "vi") -> str:
    """Create an account and return its one-time password, which is stored nowhere. Raise AccountRefused."""
    password = one_time_password()
    with write_session() as session:
        unit = session.scalar(select(Unit).where(Unit.code == unit_code))
        if unit is None:
            raise AccountRefused("unknown_unit", unit=unit_code)
        if session.scalar(select(Account.id).where(Account.login == login)) is not None:
            raise AccountRefused("login_taken", login=login)
        number = (session.scalar(select(func.max(Account.id))) or 0) + 1
        session.add(
            Account(
                id=number,
                unit_id=unit.id,
                login=login,
                name=name,
                role=str(role),
                locale=locale,
                password_hash=_hasher.hash(password),
                must_change_password=True,
                is_active=True,
            )
        )
        facts = {"login": login, "role": str(role), "unit": unit_code}
        audit.record(session.connection(), actor=actor, action="account.create", unit_id=unit.id, facts=facts)
    return password


def one_time_password() -> str:
    """Return four groups of four characters (about 79 bits), easy to read out and to type."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def sign_in(login: str, password: str) -> SignedIn:
    """Open a session for the right password. Raise SignInRefused(code, wait_seconds)."""
    found = _find(Account.login == login.strip().lower())
    is_right = _check(found, password)
    with write_session() as session:
        if found is None:
            raise SignInRefused("wrong_credentials", wait_seconds=0)
        account = session.get_one(Account, found.id)
        if _is_waiting(account):
            # Another guess of the same moment failed first: this one does not count either way.
            raise _still_waiting(account)
        if is_right and account.is_active:
            account.failures, account.wait_until = 0, None
            return _open(session, account)
        _note_failure(session, account)
    raise SignInRefused("wrong_credentials", wait_seconds=0)


def _find(condition: ColumnElement[bool]) -> Account | None:
    """Read an account outside any write: hashing takes long and must not keep citizens waiting."""
    with Session(db.engine) as session:
        return session.scalar(select(Account).where(condition))


def _check(account: Account | None, password: str) -> bool:
    """Verify a password, in about the same time whether or not the account exists."""
    now = clock.now()
    nobody = _nobody()
    if account is not None and account.wait_until is not None and account.wait_until > now:
        _matches(nobody, password)
        raise _still_waiting(account)
    return _matches(account.password_hash if account is not None else nobody, password)


def _is_waiting(account: Account) -> bool:
    return account.wait_until is not None and account.wait_until > clock.now()


def _still_waiting(account: Account) -> SignInRefused:
    until = account.wait_until or clock.now()
    return SignInRefused("wait", wait_seconds=math.ceil((until - clock.now()).total_seconds()))


def _note_failure(session: Session, account: Account) -> None:
    account.failures += 1
    wait = wait_after(account.failures)
    if wait:
        account.wait_until = clock.now() + wait
    audit.record(
        session.connection(),
        actor=account.login,
        action="account.sign_in_refused",
        unit_id=account.unit_id,
        facts={"failures": account.failures},
    )


@cache
def _nobody() -> str:
    """Return a hash to verify against when no such account exists, so that answers take the same time."""
    return _hasher.hash(secrets.token_urlsafe(16))


def _matches(password_hash: str, password: str) -> bool:
    """Verify a password; raise SignInBusy rather than let guesses take the threads that serve citizens."""
    if not _verifying.acquire(timeout=VERIFY_PATIENCE_SECONDS):
        raise SignInBusy("sign_in_busy")
    try:
        return _hasher.verify(password_hash, password)
    except VerificationError:
        return False
    finally:
        _verifying.release()


def _open(session: Session, account: Account) -> SignedIn:
    token = secrets.token_urlsafe(32)
    now = clock.now()
    session.execute(delete(StaffSession).where(StaffSession.started_at < now - ABSOLUTE))
    session.add(
        StaffSession(
            token_hash=hash_token(token),
            account_id=account.id,
            unit_id=account.unit_id,
            started_at=now,
            seen_at=now,
        )
    )
    audit.record(
        session.connection(), actor=account.login, action="account.sign_in", unit_id=account.unit_id, facts={}
    )
    return SignedIn(token=token, must_change_password=account.must_change_password)


def hash_token(token: str) -> str:
    """Return what is stored of a session token."""
    return sha256(token.encode()).hexdigest()


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
        audit.record(
            session.connection(),
            actor=account.login,
            action="account.sign_out",
            unit_id=account.unit_id,
            facts={},
        )


def change_password(account_id: int, *, current: str, new: str) -> SignedIn:
    """Replace the password, end every session of the account and open a fresh one.

    Raises SignInRefused when the current password is wrong, AccountRefused when the new one is too short or
    the same.
    """
    if len(new) < MIN_PASSWORD:
        raise AccountRefused("password_too_short", minimum=MIN_PASSWORD)
    if new == current:
        raise AccountRefused("password_same")
    found = _find(Account.id == account_id)
    is_right = _check(found, current)
    new_hash = _hasher.hash(new)
    with write_session() as session:
        account = session.get_one(Account, account_id)
        if is_right:
            account.password_hash, account.must_change_password = new_hash, False
            account.failures, account.wait_until = 0, None
            session.execute(delete(StaffSession).where(StaffSession.account_id == account.id))
            audit.record(
                session.connection(),
                actor=account.login,
                action="account.change_password",
                unit_id=account.unit_id,
                facts={},
            )
            return _open(session, account)
        _note_failure(session, account)
    raise SignInRefused("wrong_credentials", wait_seconds=0)


def set_locale(account_id: int, locale: str) -> None:
    """Remember the language a staff member works in."""
    with write_session() as session:
        session.get_one(Account, account_id).locale = locale
