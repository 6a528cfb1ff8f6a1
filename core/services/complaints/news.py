"""News: notes in a move's own transaction that its citizen is to be told by mail, if they asked for it."""

from sqlalchemy import Connection, delete, select

from core import config
from core.domain.complaints.course import Action, State
from core.models import ComplaintMail
from core.queries.complaints.mailing import NEWS
from core.services import outbox

#: What the outbox calls a mail that waits.
KIND = "complaint.mail"


def is_offered() -> bool:
    """Is there a mail server, so that the pages may offer to tell by mail?"""
    return config.current().mail is not None


def note(connection: Connection, complaint_id: bytes, unit_id: int, action: Action, then: State) -> None:
    """Note that there is something to tell; the case's number is all that waits in the outbox."""
    asked = connection.scalar(
        select(ComplaintMail.complaint_id).where(ComplaintMail.complaint_id == complaint_id)
    )
    if asked is None:
        return
    if action in NEWS and is_offered():
        outbox.add(connection, KIND, {"case": complaint_id.hex()}, unit_id=unit_id)
    elif then is State.CLOSED and action is not Action.MERGE:
        # It ended by the citizen's own word or by time: the address has served.
        forget(connection, complaint_id)


def forget(connection: Connection, complaint_id: bytes) -> None:
    """Delete address and wish; part of the caller's transaction."""
    connection.execute(delete(ComplaintMail).where(ComplaintMail.complaint_id == complaint_id))
