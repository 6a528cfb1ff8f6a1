"""Rounds in any state for the desk's pages: begun, answered, counted, kept aside, reported."""

from datetime import date

from core.db import db, write_session
from core.domain.submission import Channel
from core.models import HeldItem, RoundProgress
from core.services import round_reports, settling, submissions
from tests.support import interviewing, worlds
from tests.support.clock import Clock
from tests.support.worlds import World


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
