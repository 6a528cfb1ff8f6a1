"""What somebody does with their own account, as the audit log keeps it."""

from sqlalchemy.orm import Session

from core.models import Account
from core.services import audit


def record(session: Session, account: Account, action: str, **facts: object) -> None:
    """Write an act of an account's owner down, in the same transaction."""
    audit.record(
        session.connection(), actor=account.login, action=action, unit_id=account.unit_id, facts=facts
    )
