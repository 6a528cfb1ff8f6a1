"""Answers on their way: what the office submitted last is what the leader approves and the Front releases."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.domain.complaints.course import Action
from core.models import ComplaintEvent, ComplaintKey
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


def released(session: Session, complaint_id: bytes) -> str:
    """Return the answer the citizen has had last; empty when there is none, or it was erased."""
    row = session.execute(
        select(ComplaintEvent.sealed, ComplaintKey.key)
        .join(ComplaintKey, ComplaintKey.complaint_id == ComplaintEvent.complaint_id)
        .where(
            ComplaintEvent.complaint_id == complaint_id,
            ComplaintEvent.action.in_((str(Action.RELEASE), str(Action.CONCLUDE))),
            ComplaintEvent.sealed.is_not(None),
        )
        .order_by(ComplaintEvent.number.desc())
        .limit(1)
    ).one_or_none()
    return sealed_words.unseal(sealed_words.unwrap(row.key), row.sealed) if row else ""


def submitted(session: Session, complaint_id: bytes, key: bytes) -> str:
    """Return the answer that was submitted last; empty when there is none."""
    sealed = session.scalar(
        select(ComplaintEvent.sealed)
        .where(ComplaintEvent.complaint_id == complaint_id, ComplaintEvent.action == str(Action.SUBMIT))
        .order_by(ComplaintEvent.number.desc())
        .limit(1)
    )
    return sealed_words.unseal(key, sealed) if sealed else ""
