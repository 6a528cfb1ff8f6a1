"""What is kept aside, and the Front's word about it; and the shelf a tablet's staff brought as a file."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import Connection, CursorResult, select, update

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.errors import DomainError
from core.domain.questionnaire import AnswerRefused
from core.domain.submission import Channel, StorageUnavailable, SubmissionDraft, Tier
from core.domain.tablet import (
    DeviceClock,
    Given,
    HeldReason,
    ItemOutcome,
    SealedItem,
    TabletRefused,
    given_at,
)
from core.domain.tablet_answer import Malformed, TabletAnswer, read
from core.models import HeldItem, Tablet, Touchpoint
from core.services import numbered
from core.services.kiosk import devices, envelopes, intake, interviews
from core.services.kiosk.devices import Device
from core.services.places.changing import UnknownPlace, changing

#: What a shelf's file calls itself.
SHELF = "shelf/1"
#: A shelf knows nothing of the clock of the tablet it came from: each item's own guess is taken.
_NO_CLOCK = DeviceClock(sent_wall=0, epoch=-1, offsets={})
_LARGEST = 2**31 - 1
_MARK_BYTES = 32


@dataclass(frozen=True)
class ShelfImport:
    """What became of the items of a shelf. `held` ones wait for the Front; `refused` ones are not ours."""

    accepted: int
    duplicate: int
    held: int
    refused: int


def admit(scope: Scope, tablet_id: int, kind: HeldReason, *, reason: str, actor: str) -> int:
    """Let every waiting item of one device and kind count, without officer and in tier C; return how many did.

    Where it came from cannot be proven any more, so it proves no visit. What cannot be read or contradicts what is
    stored keeps waiting. Raise AccessDenied or UnknownPlace.
    """
    unit_id = _unit_of(scope, tablet_id)
    marks = []
    for row in _waiting(tablet_id, kind):
        try:
            answer = read(envelopes.open_envelope(row.envelope))
            _count(answer, row, unit_id)
        except StorageUnavailable:
            raise
        except (envelopes.Unopenable, DomainError):
            continue
        marks.append(row.mark)
    _decide(scope, unit_id, tablet_id, kind, marks, is_admitted=True, reason=reason, actor=actor)
    return len(marks)


def leave_out(scope: Scope, tablet_id: int, kind: HeldReason, *, reason: str, actor: str) -> int:
    """Say that the waiting items of one tablet and kind do not count; they stay, sealed. Return how many."""
    unit_id = _unit_of(scope, tablet_id)
    marks = [row.mark for row in _waiting(tablet_id, kind)]
    return _decide(scope, unit_id, tablet_id, kind, marks, is_admitted=False, reason=reason, actor=actor)


def import_shelf(scope: Scope, unit_id: int, content: bytes, *, actor: str) -> ShelfImport:
    """Take the items of a shelf's file, each once however often it is brought.

    What the rules refuse again is put aside for the Front, and what is no item at all stops no other. Raise
    TabletRefused `not_a_shelf`, AccessDenied or UnknownPlace.
    """
    scope.require(Permission.MANAGE_TABLETS)
    if not scope.sees(unit_id):
        raise UnknownPlace("unknown_place", kind="unit", id=unit_id)
    items = _items(content)
    known = set(db.session.scalars(select(HeldItem.mark).where(HeldItem.unit_id == unit_id)))
    counted = dict.fromkeys(("accepted", "duplicate", "held", "refused"), 0)
    for item in items:
        if item is None:
            counted["refused"] += 1
        else:
            counted["duplicate" if item.mark in known else _import(unit_id, item)] += 1
    with changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_TABLETS) as change:
        change.note("tablet.import", **counted)
    return ShelfImport(**counted)


def _import(unit_id: int, item: SealedItem) -> str:
    owner = devices.find(item.device)
    if owner is None or owner.unit_id != unit_id:
        # Whoever brings a file acts for one unit only.
        return "refused"
    result = intake.take(unit_id, _NO_CLOCK, item)
    if result.outcome is ItemOutcome.ACCEPTED:
        return "accepted"
    if result.outcome is ItemOutcome.REFUSED:
        if result.reason == "bad_signature":
            return "refused"
        intake.hold(item, unit_id, HeldReason.REFUSED)
        return "held"
    return "held" if result.outcome is ItemOutcome.HELD else "duplicate"


def _items(content: bytes) -> list[SealedItem | None]:
    """Return the items of a shelf, None for one that cannot be read: what was refused for that lies there too."""
    try:
        values = json.loads(content)
        if values["langnghe"] != SHELF or not isinstance(values["items"], list):
            raise TabletRefused("not_a_shelf")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise TabletRefused("not_a_shelf") from error
    found: list[SealedItem | None] = []
    for one in values["items"]:
        try:
            found.append(sealed_item(one))
        except Malformed:
            found.append(None)
    return found


def sealed_item(values: Any) -> SealedItem:
    """Return an item as our app writes it in JSON; raise Malformed."""
    try:
        device, number = values["device"], values["number"]
        previous, envelope, signature = (values[name] for name in ("previous", "envelope", "signature"))
    except (KeyError, TypeError) as error:
        raise Malformed("malformed") from error
    for whole in (device, number):
        if isinstance(whole, bool) or not isinstance(whole, int) or not 1 <= whole <= _LARGEST:
            raise Malformed("malformed")
    before = from_text(previous)
    if len(before) not in (0, _MARK_BYTES):
        raise Malformed("malformed")
    return SealedItem(
        device=device,
        number=number,
        previous=before,
        previous_text=previous,
        envelope=from_text(envelope),
        signature=from_text(signature),
    )


def from_text(text: Any) -> bytes:
    """Return what URL-safe Base64 without padding (RFC 4648) says; raise Malformed."""
    if not isinstance(text, str) or not text.isascii():
        raise Malformed("malformed")
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise Malformed("malformed") from error


def _unit_of(scope: Scope, tablet_id: int) -> int:
    scope.require(Permission.DECIDE_HELD)
    unit_id = db.session.scalar(select(Tablet.unit_id).where(Tablet.id == tablet_id))
    if unit_id is None or not scope.sees(unit_id):
        raise UnknownPlace("unknown_place", kind="tablet", id=tablet_id)
    return unit_id


def _waiting(tablet_id: int, kind: HeldReason) -> list[HeldItem]:
    return list(
        db.session.scalars(
            select(HeldItem)
            .where(
                HeldItem.tablet_id == tablet_id,
                HeldItem.reason == str(kind),
                HeldItem.is_admitted.is_(None),
            )
            .order_by(HeldItem.mark)
        )
    )


def _count(answer: TabletAnswer, row: HeldItem, unit_id: int) -> None:
    """Count one item that was put aside; an unknown field is left out, as its citizen may have skipped it."""
    place = db.session.get(Touchpoint, answer.touchpoint_id)
    owner = devices.find(row.tablet_id)
    if place is None or place.unit_id != unit_id or owner is None:
        raise Malformed("foreign_touchpoint", touchpoint=answer.touchpoint_id)
    given = _given(answer, row, owner)
    if owner.round_id is not None:
        interview = interviews.draft(owner, answer, given)
        numbered.accept(interview, answer.revision, along=_nothing_else)
        return
    if place.counter_id is None:
        raise Malformed("foreign_touchpoint", touchpoint=answer.touchpoint_id)
    for field_id in dict.fromkeys((answer.field_id, None)):
        draft = SubmissionDraft(
            secret=answer.secret,
            touchpoint_id=answer.touchpoint_id,
            version_id=answer.version_id,
            day=clock.local(given.moment).date(),
            channel=Channel.TABLET,
            tier=Tier.C,
            answers=answer.answers,
            field_id=field_id,
            is_officer_disclaimed=True,
            comment=answer.comment,
            texts=answer.texts,
            is_clock_doubtful=given.is_doubtful,
        )
        try:
            numbered.accept(draft, answer.revision, along=_nothing_else)
        except AnswerRefused:
            if field_id is None:
                raise
            continue
        return


def _given(answer: TabletAnswer, row: HeldItem, owner: Device) -> Given:
    """Return when it was given as far as anybody can tell: between enrolment and the day it was put aside."""
    last = datetime.combine(row.held_on + timedelta(days=1), time(), tzinfo=clock.OFFICE_ZONE)
    latest = max(owner.enrolled_at, min(clock.now(), last - timedelta(seconds=1)))
    return given_at(
        answer.wall,
        answer.epoch,
        answer.guess,
        device=_NO_CLOCK,
        now=clock.now(),
        earliest=owner.enrolled_at,
        latest=latest,
    )


def _nothing_else(_connection: Connection) -> None:
    """An item's number was written down when it was put aside."""


def _decide(
    scope: Scope,
    unit_id: int,
    tablet_id: int,
    kind: HeldReason,
    marks: list[bytes],
    *,
    is_admitted: bool,
    reason: str,
    actor: str,
) -> int:
    """Write the decision down, and return for how many items it holds."""
    decided = update(HeldItem).where(HeldItem.mark.in_(marks))
    if is_admitted:
        # They are stored now; sealed they would tell for ever which tablet an answer came from, and when.
        decided = decided.values(is_admitted=True, envelope=b"")
    else:
        # What somebody else has let count meanwhile does count.
        decided = decided.where(HeldItem.is_admitted.is_(None)).values(is_admitted=False)
    with changing(scope, unit_id, actor=actor, permission=Permission.DECIDE_HELD) as change:
        answers = cast(CursorResult[Any], change.session.execute(decided)).rowcount
        change.note(
            "tablet.admit" if is_admitted else "tablet.leave_out",
            tablet=tablet_id,
            kind=str(kind),
            answers=answers,
            reason=reason,
        )
    return answers
