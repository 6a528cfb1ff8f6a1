"""Photos of a case: which there are, and one of them opened, for whoever may know of the case."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from core.db import db
from core.domain.access import Permission, Scope
from core.models import Complaint, ComplaintKey, ComplaintPhoto
from core.queries.complaints import guard, sealed


@dataclass(frozen=True)
class PhotoLine:
    """One photo, without its content."""

    number: int
    day: date
    #: Bytes of the file.
    size: int


def listed(scope: Scope, complaint_id: bytes) -> tuple[PhotoLine, ...]:
    """Return the photos of a case this person may know of; none of what was erased."""
    scope.require(Permission.READ_CASES)
    rows = db.session.execute(
        select(ComplaintPhoto.number, ComplaintPhoto.day, func.length(ComplaintPhoto.sealed).label("stored"))
        .join(Complaint, Complaint.id == ComplaintPhoto.complaint_id)
        .join(ComplaintKey, ComplaintKey.complaint_id == Complaint.id)
        .where(Complaint.id == complaint_id, guard.visible(scope))
        .order_by(ComplaintPhoto.number)
    )
    return tuple(PhotoLine(row.number, row.day, row.stored - sealed.ADDED_BYTES) for row in rows)


def one(scope: Scope, complaint_id: bytes, number: int) -> bytes | None:
    """Return a photo as a JPEG; None for what is not there, was erased, or is not for this person to know."""
    scope.require(Permission.READ_CASES)
    row = db.session.execute(
        select(ComplaintPhoto.sealed, ComplaintKey.key)
        .join(Complaint, Complaint.id == ComplaintPhoto.complaint_id)
        .join(ComplaintKey, ComplaintKey.complaint_id == Complaint.id)
        .where(Complaint.id == complaint_id, ComplaintPhoto.number == number, guard.visible(scope))
    ).one_or_none()
    if row is None:
        return None
    try:
        return sealed.unseal_bytes(sealed.unwrap(row.key), row.sealed)
    except sealed.Erased:
        return None


def count(complaint_id: bytes) -> int:
    """Return how many photos a case has, for the holder of its receipt."""
    counted = select(func.count()).where(ComplaintPhoto.complaint_id == complaint_id)
    return db.session.scalar(counted) or 0
