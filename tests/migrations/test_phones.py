"""Going down below survey rounds, phones of interviewers go with everything that hangs on them; tablets stay."""

from flask import Flask

from core import clock as time
from core.db import db, write_session
from core.models import HeldItem, Tablet, TabletContact, TabletHole, TabletNumber, TabletWeek
from tests.migrations.steps import migrating
from tests.support import interviewing, pairing, worlds
from tests.support.clock import Clock
from tests.support.contents import contents
from tests.support.worlds import World

CHILDREN = ("tablet_contact", "tablet_number", "tablet_week", "tablet_hole", "held_item")


def hang(number: int) -> None:
    """Let a device have been heard of, with everything its ledger leaves behind."""
    own = {"tablet_id": number, "unit_id": World.centre}
    today = time.today()
    beat = {"beat": 1, "queue": 2, "shelf": 1, "next_number": 45, "app_version": "1", "clock_ahead": -3}
    with write_session() as session:
        session.add_all(
            (
                TabletContact(**own, **beat, at=time.now()),
                TabletNumber(**own, number=44, mark=bytes(32), previous=b""),
                TabletWeek(**own, week=today, count=40, last_number=43, head=bytes(32), breaks=1),
                TabletHole(**own, first_number=41, last_number=43, noticed_on=today),
                HeldItem(**own, mark=bytes([number] * 32), reason="refused", envelope=b"x", held_on=today),
            )
        )


def test_phones_that_were_heard_of_go_with_all_that_hangs_on_them(
    app: Flask, database_url: str, clock: Clock
):
    with write_session() as session:
        worlds.office(session)
        tablet = pairing.waiting(session)
        number = interviewing.begun(session)
        phones = [interviewing.waiting(session, number, phrase=f"mây {index}") for index in range(2)]
        session.get_one(Tablet, phones[1]).replaces_id = phones[0]
    for device in (tablet, *phones):
        hang(device)
    db.session.remove()

    with migrating(database_url) as migrate:
        migrate("downgrade", "0023")
        below = contents(database_url)
        migrate("upgrade", "head")

    assert [row["id"] for row in below["tablet"]] == [tablet]
    hanging = {name: [row["tablet_id"] for row in below[name]] for name in CHILDREN}
    assert hanging == dict.fromkeys(CHILDREN, [tablet])
