"""Tablets as the desk makes them: a row that waits for its phrase, and tablets that are paired already."""

import secrets
from datetime import timedelta
from functools import lru_cache

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core import clock
from core.db import write_session
from core.models import Tablet as TabletRow
from core.services.kiosk import display_keys, phrases, pins
from tests.support.tablet import Tablet, Transport
from tests.support.worlds import World

PHRASE = "mây tre lúa sen"
PIN = "2468"
SALT = bytes(range(16))


def waiting(
    session: Session,
    *,
    phrase: str = PHRASE,
    counter: int = World.many_counter,
    replaces: int | None = None,
    mode: str = "survey",
) -> int:
    """Add a tablet that waits for its phrase, for a quarter of an hour from now; return its id."""
    number = (session.scalar(select(func.max(TabletRow.id))) or 70) + 1
    session.add(
        TabletRow(
            id=number,
            unit_id=World.centre,
            counter_id=counter,
            name=f"Máy {number}",
            state="waiting",
            mode=mode,
            reads_aloud=True,
            asks_comment=True,
            pin_salt=SALT,
            pin_hash=pin_hash(),
            phrase_hash=phrases.phrase_hash(phrase),
            phrase_expires_at=clock.now() + timedelta(minutes=15),
            display_key=display_keys.new(),
            replaces_id=replaces,
            made_at=clock.now(),
        )
    )
    session.flush()
    return number


def pair(transport: Transport, *, counter: int = World.many_counter, replaces: int | None = None) -> Tablet:
    """Return a tablet that has just been paired with a counter."""
    phrase = f"{PHRASE} {secrets.token_hex(4)}"
    with write_session() as session:
        waiting(session, phrase=phrase, counter=counter, replaces=replaces)
    tablet = Tablet(transport)
    answer = tablet.enrol(phrase)
    assert answer.status == 201, (answer.status, answer.body)
    return tablet


def end(tablet: Tablet, state: str) -> None:
    """Revoke or retire a tablet now, as the desk does."""
    end_number(tablet.id, state)


def end_number(tablet_id: int, state: str) -> None:
    """The same, by its number."""
    with write_session() as session:
        row = session.get_one(TabletRow, tablet_id)
        row.state = state
        row.ended_at = clock.now()


@lru_cache
def pin_hash() -> bytes:
    """Hash the PIN once, for it takes a tenth of a second."""
    return pins.hash_pin(PIN, SALT)
