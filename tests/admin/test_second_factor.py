"""The second factor: an app, a printed card or a recovery code; each code works once."""

import re

import pyotp
import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from core import clock as product_clock
from core.db import db, write, write_session
from core.domain.access import Role
from core.models import AuditEntry, CardLine, RecoveryCode, SecondFactor, StaffSession
from core.services import accounts
from tests.support import worlds
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.clock import Clock
from tests.support.sign_in import app, filled, sign_in, token_of
from tests.support.worlds import APP_SECRET, PASSWORD

NEW_PASSWORD = "hai con mèo mướp"


@pytest.fixture
def office(app: Flask) -> None:
    """The office with one account of the Front that has an app."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.FRONT)


@pytest.fixture
def newcomer(office: None, client: FlaskClient) -> FlaskClient:
    """A person who has just replaced the one-time password."""
    given = accounts.create(login="lan", name="Bà Lan", role=Role.FRONT, unit_code="xa-mau", actor="test")
    client.post("/admin/dang-nhap", data=filled(client, login="lan", password=given))
    form = {"current": given, "new": NEW_PASSWORD, "again": NEW_PASSWORD}
    client.post("/admin/mat-khau", data=filled(client, "/admin/mat-khau", **form))
    return client


def half_way(client: FlaskClient, login: str = "front", password: str = PASSWORD) -> FlaskClient:
    """Type the password only."""
    client.post("/admin/dang-nhap", data=filled(client, login=login, password=password))
    return client


def type_code(client: FlaskClient, code: str, address: str = "/admin/xac-thuc") -> TestResponse:
    return client.post(address, data=filled(client, address, code=code))


def enrol_card(client: FlaskClient) -> list[str]:
    """Print a card and type its first line; return all its codes."""
    client.post("/admin/xac-thuc/chon/card", data=filled(client, "/admin/xac-thuc/chon"))
    paper = pypdfium2.PdfDocument(client.get("/admin/xac-thuc/the.pdf").data)
    words = paper[0].get_textpage().get_text_bounded()
    codes = re.findall(r"\d{4} \d{4}", words)
    assert len(paper) == 1
    assert "Thẻ số 1" in words or "Thẻ số 2" in words
    assert type_code(client, codes[0], "/admin/xac-thuc/the").location == "/admin/xac-thuc/khoi-phuc"
    return codes


def recovery_codes(client: FlaskClient) -> list[str]:
    page = client.get("/admin/xac-thuc/khoi-phuc")
    codes = re.findall(r"<code>([^<]+)</code>", page.text)
    client.post("/admin/xac-thuc/khoi-phuc", data={"csrf_token": token_of(page.text)})
    return codes


def acts() -> list[str]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.number)))


def test_a_code_of_the_app_works_once(office: None, client: FlaskClient, clock: Clock) -> None:
    code = app().at(product_clock.now())
    first = type_code(half_way(client), code)
    client.post("/admin/dang-xuat", data=filled(client, "/admin/toi/"))

    again = type_code(half_way(client), code)

    assert first.status_code == 303
    assert again.status_code == 401
    assert "chưa đúng hoặc đã dùng" in again.text


@pytest.mark.parametrize(("seconds", "status"), [(-60, 401), (-30, 303), (0, 303), (30, 303), (60, 401)])
def test_the_phones_clock_may_be_half_a_minute_off(
    office: None, client: FlaskClient, seconds: int, status: int
) -> None:
    code = app().at(int(product_clock.now().timestamp()) + seconds)

    assert type_code(half_way(client), code).status_code == status


def test_an_earlier_code_is_refused_after_a_later_one(office: None, client: FlaskClient) -> None:
    now = int(product_clock.now().timestamp())
    type_code(half_way(client), app().at(now + 30))
    client.post("/admin/dang-xuat", data=filled(client, "/admin/toi/"))

    assert type_code(half_way(client), app().at(now)).status_code == 401


def test_wrong_codes_wait_longer_and_longer_and_the_right_password_does_not_buy_more(
    office: None, client: FlaskClient, clock: Clock
) -> None:
    for _ in range(5):
        assert type_code(half_way(client), "000000").status_code == 401
    waiting = type_code(half_way(client), app().at(product_clock.now()))
    clock.advance(seconds=3)
    admitted = type_code(client, app().at(product_clock.now()))

    assert waiting.status_code == 401
    assert "2 giây" in waiting.text
    assert admitted.status_code == 303
    assert acts().count("account.factor_refused") == 5


def test_the_apps_secret_is_encrypted(office: None) -> None:
    stored = db.session.scalars(select(SecondFactor.secret)).one()

    assert stored is not None
    assert APP_SECRET not in stored


def test_a_new_person_connects_an_app_and_puts_recovery_codes_away(
    newcomer: FlaskClient, client: FlaskClient
) -> None:
    newcomer.post("/admin/xac-thuc/chon/app", data=filled(newcomer, "/admin/xac-thuc/chon"))
    page = newcomer.get("/admin/xac-thuc/ung-dung").text
    secret = re.search(r"<code>([^<]+)</code>", page)
    assert secret
    key = secret[1].replace(" ", "").upper()
    assert secret[0] in newcomer.get("/admin/xac-thuc/ung-dung").text
    wrong = type_code(newcomer, "000000", "/admin/xac-thuc/ung-dung")
    right = type_code(newcomer, pyotp.TOTP(key).at(product_clock.now()), "/admin/xac-thuc/ung-dung")
    codes = recovery_codes(newcomer)

    assert wrong.status_code == 422
    assert right.location == "/admin/xac-thuc/khoi-phuc"
    assert len(set(codes)) == 10
    assert newcomer.get("/admin/").status_code == 200
    assert newcomer.get("/admin/xac-thuc/khoi-phuc").location == "/admin/toi/"
    assert db.session.scalars(select(StaffSession.pending_seed)).all() == [None]
    assert acts()[-2:] == ["account.enrol_factor", "view.officers"]


def test_a_person_without_a_smartphone_signs_in_with_the_card_line_by_line(newcomer: FlaskClient) -> None:
    codes = enrol_card(newcomer)
    recovery_codes(newcomer)
    newcomer.post("/admin/dang-xuat", data=filled(newcomer, "/admin/toi/"))
    page = half_way(newcomer, "lan", NEW_PASSWORD).get("/admin/xac-thuc").text
    used = type_code(newcomer, codes[0])
    later = type_code(newcomer, codes[2])
    asked = type_code(newcomer, codes[1])

    assert len(codes) == 40
    assert "Dòng 2" in page
    assert "thẻ mã dùng một lần số 1" in page
    assert (used.status_code, later.status_code, asked.status_code) == (401, 401, 303)
    assert "còn 38 dòng" in newcomer.get("/admin/toi/").text


def test_only_prints_of_card_lines_and_recovery_codes_are_stored(newcomer: FlaskClient) -> None:
    codes = [*enrol_card(newcomer), *recovery_codes(newcomer)]
    stored = [
        *db.session.scalars(select(CardLine.code_hash)),
        *db.session.scalars(select(RecoveryCode.code_hash)),
    ]

    assert {len(line) for line in stored} == {32}
    plain = [code.replace(" ", "").replace("-", "").encode() for code in codes]
    assert not [code for code in plain for line in stored if code in line]


def test_a_new_card_voids_the_old_one(newcomer: FlaskClient) -> None:
    old = enrol_card(newcomer)
    recovery_codes(newcomer)
    new = enrol_card(newcomer)
    recovery_codes(newcomer)
    newcomer.post("/admin/dang-xuat", data=filled(newcomer, "/admin/toi/"))
    page = half_way(newcomer, "lan", NEW_PASSWORD).get("/admin/xac-thuc").text

    assert "thẻ mã dùng một lần số 2" in page
    assert type_code(newcomer, old[1]).status_code == 401
    assert type_code(newcomer, new[1]).status_code == 303


def test_an_empty_card_says_what_to_do(newcomer: FlaskClient) -> None:
    enrol_card(newcomer)
    recovery_codes(newcomer)
    newcomer.post("/admin/dang-xuat", data=filled(newcomer, "/admin/toi/"))
    with write() as connection:
        connection.execute(update(CardLine).values(is_used=True))

    page = half_way(newcomer, "lan", NEW_PASSWORD).get("/admin/xac-thuc").text

    assert "Thẻ đã dùng hết các dòng" in page


def test_a_recovery_code_works_once_however_it_is_typed(newcomer: FlaskClient) -> None:
    enrol_card(newcomer)
    code = recovery_codes(newcomer)[4]
    statuses = []
    for typed in (f" {code.upper().replace('-', ' ')} ", code):
        newcomer.post("/admin/dang-xuat", data=filled(newcomer, "/admin/toi/"))
        half_way(newcomer, "lan", NEW_PASSWORD)
        statuses.append(type_code(newcomer, typed, "/admin/xac-thuc?bang=khoi-phuc").status_code)

    assert statuses == [303, 401]


def test_new_recovery_codes_end_the_old_ones(newcomer: FlaskClient) -> None:
    enrol_card(newcomer)
    old = recovery_codes(newcomer)
    newcomer.post("/admin/xac-thuc/khoi-phuc/moi", data=filled(newcomer, "/admin/toi/"))
    new = recovery_codes(newcomer)
    newcomer.post("/admin/dang-xuat", data=filled(newcomer, "/admin/toi/"))
    half_way(newcomer, "lan", NEW_PASSWORD)

    assert not set(old) & set(new)
    assert type_code(newcomer, old[0], "/admin/xac-thuc?bang=khoi-phuc").status_code == 401
    assert type_code(newcomer, new[0], "/admin/xac-thuc?bang=khoi-phuc").status_code == 303


def test_an_export_asks_for_a_fresh_code_after_ten_minutes(
    office: None, client: FlaskClient, clock: Clock
) -> None:
    sign_in(client, "front")
    at_once = client.get("/admin/tong-quan.csv")
    clock.advance(minutes=11)
    asked = client.get("/admin/tong-quan.csv")
    page = client.get(asked.location)
    done = type_code(client, app().at(product_clock.now()), "/admin/xac-thuc-lai")
    offered = client.get(done.location).text

    assert at_once.status_code == 200
    assert asked.location == "/admin/xac-thuc-lai?next=/admin/tong-quan.csv"
    assert "đã quá mười phút" in page.text
    assert 'href="/admin/tong-quan.csv"' in offered
    assert client.get("/admin/tong-quan.csv").status_code == 200
    assert acts()[-2:] == ["account.step_up", "export.results"]


def test_changing_the_factor_asks_for_a_fresh_code(office: None, client: FlaskClient, clock: Clock) -> None:
    sign_in(client, "front")
    clock.advance(minutes=11)

    assert client.get("/admin/xac-thuc/chon").location == "/admin/xac-thuc-lai?next=/admin/xac-thuc/chon"


def test_nothing_but_the_factor_page_opens_before_the_code(office: None, client: FlaskClient) -> None:
    half_way(client)

    addresses = ("/admin/", "/admin/mat-khau", "/admin/xac-thuc/chon", "/admin/toi/", "/admin/tong-quan.csv")
    assert {client.get(address).location for address in addresses} == {"/admin/xac-thuc"}
