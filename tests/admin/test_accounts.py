"""Signing in with password and code, one's password, and what makes a session end."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from core.config import Config
from core.db import db, write, write_session
from core.domain.access import Role
from core.models import Account, AuditEntry, StaffSession
from core.services import accounts, audit, passwords, signing_in
from core.services.accounts import AccountRefused
from core.services.signing_in import SignInRefused
from tests.support import worlds
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.clock import Clock
from tests.support.sign_in import app_code, filled, sign_in, token_of
from tests.support.worlds import PASSWORD
from wsgi import create_app

OWN = "/admin/toi/"


@pytest.fixture
def office(app: Flask) -> None:
    """The office with one account of the Front."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.FRONT)


def send(client: FlaskClient, address: str, **values: str) -> TestResponse:
    """Post a form of ours with its CSRF token."""
    shown = address if address != "/admin/dang-xuat" else "/admin/mat-khau"
    return client.post(address, data=filled(client, shown, **values))


def test_password_and_code_lead_to_the_overview(office: None, client: FlaskClient) -> None:
    first = send(client, "/admin/dang-nhap", login="Front ", password=PASSWORD)
    between = client.get("/admin/")
    second = send(client, "/admin/xac-thuc", code=app_code())

    assert (first.status_code, first.location) == (303, "/admin/")
    assert (between.status_code, between.location) == (303, "/admin/xac-thuc")
    assert (second.status_code, second.location) == (303, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_signing_in_leads_to_the_page_that_was_asked_for(office: None, client: FlaskClient) -> None:
    asked = client.get("/admin/cach-tinh?a=1")
    page = client.get(asked.location).text
    assert 'value="/admin/cach-tinh?a=1"' in page
    send(client, "/admin/dang-nhap", login="front", password=PASSWORD, next="/admin/cach-tinh?a=1")

    answer = send(client, "/admin/xac-thuc", code=app_code())

    assert answer.location == "/admin/cach-tinh?a=1"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(office: None, client: FlaskClient) -> None:
    wrong = send(client, "/admin/dang-nhap", login="front", password="sai bét rồi")
    unknown = send(client, "/admin/dang-nhap", login="nobody", password="sai bét rồi")

    assert (wrong.status_code, unknown.status_code) == (401, 401)
    sentence = "Tên tài khoản hoặc mật khẩu chưa đúng"
    assert sentence in wrong.text
    assert sentence in unknown.text


@pytest.mark.parametrize("login", ["front", "nobody"])
def test_after_four_failures_a_further_try_has_to_wait_whether_the_name_exists_or_not(
    office: None, client: FlaskClient, login: str
) -> None:
    for _ in range(5):
        send(client, "/admin/dang-nhap", login=login, password="sai bét rồi")

    refused = send(client, "/admin/dang-nhap", login=login, password=PASSWORD)

    assert refused.status_code == 401
    assert "2 giây" in refused.text


def test_a_wait_is_never_a_lock_out(office: None, client: FlaskClient, clock: Clock) -> None:
    for _ in range(5):
        send(client, "/admin/dang-nhap", login="front", password="sai bét rồi")
    clock.advance(seconds=3)

    admitted = send(client, "/admin/dang-nhap", login="front", password=PASSWORD)

    assert admitted.status_code == 303


def test_a_form_without_our_token_is_refused(office: None, client: FlaskClient) -> None:
    answer = client.post("/admin/dang-nhap", data={"login": "front", "password": PASSWORD})

    assert answer.status_code == 400


def test_a_one_time_password_must_be_replaced_before_anything_else(office: None, client: FlaskClient) -> None:
    given = accounts.create(login="lan", name="Bà Lan", role=Role.FRONT, unit_code="xa-mau", actor="test")
    send(client, "/admin/dang-nhap", login="lan", password=given)
    overview = client.get("/admin/")
    new = "hai con mèo mướp"
    send(client, "/admin/mat-khau", current=given, new=new, again=new)

    assert overview.location == "/admin/mat-khau"
    assert client.get("/admin/").location == "/admin/xac-thuc/chon"


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("ngắn", "ngắn", "ít nhất 10 ký tự"),
        ("dài" * 100, "dài" * 100, "dài nhất 200 ký tự"),
        ("hai con mèo mướp", "hai con mèo", "không giống nhau"),
        (PASSWORD, PASSWORD, "trùng với mật khẩu cũ"),
    ],
)
def test_a_poor_new_password_is_explained(
    office: None, client: FlaskClient, new: str, again: str, sentence: str
) -> None:
    sign_in(client, "front")

    answer = send(client, "/admin/mat-khau", current=PASSWORD, new=new, again=again)

    assert answer.status_code == 422
    assert sentence in answer.text


