"""Devices: who speaks, shown by a signature of the tablet's own key; and what its heartbeat says."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from core import clock
from core.db import db, write
from core.domain.tablet import TabletRefused, TabletState
from core.models import Tablet, TabletContact
from core.services.kiosk import signatures

_LONGEST_VERSION = 20
_LARGEST = 2**31 - 1


@dataclass(frozen=True)
class Device:
    """A tablet that has shown who it is."""

    id: int
    unit_id: int
    #: Where it stands; None for an interviewer's phone, which belongs to a round instead.
    counter_id: int | None
    state: TabletState
    public_key: bytes
    enrolled_at: datetime
    round_id: int | None = None


@dataclass(frozen=True)
class Heartbeat:
    """What a tablet says about itself; `sent_wall` is its own clock in milliseconds since 1970."""

    beat: int
    sent_wall: int
    queue: int
    shelf: int
    next_number: int
    app_version: str
    battery: float | None
    is_charging: bool | None
    is_persistent: bool | None


def authenticate(device_id: int, signature: bytes, text: bytes, *, is_handing_over: bool = False) -> Device:
    """Return the tablet that signed this text; raise TabletRefused: unknown_device, bad_signature, revoked, retired.

    Who only hands over what it holds (`is_handing_over`) may be a phone that was replaced: the one that took its place
    is another device, in another hand, and cannot bring it.
    """
    device = find(device_id)
    if device is None:
        raise TabletRefused("unknown_device")
    if not signatures.fits(device.public_key, signature, text):
        raise TabletRefused("bad_signature")
    is_leaving = is_handing_over and device.round_id is not None and device.state is TabletState.RETIRED
    if device.state is not TabletState.ACTIVE and not is_leaving:
        raise TabletRefused(str(device.state))
    return device


def find(device_id: int) -> Device | None:
    """Return a tablet that was enrolled once, in whatever state it is; None when there is none."""
    row = db.session.execute(
        select(
            Tablet.id,
            Tablet.unit_id,
            Tablet.counter_id,
            Tablet.state,
            Tablet.public_key,
            Tablet.enrolled_at,
            Tablet.round_id,
        ).where(Tablet.id == device_id, Tablet.public_key.is_not(None))
    ).one_or_none()
    if row is None or row.public_key is None or row.enrolled_at is None:
        return None
    return Device(
        row.id,
        row.unit_id,
        row.counter_id,
        TabletState(row.state),
        row.public_key,
        row.enrolled_at,
        row.round_id,
    )


def hear(device: Device, said: Heartbeat) -> None:
    """Keep what a heartbeat says; one that is older than what is known changes nothing."""
    now = clock.now()
    ahead = round(said.sent_wall / 1000 - now.timestamp())
    values = {
        "unit_id": device.unit_id,
        "at": now,
        "beat": said.beat,
        "queue": said.queue,
        "shelf": said.shelf,
        "next_number": said.next_number,
        "app_version": said.app_version[:_LONGEST_VERSION],
        "clock_ahead": max(-_LARGEST, min(_LARGEST, ahead)),
        "battery": None if said.battery is None else round(100 * said.battery),
        "is_charging": said.is_charging,
        "is_persistent": said.is_persistent,
    }
    with write() as connection:
        # Two heartbeats of one tablet come one after the other.
        connection.execute(select(Tablet.id).where(Tablet.id == device.id).with_for_update())
        known = connection.scalar(select(TabletContact.beat).where(TabletContact.tablet_id == device.id))
        if known is None:
            connection.execute(insert(TabletContact), {"tablet_id": device.id, **values})
        elif said.beat > known:
            connection.execute(
                update(TabletContact).where(TabletContact.tablet_id == device.id).values(**values)
            )
