"""Rounds in any state for the desk's pages: begun, answered, counted, kept aside, reported."""

import re
from collections.abc import Callable
from datetime import date
from html import unescape

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.db import db, write_session
from core.domain.submission import Channel
from core.models import HeldItem, RoundProgress
from core.services import round_reports, settling, submissions
from tests.support import interviewing, worlds
from tests.support.clock import Clock
from tests.support.sign_in import token_of
from tests.support.worlds import World

HERE = "/admin/dot-khao-sat"
#: What somebody types to plan a round.
PLAN = {
    "unit_id": "2",
    "name": "Đợt khảo sát năm 2026",
    "questionnaire": "ministry",
    "begins_on": "21/11/2026",
    "ends_on": "30/11/2026",
    "population": "",
    "hamlets": "Xóm 1; 1.200\nXóm 2; 800",
}
#: A person signed in, by role.
Desk = Callable[[str], FlaskClient]


def send(client: FlaskClient, address: str, **values: str) -> TestResponse:
    """Post a form with its CSRF token and follow where it leads."""
    token = token_of(client.get("/admin/toi/").text)
    return client.post(address, data={**values, "csrf_token": token}, follow_redirects=True)


def words(page: str) -> str:
    """Return the words of a page as they are read."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def began(*, unit_id: int = World.centre, version: int = World.quick, ends: date = interviewing.ENDS) -> None:
    """Add round 1, which goes on."""
    with write_session() as session:
        interviewing.begun(session, unit_id=unit_id, version=version, ends=ends)


def counted(**n: int) -> None:
    """Say how many answers of round 1 came: `h1=150` interviews of hamlet 1, `qr=330` by the code without a hamlet."""
    with write_session() as session:
        for name, number in n.items():
            stratum, channel = (0, "qr") if name == "qr" else (int(name[1:]), "interview")
            own = {"round_id": 1, "unit_id": World.centre, "stratum": stratum, "channel": channel}
            session.merge(RoundProgress(**own, n=number))


def answered(world: World, n: int, *, version: int = World.quick, **changes: object) -> None:
    """Hand in so many interviews of hamlet 1."""
    for _ in range(n):
        own = {"version_id": version, "channel": Channel.INTERVIEW, "duty_entry_id": None, "round_id": 1}
        submissions.accept(worlds.draft(world, **{**own, "stratum": 1, **changes}))
    db.session.rollback()


def held(unit_id: int, n: int = 2) -> int:
    """Keep so many interviews of a phone of round 1 aside in a unit; return the phone."""
    with write_session() as session:
        phone = interviewing.waiting(session, 1, phrase=f"cau {unit_id}")
        for mark in range(n):
            facts = {"reason": "refused", "envelope": b"x", "held_on": date(2026, 11, 21)}
            session.add(HeldItem(mark=bytes([phone, mark]) * 16, unit_id=unit_id, tablet_id=phone, **facts))
    return phone


def night(clock: Clock, days: int = 2) -> None:
    """Let nights pass: settle, report."""
    for _ in range(days):
        clock.advance(days=1)
        settling.settle()
        round_reports.take()
    db.session.rollback()
