"""Answers on their way: what the office submitted last is what the leader approves and the Front releases."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.complaints.course import Action
from core.models import ComplaintEvent
from core.queries.complaints import sealed as sealed_words


def submitter(session: Session, complaint_id: bytes) -> int:
    """Return the account that submitted the last answer; 0 when there is none."""
    found = session.scalar(
        select(ComplaintEvent.account_id)
        .where(ComplaintEvent.complaint_id == complaint_id, ComplaintEvent.action == str(Action.SUBMIT))
        .order_by(ComplaintEvent.number.desc())
        .limit(1)
    )
    return found or 0


def submitted(session: Session, complaint_id: bytes, key: bytes) -> str:
    """Return the answer that was submitted last; empty when there is none."""
    sealed = session.scalar(
        select(ComplaintEvent.sealed)
        .where(ComplaintEvent.complaint_id == complaint_id, ComplaintEvent.action == str(Action.SUBMIT))
        .order_by(ComplaintEvent.number.desc())
        .limit(1)
    )
    return sealed_words.unseal(key, sealed) if sealed else ""
