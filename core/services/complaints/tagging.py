"""Tagging: words under which the staff find cases again."""

from collections.abc import Collection

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.domain.complaints import tags
from core.domain.complaints.course import MoveRefused
from core.models import Complaint, ComplaintTag


def tag(session: Session, case: Complaint, names: Collection[str], *, adds: bool) -> str:
    """Let a case carry exactly these tags, or these besides its own; return them, for the staff's column.

    Raise MoveRefused `tag_unfit` for one that is no short word in small letters, or `too_many_tags`.
    """
    wanted = {tags.plain(name) for name in names} - {""}
    if any(not tags.is_fit(name) for name in wanted):
        raise MoveRefused("tag_unfit")
    if adds:
        wanted |= set(session.scalars(select(ComplaintTag.name).where(ComplaintTag.complaint_id == case.id)))
    if len(wanted) > tags.MOST:
        raise MoveRefused("too_many_tags")
    session.flush()
    session.execute(delete(ComplaintTag).where(ComplaintTag.complaint_id == case.id))
    rows = [{"name": name, "complaint_id": case.id, "unit_id": case.unit_id} for name in sorted(wanted)]
    if rows:
        session.execute(insert(ComplaintTag), rows)
    return ", ".join(sorted(wanted)) or "–"
