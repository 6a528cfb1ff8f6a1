"""Known devices: a stranger's wrong passwords do not keep the owner of an account out."""

import re
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.config import Config
from core.db import db, write_session
from core.domain.access import Role, Scope
from core.models import Account, UnknownName
from core.services import accounts, known_devices
from tests.support import worlds
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.clock import Clock
from tests.support.requests import begin_with_nothing
from tests.support.sign_in import app_code, filled, sign_in, token_of
from tests.support.worlds import PASSWORD, World
from wsgi import create_app

COOKIE = "langnghe-device"
WRONG = "sai bét rồi"
NEW = "hai con mèo mướp"
EVERYWHERE = Scope(account_id=0, role=None, unit_ids=frozenset({World.commune, World.centre}))


@pytest.fixture
def office(app: Flask) -> None:
    """The office with two accounts."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.FRONT)
        worlds.account(session, Role.MANAGER)


@pytest.fixture
def known(office: None, client: FlaskClient) -> FlaskClient:
    """The browser the Front has signed in with once, and out again."""
    sign_in(client, "front")
    client.post("/admin/dang-xuat", data=filled(client, "/admin/toi/"))
    return client


def attempt(client: FlaskClient, password: str, login: str = "front") -> int | str:
    """Type a name and a password; return the status, or how long the page says one has to wait."""
    answer = client.post("/admin/dang-nhap", data=filled(client, login=login, password=password))
    waiting = re.search(r"\d+ giây", answer.text)
    return waiting[0] if waiting else answer.status_code


def failing(client: FlaskClient, times: int) -> FlaskClient:
    """Type wrong passwords one after the other."""
    for _ in range(times):
        attempt(client, WRONG)
    return client


def kept_by(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE)
    assert cookie is not None
    return cookie.value


def with_device(app: Flask, kept: str) -> FlaskClient:
    """Return another browser that has this cookie."""
    browser = app.test_client()
    browser.set_cookie(COOKIE, kept)
    return browser


def failures_of_front() -> int | None:
    db.session.rollback()
    return db.session.scalar(select(Account.failures).where(Account.login == "front"))


def test_ten_minutes_of_a_strangers_failures_do_not_keep_the_owner_out(
    known: FlaskClient, app: Flask, clock: Clock
) -> None:
    stranger, elsewhere = app.test_client(), app.test_client()
    for _ in range(9):
        attempt(stranger, WRONG)
        clock.advance(seconds=30)
    admitted, waiting = [], []
    for _ in range(20):
        attempt(stranger, WRONG)
        clock.advance(seconds=29)
        waiting.append(attempt(elsewhere, PASSWORD))
        admitted.append(attempt(known, PASSWORD))
        known.post("/admin/dang-xuat", data=filled(known, "/admin/xac-thuc"))
        clock.advance(seconds=1)

    assert admitted == [303] * 20
    assert waiting == ["1 giây"] * 20


def test_a_browser_that_never_signed_in_waits_as_before(office: None, app: Flask) -> None:
    failing(app.test_client(), 5)

    assert attempt(app.test_client(), PASSWORD) == "2 giây"


def test_the_password_alone_makes_no_browser_known(office: None, client: FlaskClient) -> None:
    assert attempt(client, PASSWORD) == 303

    assert client.get_cookie(COOKIE) is None


def test_the_device_of_another_account_counts_for_nothing(known: FlaskClient, app: Flask) -> None:
    other = sign_in(app.test_client(), "manager")
    failing(app.test_client(), 5)

    assert attempt(with_device(app, kept_by(other)), PASSWORD) == "2 giây"
    assert attempt(with_device(app, kept_by(known)), PASSWORD) == 303


@pytest.mark.parametrize(
    "forged",
    ["", ".", "abc", "abc.", "abc.00", "abc." + "00" * 32, "ả." + "00" * 32, "abc.không phải số"],
)
def test_a_forged_device_counts_for_nothing(office: None, app: Flask, forged: str) -> None:
    failing(app.test_client(), 5)

    assert attempt(with_device(app, forged), PASSWORD) == "2 giây"


def test_a_changed_number_counts_for_nothing(known: FlaskClient, app: Flask) -> None:
    number, _dot, proof = kept_by(known).partition(".")
    failing(app.test_client(), 5)

    assert attempt(with_device(app, f"{number}x.{proof}"), PASSWORD) == "2 giây"


def test_five_failures_on_the_known_device_make_it_wait_and_nobody_else(
    known: FlaskClient, app: Flask, clock: Clock
) -> None:
    failing(known, 5)
    here = attempt(known, PASSWORD)
    elsewhere = attempt(app.test_client(), PASSWORD)
    clock.advance(seconds=3)

    assert (here, elsewhere) == ("2 giây", 303)
    assert attempt(known, PASSWORD) == 303


def test_the_right_password_on_the_known_device_forgives_its_failures(known: FlaskClient) -> None:
    failing(known, 4)
    admitted = attempt(known, PASSWORD)
    known.post("/admin/dang-xuat", data=filled(known, "/admin/xac-thuc"))
    failing(known, 4)

    assert (admitted, attempt(known, PASSWORD)) == (303, 303)


def test_failures_on_the_known_device_are_counted_in_one_slot_and_not_at_the_account(
    known: FlaskClient, app: Flask
) -> None:
    failing(with_device(app, kept_by(known)), 2)
    failing(with_device(app, kept_by(known)), 3)

    assert failures_of_front() == 0
    assert db.session.scalars(select(UnknownName.failures)).all() == [5]


def test_a_new_password_voids_the_devices_and_the_browser_it_was_set_in_is_known_anew(
    known: FlaskClient, app: Flask
) -> None:
    old = kept_by(known)
    here = sign_in(app.test_client(), "front")
    form = {"current": PASSWORD, "new": NEW, "again": NEW}
    here.post("/admin/mat-khau", data=filled(here, "/admin/mat-khau", **form))
    failing(app.test_client(), 5)

    assert attempt(with_device(app, old), NEW) == "2 giây"
    assert attempt(with_device(app, kept_by(here)), NEW) == 303


def test_a_redeemed_invitation_voids_the_devices(known: FlaskClient, app: Flask) -> None:
    front = db.session.scalars(select(Account).where(Account.login == "front")).one()
    link = accounts.invite_again(EVERYWHERE, front.id, actor="test")
    invited = app.test_client()
    address = f"/admin/loi-moi/{link.token}"
    invited.post(address, data=filled(invited, address, new=PASSWORD, again=PASSWORD))
    failing(app.test_client(), 5)

    assert attempt(with_device(app, kept_by(known)), PASSWORD) == "2 giây"


def test_a_strangers_failures_do_not_hold_up_a_change_of_the_password(
    office: None, client: FlaskClient, app: Flask
) -> None:
    sign_in(client, "front")
    failing(app.test_client(), 6)
    form = {"current": PASSWORD, "new": NEW, "again": NEW}

    assert client.post("/admin/mat-khau", data=filled(client, "/admin/mat-khau", **form)).status_code == 303


def test_every_sign_in_gives_the_browser_another_number_that_names_nobody(known: FlaskClient) -> None:
    first = kept_by(known)
    second = kept_by(sign_in(known, "front"))

    assert first != second
    assert re.fullmatch(r"[\w-]{22}\.[0-9a-f]{64}", second)


def test_a_device_is_known_to_nobody_where_the_account_does_not_exist(known: FlaskClient) -> None:
    assert known_devices.number_of(kept_by(known), None) is None


@pytest.mark.parametrize(
    ("url", "name", "is_secure"),
    [
        ("https://langnghe.xamau.example", "__Host-langnghe-device", True),
        ("http://langnghe.xamau.example", "langnghe-device", False),
    ],
)
def test_the_cookie_lasts_180_days_and_is_for_this_host_and_no_script(
    settings: dict[str, str], url: str, name: str, is_secure: bool
) -> None:
    app = create_app(Config.from_env({**settings, "LANGNGHE_PUBLIC_URL": url}))
    cookie = cookies_of_a_sign_in(app, url)[name]

    assert cookie["max-age"] == "15552000"
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert cookie["domain"] == ""
    assert bool(cookie["secure"]) is is_secure


def cookies_of_a_sign_in(app: Flask, url: str) -> SimpleCookie:
    """Sign in at this address and return the cookies that come with the last answer."""
    begin_with_nothing(app)
    with app.app_context():
        with write_session() as session:
            worlds.office(session)
            worlds.account(session, Role.FRONT)
        client = app.test_client()
        headers = {"Referer": url}
        for address, values in (
            ("/admin/dang-nhap", {"login": "front", "password": PASSWORD}),
            ("/admin/xac-thuc", {"code": app_code()}),
        ):
            token = token_of(client.get(address, base_url=url).text)
            form = {**values, "csrf_token": token}
            answer = client.post(address, base_url=url, headers=headers, data=form)
        db.engine.dispose()
    cookies = SimpleCookie()
    for line in answer.headers.getlist("Set-Cookie"):
        cookies.load(line)
    return cookies
