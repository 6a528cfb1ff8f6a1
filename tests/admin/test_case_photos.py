"""Photos of a case at the desk: saved as files by whoever may know of the case, never drawn inside a page."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints.course import Action
from core.models import AuditEntry, ComplaintKey
from core.queries.complaints import sealed
from core.services.complaints import filing, photos
from tests.support import casework, pictures, worlds
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.pictures import opened
from tests.support.sign_in import sign_in
from tests.support.worlds import World

INBOX = "/admin/phan-anh/"
FRONT = casework.somebody(Role.FRONT, 1)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: the query behind it is tested on both kinds of database elsewhere."""
    return sqlite_databases


@pytest.fixture
def people(app: Flask) -> dict[Role, FlaskClient]:
    """Somebody of the Front, and a manager, both signed in; a letter with one photo."""
    with write_session() as session:
        worlds.office(session)
        for role in (Role.FRONT, Role.MANAGER):
            worlds.account(session, role)
    filing.file(casework.LETTER, photos=(photos.redraw(pictures.jpeg_of_a_phone()),))
    return {role: sign_in(app.test_client(), str(role)) for role in (Role.FRONT, Role.MANAGER)}


def address(photo: int = 1) -> str:
    return f"{INBOX}{casework.newest().hex()}/anh/{photo}"


def test_a_photo_is_handed_out_as_a_file_and_nothing_else(people: dict[Role, FlaskClient]):
    answer = people[Role.FRONT].get(address())

    assert answer.status_code == 200
    assert opened(answer.data).size == (600, 800)
    headers = answer.headers
    assert headers["Content-Disposition"].startswith("attachment; filename=PA-")
    assert headers["Content-Type"] == "image/jpeg"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "ETag" not in headers


def test_the_page_names_photos_and_draws_none(people: dict[Role, FlaskClient], clock: Clock):
    page = people[Role.FRONT].get(f"{INBOX}{casework.newest().hex()}").text

    citizen = page.split('<section class="side citizen"')[1].split("</section>")[0]
    assert f'href="{address()}"' in citizen
    assert "Tải ảnh 1" in citizen
    assert "<img" not in page.split("<main")[1]
    assert "Người gửi thêm ảnh" not in page


def test_a_later_photo_stands_in_the_log(app: Flask, people: dict[Role, FlaskClient], clock: Clock):
    number = casework.newest()
    clock.advance(days=1)
    with write_session() as session:
        key = sealed.unwrap(session.scalar(select(ComplaintKey.key)))
        photos.store(session.connection(), number, World.centre, key=key, photos=[b"later"])

    page = sign_in(app.test_client(), "front").get(f"{INBOX}{number.hex()}").text

    assert "Người gửi thêm ảnh" in page
    assert "thêm ngày 22/11/2026" in page


def test_opening_a_photo_is_noted_like_opening_the_case_and_says_nothing_of_it(
    people: dict[Role, FlaskClient],
):
    people[Role.FRONT].get(address())

    db.session.rollback()
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "case.open"))
    assert entry.actor == "front"
    assert re.fullmatch(r'{"case":"PA-\d{5}","reason":"case_turn"}', entry.facts)


@pytest.mark.parametrize("photo", [0, 2, 100, 10**30])
def test_a_photo_that_is_not_there_is_no_page(people: dict[Role, FlaskClient], photo: int):
    assert people[Role.FRONT].get(address(photo)).status_code == 404


def test_whoever_may_not_know_of_the_case_gets_what_never_was(people: dict[Role, FlaskClient]):
    manager = people[Role.MANAGER]
    never = manager.get(f"{INBOX}{'0' * 32}/anh/1")

    assert manager.get(address()).status_code == never.status_code == 404
    casework.move(FRONT, Action.TRIAGE)
    assert manager.get(address()).status_code == 200
