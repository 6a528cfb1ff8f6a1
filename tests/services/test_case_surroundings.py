"""What happens around a case while it runs: days off announced later, holders who leave, keys that change, replies."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from flask import Flask

from core import config
from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints.course import Action, MoveRefused
from core.models import Complaint
from core.queries.complaints import cases
from core.queries.complaints.inbox import View
from core.services import accounts
from core.services import calendar as work_calendar
from core.services.calendar import Announcement
from core.services.complaints import passing
from tests.support import casework, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

ROLES = (Role.FRONT, Role.FRONT_LEAD, Role.MANAGER, Role.LEADER, Role.MANAGER)


@pytest.fixture(autouse=True)
def world(app: Flask) -> None:
    """The office and everybody who has a part in cases; two managers."""
    with write_session() as session:
        worlds.office(session)
        for number, role in enumerate(ROLES):
            worlds.account(session, role, login=f"{role}-{number}")


def test_a_day_off_announced_later_moves_what_runs_and_forgets_nothing(clock: Clock):
    clock.set("2026-11-20T09:00:00+07:00")
    casework.letter()
    number = casework.newest()
    manager = casework.somebody(Role.MANAGER, 3)
    for day in (date(2026, 11, 23), date(2026, 11, 25)):
        storm = Announcement(day_off=day, day_worked=None, document="01/QĐ", document_date=day, reason="Bão")
        work_calendar.announce(manager, World.centre, storm, actor="manager")

    assert passing.run().steps == 0

    # Monday 23 is off, Tuesday 24 a public holiday, Wednesday 25 off: Thursday and Friday are the two days.
    db.session.rollback()
    found = db.session.get(Complaint, number)
    assert found is not None
    assert found.due_on == date(2026, 11, 27)


def test_the_deadline_is_extended_once_in_the_life_of_a_case():
    receipt = casework.letter()
    front, manager, leader = (
        casework.somebody(role, n) for role, n in ((Role.FRONT, 1), (Role.MANAGER, 3), (Role.LEADER, 4))
    )
    casework.move(front, Action.TRIAGE)
    db.session.rollback()
    due = db.session.query(Complaint).one().due_on
    casework.move(leader, Action.EXTEND, text="Chờ vật tư", due_on=due + timedelta(days=1))
    casework.move(manager, Action.SUBMIT, text=casework.ANSWER)
    casework.move(leader, Action.APPROVE)
    casework.move(front, Action.RELEASE)
    casework.say(receipt, Action.CONTEST, text="Chưa được")

    with pytest.raises(MoveRefused, match="extended_already"):
        casework.move(leader, Action.EXTEND, text="Chờ nữa", due_on=due + timedelta(days=30))


def test_what_somebody_held_waits_for_whoever_gives_it_out_once_they_are_stopped():
    casework.letter()
    front, manager = casework.somebody(Role.FRONT, 1), casework.somebody(Role.MANAGER, 3)
    casework.move(front, Action.TRIAGE)
    casework.move(manager, Action.ASSIGN, account_id=3)
    colleague = casework.somebody(Role.MANAGER, 5)
    assert cases.numbers(colleague)[View.MINE] == 0

    accounts.disable(casework.somebody(Role.SYSADMIN, 9), 3, actor="sysadmin")
    db.session.rollback()

    assert cases.numbers(colleague)[View.MINE] == 1


def test_what_was_written_under_an_older_key_is_found(app: Flask):
    casework.letter(what="Bút máy màu hồng ngọc bị lấy mất.")
    front = casework.somebody(Role.FRONT, 1)
    present = config.current()
    newer = replace(present, data_keys=(bytes(range(32)), *present.data_keys))
    app.config["LANGNGHE"] = newer

    assert len(cases.listed(front, None, words="hong ngoc").items) == 1


def test_the_newest_word_of_a_sender_is_marked_until_somebody_answers():
    receipt = casework.letter()
    front = casework.somebody(Role.FRONT, 1)
    casework.move(front, Action.ASK, text="Ông/Bà còn giữ phiếu không?")
    casework.say(receipt, Action.REPLY, text="Tôi còn giữ")
    [line] = cases.listed(front, None).items
    assert line.has_reply

    casework.move(front, Action.ASK, text="Ngày nào ạ?")

    [line] = cases.listed(front, None).items
    assert not line.has_reply
