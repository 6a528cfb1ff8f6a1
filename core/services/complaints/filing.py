"""Filing: takes a complaint or petition in, so that from this moment nobody can lose it quietly.

Id and receipt code come from a secret by the data key: the same form sent again is the same case with the same code,
and whoever has the database finds neither.
"""

import logging
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, insert, select
from sqlalchemy.orm import Session

from core import clock
from core.db import UNAVAILABLE, write_session
from core.domain.complaints import clocks, receipts
from core.domain.complaints.clocks import Clock
from core.domain.complaints.course import Action, Party, State
from core.domain.complaints.filing import Filing, Part, missing, plain_phone
from core.domain.errors import DomainError
from core.domain.plain_text import tidy
from core.domain.submission import StorageUnavailable
from core.models import Complaint, ComplaintKey, ComplaintText, ComplaintWord
from core.queries import calendar
from core.queries.complaints import sealed as sealed_words
from core.services import audit, data_key, locks
from core.services.complaints import photos as case_photos
from core.services.complaints import sealing, timeline

log = logging.getLogger("langnghe")

#: What the receipt's print is for; nobody who has only the database can try codes out.
RECEIPT_PURPOSE = "complaint-receipt"
#: What a form's secret becomes by the data key.
_ID_PURPOSE, _CODE_PURPOSE = "complaint-id", "complaint-code"


class FilingRefused(DomainError):
    """Something has to be put right first; `facts["missing"]` lists what."""


class FiledOtherwise(DomainError):
    """This form was filed before, with other words; `facts["receipt"]` is the code of what was filed."""


@dataclass(frozen=True)
class Typist:
    """Who of the staff types in what somebody wrote on paper or said."""

    account_id: int
    actor: str


@dataclass(frozen=True)
class _Identity:
    """What a secret stands for under one data key."""

    id: bytes
    receipt: str


def file(
    filing: Filing,
    *,
    secret: bytes | None = None,
    photos: Sequence[bytes] = (),
    typist: Typist | None = None,
) -> str:
    """Store a complaint and return its receipt code, which is kept nowhere.

    The same secret again stores nothing and returns the same code. One transaction: the case, its words under a key
    of its own, its photos (as photos.redraw made them), the first line of its timeline, the triage clock, and an entry
    in the audit chain when staff type it in. Raise
    FilingRefused; TooManyPhotos; FiledOtherwise for other words or further photos under a secret that was used;
    StorageUnavailable when the disk fails: then nothing is stored.
    """
    tidied = _tidied(filing)
    if faults := missing(tidied):
        raise FilingRefused("incomplete", missing=faults)
    identities = tuple(_identities(secret or secrets.token_bytes(16)))
    try:
        with write_session() as session:
            locks.file_complaint(session.connection())
            earlier = _earlier(session, identities, tidied, photos)
            receipt = earlier or _store(session, identities[0], tidied, photos, typist)
    except (*UNAVAILABLE, OSError) as error:
        log.error("a complaint could not be stored: %s", type(error).__name__)
        raise StorageUnavailable("storage_unavailable") from error
    return receipts.shown(receipt)


def _identities(secret: bytes) -> Iterator[_Identity]:
    """Yield what the secret stands for, the newest data key first: a key may change between two sendings."""
    text = secret.hex()
    codes = data_key.prints_of(text, purpose=_CODE_PURPOSE)
    for own, code in zip(data_key.prints_of(text, purpose=_ID_PURPOSE), codes, strict=True):
        yield _Identity(own[:16], receipts.receipt_of(code))


def _earlier(
    session: Session, identities: tuple[_Identity, ...], filing: Filing, photos: Sequence[bytes]
) -> str:
    """Return the code of the case this form became before, or an empty text. Raise FiledOtherwise."""
    for identity in identities:
        if session.get(Complaint, identity.id) is None:
            continue
        if not _is_known(session, identity.id, filing, photos):
            raise FiledOtherwise("filed_otherwise", receipt=receipts.shown(identity.receipt))
        return identity.receipt
    return ""


