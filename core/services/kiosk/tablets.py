"""Tablets as the desk changes them: makes one that waits for its phrase, sets it up, replaces it, revokes it."""

from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy import select

from core import clock
from core.domain.access import Permission, Scope
from core.domain.office import TouchpointKind
from core.domain.tablet import Mode, TabletState
from core.models import Counter, Tablet, Touchpoint
from core.services.kiosk import display_keys, pins
from core.services.kiosk.explaining import explain_hole
from core.services.kiosk.pairing import (
    STANDING,
    Pairing,
    distrust,
    give_phrase,
    require_free_name,
    successor,
)
from core.services.places.amending import amend
from core.services.places.changing import Change, PlaceRefused, UnknownPlace, changing


@dataclass(frozen=True)
class TabletFacts:
    """What the desk decides about a tablet."""

    counter_id: int
    name: str
    mode: Mode
    reads_aloud: bool
    asks_comment: bool


def add(scope: Scope, unit_id: int, facts: TabletFacts, *, pin: str, actor: str) -> Pairing:
    """Make a tablet that waits for its phrase. Raise PlaceRefused `name_taken`, `counter_closed` or `no_code`."""
    salt = pins.new_salt()
    pin_hash = pins.hash_pin(pin, salt)
    with _changing(scope, unit_id, actor) as change:
        _check(change, facts, except_ids=set())
        tablet = Tablet(
            id=change.next_id(Tablet),
            unit_id=unit_id,
            counter_id=facts.counter_id,
            name=facts.name,
            state=str(TabletState.WAITING),
            mode=str(facts.mode),
            reads_aloud=facts.reads_aloud,
            asks_comment=facts.asks_comment,
            pin_salt=salt,
            pin_hash=pin_hash,
            display_key=display_keys.new(),
            made_at=clock.now(),
        )
        change.session.add(tablet)
        pairing = give_phrase(change, tablet)
        change.note("tablet.add", tablet=tablet.id, counter=facts.counter_id, name=facts.name)
    return pairing


def new_phrase(scope: Scope, unit_id: int, tablet_id: int, *, actor: str) -> Pairing:
    """Draw another phrase for a tablet that still waits; the one before is void. Raise PlaceRefused `paired`."""
    with _changing(scope, unit_id, actor) as change:
        tablet = _find(change, tablet_id)
        if tablet.state != TabletState.WAITING:
            raise PlaceRefused("paired")
        pairing = give_phrase(change, tablet)
        change.note("tablet.new_phrase", tablet=tablet_id)
    return pairing


def set_up(
    scope: Scope, unit_id: int, tablet_id: int, facts: TabletFacts, *, pin: str | None, actor: str
) -> bool:
    """Change what a tablet shows and where it stands; it follows within five minutes. Was anything changed?

    Without a PIN the one it has stays. Raise PlaceRefused `tablet_ended`, `name_taken`, `counter_closed` or `no_code`.
    """
    salt = pins.new_salt()
    pin_hash = pins.hash_pin(pin, salt) if pin else None
    with _changing(scope, unit_id, actor) as change:
        tablet = _standing(change, tablet_id)
        _check(change, facts, except_ids={tablet.id, tablet.replaces_id})
        changed = amend(
            tablet,
            counter_id=facts.counter_id,
            name=facts.name,
            mode=str(facts.mode),
            reads_aloud=facts.reads_aloud,
            asks_comment=facts.asks_comment,
        )
        if pin_hash:
            tablet.pin_salt, tablet.pin_hash = salt, pin_hash
        if not changed and not pin_hash:
            return False
        change.note("tablet.set_up", tablet=tablet_id, new_pin=bool(pin_hash), **changed)
    return True


def replace(scope: Scope, unit_id: int, tablet_id: int, *, actor: str) -> Pairing:
    """Make the tablet that takes over a broken or revoked one's place, with the same settings and PIN.

    The old one goes on until the new one is paired. Asked again before that, the same new one gets another phrase.
    Raise PlaceRefused `replaced_already`, `not_paired`, `counter_closed` or `no_code`.
    """
    with _changing(scope, unit_id, actor) as change:
        old = _find(change, tablet_id)
        if old.state == TabletState.WAITING:
            raise PlaceRefused("not_paired")
        new = successor(change, old)
        _check_counter(change, old.counter_id or 0)
        if new is None:
            new = Tablet(
                id=change.next_id(Tablet),
                unit_id=unit_id,
                counter_id=old.counter_id,
                name=old.name,
                state=str(TabletState.WAITING),
                mode=old.mode,
                reads_aloud=old.reads_aloud,
                asks_comment=old.asks_comment,
                pin_salt=old.pin_salt,
                pin_hash=old.pin_hash,
                display_key=display_keys.new(),
                replaces_id=old.id,
                made_at=clock.now(),
            )
            change.session.add(new)
        pairing = give_phrase(change, new)
        change.note("tablet.replace", tablet=old.id, successor=new.id)
    return pairing


def revoke(scope: Scope, unit_id: int, tablet_id: int, *, reason: str, actor: str) -> None:
    """Trust a tablet no longer: what it sends from now on is kept aside. Raise PlaceRefused `tablet_ended`.

    One that was replaced can be revoked too: it may still hold answers, and be in somebody else's hands.
    """
    with _changing(scope, unit_id, actor) as change:
        distrust(_find(change, tablet_id))
        change.note("tablet.revoke", tablet=tablet_id, reason=reason)


def explain(
    scope: Scope, unit_id: int, tablet_id: int, first_number: int, *, explanation: str, actor: str
) -> None:
    """Say why numbers are missing; an earlier explanation stays in the audit chain. Raise UnknownPlace."""
    with _changing(scope, unit_id, actor) as change:
        tablet = _find(change, tablet_id)
        explain_hole(change, tablet, first_number, explanation=explanation, action="tablet.explain")


def _changing(scope: Scope, unit_id: int, actor: str) -> AbstractContextManager[Change]:
    return changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_TABLETS)


def _find(change: Change, tablet_id: int) -> Tablet:
    """Return a tablet at a counter of this unit, which nobody pairs meanwhile; phones belong to their rounds."""
    tablet = change.session.get(Tablet, tablet_id, with_for_update=True)
    if tablet is None or tablet.unit_id != change.unit_id or tablet.counter_id is None:
        raise UnknownPlace("unknown_place", kind="tablet", id=tablet_id)
    return tablet


def _standing(change: Change, tablet_id: int) -> Tablet:
    tablet = _find(change, tablet_id)
    if tablet.state not in STANDING:
        raise PlaceRefused("tablet_ended")
    return tablet


def _check(change: Change, facts: TabletFacts, *, except_ids: set[int | None]) -> None:
    _check_counter(change, facts.counter_id)
    require_free_name(change, facts.name, except_ids=except_ids)


def _check_counter(change: Change, counter_id: int) -> None:
    """A tablet speaks for its counter's code: without one there is nothing its answers could belong to."""
    counter = change.find(Counter, counter_id)
    if not counter.is_open:
        raise PlaceRefused("counter_closed", name=counter.name)
    code = change.session.scalar(
        select(Touchpoint.id)
        .where(
            Touchpoint.counter_id == counter_id,
            Touchpoint.kind == TouchpointKind.COUNTER,
            Touchpoint.revoked_at.is_(None),
            Touchpoint.replaced_by_id.is_(None),
        )
        .limit(1)
    )
    if code is None:
        raise PlaceRefused("no_code", name=counter.name)