@pytest.mark.parametrize(
    ("minutes", "ends"), [(29, False), (31, True)], ids=["29 minutes idle", "31 minutes idle"]
)
def test_a_session_ends_after_half_an_hour_without_a_request(
    office: None, client: FlaskClient, clock: Clock, minutes: int, ends: bool
) -> None:
    sign_in(client, "front")

    clock.advance(minutes=minutes)

    assert (client.get(OWN).status_code == 303) is ends


def test_a_session_ends_after_ten_hours_however_busy(office: None, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "front")
    statuses = []
    for _ in range(25):
        clock.advance(minutes=25)
        statuses.append(client.get(OWN).status_code)

    assert statuses == [200] * 23 + [303] * 2


def test_a_disabled_account_stops_at_the_next_request(office: None, client: FlaskClient) -> None:
    sign_in(client, "front")
    with write() as connection:
        connection.execute(update(Account).values(is_active=False))
    db.session.rollback()

    assert client.get(OWN).status_code == 303


def test_signing_out_ends_the_session_and_clears_the_browser(office: None, client: FlaskClient) -> None:
    sign_in(client, "front")

    answer = send(client, "/admin/dang-xuat")

    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get(OWN).status_code == 303
    assert db.session.scalars(select(StaffSession)).all() == []


def test_changing_the_password_ends_the_sessions_of_other_browsers(office: None, app: Flask) -> None:
    here, there = (sign_in(app.test_client(), "front") for _ in range(2))

    send(here, "/admin/mat-khau", current=PASSWORD, new="hai con mèo mướp", again="hai con mèo mướp")

    assert here.get(OWN).status_code == 200
    assert there.get(OWN).status_code == 303


@pytest.mark.parametrize(
    "target",
    ["https://elsewhere.example/admin/", "//elsewhere.example/admin/", "/admin/\\..", "javascript:1"],
)
def test_signing_in_never_leads_elsewhere(office: None, client: FlaskClient, target: str) -> None:
    answer = send(client, "/admin/dang-nhap", login="front", password=PASSWORD, next=target)

    assert answer.location == "/admin/"


def test_the_token_changes_at_sign_in_and_after_the_second_factor(office: None, client: FlaskClient) -> None:
    tokens = []
    for address, values in (
        ("/admin/dang-nhap", {"login": "front", "password": PASSWORD}),
        ("/admin/xac-thuc", {"code": app_code()}),
    ):
        send(client, address, **values)
        with client.session_transaction() as session:
            tokens.append(session["token"])

    assert tokens[0] != tokens[1]
    assert len(db.session.scalars(select(StaffSession)).all()) == 1


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


def test_a_right_and_a_wrong_name_cost_the_same_hash(office: None, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    monkeypatch.setattr(
        signing_in.passwords, "matches", lambda stored, _password: bool(verified.append(stored))
    )
    for login in ("front", "nobody"):
        for _ in range(6):
            with pytest.raises(SignInRefused):
                signing_in.sign_in(login, "sai bét rồi")

    assert len(verified) == 12


def test_guesses_never_take_more_than_one_thread_from_citizens(
    office: None, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passwords, "VERIFY_PATIENCE_SECONDS", 0.01)
    with passwords._verifying:
        answer = send(client, "/admin/dang-nhap", login="front", password=PASSWORD)

    assert answer.status_code == 503
    assert "Đang có nhiều người đăng nhập" in answer.text


def test_a_button_pressed_after_the_session_ended_leads_to_a_page_that_opens(
    office: None, client: FlaskClient, clock: Clock
) -> None:
    sign_in(client, "front")
    token = token_of(client.get("/admin/mat-khau").text)
    clock.set("2026-11-21T09:31:00+07:00")

    answer = client.post("/admin/dang-xuat", data={"csrf_token": token})
    sign_in(client, "front")

    assert answer.location.startswith("/admin/dang-nhap")
    assert client.get(parse_qs(urlsplit(answer.location).query)["next"][0]).status_code == 200


def test_a_form_of_the_desk_that_is_too_old_says_so_in_words_of_the_desk(
    office: None, client: FlaskClient
) -> None:
    answer = client.post("/admin/dang-nhap", data={"login": "front", "password": PASSWORD})

    assert answer.status_code == 400
    assert "Trang này đã cũ" in answer.text


def test_a_link_from_another_site_is_opened_by_a_page_of_ours_and_signs_nobody_out(
    office: None, client: FlaskClient
) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site"}

    arrived = client.get("/admin/cach-tinh?a=1", headers=elsewhere)
    opened_by_us = client.get("/admin/cach-tinh?a=1", headers={"Sec-Fetch-Site": "same-origin"})

    assert arrived.status_code == 200
    assert arrived.headers["Refresh"] == "0; url=/admin/cach-tinh?a=1"
    assert "Set-Cookie" not in arrived.headers
    assert opened_by_us.status_code == 303
