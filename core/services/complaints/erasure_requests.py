"""Requests for erasure or correction: asked with the receipt code, decided by one, confirmed by another."""

import json
import logging
import secrets
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.db import UNAVAILABLE, release, write_session
from core.domain.access import Permission, Scope
from core.domain.complaints import clocks
from core.domain.complaints.clocks import Clock
from core.domain.complaints.erasing import (
    UNFINISHED,
    ErasureRefused,
    RequestState,
    Wish,
    check_first,
    check_second,
    parts_gone,
)
from core.domain.complaints.filing import Part
from core.domain.submission import StorageUnavailable
from core.models import Complaint, ComplaintKey, ErasureRequest
from core.queries import calendar
from core.queries.complaints import erasures
from core.queries.complaints import sealed as sealed_words
from core.services import audit, locks
from core.services.complaints import erasing, moving, sealing
from core.services.complaints.moving import UnknownCase

log = logging.getLogger("langnghe")


def ask(receipt: str, wish: Wish, texts: Mapping[Part, str] | None = None) -> None:
    """Take a request of whoever holds a receipt code (as `receipts.normalise` writes it), with its own clock.

    `texts` is what is to stand instead. Raise UnknownCase; ErasureRefused `asked_already` or `erased_already`;
    StorageUnavailable when the disk fails: then nothing is stored.
    """
    try:
        with write_session() as session:
            locks.file_complaint(session.connection())
            case = moving.of_receipt(session, receipt)
            _add(session, case, wish, texts or {})
    except (*UNAVAILABLE, OSError) as error:
        log.error("a request for erasure could not be stored: %s", type(error).__name__)
        raise StorageUnavailable("storage_unavailable") from error
    # The page that answers was read from before this was written, and shall show it.
    release()


def decide(scope: Scope, request_id: bytes, *, is_granted: bool, reason: str, actor: str) -> None:
    """Take the first decision; nothing is erased before a second person confirms it.

    Raise UnknownCase for what this person may not know of, ErasureRefused as `check_first` says.
    """
    with write_session() as session:
        locks.file_complaint(session.connection())
        request, case = _found(session, scope, request_id)
        check_first(scope.role, RequestState(request.state), is_granted=is_granted, reason=reason.strip())
        request.is_granted, request.decided_by = is_granted, scope.account_id
        request.decided_on, request.state = clock.today(), str(RequestState.CONFIRMING)
        key = _key(session, case)
        request.reason = sealing.seal(key, reason.strip()) if reason.strip() and key else None
        _record(session, case, request, "case.erasure_decide", actor)


def confirm(scope: Scope, request_id: bytes, *, actor: str) -> None:
    """Confirm another person's decision: what was granted is erased or replaced now. Raise as `decide` does."""
    with write_session() as session:
        locks.file_complaint(session.connection())
        request, case = _found(session, scope, request_id)
        _check_second(scope, request)
        request.confirmed_by, request.confirmed_on = scope.account_id, clock.today()
        request.state = str(RequestState.DONE if request.is_granted else RequestState.REFUSED)
        session.flush()
        _record(session, case, request, "case.erasure_confirm", actor)
        if request.is_granted:
            _carry_out(session, case, request)
            erasing.list_grew(session.connection())
        # Twice the same words would stay behind when only the contact is erased later; refused words serve nobody.
        request.sealed = None


def send_back(scope: Scope, request_id: bytes, *, actor: str) -> None:
    """Disagree with another person's decision: it has to be taken anew. Raise as `decide` does."""
    with write_session() as session:
        locks.file_complaint(session.connection())
        request, case = _found(session, scope, request_id)
        _check_second(scope, request)
        _record(session, case, request, "case.erasure_return", actor)
        request.state, request.reason = str(RequestState.OPEN), None
        request.is_granted = request.decided_by = request.decided_on = None


def _add(session: Session, case: Complaint, wish: Wish, texts: Mapping[Part, str]) -> None:
    unfinished = select(ErasureRequest.id).where(
        ErasureRequest.complaint_id == case.id,
        ErasureRequest.state.in_([str(state) for state in UNFINISHED]),
    )
    if session.scalar(unfinished.limit(1)) is not None:
        raise ErasureRefused("asked_already")
    key = _key(session, case)
    if key is None:
        raise ErasureRefused("erased_already")
    said = json.dumps({str(part): text for part, text in texts.items()}, ensure_ascii=False)
    deadline = clocks.begin(calendar.work(session, case.unit_id), Clock.ERASURE, clock.today())
    session.add(
        ErasureRequest(
            id=secrets.token_bytes(16),
            complaint_id=case.id,
            unit_id=case.unit_id,
            wish=str(wish),
            state=str(RequestState.OPEN),
            asked_on=clock.today(),
            due_on=deadline.due_on,
            sealed=sealing.seal(key, said) if wish is Wish.WORDS else None,
        )
    )


def _found(session: Session, scope: Scope, request_id: bytes) -> tuple[ErasureRequest, Complaint]:
    scope.require(Permission.FOLLOW_CASES)
    row = session.execute(
        select(ErasureRequest, Complaint)
        .join(Complaint, Complaint.id == ErasureRequest.complaint_id)
        .where(ErasureRequest.id == request_id, erasures.visible(session, scope))
    ).one_or_none()
    if row is None:
        raise UnknownCase("unknown_case")
    return row.ErasureRequest, row.Complaint


def _check_second(scope: Scope, request: ErasureRequest) -> None:
    check_second(
        scope.role,
        RequestState(request.state),
        decided_by=request.decided_by,
        account_id=scope.account_id,
    )


def _carry_out(session: Session, case: Complaint, request: ErasureRequest) -> None:
    who = {"decided_by": request.decided_by or 0, "confirmed_by": request.confirmed_by or 0}
    key = _key(session, case)
    if key is None:
        # A retention period ended meanwhile: there is nothing left to erase.
        return
    match Wish(request.wish):
        case Wish.ALL:
            erasing.everything(session, case, **who)
        case Wish.CONTACT:
            erasing.contact(session, case, parts_gone(Wish.CONTACT), **who)
        case Wish.WORDS:
            erasing.replace(session, case, wished(key, request.sealed), **who)


def wished(key: bytes, content: bytes | None) -> dict[Part, str]:
    """Return what is to stand instead, by part."""
    if content is None:
        return {}
    return {Part(part): text for part, text in json.loads(sealed_words.unseal(key, content)).items()}


def _key(session: Session, case: Complaint) -> bytes | None:
    wrapped = session.scalar(select(ComplaintKey.key).where(ComplaintKey.complaint_id == case.id))
    return sealed_words.unwrap(wrapped) if wrapped is not None else None


def _record(session: Session, case: Complaint, request: ErasureRequest, action: str, actor: str) -> None:
    """Write the act down: what was wished and decided, and not a word of the case."""
    session.flush()
    audit.record(
        session.connection(),
        actor=actor,
        action=action,
        unit_id=case.unit_id,
        facts={"case": case.register, "wish": request.wish, "granted": request.is_granted},
    )