def _is_known(session: Session, complaint_id: bytes, filing: Filing, photos: Sequence[bytes]) -> bool:
    """Does a case hold these words, and these photos if any are sent again? What was erased holds anything.

    A browser that goes back forgets which photos were chosen: none at all is nothing new.
    """
    try:
        key = sealed_words.unwrap(
            session.scalar(select(ComplaintKey.key).where(ComplaintKey.complaint_id == complaint_id))
        )
    except sealed_words.Erased:
        return True
    if _words_of(session, complaint_id, key) != filing.parts():
        return False
    return not photos or set(photos) <= set(case_photos.stored(session.connection(), complaint_id, key=key))


def _words_of(session: Session, complaint_id: bytes, key: bytes) -> dict[Part, str]:
    """Return what was written."""
    rows = session.execute(
        select(ComplaintText.part, ComplaintText.sealed).where(ComplaintText.complaint_id == complaint_id)
    )
    return {Part(row.part): sealed_words.unseal(key, row.sealed) for row in rows}


def _store(
    session: Session,
    identity: _Identity,
    filing: Filing,
    photos: Sequence[bytes],
    typist: Typist | None,
) -> str:
    case = _case(session, identity, filing)
    session.add(case)
    session.flush()
    connection = session.connection()
    key = _store_words(connection, identity.id, filing)
    case_photos.store(connection, identity.id, filing.unit_id, key=key, photos=photos)
    timeline.add(
        connection,
        identity.id,
        filing.unit_id,
        key=key,
        action=Action.FILE,
        party=Party.CITIZEN,
        account_id=typist.account_id if typist else 0,
        is_public=True,
    )
    if typist is not None:
        facts = {"case": case.register, "channel": case.channel, "day": case.received_on.isoformat()}
        audit.record(connection, actor=typist.actor, action="case.enter", unit_id=filing.unit_id, facts=facts)
    return identity.receipt


def _case(session: Session, identity: _Identity, filing: Filing) -> Complaint:
    taken = set(session.scalars(select(Complaint.register).where(Complaint.unit_id == filing.unit_id)))
    received_on = filing.received_on or clock.today()
    deadline = clocks.begin(calendar.work(session, filing.unit_id), Clock.TRIAGE, received_on)
    return Complaint(
        id=identity.id,
        unit_id=filing.unit_id,
        register=receipts.draw_register(secrets.choice, taken),
        state=str(State.NEW),
        channel=str(filing.channel),
        is_named=filing.is_named,
        concerns_front=filing.concerns_front,
        field_id=filing.field_id,
        counter_id=filing.counter_id,
        received_on=received_on,
        clock=str(Clock.TRIAGE),
        clock_since=deadline.since,
        due_on=deadline.due_on,
        first_due_on=deadline.first_due_on,
        contests=0,
        receipt_print=data_key.print_of(identity.receipt, purpose=RECEIPT_PURPOSE),
    )


def _store_words(connection: Connection, complaint_id: bytes, filing: Filing) -> bytes:
    """Store what was written, and return the key it is sealed under."""
    key, wrapped = sealing.new_key()
    own = {"complaint_id": complaint_id, "unit_id": filing.unit_id}
    connection.execute(insert(ComplaintKey), {**own, "key": wrapped})
    connection.execute(
        insert(ComplaintText),
        [
            {**own, "part": str(part), "sealed": sealing.seal(key, text)}
            for part, text in filing.parts().items()
        ],
    )
    words = sealed_words.search_words((filing.what, filing.where, filing.wish))
    if words:
        connection.execute(insert(ComplaintWord), [{**own, "word": word} for word in sorted(words)])
    return key


def _tidied(filing: Filing) -> Filing:
    return replace(
        filing,
        what=_tidy(filing.what),
        where=_tidy(filing.where),
        when=_tidy(filing.when),
        wish=_tidy(filing.wish),
        name=_tidy(filing.name),
        phone=plain_phone(_tidy(filing.phone)),
        email=_tidy(filing.email),
    )


def _tidy(text: str) -> str:
    return tidy(text).strip()
