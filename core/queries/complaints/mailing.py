"""Mailing: whether a citizen asked to be told by mail, and what a mail that waits needs to be written."""

import hashlib
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from core.db import db
from core.domain.access import Scope
from core.domain.complaints.course import Action, State
from core.models import Complaint, ComplaintEvent, ComplaintKey, ComplaintMail, Unit
from core.queries.complaints import contents
from core.queries.successors import office_of

#: What a citizen who asked for it is told of.
NEWS = frozenset({Action.ASK, Action.RELEASE, Action.EXTEND, Action.END, Action.CONCLUDE})


@dataclass(frozen=True)
class Wish:
    """That somebody asked to be told; the address is shown to nobody, not even to who has the code."""

    since: date
    failed_on: date | None


@dataclass(frozen=True)
class Waiting:
    """What a mail needs."""

    address: str
    #: The word that stops these mails.
    stop: str
    commune: str
    #: The newest line of the timeline the citizen has not been told of.
    number: int
    is_closed: bool


def stop_print(word: str) -> bytes:
    """Return what is stored of the word in a mail."""
    return hashlib.sha256(word.encode()).digest()


def wish(_scope: Scope, prints: list[bytes]) -> Wish | None:
    """Return what the holder of a receipt with one of these prints asked for, or None."""
    row = db.session.execute(
        select(ComplaintMail.since, ComplaintMail.failed_on)
        .join(Complaint, Complaint.id == ComplaintMail.complaint_id)
        .where(Complaint.receipt_print.in_(prints))
    ).one_or_none()
    return Wish(row.since, row.failed_on) if row else None


def waiting(_scope: Scope, complaint_id: bytes) -> Waiting | None:
    """Return what is to be written to whoever asked; None when there is nothing new or nobody to write to."""
    main = aliased(Complaint)
    state = func.coalesce(main.state, Complaint.state).label("state")
    row = db.session.execute(
        select(ComplaintMail, ComplaintKey.key, state, Unit)
        .join(Complaint, Complaint.id == ComplaintMail.complaint_id)
        .join(Unit, Unit.id == Complaint.unit_id)
        .outerjoin(main, main.id == Complaint.merged_into)
        .outerjoin(ComplaintKey, ComplaintKey.complaint_id == Complaint.id)
        .where(ComplaintMail.complaint_id == complaint_id)
    ).one_or_none()
    if row is None:
        return None
    news = [str(action) for action in NEWS]
    number = db.session.scalar(
        select(func.max(ComplaintEvent.number)).where(
            ComplaintEvent.complaint_id == complaint_id,
            ComplaintEvent.number > row.ComplaintMail.told,
            ComplaintEvent.action.in_(news),
        )
    )
    stop, _gap, address = contents.opened(row.key, row.ComplaintMail.sealed).partition(" ")
    if number is None or not address:
        return None
    return Waiting(address, stop, office_of(row.Unit), number, row.state == str(State.CLOSED))
