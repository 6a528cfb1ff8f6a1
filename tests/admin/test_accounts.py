"""Signing in, one's password, and what makes a session end."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from core.config import Config
from core.db import db, write, write_session
from core.domain.access import Role
from core.models import Account, AuditEntry, StaffSession
from core.services import accounts, audit
from core.services.accounts import AccountRefused
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.worlds import PASSWORD
from wsgi import create_app


@pytest.fixture
def office(app: Flask) -> None:
    """The office with one account of the Front."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.FRONT)


def send(client: FlaskClient, address: str, **values: str) -> TestResponse:
    """Post a form of ours with its CSRF token."""
    page = client.get(address if address != "/admin/dang-xuat" else "/admin/mat-khau").text
    values["csrf_token"] = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    return client.post(address, data=values)


def test_the_right_password_leads_to_the_overview(office: None, client: FlaskClient) -> None:
    answer = send(client, "/admin/dang-nhap", login="Front ", password=PASSWORD)

    assert (answer.status_code, answer.location) == (303, "/admin/")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(office: None, client: FlaskClient) -> None:
    wrong = send(client, "/admin/dang-nhap", login="front", password="sai bét rồi")
    unknown = send(client, "/admin/dang-nhap", login="nobody", password="sai bét rồi")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    sentence = "Tên tài khoản hoặc mật khẩu chưa đúng"
    assert sentence in wrong.text
    assert sentence in unknown.text


def test_after_four_failures_a_further_try_has_to_wait_but_is_never_locked_out(
    office: None, client: FlaskClient, clock: Clock
) -> None:
    for _ in range(5):
        send(client, "/admin/dang-nhap", login="front", password="sai bét rồi")
    refused = send(client, "/admin/dang-nhap", login="front", password=PASSWORD)
    clock.set("2026-11-21T09:00:03+07:00")
    admitted = send(client, "/admin/dang-nhap", login="front", password=PASSWORD)

    assert refused.status_code == 401
    assert "2 giây" in refused.text
    assert admitted.status_code == 303


def test_a_form_without_our_token_is_refused(office: None, client: FlaskClient) -> None:
    answer = client.post("/admin/dang-nhap", data={"login": "front", "password": PASSWORD})

    assert answer.status_code == 400


def test_a_one_time_password_must_be_replaced_before_anything_else(office: None, client: FlaskClient) -> None:
    given = accounts.create(login="lan", name="Bà Lan", role=Role.FRONT, unit_code="xa-mau", actor="test")
    first = send(client, "/admin/dang-nhap", login="lan", password=given)
    overview = client.get("/admin/")
    changed = send(
        client,
        "/admin/mat-khau",
        current=given,
        new="hai con mèo mướp",
        again="hai con mèo mướp",
    )

    assert first.location == "/admin/mat-khau"
    assert overview.location == "/admin/mat-khau"
    assert changed.location == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("ngắn", "ngắn", "ít nhất 10 ký tự"),
        ("hai con mèo mướp", "hai con mèo", "không giống nhau"),
        (PASSWORD, PASSWORD, "trùng với mật khẩu cũ"),
    ],
)
def test_a_poor_new_password_is_explained(
    office: None, client: FlaskClient, new: str, again: str, sentence: str
) -> None:
    send(client, "/admin/dang-nhap", login="front", password=PASSWORD)

    answer = send(client, "/admin/mat-khau", current=PASSWORD, new=new, again=again)

    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("minutes", "ends"), [(29, False), (31, True)], ids=["29 minutes idle", "31 minutes idle"]
)
def test_a_session_ends_after_half_an_hour_without_a_request(
    office: None, client: FlaskClient, clock: Clock, minutes: int, ends: bool
) -> None:
    send(client, "/admin/dang-nhap", login="front", password=PASSWORD)

    clock.set(f"2026-11-21T09:{minutes}:00+07:00")

    assert (client.get("/admin/mat-khau").status_code == 303) is ends


def test_a_session_ends_after_ten_hours_however_busy(office: None, client: FlaskClient, clock: Clock) -> None:
    send(client, "/admin/dang-nhap", login="front", password=PASSWORD)
    moment = clock.moment
    statuses = []
    for _ in range(25):
        moment += timedelta(minutes=25)
        clock.set(moment.isoformat())
        statuses.append(client.get("/admin/mat-khau").status_code)

    assert statuses == [200] * 23 + [303] * 2


