"""Signing in: the password, a new password, an invitation's link. The second factor is in second_factors.py."""

import hmac
import math
from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from core import clock, config
from core.db import db, write_session
from core.domain.credentials import MAX_PASSWORD, MIN_PASSWORD, wait_after
from core.domain.errors import DomainError
from core.models import (
    Account,
    AccountIdentity,
    CardLine,
    Invitation,
    RecoveryCode,
    SecondFactor,
    UnknownName,
)
from core.services import known_devices, own_acts, passwords, sessions

#: Slots for failures under names that do not exist and on known devices: bounded, yet too many to meet a
#: neighbour's on purpose.
_SLOTS = 65_536


class SignInRefused(DomainError):
    """Wrong name, password or code (the answer does not say which), or a wait is still running."""


class PasswordRefused(DomainError):
    """A new password that is too short, too long or the old one."""


class InvitationOver(DomainError):
    """The link was used, replaced, has expired or never existed."""


def sign_in(login: str, password: str, *, device: str = "") -> str:
    """Open a session for the right password and return its token.

    Raises SignInRefused(code, wait_seconds), or SignInBusy when too many passwords are being checked.

    The session reaches nothing but the page of the second factor, or of enrolling one. `device` is what the browser
    kept (known_devices.py): where it is known to the account, its own failures count and make it wait, no others.
    """
    name = login.strip().lower()
    found = _find(Account.login == name)
    slot = _slot(found, name, device)
    is_right = _check(found, _waiting(found, slot), password)
    with write_session() as session:
        account = session.get_one(Account, found.id, with_for_update=True) if found else None
        tries = _tries(session, account, slot)
        # Another guess of the same moment may have failed first: then this one does not count either way.
        wait_for(tries.wait_until)
        if account is not None and is_right and account.is_active:
            tries.failures, tries.wait_until = 0, None
            own_acts.record(session, account, "account.accept_password")
            return sessions.open_(session, account)
        _note_failure(session, account, tries)
    raise SignInRefused("wrong_credentials", wait_seconds=0)


def change_password(token: str, *, current: str, new: str, device: str = "") -> str:
    """Replace the password, end every other session of the account and return this one's new token.

    Failures on a known device count as in sign_in; no device is known afterwards.

    Raises SignInRefused when the current password is wrong, PasswordRefused when the new one will not do,
    SignInBusy when too many passwords are being checked.
    """
    _judge(new)
    if new == current:
        raise PasswordRefused("password_same")
    with Session(db.engine) as reading:
        row, found = sessions.living(reading, token)
        factor_at, account_id = row.factor_at, found.id
        reading.expunge_all()
    slot = _slot(found, found.login, device)
    is_right = _check(found, _waiting(found, slot), current)
    new_hash = passwords.protect(new)
    with write_session() as session:
        account = session.get_one(Account, account_id, with_for_update=True)
        tries = _tries(session, account, slot)
        wait_for(tries.wait_until)
        if is_right:
            account.password_hash, account.must_change_password = new_hash, False
            account.failures, account.wait_until = 0, None
            sessions.close(session, account)
            own_acts.record(session, account, "account.change_password")
            return sessions.open_(session, account, factor_at=factor_at)
        _note_failure(session, account, tries)
    raise SignInRefused("wrong_credentials", wait_seconds=0)


def redeem(link_token: str, *, new: str) -> str:
    """Open an account by its invitation: set the password, forget what was enrolled before, return a session.

    Raises InvitationOver, or PasswordRefused when the password will not do.
    """
    _judge(new)
    new_hash = passwords.protect(new)
    with write_session() as session:
        invitation = session.scalar(
            select(Invitation)
            .where(Invitation.token_hash == sessions.hash_token(link_token))
            .with_for_update()
        )
        if invitation is None or invitation.expires_at <= clock.now():
            raise InvitationOver("invitation_over")
        account = session.get_one(Account, invitation.account_id)
        if not account.is_active:
            raise InvitationOver("invitation_over")
        session.delete(invitation)
        account.password_hash, account.must_change_password = new_hash, False
        account.failures = account.factor_failures = 0
        account.wait_until = account.factor_wait_until = None
        for table in (SecondFactor, CardLine, RecoveryCode, AccountIdentity):
            session.execute(delete(table).where(table.account_id == account.id))
        sessions.close(session, account)
        own_acts.record(session, account, "account.redeem_invitation")
        return sessions.open_(session, account)


def wait_for(moment: datetime | None) -> None:
    """Raise SignInRefused("wait", wait_seconds) while a wait is running."""
    now = clock.now()
    if moment is not None and moment > now:
        raise SignInRefused("wait", wait_seconds=math.ceil((moment - now).total_seconds()))


def _find(condition: ColumnElement[bool]) -> Account | None:
    """Read an account outside any write: hashing takes long and must not keep citizens waiting."""
    with Session(db.engine) as session:
        return session.scalar(select(Account).where(condition))


def _check(account: Account | None, wait_until: datetime | None, password: str) -> bool:
    """Verify a password, in about the same time whether or not the account exists or has to wait."""
    is_right = passwords.matches(account.password_hash if account else passwords.NOBODY, password)
    wait_for(wait_until)
    return is_right


def _waiting(account: Account | None, slot: int | None) -> datetime | None:
    if slot is None:
        return account.wait_until if account else None
    with Session(db.engine) as session:
        return session.scalar(select(UnknownName.wait_until).where(UnknownName.slot == slot))


def _slot(account: Account | None, name: str, device: str) -> int | None:
    """Return the slot for failures on a known device or under a name nobody has; None: the account counts them.

    Nobody outside can compute a slot.
    """
    number = known_devices.number_of(device, account)
    if number is None and account is not None:
        return None
    what = f"unknown name {name}" if number is None else f"device {number}"
    digest = hmac.new(config.current().data_keys[0], what.encode(), sha256).digest()
    return int.from_bytes(digest[:8]) % _SLOTS


def _tries(session: Session, account: Account | None, slot: int | None) -> Account | UnknownName:
    """Return the row that counts the failures, locked; a slot nobody failed in yet gets its row with a failure."""
    if slot is None and account is not None:
        return account
    row = session.get(UnknownName, slot, with_for_update=True)
    return row if row is not None else UnknownName(slot=slot, unit_id=0, failures=0)


def _note_failure(session: Session, account: Account | None, tries: Account | UnknownName) -> None:
    session.add(tries)
    tries.failures += 1
    wait = wait_after(tries.failures)
    tries.wait_until = clock.now() + wait if wait else None
    if account is not None:
        own_acts.record(session, account, "account.sign_in_refused", failures=tries.failures)


def _judge(new: str) -> None:
    if len(new) < MIN_PASSWORD:
        raise PasswordRefused("password_too_short", minimum=MIN_PASSWORD)
    if len(new) > MAX_PASSWORD:
        raise PasswordRefused("password_too_long", maximum=MAX_PASSWORD)
