"""One's own account: the sessions one has, their end, and text that outlives them."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import Role
from core.models import Account, KeptForm, StaffSession
from tests.support import worlds
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.clock import Clock
from tests.support.sign_in import app_code, filled, sign_in, token_of
from tests.support.worlds import PASSWORD, World

OWN = "/admin/toi/"
NEW = "/admin/tai-khoan/moi"
TYPED = {"name": "Bà Lê Thị Cúc", "login": "le.thi.cuc", "role": "front", "unit": "xa-mau"}


@pytest.fixture
def office(app: Flask) -> None:
    """The office with an administrator and somebody of the Front."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune)
        worlds.account(session, Role.FRONT, unit_id=World.commune)


def press(client: FlaskClient, address: str) -> str:
    return str(client.post(address, data=filled(client, OWN)).location)


def test_every_browser_is_listed_with_its_times_and_nothing_else(
    office: None, app: Flask, clock: Clock
) -> None:
    sign_in(app.test_client(), "front")
    clock.advance(minutes=20)
    here = sign_in(app.test_client(), "front")

    page = here.get(OWN, headers={"User-Agent": "Secret/1.0"}).text

    times = re.findall(r"(\d\d:\d\d) ngày 21/11/2026</t[hd]>", page)
    assert times == ["09:20", "09:20", "09:00", "09:00"]
    assert page.count("Trình duyệt này") == 1
    assert "127.0.0.1" not in page
    assert "Secret" not in page


def test_one_session_is_ended_and_only_that(office: None, app: Flask) -> None:
    there, here = (sign_in(app.test_client(), "front") for _ in range(2))
    found = re.search(r'action="(/admin/toi/phien/[0-9a-f]{16}/ket-thuc)"', here.get(OWN).text)
    assert found

    press(here, found[1])

    assert there.get(OWN).status_code == 303
    assert here.get(OWN).status_code == 200


def test_nobody_ends_the_session_of_somebody_else(office: None, app: Flask) -> None:
    front, other = sign_in(app.test_client(), "front"), sign_in(app.test_client(), "front")
    found = re.search(r'action="(/admin/toi/phien/[0-9a-f]{16}/ket-thuc)"', other.get(OWN).text)
    assert found

    press(sign_in(app.test_client(), "sysadmin"), found[1])

    assert front.get(OWN).status_code == 200


def test_signing_out_everywhere_ends_all_sessions(office: None, app: Flask) -> None:
    there, here = (sign_in(app.test_client(), "front") for _ in range(2))

    assert press(here, OWN + "phien/ket-thuc-tat-ca") == "/admin/dang-nhap"
    assert there.get(OWN).status_code == here.get(OWN).status_code == 303
    assert db.session.scalars(select(StaffSession)).all() == []


def test_a_session_is_extended_by_asking(office: None, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "front")
    token = token_of(client.get(OWN).text)
    clock.advance(minutes=29)
    answer = client.post(OWN + "phien/gia-han", data={"csrf_token": token})
    clock.advance(minutes=29)

    assert answer.json == {"seconds": 1800}
    assert client.get(OWN).status_code == 200


def test_near_the_tenth_hour_only_what_is_left_is_given(
    office: None, client: FlaskClient, clock: Clock
) -> None:
    sign_in(client, "front")
    for _ in range(23):
        clock.advance(minutes=26)
        page = client.get(OWN)
    answer = client.post(OWN + "phien/gia-han", data={"csrf_token": token_of(page.text)})

    assert answer.json == {"seconds": 120}


def test_the_page_knows_how_long_the_session_lasts(office: None, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "front")
    clock.advance(seconds=45)

    assert 'data-seconds="1755" data-warning="120"' in client.get(OWN).text


@pytest.fixture
def late(office: None, client: FlaskClient, clock: Clock) -> FlaskClient:
    """An administrator whose form arrives after the session's end."""
    sign_in(client, "sysadmin")
    form = filled(client, NEW, **TYPED, password="không giữ", mat_khau_code="không giữ")
    clock.advance(minutes=40)
    answer = client.post(NEW, data=form)
    assert answer.location == "/admin/dang-nhap?next=/admin/toi/gui-lai"
    return client


def resume(client: FlaskClient, login: str) -> str:
    """Sign in as the page asks and return the page one arrives at."""
    form = filled(client, login=login, password=PASSWORD, next="/admin/toi/gui-lai")
    client.post("/admin/dang-nhap", data=form)
    form = filled(client, "/admin/xac-thuc", code=app_code())
    return client.post("/admin/xac-thuc", data=form, follow_redirects=True).text


def test_a_form_that_came_too_late_is_offered_again_and_taken(late: FlaskClient) -> None:
    page = resume(late, "sysadmin")
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    sent = late.post(f"{NEW}?gui-lai=1", data=hidden)

    assert "Bà Lê Thị Cúc" in page
    assert f'action="{NEW}?gui-lai=1"' in page
    assert sent.status_code == 303
    assert db.session.scalar(select(Account.name).where(Account.login == "le.thi.cuc")) == "Bà Lê Thị Cúc"
    assert db.session.scalars(select(KeptForm)).all() == []


def test_passwords_and_codes_are_never_kept(late: FlaskClient) -> None:
    assert "không giữ" not in resume(late, "sysadmin")


def test_what_was_typed_lies_encrypted(late: FlaskClient) -> None:
    stored = db.session.scalars(select(KeptForm.content)).one()

    assert "Cúc".encode() not in stored


def test_somebody_else_at_the_same_computer_sees_nothing_of_it(late: FlaskClient) -> None:
    page = resume(late, "front")

    assert "Bà Lê Thị Cúc" not in page
    assert "Tổng quan" in page


def test_a_kept_form_can_be_dropped(late: FlaskClient) -> None:
    page = resume(late, "sysadmin")
    late.post("/admin/toi/gui-lai/bo", data={"csrf_token": token_of(page)})

    assert db.session.scalars(select(KeptForm)).all() == []


def test_a_form_of_a_session_ended_on_purpose_is_not_kept(
    office: None, client: FlaskClient, app: Flask
) -> None:
    sign_in(client, "sysadmin")
    form = filled(client, NEW, **TYPED)
    press(sign_in(app.test_client(), "sysadmin"), OWN + "phien/ket-thuc-tat-ca")

    answer = client.post(NEW, data=form)

    assert answer.location == "/admin/dang-nhap?next=/admin/"
    assert db.session.scalars(select(KeptForm)).all() == []


def test_a_form_our_page_did_not_make_is_not_kept(office: None, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "sysadmin")
    clock.advance(minutes=40)

    client.post(NEW, data={**TYPED, "csrf_token": "planted"})

    assert db.session.scalars(select(KeptForm)).all() == []


def test_a_role_form_that_needs_a_fresh_code_is_offered_again_after_it(
    office: None, client: FlaskClient, clock: Clock
) -> None:
    sign_in(client, "sysadmin")
    form = filled(client, "/admin/tai-khoan/2/vai-tro", role="manager")
    clock.advance(minutes=11)
    asked = client.post("/admin/tai-khoan/2/vai-tro", data=form)
    form = filled(client, asked.location, code=app_code())
    page = client.post("/admin/xac-thuc-lai", data=form, follow_redirects=True).text

    assert asked.location == "/admin/xac-thuc-lai?next=/admin/toi/gui-lai"
    assert 'action="/admin/tai-khoan/2/vai-tro?gui-lai=1"' in page
    assert 'value="manager"' in page
