"""«Nhắc việc» at the desk: on the start page and above the inbox, ticked once, and in the case's own log."""

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import Role
from core.models import AuditEntry
from core.services.complaints import passing
from tests.support import casework, worlds
from tests.support.clock import Clock
from tests.support.sign_in import sign_in, token_of

START, INBOX = "/admin/", "/admin/phan-anh/"
ROLES = (Role.FRONT, Role.FRONT_LEAD, Role.MANAGER, Role.LEADER, Role.PROVINCE, Role.COUNCIL)
SignIn = Callable[[Role], FlaskClient]


@pytest.fixture
def enter(app: Flask, clock: Clock) -> SignIn:
    """The office with everybody, and a letter of Monday 01/06/2026 that nobody found out by Thursday 04/06."""
    clock.set("2026-06-01T09:00:00+07:00")
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
    casework.letter()
    clock.set("2026-06-04T09:00:00+07:00")
    passing.run()
    return lambda role: sign_in(app.test_client(), str(role))


def reminders(client: FlaskClient, address: str) -> list[str]:
    """Return what the page reminds of, line by line."""
    text = unescape(client.get(address).text)
    if 'class="reminders' not in text:
        return []
    section = text.split('class="reminders')[1].split("</section>")[0]
    lines = [line.split("</p>")[0] for line in section.split("<p>")[1:]]
    return [" ".join(line.replace("</a>", "").split(">", 1)[1].split()) for line in lines]


def test_the_start_page_and_the_inbox_say_what_became_late(enter: SignIn):
    lead = enter(Role.FRONT_LEAD)

    for address in (START, INBOX):
        [line] = reminders(lead, address)
        assert line.startswith("PA-")
        assert line.endswith("· Quá hạn (phân loại) · từ 04/6/2026"), line
    [line] = reminders(enter(Role.FRONT), START)
    assert "Nhắc: ngày cuối (phân loại)" in line


def test_nobody_else_reads_of_it(enter: SignIn):
    for role in (Role.MANAGER, Role.LEADER, Role.PROVINCE, Role.COUNCIL):
        assert reminders(enter(role), START) == []


def test_it_is_ticked_once_and_for_oneself(enter: SignIn):
    lead, number = enter(Role.FRONT_LEAD), casework.newest().hex()
    address = f"{INBOX}{number}/da-xem"
    form = {"csrf_token": token_of(lead.get(START).text), "back": "start"}

    answer = lead.post(address, data=form)
    again = lead.post(address, data={**form, "back": "inbox"})

    assert (answer.status_code, answer.location) == (303, START)
    assert (again.status_code, again.location) == (303, INBOX)
    assert reminders(lead, START) == reminders(lead, INBOX) == []
    assert len(reminders(enter(Role.FRONT), INBOX)) == 1
    db.session.rollback()
    acts = list(db.session.scalars(select(AuditEntry.action).where(AuditEntry.action == "case.seen")))
    assert acts == ["case.seen"]


def test_what_one_may_not_know_of_cannot_be_ticked(enter: SignIn):
    leader, number = enter(Role.LEADER), casework.newest().hex()
    token = token_of(leader.get("/admin/toi/").text)

    statuses = [
        leader.post(f"{INBOX}{one}/da-xem", data={"csrf_token": token}).status_code
        for one in (number, "00" * 16, "xyz")
    ]

    assert statuses == [404, 404, 404]


def test_the_log_of_the_case_says_who_was_told(enter: SignIn):
    text = unescape(enter(Role.FRONT).get(f"{INBOX}{casework.newest().hex()}").text)

    log = text.split('<table class="log">')[1].split("</table>")[0]
    assert "Quá hạn; đã báo người đứng đầu Mặt trận</td><td>hệ thống" in log
    assert "Nhắc: ngày cuối; đã báo Mặt trận</td><td>hệ thống" in log
