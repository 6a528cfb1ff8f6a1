"""Pairing: the phrase a device is paired by, and the one that waits to take over from another."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core import clock
from core.domain.tablet import PHRASE_LIFETIME, TabletState
from core.models import Tablet
from core.services.kiosk.phrases import new_phrase, phrase_hash
from core.services.places.changing import Change, PlaceRefused

#: States of a device that works or is to work.
STANDING = (TabletState.WAITING, TabletState.ACTIVE)


@dataclass(frozen=True)
class Pairing:
    """A phrase that is to be typed on a device, shown this once, and until when it may be."""

    tablet_id: int
    phrase: str
    expires_at: datetime


def give_phrase(change: Change, tablet: Tablet) -> Pairing:
    """Draw a phrase nobody else waits for; the one before is void."""
    phrase = new_phrase()
    while change.session.scalar(select(Tablet.id).where(Tablet.phrase_hash == phrase_hash(phrase))):
        phrase = new_phrase()
    tablet.phrase_hash = phrase_hash(phrase)
    tablet.phrase_expires_at = clock.now() + PHRASE_LIFETIME
    change.session.flush()
    return Pairing(tablet.id, phrase, tablet.phrase_expires_at)


def successor(change: Change, old: Tablet) -> Tablet | None:
    """Return the device that waits to take over; raise PlaceRefused `replaced_already` where one has done so."""
    found = change.session.scalars(
        select(Tablet).where(Tablet.replaces_id == old.id).order_by(Tablet.id.desc()).with_for_update()
    ).all()
    for tablet in found:
        if tablet.state == TabletState.WAITING:
            return tablet
        if tablet.enrolled_at is not None:
            raise PlaceRefused("replaced_already", name=tablet.name)
    return None


def distrust(tablet: Tablet) -> None:
    """Trust a device no longer; raise PlaceRefused `tablet_ended` where that was said before.

    One that was replaced can be revoked too: it may still hold answers, and be in somebody else's hands.
    """
    if tablet.state == TabletState.REVOKED:
        raise PlaceRefused("tablet_ended")
    tablet.state = str(TabletState.REVOKED)
    tablet.ended_at = tablet.ended_at or clock.now()
    tablet.phrase_hash = tablet.phrase_expires_at = None


def require_free_name(
    change: Change, name: str, *, except_ids: set[int | None], round_id: int | None = None
) -> None:
    """Raise PlaceRefused `name_taken` where another device at work beside it is called so.

    Beside a tablet are the tablets at the unit's counters, beside a phone those of its survey round: phones of a round
    that is over stay at work until they have handed over what they hold.
    """
    taken = change.session.scalars(
        select(Tablet.id).where(
            Tablet.unit_id == change.unit_id,
            Tablet.round_id.is_not_distinct_from(round_id),
            Tablet.name == name,
            Tablet.state.in_(STANDING),
        )
    )
    if set(taken) - except_ids:
        raise PlaceRefused("name_taken", name=name)
