"""Enrolment: a phrase from the desk, typed once, makes a device's key the key of a counter's tablet or a phone."""

import hmac
from dataclasses import dataclass

from sqlalchemy import select

from core import clock
from core.db import write_session
from core.domain.tablet import TabletRefused, TabletState
from core.models import Tablet
from core.services import audit, locks
from core.services.kiosk import display_keys, signatures
from core.services.kiosk.phrases import phrase_hash


@dataclass(frozen=True)
class Enrolled:
    """What a tablet learns once: its number and the key of the changing code."""

    tablet_id: int
    display_key: bytes


def enrol(phrase: str, public_key: bytes) -> Enrolled:
    """Pair the holder of a key with the counter a phrase was made for; the same request again has the same answer.

    Raise TabletRefused `unknown_phrase` (wrong, expired or used by another device) or `bad_key`.
    """
    if not signatures.is_point(public_key):
        raise TabletRefused("bad_key")
    with write_session() as session:
        # As the desk changes tablets: one that is revoked meanwhile must not become a replaced one.
        locks.set_up_places(session.connection())
        tablet = session.scalars(
            select(Tablet).where(Tablet.phrase_hash == phrase_hash(phrase)).with_for_update()
        ).one_or_none()
        if tablet is None or tablet.phrase_expires_at is None or tablet.phrase_expires_at <= clock.now():
            raise TabletRefused("unknown_phrase")
        if tablet.state == TabletState.WAITING:
            _begin(tablet, public_key)
            if tablet.replaces_id is not None:
                _retire(session.get_one(Tablet, tablet.replaces_id))
            session.flush()
            audit.record(
                session.connection(),
                actor=f"may-tinh-bang-{tablet.id}",
                action="tablet.enrol",
                unit_id=tablet.unit_id,
                facts=_facts(tablet),
            )
        elif tablet.state != TabletState.ACTIVE or not hmac.compare_digest(
            tablet.public_key or b"", public_key
        ):
            raise TabletRefused("unknown_phrase")
        return Enrolled(tablet.id, display_keys.unwrap(tablet.display_key))


def _facts(tablet: Tablet) -> dict[str, int | None]:
    if tablet.round_id is not None:
        return {"tablet": tablet.id, "round": tablet.round_id}
    return {"tablet": tablet.id, "counter": tablet.counter_id}


def _begin(tablet: Tablet, public_key: bytes) -> None:
    tablet.public_key = public_key
    tablet.enrolled_at = clock.now()
    tablet.state = TabletState.ACTIVE


def _retire(old: Tablet) -> None:
    """End the tablet that is replaced. What it still holds counts, unless it was revoked."""
    if old.state in (TabletState.ACTIVE, TabletState.WAITING):
        old.state = TabletState.RETIRED
        old.ended_at = clock.now()
