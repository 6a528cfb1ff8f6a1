"""Keeping: what was kept long enough goes by itself, once a day, is noted and listed; counts stay."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from core import clock as product_clock
from core.config import Config, ConfigurationError
from core.db import db, write, write_session
from core.domain.access import Role
from core.domain.complaints.course import Action
from core.domain.complaints.erasing import Wish
from core.domain.complaints.kinds import Kind
from core.domain.retention import LEAST_DAYS, RULES, Data, KeepDaysInvalid, days_of, read_days
from core.jobs import loop
from core.models import (
    AuditEntry,
    Comment,
    Complaint,
    ComplaintKey,
    ComplaintMail,
    ComplaintText,
    Erasure,
    Submission,
)
from core.queries.complaints import cases
from core.services import settling, submissions
from core.services.complaints import keeping
from tests.support import casework, worlds
from tests.support.clock import Clock
from tests.support.databases import settings_for
from tests.support.worlds import World

FRONT = casework.somebody(Role.FRONT, 1)
CONTACT = {"name": "Trần Thị Mẫu", "phone": "0912345678", "has_consented": True}


@pytest.fixture(autouse=True)
def world(app: Flask) -> World:
    with write_session() as session:
        return worlds.office(session)


def closed(**changes: object) -> str:
    """Hand a letter in that is closed today."""
    receipt = casework.letter(**changes)
    casework.move(FRONT, Action.END, kind=Kind.FEEDBACK, text="Cảm ơn Ông/Bà.")
    return receipt


def left() -> tuple[int, int]:
    """Return how many contacts and how many keys there are."""
    db.session.rollback()
    contacts = select(func.count()).where(ComplaintText.part.in_(["name", "phone", "email"]))
    return db.session.scalar(contacts) or 0, db.session.scalar(select(func.count(ComplaintKey.key))) or 0


def test_contact_goes_after_90_days_and_words_after_two_years(clock: Clock):
    closed(**CONTACT)
    numbers = cases.numbers(FRONT)
    seen = []
    for days in (90, 1, 639, 1):
        clock.advance(days=days)
        keeping.run()
        seen.append(left())

    assert seen == [(2, 1), (0, 1), (0, 1), (0, 0)]
    db.session.rollback()
    assert cases.numbers(FRONT) == numbers
    assert [
        (row.kind, row.decided_by) for row in db.session.scalars(select(Erasure).order_by(Erasure.day))
    ] == [
        (Wish.CONTACT, 0),
        (Wish.ALL, 0),
    ]
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "case.expire")).all()
    assert [entry.actor for entry in entries] == ["worker", "worker"]


def test_an_open_case_is_kept_however_old(clock: Clock):
    casework.letter(**CONTACT)
    clock.advance(days=1000)
    keeping.run()

    assert left() == (2, 1)


def test_a_letter_that_is_answered_with_another_is_kept_as_long_as_that_one_is_open(clock: Clock):
    before = casework.numbers()
    casework.letter()
    [main] = casework.numbers() - before
    casework.letter(what="Máy lấy số hỏng từ sáng thứ Hai, chị Tám phải đứng.", **CONTACT)
    [merged] = casework.numbers() - before - {main}
    casework.move(FRONT, Action.TRIAGE, case=main)
    casework.move(FRONT, Action.MERGE, case=merged, other_id=main)
    seen = []
    for _ in range(2):
        clock.advance(days=200)
        keeping.run()
        seen.append(left())
        if len(seen) == 1:
            with write() as connection:
                ended = {"state": "closed", "outcome": "confirmed", "closed_on": product_clock.today()}
                own = Complaint.__table__.update().where(Complaint.id == main)
                connection.execute(own.values(**ended, clock=None, clock_since=None, due_on=None))

    assert seen == [(2, 2), (0, 2)]


def test_an_address_for_mails_goes_with_the_contact(clock: Clock):
    closed()
    with write() as connection:
        [case] = connection.execute(select(Complaint.id, Complaint.unit_id)).all()
        connection.execute(
            ComplaintMail.__table__.insert(),
            {
                "complaint_id": case.id,
                "unit_id": case.unit_id,
                "since": product_clock.today(),
                "sealed": b"address",
                "stop_print": bytes(32),
                "told": 0,
            },
        )
    clock.advance(days=91)

    assert keeping.run().contacts == 1
    with db.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(ComplaintMail)) == 0


def test_it_runs_once_a_date_by_the_workers_night(clock: Clock):
    closed(**CONTACT)
    clock.advance(days=91)
    loop.step()
    again = keeping.run()

    assert left() == (0, 1)
    assert not again.is_due
    db.session.rollback()
    assert db.session.scalar(select(func.count(Erasure.id))) == 1


def test_a_comment_goes_and_its_rating_stays(world: World, clock: Clock):
    submissions.accept(worlds.draft(world, comment="Chờ lâu quá"))
    clock.advance(days=1, hours=3)
    settling.settle()
    clock.advance(days=731)
    keeping.run()

    with db.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(Comment)) == 0
        assert connection.scalar(select(func.count()).select_from(Submission)) == 1


def test_many_cases_go_in_several_transactions(monkeypatch: pytest.MonkeyPatch, clock: Clock):
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    for _ in range(3):
        closed(**CONTACT)
    with write() as connection:
        connection.execute(
            Complaint.__table__.update().values(closed_on=product_clock.today() - timedelta(days=200))
        )

    assert keeping.run().contacts == 3
    assert left() == (0, 3)


def test_an_office_sets_its_own_periods_in_one_place():
    chosen = read_days("case_contact=30, case_words=1095")

    assert days_of(Data.CASE_CONTACT, chosen) == 30
    assert days_of(Data.CASE_WORDS, chosen) == 1095
    assert days_of(Data.COMMENTS, chosen) == 730
    settings = settings_for("sqlite:////x.db", LANGNGHE_KEEP_DAYS="comments=365")
    assert Config.from_env(settings).keep_days == {Data.COMMENTS: 365}


@pytest.mark.parametrize("text", ["case_contact=1", "audit=3", "words=30", "case_words", "case_words=-3"])
def test_a_period_that_cannot_be_is_refused_at_the_start(text: str):
    with pytest.raises(KeepDaysInvalid):
        read_days(text)
    with pytest.raises(ConfigurationError, match="LANGNGHE_KEEP_DAYS"):
        Config.from_env(settings_for("sqlite:////x.db", LANGNGHE_KEEP_DAYS=text))


def test_no_rule_goes_below_what_a_citizen_needs_to_object():
    # 15 working days around Tết are at most 25 days of the calendar.
    assert all(days >= 25 for days in LEAST_DAYS.values())
    assert [rule.data for rule in RULES if rule.days is None] == [
        Data.CASE_COURSE,
        Data.RATINGS,
        Data.HELD,
        Data.AUDIT,
    ]
