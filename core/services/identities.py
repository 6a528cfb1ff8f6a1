"""Identities: which account an OpenID provider's subject signs in to; linked by its owner, never by resemblance."""

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core import clock
from core.db import write_session
from core.domain.access import Scope
from core.domain.errors import DomainError
from core.models import Account, AccountIdentity, SecondFactor
from core.services import audit, sessions

#: The longest issuer and subject that are stored; OpenID Connect Core §2 allows no longer subject.
MAX_LENGTH = 255


class IdentityRefused(DomainError):
    """`not_linked`: it opens no account; `taken`: another account has it; `unknown_account`: not in one's part."""


def sign_in(issuer: str, subject: str) -> str:
    """Open a session for whom the provider vouched and return its token; raise IdentityRefused("not_linked").

    It stands for the password only: the session reaches nothing but the page of the second factor. Nothing counts
    as a failed try, for nobody can guess here, and a wait that wrong passwords began does not hold this up.
    """
    with write_session() as session:
        account = _linked(session, issuer, subject)
        if account is not None:
            # Without a second factor the provider alone would decide who signs in.
            if account.is_active and session.get(SecondFactor, account.id) is not None:
                _record(session, account, "account.accept_identity", account.login, issuer)
                return sessions.open_(session, account)
            _record(session, account, "account.identity_refused", account.login, issuer)
    raise IdentityRefused("not_linked")


def link(token: str, *, issuer: str, subject: str) -> None:
    """Link the account of this session to a subject; an earlier link of the account ends.

    Raises IdentityRefused("taken") when another account has it, SessionOver when the session does not hold.
    """
    if not subject or max(len(issuer), len(subject)) > MAX_LENGTH:
        raise IdentityRefused("not_linked")
    with write_session() as session:
        _row, account = sessions.living(session, token)
        session.execute(delete(AccountIdentity).where(AccountIdentity.account_id == account.id))
        session.add(
            AccountIdentity(
                account_id=account.id,
                unit_id=account.unit_id,
                issuer=issuer,
                subject=subject,
                linked_at=clock.now(),
            )
        )
        try:
            session.flush()
        except IntegrityError as error:
            raise IdentityRefused("taken") from error
        _record(session, account, "account.link_identity", account.login, issuer)


def unlink_own(token: str) -> None:
    """Undo the link of this session's account; undoing one that is gone is fine."""
    with write_session() as session:
        _row, account = sessions.living(session, token)
        _unlink(session, account, account.login)


def unlink(scope: Scope, account_id: int, *, actor: str) -> None:
    """Undo the link of an account of one's own part; raise IdentityRefused("unknown_account") for others."""
    with write_session() as session:
        account = session.get(Account, account_id, with_for_update=True)
        if account is None or not scope.sees(account.unit_id):
            raise IdentityRefused("unknown_account")
        _unlink(session, account, actor)


def _linked(session: Session, issuer: str, subject: str) -> Account | None:
    """Return the linked account, locked: every change of a link holds the same lock, so the second look is final."""
    wanted = select(AccountIdentity.account_id).where(
        AccountIdentity.issuer == issuer, AccountIdentity.subject == subject
    )
    account_id = session.scalar(wanted)
    if account_id is None:
        return None
    account = session.get_one(Account, account_id, with_for_update=True)
    return account if session.scalar(wanted) == account_id else None


def _unlink(session: Session, account: Account, actor: str) -> None:
    row = session.get(AccountIdentity, account.id)
    if row is not None:
        session.delete(row)
        _record(session, account, "account.unlink_identity", actor, row.issuer)


def _record(session: Session, account: Account, action: str, actor: str, issuer: str) -> None:
    session.flush()
    audit.record(
        session.connection(),
        actor=actor,
        action=action,
        unit_id=account.unit_id,
        facts={"login": account.login, "issuer": issuer},
    )
