"""The timeline of a case: one line for each thing that happened, insert-only, its words under the case's key."""

from sqlalchemy import Connection, func, insert, select

from core import clock
from core.domain.complaints.course import Action, Party
from core.models import ComplaintEvent
from core.queries.complaints import sealed as sealed_words
from core.services.complaints import sealing


def add(
    connection: Connection,
    complaint_id: bytes,
    unit_id: int,
    *,
    key: bytes,
    action: Action,
    party: Party,
    account_id: int = 0,
    is_public: bool,
    text: str = "",
) -> None:
    """Write one line in the transaction of what it says. A line without words needs no key."""
    last = connection.scalar(
        select(func.max(ComplaintEvent.number)).where(ComplaintEvent.complaint_id == complaint_id)
    )
    connection.execute(
        insert(ComplaintEvent),
        {
            "complaint_id": complaint_id,
            "number": (last or 0) + 1,
            "unit_id": unit_id,
            "day": clock.today(),
            "action": str(action),
            "party": str(party),
            "account_id": account_id,
            "is_public": is_public,
            "sealed": sealing.seal(key, text) if text else None,
        },
    )


def ends_with(connection: Connection, complaint_id: bytes, *, key: bytes, action: Action, text: str) -> bool:
    """Is this what the last line that the citizen sees says already? A button pressed twice says it once."""
    last = connection.execute(
        select(ComplaintEvent.action, ComplaintEvent.sealed)
        .where(ComplaintEvent.complaint_id == complaint_id, ComplaintEvent.is_public)
        .order_by(ComplaintEvent.number.desc())
        .limit(1)
    ).one()
    is_same = last.action == str(action) and last.sealed is not None
    return is_same and sealed_words.unseal(key, last.sealed) == text
