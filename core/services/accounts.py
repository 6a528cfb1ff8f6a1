"""Accounts: made, invited, given another role, stopped and taken up again by an administrator."""

import secrets
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from core import clock
from core.db import write_session
from core.domain.access import Role, Scope
from core.domain.credentials import INVITATION, LOGIN
from core.domain.errors import DomainError
from core.models import Account, Complaint, Invitation, Unit
from core.services import audit, locks, passwords, sessions


class AccountRefused(DomainError):
    """An account that cannot be made or changed like this."""


@dataclass(frozen=True)
class NewAccount:
    """What an administrator types to make an account."""

    login: str
    name: str
    role: Role
    unit_code: str


@dataclass(frozen=True)
class Invited:
    """An account and the secret of its link, which is shown once and stored nowhere."""

    account_id: int
    token: str


def create(*, login: str, name: str, role: Role, unit_code: str, actor: str, locale: str = "vi") -> str:
    """Create an account and return its one-time password, which is stored nowhere. Raise AccountRefused."""
    password = passwords.one_time()
    password_hash = passwords.protect(password)
    wanted = NewAccount(login=login, name=name, role=role, unit_code=unit_code)
    with write_session() as session:
        account = _add(session, wanted, password_hash, locale=locale, must_change_password=True)
        _record(session, account, "account.create", actor, role=str(role), unit=unit_code)
    return password


def invite(scope: Scope, wanted: NewAccount, *, actor: str) -> Invited:
    """Create an account that its owner opens by a one-time link. Raise AccountRefused."""
    if not LOGIN.fullmatch(wanted.login):
        raise AccountRefused("login_unfit", login=wanted.login)
    password_hash = passwords.nobodys()
    with write_session() as session:
        unit_id = session.scalar(select(Unit.id).where(Unit.code == wanted.unit_code))
        if unit_id is None or not scope.sees(unit_id):
            raise AccountRefused("unknown_unit", unit=wanted.unit_code)
        account = _add(session, wanted, password_hash, locale="vi", must_change_password=False)
        _record(session, account, "account.create", actor, role=account.role, unit=wanted.unit_code)
        return _invite(session, account, actor)


def invite_again(scope: Scope, account_id: int, *, actor: str) -> Invited:
    """Draw a new link for an account: its owner chooses a new password and enrols a factor afresh.

    Until the link is used everything stays as it is; an earlier link is void at once.
    """
    with write_session() as session:
        account = _of(session, scope, account_id)
        if account.login == actor:
            raise AccountRefused("own_account")
        if not account.is_active:
            raise AccountRefused("disabled")
        return _invite(session, account, actor)


def disable(scope: Scope, account_id: int, *, actor: str) -> None:
    """Stop an account: its sessions and its invitation end with this transaction."""
    with write_session() as session:
        account = _of(session, scope, account_id)
        if account.login == actor:
            raise AccountRefused("own_account")
        account.is_active = False
        invitation = session.get(Invitation, account.id)
        if invitation is not None:
            session.delete(invitation)
        _give_cases_back(session, account)
        ended = sessions.close(session, account)
        _record(session, account, "account.disable", actor, sessions=ended)


def enable(scope: Scope, account_id: int, *, actor: str) -> None:
    """Take a stopped account up again, with the password and the factor it had."""
    with write_session() as session:
        account = _of(session, scope, account_id)
        account.is_active = True
        _record(session, account, "account.enable", actor)


def change_role(scope: Scope, account_id: int, role: Role, *, actor: str) -> None:
    """Give an account another role; it holds from the next request on."""
    with write_session() as session:
        account = _of(session, scope, account_id)
        if account.login == actor:
            raise AccountRefused("own_account")
        before, account.role = account.role, str(role)
        _give_cases_back(session, account)
        _record(session, account, "account.change_role", actor, before=before, after=account.role)


def _give_cases_back(session: Session, account: Account) -> None:
    """Let cases that somebody cannot go on with wait for whoever gives them out."""
    held = update(Complaint).where(Complaint.assigned_account_id == account.id)
    session.execute(held.values(assigned_account_id=None))


def set_locale(account_id: int, locale: str) -> None:
    """Remember the language a staff member works in."""
    with write_session() as session:
        account = session.get_one(Account, account_id)
        account.locale = locale
        _record(session, account, "account.set_language", account.login, language=locale)


def _add(
    session: Session, wanted: NewAccount, password_hash: str, *, locale: str, must_change_password: bool
) -> Account:
    # Numbers are given one at a time, so that two administrators do not draw the same.
    locks.extend_audit(session.connection())
    unit = session.scalar(select(Unit).where(Unit.code == wanted.unit_code))
    if unit is None:
        raise AccountRefused("unknown_unit", unit=wanted.unit_code)
    if session.scalar(select(Account.id).where(Account.login == wanted.login)) is not None:
        raise AccountRefused("login_taken", login=wanted.login)
    account = Account(
        id=(session.scalar(select(func.max(Account.id))) or 0) + 1,
        unit_id=unit.id,
        login=wanted.login,
        name=wanted.name,
        role=str(wanted.role),
        locale=locale,
        password_hash=password_hash,
        must_change_password=must_change_password,
        is_active=True,
    )
    session.add(account)
    session.flush()
    return account


def _of(session: Session, scope: Scope, account_id: int) -> Account:
    account = session.get(Account, account_id, with_for_update=True)
    if account is None or not scope.sees(account.unit_id):
        raise AccountRefused("unknown_account")
    return account


def _invite(session: Session, account: Account, actor: str) -> Invited:
    token = secrets.token_urlsafe(32)
    invitation = session.get(Invitation, account.id) or Invitation(
        account_id=account.id, unit_id=account.unit_id
    )
    invitation.token_hash = sessions.hash_token(token)
    invitation.expires_at = clock.now() + INVITATION
    session.add(invitation)
    _record(session, account, "account.invite", actor)
    return Invited(account_id=account.id, token=token)


def _record(session: Session, account: Account, action: str, actor: str, **facts: object) -> None:
    session.flush()
    audit.record(
        session.connection(),
        actor=actor,
        action=action,
        unit_id=account.unit_id,
        facts={"login": account.login, **facts},
    )
