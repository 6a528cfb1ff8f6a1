"""Interviewers' phones: added to a survey round, replaced and revoked by whoever manages the round."""

from contextlib import AbstractContextManager

from sqlalchemy import select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.tablet import Mode, TabletState
from core.models import SurveyRound, Tablet
from core.services.kiosk import display_keys, pins
from core.services.kiosk.explaining import explain_hole
from core.services.kiosk.pairing import Pairing, distrust, give_phrase, require_free_name, successor
from core.services.places.changing import Change, PlaceRefused, UnknownPlace, changing


def add(scope: Scope, round_id: int, name: str, *, pin: str, actor: str) -> Pairing:
    """Make a phone that waits for its phrase. Raise PlaceRefused `round_waits`, `round_closed` or `name_taken`."""
    salt = pins.new_salt()
    pin_hash = pins.hash_pin(pin, salt)
    with _changing(scope, round_id, actor) as change:
        _require_running(change, round_id)
        require_free_name(change, name, except_ids=set(), round_id=round_id)
        phone = _waiting(change, round_id, name=name, pin=(salt, pin_hash))
        pairing = give_phrase(change, phone)
        change.note("interviewer.add", tablet=phone.id, round=round_id, name=name)
    return pairing


def new_phrase(scope: Scope, round_id: int, phone_id: int, *, actor: str) -> Pairing:
    """Draw another phrase for a phone that still waits; the one before is void. Raise PlaceRefused `paired`."""
    with _changing(scope, round_id, actor) as change:
        phone = _find(change, round_id, phone_id)
        _require_running(change, round_id)
        if phone.state != TabletState.WAITING:
            raise PlaceRefused("paired")
        pairing = give_phrase(change, phone)
        change.note("interviewer.new_phrase", tablet=phone_id, round=round_id)
    return pairing


def replace(scope: Scope, round_id: int, phone_id: int, *, actor: str) -> Pairing:
    """Make the phone that takes over a broken or lost one's place, with the same name and PIN.

    The old one goes on until the new one is paired; what it still holds then, it sends and counts. Raise PlaceRefused
    `replaced_already`, `not_paired`, `round_waits` or `round_closed`.
    """
    with _changing(scope, round_id, actor) as change:
        old = _find(change, round_id, phone_id)
        _require_running(change, round_id)
        if old.state == TabletState.WAITING:
            raise PlaceRefused("not_paired")
        new = successor(change, old) or _waiting(
            change, round_id, name=old.name, pin=(old.pin_salt, old.pin_hash), replaces_id=old.id
        )
        pairing = give_phrase(change, new)
        change.note("interviewer.replace", tablet=old.id, successor=new.id, round=round_id)
    return pairing


def revoke(scope: Scope, round_id: int, phone_id: int, *, reason: str, actor: str) -> None:
    """Trust a phone no longer: what it sends from now on is kept aside. Raise PlaceRefused `tablet_ended`."""
    with _changing(scope, round_id, actor) as change:
        distrust(_find(change, round_id, phone_id))
        change.note("interviewer.revoke", tablet=phone_id, round=round_id, reason=reason)


def explain(
    scope: Scope, round_id: int, phone_id: int, first_number: int, *, explanation: str, actor: str
) -> None:
    """Say why numbers of a phone are missing; an earlier explanation stays in the audit chain. Raise UnknownPlace."""
    with _changing(scope, round_id, actor) as change:
        phone = _find(change, round_id, phone_id)
        explain_hole(
            change,
            phone,
            first_number,
            explanation=explanation,
            action="interviewer.explain",
            round=round_id,
        )


def _waiting(
    change: Change, round_id: int, *, name: str, pin: tuple[bytes, bytes], replaces_id: int | None = None
) -> Tablet:
    salt, pin_hash = pin
    phone = Tablet(
        id=change.next_id(Tablet),
        unit_id=change.unit_id,
        round_id=round_id,
        name=name,
        state=str(TabletState.WAITING),
        mode=str(Mode.INTERVIEW),
        reads_aloud=False,
        asks_comment=False,
        pin_salt=salt,
        pin_hash=pin_hash,
        display_key=display_keys.new(),
        replaces_id=replaces_id,
        made_at=clock.now(),
    )
    change.session.add(phone)
    return phone


def _changing(scope: Scope, round_id: int, actor: str) -> AbstractContextManager[Change]:
    scope.require(Permission.MANAGE_ROUNDS)
    unit_id = db.session.scalar(
        select(SurveyRound.unit_id).where(SurveyRound.id == round_id, SurveyRound.dropped_on.is_(None))
    )
    if unit_id is None:
        raise UnknownPlace("unknown_place", kind="survey_round", id=round_id)
    return changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_ROUNDS)


def _require_running(change: Change, round_id: int) -> None:
    """Questions and touchpoint of a round are fixed when it begins: before that a phone has nothing to ask."""
    survey = change.session.get_one(SurveyRound, round_id)
    if survey.begun_on is None:
        raise PlaceRefused("round_waits")
    if survey.closed_on is not None:
        raise PlaceRefused("round_closed")


def _find(change: Change, round_id: int, phone_id: int) -> Tablet:
    """Return a phone of this round, which nobody pairs meanwhile."""
    phone = change.session.get(Tablet, phone_id, with_for_update=True)
    if phone is None or phone.unit_id != change.unit_id or phone.round_id != round_id:
        raise UnknownPlace("unknown_place", kind="tablet", id=phone_id)
    return phone
