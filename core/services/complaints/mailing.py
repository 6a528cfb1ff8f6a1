"""Mailing: takes a citizen's own consent to be told by mail, and sends what the outbox noted (news.py).

At least once, and once as a rule: what was told is written down right after the server has the mail, and a mail that
goes out again because the worker died in between carries the same Message-ID.
"""

import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from core import clock, config
from core.db import UNAVAILABLE, db, write, write_session
from core.domain.access import SYSTEM
from core.domain.complaints.course import State
from core.domain.errors import DomainError
from core.domain.mail_address import is_address
from core.domain.submission import StorageUnavailable
from core.models import ComplaintEvent, ComplaintKey, ComplaintMail
from core.queries.complaints import mailing, sealed
from core.queries.complaints.mailing import Waiting
from core.reports import case_mail
from core.services import locks, mail_server
from core.services.complaints import moving, news, sealing, together

log = logging.getLogger("langnghe")

_STOP_BYTES = 16


class WishRefused(DomainError):
    """Nobody can be told by mail of this case, or not at this address: `address`, `closed`, `erased`, `not_offered`."""


def ask(receipt: str, address: str) -> None:
    """Take the wish of a receipt's holder to be told at an address; a new one replaces the one before.

    Raise UnknownCase, WishRefused; StorageUnavailable when the disk fails: then nothing is stored.
    """
    if not news.is_offered():
        raise WishRefused("not_offered")
    if not is_address(address):
        raise WishRefused("address")
    with _storing() as session:
        locks.file_complaint(session.connection())
        case = moving.of_receipt(session, receipt)
        if together.course_of(session, case).state == str(State.CLOSED):
            raise WishRefused("closed")
        key = _key_of(session, case.id)
        word = secrets.token_urlsafe(_STOP_BYTES)
        news.forget(session.connection(), case.id)
        session.add(
            ComplaintMail(
                complaint_id=case.id,
                unit_id=case.unit_id,
                since=clock.today(),
                sealed=sealing.seal(key, f"{word} {address}"),
                stop_print=mailing.stop_print(word),
                told=_last_line(session, case.id),
            )
        )


def stop(receipt: str) -> None:
    """Take the wish back: the address is gone, what waits is not sent. Raise UnknownCase, StorageUnavailable."""
    with _storing() as session:
        case = moving.of_receipt(session, receipt)
        news.forget(session.connection(), case.id)


def stop_by_word(word: str) -> None:
    """Take back the wish a mail belongs to; nothing happens for a word that stops nothing any more."""
    stored = mailing.stop_print(word)
    with _storing() as session:
        session.execute(delete(ComplaintMail).where(ComplaintMail.stop_print == stored))


@contextmanager
def _storing() -> Iterator[Session]:
    """Open a transaction for a citizen; raise StorageUnavailable when the disk fails."""
    try:
        with write_session() as session:
            yield session
    except (*UNAVAILABLE, OSError) as error:
        log.error("a wish about mails could not be stored: %s", type(error).__name__)
        raise StorageUnavailable("storage_unavailable") from error


def _key_of(session: Session, complaint_id: bytes) -> bytes:
    wrapped = session.scalar(select(ComplaintKey.key).where(ComplaintKey.complaint_id == complaint_id))
    try:
        return sealed.unwrap(wrapped)
    except sealed.Erased:
        raise WishRefused("erased") from None


def _last_line(session: Session, complaint_id: bytes) -> int:
    last = select(func.max(ComplaintEvent.number)).where(ComplaintEvent.complaint_id == complaint_id)
    return session.scalar(last) or 0


def deliver(payload: dict[str, Any]) -> None:
    """Send what waits for a case; nothing for what was taken back, erased, or told already.

    Raise TryLater or ServerAway (core/services/mail_server.py).
    """
    complaint_id = bytes.fromhex(payload["case"])
    waiting = _waiting(complaint_id)
    settings = config.current()
    if waiting is None or settings.mail is None:
        return
    told = case_mail.Told(
        address=waiting.address,
        sender=settings.mail.sender,
        commune=waiting.commune,
        follow_url=f"{settings.public_url}/tra-cuu",
        stop_url=f"{settings.public_url}/tra-cuu/thoi-bao/{waiting.stop}",
        news=f"{waiting.stop}/{waiting.number}",
        moment=clock.local(clock.now()),
    )
    try:
        mail_server.send(case_mail.letter(told))
    except mail_server.Refused as refusal:
        log.error("a mail was refused for good: %s", refusal)
        _note_told(complaint_id, waiting, has_failed=True)
        return
    _note_told(complaint_id, waiting)


def give_up(payload: dict[str, Any]) -> None:
    """Write down that a mail could not be delivered, for the page of the case; the wish stays."""
    complaint_id = bytes.fromhex(payload["case"])
    log.error("a mail was given up")
    if waiting := _waiting(complaint_id):
        _note_told(complaint_id, waiting, has_failed=True)


def _waiting(complaint_id: bytes) -> Waiting | None:
    """Read what is to be sent, and hold no transaction while the server is spoken with."""
    found = mailing.waiting(SYSTEM, complaint_id)
    db.session.rollback()
    return found


def _note_told(complaint_id: bytes, waiting: Waiting, *, has_failed: bool = False) -> None:
    """Write down what was told; an address that has served its last time is forgotten."""
    own = ComplaintMail.complaint_id == complaint_id
    with write() as connection:
        if waiting.is_closed:
            news.forget(connection, complaint_id)
            return
        failed_on = clock.today() if has_failed else None
        connection.execute(update(ComplaintMail).where(own).values(told=waiting.number, failed_on=failed_on))
