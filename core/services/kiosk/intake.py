"""Intake: takes what a tablet hands over, so that one bad item never stops the others (docs/promises.md D30)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, select

from core import clock
from core.db import db, write
from core.domain.errors import DomainError
from core.domain.submission import (
    Channel,
    Outcome,
    RevisionConflict,
    StorageUnavailable,
    SubmissionDraft,
    Tier,
)
from core.domain.tablet import (
    CLOCK_TOLERANCE,
    DeviceClock,
    Given,
    HeldReason,
    ItemOutcome,
    SealedItem,
    TabletState,
    given_at,
)
from core.domain.tablet_answer import OWN_HAND, Malformed, TabletAnswer, read
from core.models import DutyEntry, InboxRevision, Submission, TabletContact, Touchpoint
from core.services import locks, numbered
from core.services.kiosk import devices, envelopes, holding, interviews, ledger, signatures
from core.services.kiosk.devices import Device

_OUTCOMES = {
    Outcome.ACCEPTED: ItemOutcome.ACCEPTED,
    Outcome.DUPLICATE: ItemOutcome.DUPLICATE,
    Outcome.SETTLED: ItemOutcome.SETTLED,
}


@dataclass(frozen=True)
class ItemResult:
    """What the tablet is told about one item."""

    item: SealedItem
    outcome: ItemOutcome
    reason: str = ""


def take(unit_id: int, device_clock: DeviceClock, item: SealedItem) -> ItemResult:
    """Take one item and say what became of it; what is said to be accepted is on disk (docs/promises.md P1).

    It may come from another tablet of the same unit: a successor hands over what its predecessor left behind. An
    interview may come from anywhere: a phone lent to another office's round brings what it holds of the one before,
    and everything about it (place, ledger, what is kept aside) is its owner's, whose signature it carries.
    Raise StorageUnavailable when the disk fails; then nothing of it is stored.
    """
    now = clock.now()
    owner = devices.find(item.device)
    if owner is None or (owner.unit_id != unit_id and owner.round_id is None):
        return ItemResult(item, ItemOutcome.REFUSED, "unknown_device")
    if not signatures.fits(owner.public_key, item.signature, item.signed_text):
        return ItemResult(item, ItemOutcome.REFUSED, "bad_signature")
    if owner.state is TabletState.REVOKED:
        return hold(item, owner.unit_id, HeldReason.REVOKED)
    try:
        answer = read(envelopes.open_envelope(item.envelope))
    except (envelopes.Unopenable, Malformed):
        return ItemResult(item, ItemOutcome.REFUSED, "unreadable")
    try:
        receipt = _accept(owner, device_clock, item, answer, now)
    except (RevisionConflict, ledger.NumberTaken):
        return hold(item, owner.unit_id, HeldReason.CONFLICT)
    except interviews.OutsideRound:
        return hold(item, owner.unit_id, HeldReason.REFUSED)
    except StorageUnavailable:
        raise
    except DomainError as error:
        return ItemResult(item, ItemOutcome.REFUSED, error.code)
    return ItemResult(item, receipt)


def hold(item: SealedItem, unit_id: int, reason: HeldReason) -> ItemResult:
    """Keep an item aside, sealed as it came, and its number in the ledger where that is free."""
    with write() as connection:
        # A number noted while settling folds the ledger would be forgotten with those that are folded.
        locks.enter_inbox(connection, item.mark)
        is_new = holding.keep(connection, item, unit_id, reason)
        if is_new and reason is not HeldReason.CONFLICT:
            ledger.note_if_free(connection, item, unit_id)
    return ItemResult(item, ItemOutcome.HELD, str(reason))


def _accept(
    owner: Device, device_clock: DeviceClock, item: SealedItem, answer: TabletAnswer, now: datetime
) -> ItemOutcome:
    given = _given(owner, device_clock, item, answer, now)
    is_interview = owner.round_id is not None
    draft = interviews.draft(owner, answer, given) if is_interview else _draft(owner, answer, given)
    submission_id = sha256(answer.secret).digest()[:16]

    def along(connection: Connection) -> None:
        is_known = _is_known(connection, submission_id)
        # What is stored stays stored: only whoever brings it for the first time can be too late.
        if owner.round_id is not None and not is_known:
            interviews.require_open(connection, owner.round_id, draft.day)
        ledger.note(connection, item, owner.unit_id, is_known=is_known)

    return _OUTCOMES[numbered.accept(draft, answer.revision, along=along).outcome]


def _draft(owner: Device, answer: TabletAnswer, given: Given) -> SubmissionDraft:
    """Return an answer given at a counter as it is handed in."""
    place = _place(owner, answer)
    return SubmissionDraft(
        secret=answer.secret,
        touchpoint_id=answer.touchpoint_id,
        version_id=answer.version_id,
        day=clock.local(given.moment).date(),
        channel=Channel.TABLET,
        tier=Tier.B,
        answers=answer.answers,
        field_id=answer.field_id,
        duty_entry_id=_duty(answer, place, given.moment),
        is_officer_disclaimed=answer.is_disclaimed or answer.pressed_by not in OWN_HAND,
        comment=answer.comment,
        texts=answer.texts,
        seconds_to_answer=answer.seconds,
        is_clock_doubtful=given.is_doubtful,
    )


def _is_known(connection: Connection, submission_id: bytes) -> bool:
    rows = select(InboxRevision.id).where(InboxRevision.id == submission_id)
    settled = select(Submission.id).where(Submission.id == submission_id)
    return connection.execute(rows.union_all(settled)).first() is not None


def _given(
    owner: Device, device_clock: DeviceClock, item: SealedItem, answer: TabletAnswer, now: datetime
) -> Given:
    """Return when it was given: between enrolment and now, and on the right side of the last heartbeat."""
    earliest, latest = owner.enrolled_at, now
    heard = db.session.execute(
        select(TabletContact.at, TabletContact.next_number).where(TabletContact.tablet_id == owner.id)
    ).one_or_none()
    if heard is not None and item.number < heard.next_number:
        latest = min(latest, heard.at)
    elif heard is not None:
        earliest = max(earliest, heard.at)
    earliest = min(earliest, latest)
    return given_at(
        answer.wall,
        answer.epoch,
        answer.guess,
        device=device_clock,
        now=now,
        earliest=earliest,
        latest=latest,
    )


def _place(owner: Device, answer: TabletAnswer) -> Touchpoint:
    """Return the touchpoint the answer was given at; refuse one that is not a counter of the tablet's office."""
    if answer.hamlet is not None:
        raise Malformed("foreign_hamlet", hamlet=answer.hamlet)
    place = db.session.get(Touchpoint, answer.touchpoint_id)
    if place is None or place.unit_id != owner.unit_id or place.counter_id is None:
        raise Malformed("foreign_touchpoint", touchpoint=answer.touchpoint_id)
    return place


def _duty(answer: TabletAnswer, place: Touchpoint, moment: datetime) -> int | None:
    """Return the duty entry the citizen saw; None when it was not of that counter and time (docs/decisions/0024)."""
    if answer.duty_entry_id is None:
        return None
    entry = db.session.get(DutyEntry, answer.duty_entry_id)
    if entry is None or entry.counter_id != place.counter_id:
        return None
    if entry.replaced_at is not None and entry.replaced_at <= entry.starts_at:
        # It never stood, so nobody could put it right by a correction (docs/decisions/0020).
        return None
    is_then = entry.starts_at - CLOCK_TOLERANCE <= moment < entry.ends_at + CLOCK_TOLERANCE
    return entry.id if is_then else None
