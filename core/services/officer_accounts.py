"""Officer accounts: which officer an officer's account reads about; nobody reads about a colleague."""

from core.db import write_session
from core.domain.access import Role, Scope
from core.domain.errors import DomainError
from core.models import Account, Officer
from core.services import audit


class LinkRefused(DomainError):
    """No such account or officer in this part of the administration, or the account is not an officer's."""


def link(scope: Scope, account_id: int, officer_id: int | None, *, actor: str) -> None:
    """Let an officer's account read about this officer from the next request on; None: about nobody.

    Raises LinkRefused for an account of another role, and for an account or officer outside the scope.
    """
    with write_session() as session:
        account = session.get(Account, account_id)
        if account is None or not scope.sees(account.unit_id):
            raise LinkRefused("unknown_account", account=account_id)
        if account.role != Role.OFFICER:
            raise LinkRefused("not_an_officer", account=account_id)
        officer = session.get(Officer, officer_id) if officer_id is not None else None
        if officer_id is not None and (officer is None or not scope.sees(officer.unit_id)):
            raise LinkRefused("unknown_officer", officer=officer_id)
        before, account.officer_id = account.officer_id, officer_id
        audit.record(
            session.connection(),
            actor=actor,
            action="account.link_officer",
            unit_id=account.unit_id,
            facts={"login": account.login, "before": before, "after": officer_id},
        )
