"""The timeline of a case: one line for each thing that happened, insert-only, its words under the case's key."""

from sqlalchemy import Connection, exists, func, insert, select
from sqlalchemy.orm import Session

from core import clock
from core.domain.complaints.course import Action, MoveRefused, Party
from core.models import Complaint, ComplaintEvent, ComplaintKey
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


def key_of(session: Session, complaint_id: bytes, *words: str) -> bytes:
    """Return the key of a case; an empty one where its words were erased and none come.

    Raise MoveRefused `erased` where some come: nothing can keep them any more.
    """
    try:
        return sealed_words.unwrap(
            session.scalar(select(ComplaintKey.key).where(ComplaintKey.complaint_id == complaint_id))
        )
    except sealed_words.Erased as error:
        if any(text.strip() for text in words):
            raise MoveRefused("erased") from error
        return b""


def has_key(session: Session, complaint_id: bytes) -> bool:
    """Can anything of this case still be read, and written down?"""
    return session.get(ComplaintKey, complaint_id) is not None


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


def mirror(
    session: Session,
    case: Complaint,
    action: Action,
    *,
    party: Party,
    account_id: int = 0,
    is_public: bool = False,
    text: str = "",
) -> None:
    """Write a line into the timeline of another case than the one that moves; nothing where its words were erased."""
    wrapped = session.scalar(select(ComplaintKey.key).where(ComplaintKey.complaint_id == case.id))
    if wrapped is None:
        return
    session.flush()
    add(
        session.connection(),
        case.id,
        case.unit_id,
        key=sealed_words.unwrap(wrapped),
        action=action,
        party=party,
        account_id=account_id,
        is_public=is_public,
        text=text,
    )


def has_confirmed(session: Session, complaint_id: bytes) -> bool:
    """Has the sender of this letter said that the answer satisfies? Said once, it is said.

    That another sender said so stands in the timeline as well, for the staff alone.
    """
    said = exists().where(
        ComplaintEvent.complaint_id == complaint_id,
        ComplaintEvent.action == str(Action.CONFIRM),
        ComplaintEvent.is_public,
    )
    return bool(session.scalar(select(said)))


def has(session: Session, complaint_id: bytes, action: Action) -> bool:
    """Does this stand in the timeline of a case?"""
    found = exists().where(ComplaintEvent.complaint_id == complaint_id, ComplaintEvent.action == str(action))
    return bool(session.scalar(select(found)))
