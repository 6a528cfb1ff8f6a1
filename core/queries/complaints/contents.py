"""What a case contains, opened with its key: the citizen's words and the timeline; nothing of what was erased."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core.db import db
from core.domain.complaints.course import Action, Party
from core.domain.complaints.filing import Part
from core.models import Account, ComplaintEvent, ComplaintText
from core.queries.complaints import sealed


@dataclass(frozen=True)
class EventLine:
    """One line of a timeline."""

    number: int
    day: date
    action: Action
    party: Party
    who: str
    is_public: bool
    text: str


def opened(wrapped: bytes | None, content: bytes | None) -> str:
    """Return a sealed text; nothing when it was erased."""
    if content is None:
        return ""
    try:
        return sealed.unseal(sealed.unwrap(wrapped), content)
    except sealed.Erased:
        return ""


def texts_of(complaint_id: bytes, wrapped: bytes | None) -> dict[Part, str]:
    """Return what the citizen wrote, opened; nothing of what was erased."""
    rows = db.session.execute(
        select(ComplaintText.part, ComplaintText.sealed).where(ComplaintText.complaint_id == complaint_id)
    ).all()
    texts = {Part(row.part): opened(wrapped, row.sealed) for row in rows}
    return {part: texts[part] for part in Part if texts.get(part)}


def events_of(complaint_id: bytes, wrapped: bytes | None) -> tuple[EventLine, ...]:
    """Return a case's timeline, opened."""
    rows = db.session.execute(
        select(ComplaintEvent, Account.name)
        .outerjoin(Account, Account.id == ComplaintEvent.account_id)
        .where(ComplaintEvent.complaint_id == complaint_id)
        .order_by(ComplaintEvent.number)
    ).all()
    return tuple(
        EventLine(
            number=row.ComplaintEvent.number,
            day=row.ComplaintEvent.day,
            action=Action(row.ComplaintEvent.action),
            party=Party(row.ComplaintEvent.party),
            who=row.name or "",
            is_public=row.ComplaintEvent.is_public,
            text=opened(wrapped, row.ComplaintEvent.sealed),
        )
        for row in rows
    )