def test_a_disabled_account_stops_at_the_next_request(office: None, client: FlaskClient) -> None:
    send(client, "/admin/dang-nhap", login="front", password=PASSWORD)
    with write() as connection:
        connection.execute(update(Account).values(is_active=False))
    db.session.rollback()

    assert client.get("/admin/mat-khau").status_code == 303


def test_signing_out_ends_the_session_and_clears_the_browser(office: None, client: FlaskClient) -> None:
    send(client, "/admin/dang-nhap", login="front", password=PASSWORD)

    answer = send(client, "/admin/dang-xuat")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/admin/mat-khau").status_code == 303
    assert db.session.scalars(select(StaffSession)).all() == []


def test_changing_the_password_ends_the_sessions_of_other_browsers(office: None, app: Flask) -> None:
    here, there = app.test_client(), app.test_client()
    for browser in (here, there):
        send(browser, "/admin/dang-nhap", login="front", password=PASSWORD)

    send(here, "/admin/mat-khau", current=PASSWORD, new="hai con mèo mướp", again="hai con mèo mướp")

    assert here.get("/admin/mat-khau").status_code == 200
    assert there.get("/admin/mat-khau").status_code == 303


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/admin/", "//elsewhere.example/admin/", "/admin/\\..", "javascript:1"],
)
def test_signing_in_never_leads_elsewhere(office: None, client: FlaskClient, target: str) -> None:
    answer = send(client, "/admin/dang-nhap", login="front", password=PASSWORD, next=target)

    assert answer.location == "/admin/"


def test_the_cookie_over_https_is_bound_to_this_host(settings: dict[str, str]) -> None:
    app = create_app(Config.from_env({**settings, "LANGNGHE_PUBLIC_URL": "https://langnghe.xamau.example"}))
    with app.app_context():
        answer = app.test_client().get("/admin/dang-nhap", base_url="https://langnghe.xamau.example")
        db.engine.dispose()

    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-langnghe=")
    for word in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/"):
        assert word in cookie
    assert "Domain" not in cookie


def test_the_chain_begins_with_the_first_account_and_stays_whole(office: None) -> None:
    accounts.create(login="lan", name="Bà Lan", role=Role.FRONT, unit_code="xa-mau", actor="command")
    result = audit.verify()
    first = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number)).first()

    assert first is not None
    assert (first.number, first.action, first.actor) == (1, "account.create", "command")
    assert result.first_break is None
    assert "lan" not in result.head


def test_an_account_needs_a_unit_that_exists_and_a_free_name(office: None) -> None:
    with pytest.raises(AccountRefused, match="unknown_unit"):
        accounts.create(login="lan", name="Bà Lan", role=Role.FRONT, unit_code="nowhere", actor="command")
    with pytest.raises(AccountRefused, match="login_taken"):
        accounts.create(login="front", name="Bà Lan", role=Role.FRONT, unit_code="xa-mau", actor="command")


def test_no_password_is_stored_in_clear(office: None) -> None:
    password = accounts.create(
        login="lan", name="Bà Lan", role=Role.FRONT, unit_code="xa-mau", actor="command"
    )
    stored = db.session.scalar(select(Account.password_hash).where(Account.login == "lan"))

    assert stored is not None
    assert stored.startswith("$argon2id$")
    assert password not in stored


def test_guesses_never_take_more_than_one_thread_from_citizens(
    office: None, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = accounts._verifying
    monkeypatch.setattr(accounts, "VERIFY_PATIENCE_SECONDS", 0.01)
    with busy:
        answer = send(client, "/admin/dang-nhap", login="front", password=PASSWORD)

    assert answer.status_code == 503
    assert "Đang có nhiều người đăng nhập" in answer.text


def test_a_button_pressed_after_the_session_ended_leads_to_a_page_that_opens(
    office: None, client: FlaskClient, clock: Clock
) -> None:
    send(client, "/admin/dang-nhap", login="front", password=PASSWORD)
    page = client.get("/admin/mat-khau").text
    token = page.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    clock.set("2026-11-21T09:31:00+07:00")

    answer = client.post("/admin/dang-xuat", data={"csrf_token": token})

    assert answer.location == "/admin/dang-nhap"


def test_a_form_of_the_desk_that_is_too_old_says_so_in_words_of_the_desk(
    office: None, client: FlaskClient
) -> None:
    answer = client.post("/admin/dang-nhap", data={"login": "front", "password": PASSWORD})

    assert answer.status_code == 400
    assert "Trang này đã cũ" in answer.text
