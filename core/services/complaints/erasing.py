"""Erasing inside the database: the key first, so that whatever was missed cannot be read, then the sealed rest.

The case's row stays: days, state and counts of the statistics do not move.
"""

import secrets
from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.orm import Session

from core import clock
from core.db import Base
from core.domain.complaints.course import Action, Party, State
from core.domain.complaints.erasing import Erased, Wish
from core.domain.complaints.filing import Part
from core.domain.complaints.kinds import Outcome
from core.models import (
    Complaint,
    ComplaintEvent,
    ComplaintKey,
    ComplaintText,
    ComplaintWord,
    Erasure,
    ErasureRequest,
)
from core.queries.complaints import sealed as sealed_words
from core.services import outbox
from core.services.complaints import merging, sealing, timeline

#: Tables whose rows of a case go with everything said in it, in this order; each has a column `complaint_id`. Whoever
#: adds a table with words, pictures or contact of a case adds its name here: erasing, restoring and the nightly
#: rewriting of files all read this list. A name without a table is left out.
GO_WITH_WORDS = (
    "complaint_key",
    "complaint_text",
    "complaint_word",
    "complaint_photo",
    "complaint_mail",
    "complaint_tag",
)
#: The same for the contact alone.
GO_WITH_CONTACT = ("complaint_mail",)
#: Sealed columns that are emptied where the row itself has to stay.
EMPTIED: Mapping[str, tuple[str, ...]] = {
    "complaint_event": ("sealed",),
    "erasure_request": ("sealed", "reason"),
}
#: Work for the outbox.
KEEP_LIST = "erasure.keep"
#: Which parts are searched for by words.
_SEARCHED = (Part.WHAT, Part.WHERE, Part.WISH)


def everything(session: Session, case: Complaint, *, decided_by: int = 0, confirmed_by: int = 0) -> Erased:
    """Erase all that was said in a case, part of the caller's transaction; an open case ends as withdrawn."""
    if State(case.state) not in (State.CLOSED, State.ANSWERED):
        _withdraw(session, case)
    connection = session.connection()
    session.flush()
    _delete(connection, GO_WITH_WORDS, case.id)
    connection.execute(
        update(ComplaintEvent)
        .where(ComplaintEvent.complaint_id == case.id, ComplaintEvent.sealed.is_not(None))
        .values(sealed=None)
    )
    connection.execute(
        update(ErasureRequest).where(ErasureRequest.complaint_id == case.id).values(sealed=None, reason=None)
    )
    return _note(connection, case, Wish.ALL, (), decided_by, confirmed_by)


def contact(
    session: Session,
    case: Complaint,
    parts: Collection[Part],
    *,
    decided_by: int = 0,
    confirmed_by: int = 0,
) -> Erased:
    """Erase name and ways to be reached; the case counts as named all the same."""
    connection = session.connection()
    _delete(connection, GO_WITH_CONTACT, case.id)
    _delete_parts(connection, case.id, parts)
    return _note(connection, case, Wish.CONTACT, tuple(parts), decided_by, confirmed_by)


def replace(
    session: Session,
    case: Complaint,
    texts: Mapping[Part, str],
    *,
    decided_by: int,
    confirmed_by: int,
) -> Erased:
    """Put other words in the place of the citizen's own; the timeline says that it happened, not what stood before.

    Raise Erased (core/queries/complaints/sealed.py) when the case's key is gone.
    """
    connection = session.connection()
    key = sealed_words.unwrap(
        session.scalar(select(ComplaintKey.key).where(ComplaintKey.complaint_id == case.id))
    )
    _delete_parts(connection, case.id, texts)
    own = {"complaint_id": case.id, "unit_id": case.unit_id}
    rows = [{**own, "part": str(part), "sealed": sealing.seal(key, text)} for part, text in texts.items()]
    connection.execute(insert(ComplaintText), rows)
    _index_anew(connection, case, key)
    timeline.add(
        connection,
        case.id,
        case.unit_id,
        key=key,
        action=Action.CORRECT,
        party=Party.CITIZEN,
        is_public=True,
    )
    return _note(connection, case, Wish.WORDS, tuple(texts), decided_by, confirmed_by)


def _withdraw(session: Session, case: Complaint) -> None:
    """Close a case that nobody can go on with once its words are gone."""
    # Others whose letters were to be answered with this one go on by themselves.
    merging.scatter(session, case)
    case.state, case.outcome = str(State.CLOSED), str(Outcome.WITHDRAWN)
    case.clock, case.closed_on = None, clock.today()
    case.clock_since = case.due_on = case.first_due_on = None
    session.flush()
    timeline.add(
        session.connection(),
        case.id,
        case.unit_id,
        key=b"",
        action=Action.WITHDRAW,
        party=Party.CITIZEN,
        is_public=True,
    )


def _delete(connection: Connection, names: Iterable[str], case_id: bytes) -> None:
    for name in names:
        table = Base.metadata.tables.get(name)
        if table is not None:
            connection.execute(delete(table).where(table.c.complaint_id == case_id))


def _delete_parts(connection: Connection, case_id: bytes, parts: Iterable[Part]) -> None:
    named = [str(part) for part in parts]
    connection.execute(
        delete(ComplaintText).where(ComplaintText.complaint_id == case_id, ComplaintText.part.in_(named))
    )


def _index_anew(connection: Connection, case: Complaint, key: bytes) -> None:
    rows = connection.execute(
        select(ComplaintText.sealed).where(
            ComplaintText.complaint_id == case.id, ComplaintText.part.in_([str(part) for part in _SEARCHED])
        )
    )
    words = sealed_words.search_words(sealed_words.unseal(key, row.sealed) for row in rows)
    connection.execute(delete(ComplaintWord).where(ComplaintWord.complaint_id == case.id))
    if words:
        own = {"complaint_id": case.id, "unit_id": case.unit_id}
        connection.execute(insert(ComplaintWord), [{**own, "word": word} for word in sorted(words)])


def _note(
    connection: Connection,
    case: Complaint,
    kind: Wish,
    parts: tuple[Part, ...],
    decided_by: int,
    confirmed_by: int,
) -> Erased:
    """Write the line of the list."""
    erased = Erased(
        id=secrets.token_bytes(16),
        unit_id=case.unit_id,
        kind=kind,
        parts=parts,
        reference=case.id,
        day=clock.today(),
        decided_by=decided_by,
        confirmed_by=confirmed_by,
    )
    connection.execute(
        insert(Erasure),
        {
            "id": erased.id,
            "unit_id": erased.unit_id,
            "kind": str(kind),
            "parts": ",".join(parts),
            "reference": erased.reference,
            "day": erased.day,
            "decided_by": decided_by,
            "confirmed_by": confirmed_by,
        },
    )
    return erased


def list_grew(connection: Connection) -> None:
    """Have the list written on into its file once this is committed; every transaction that erases ends with it."""
    outbox.add(connection, KEEP_LIST, {})
