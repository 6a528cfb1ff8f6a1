"""Linking: two cases on one matter point at each other; each is answered by itself."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from core.domain.complaints.course import MoveRefused
from core.models import Complaint, ComplaintLink


def change(session: Session, case: Complaint, other: Complaint | None, *, is_linked: bool) -> None:
    """Link two cases or part them again; which they are, only the guarded list beside a case tells.

    Linking twice is linking once. Raise MoveRefused `unknown_other` or `other_unit`.
    """
    if other is None or other.id == case.id:
        raise MoveRefused("unknown_other")
    if other.unit_id != case.unit_id:
        raise MoveRefused("other_unit")
    first, second = sorted((case.id, other.id))
    if not is_linked:
        session.execute(
            delete(ComplaintLink).where(ComplaintLink.a_id == first, ComplaintLink.b_id == second)
        )
    elif session.get(ComplaintLink, (first, second)) is None:
        session.add(ComplaintLink(a_id=first, b_id=second, unit_id=case.unit_id))
