"""The accounts of an office in its administrator's browser: invited, opened, stopped, given another role."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.db import db, write_session
from core.domain.access import Role
from core.models import Account, AuditEntry, Invitation, SecondFactor
from core.services import audit
from tests.support import worlds
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.clock import Clock
from tests.support.sign_in import filled, sign_in, token_of
from tests.support.worlds import PASSWORD, World

LIST = "/admin/tai-khoan/"
NEW = {"name": "Nguyễn Văn An", "login": "nguyen.van.an", "role": "front", "unit": "xa-mau"}
CHOSEN = "hai con mèo mướp"


@pytest.fixture
def admin(app: Flask, client: FlaskClient) -> FlaskClient:
    """The signed-in administrator of the commune, beside an account of the Front and one of a neighbour."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune)
        worlds.account(session, Role.FRONT, unit_id=World.commune)
        worlds.account(session, Role.MANAGER, unit_id=World.neighbour, login="ben.kia")
    return sign_in(client, "sysadmin")


def number(login: str) -> int:
    found = db.session.scalar(select(Account.id).where(Account.login == login))
    assert found is not None
    return found


def act(client: FlaskClient, login: str, what: str) -> TestResponse:
    """Press a button of an account's page."""
    return client.post(f"{LIST}{number(login)}/{what}", data=filled(client, LIST + "moi"))


def invite(client: FlaskClient, **changes: str) -> TestResponse:
    return client.post(LIST + "moi", data=filled(client, LIST + "moi", **{**NEW, **changes}))


def link_on(page: str) -> str:
    found = re.search(r"<code>http://localhost(/admin/loi-moi/[\w-]+)</code>", page)
    assert found, page
    return found[1]


def open_account(client: FlaskClient, link: str) -> TestResponse:
    page = client.get(link)
    if page.status_code != 200:
        return page
    form = {"new": CHOSEN, "again": CHOSEN, "csrf_token": token_of(page.text)}
    return client.post(link, data=form)


def last_act() -> tuple[str, str, str]:
    db.session.rollback()
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.number.desc())).first()
    assert entry is not None
    return entry.actor, entry.action, entry.facts


def test_an_invited_person_opens_the_account_by_the_link_once(admin: FlaskClient, app: Flask) -> None:
    made = invite(admin)
    page = admin.get(made.location).text
    link = link_on(page)
    person, second = app.test_client(), app.test_client()
    shown = person.get(link).text
    opened = open_account(person, link)

    assert "Nguyễn Văn An" in shown
    assert "nguyen.van.an" in shown
    assert opened.location == "/admin/xac-thuc/chon"
    assert person.get("/admin/").location == "/admin/xac-thuc/chon"
    assert open_account(second, link).status_code == 410
    assert link_on(page) not in admin.get(made.location).text
    assert audit.verify().first_break is None


def test_only_the_hash_of_a_link_is_stored(admin: FlaskClient) -> None:
    link = link_on(admin.get(invite(admin).location).text)
    stored = db.session.scalars(select(Invitation.token_hash)).one()

    assert len(stored) == 64
    assert stored not in link


@pytest.mark.parametrize(("hours", "status"), [(71, 303), (73, 410)])
def test_a_link_works_for_three_days(
    admin: FlaskClient, app: Flask, clock: Clock, hours: int, status: int
) -> None:
    link = link_on(admin.get(invite(admin).location).text)
    clock.advance(hours=hours)

    assert open_account(app.test_client(), link).status_code == status


def test_a_new_link_ends_the_one_before_and_resets_password_and_factor_only_when_used(
    admin: FlaskClient, app: Flask
) -> None:
    first = link_on(admin.get(act(admin, "front", "moi-lai").location).text)
    second = link_on(admin.get(act(admin, "front", "moi-lai").location).text)
    assert open_account(app.test_client(), first).status_code == 410
    before = sign_in(app.test_client(), "front")

    opened = open_account(app.test_client(), second)

    assert opened.location == "/admin/xac-thuc/chon"
    assert before.get("/admin/").status_code == 303
    db.session.rollback()
    assert db.session.get(SecondFactor, number("front")) is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"login": "front"}, "Đã có người dùng tên này"),
        ({"login": "Nguyễn An"}, "chữ cái không dấu"),
        ({"login": "a"}, "chữ cái không dấu"),
        ({"name": " "}, "Ghi họ và tên"),
        ({"unit": "xa-ben"}, "Không có đơn vị này"),
        ({"role": "emperor"}, "Chọn vai trò"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_stays(
    admin: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    answer = invite(admin, **changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Nguyễn Văn An" in answer.text or "name" in changes


def test_stopping_an_account_ends_its_sessions_and_its_link_at_once(admin: FlaskClient, app: Flask) -> None:
    person = sign_in(app.test_client(), "front")
    link = link_on(admin.get(act(admin, "front", "moi-lai").location).text)
    act(admin, "front", "ngung")

    assert person.get("/admin/").location == "/admin/dang-nhap?next=/admin/"
    assert open_account(app.test_client(), link).status_code == 410
    refused = person.post("/admin/dang-nhap", data=filled(person, login="front", password=PASSWORD))
    assert refused.status_code == 401
    assert last_act()[1] == "account.sign_in_refused"


def test_a_stopped_account_is_taken_up_again_as_it_was(admin: FlaskClient, app: Flask) -> None:
    act(admin, "front", "ngung")
    act(admin, "front", "dung-lai")

    assert last_act()[:2] == ("sysadmin", "account.enable")
    assert sign_in(app.test_client(), "front").get("/admin/").status_code == 200


def test_another_role_holds_from_the_next_page_on(admin: FlaskClient, app: Flask) -> None:
    person = sign_in(app.test_client(), "front")
    address = f"{LIST}{number('front')}/vai-tro"
    admin.post(address, data=filled(admin, address, role="manager"))

    assert person.get("/admin/tong-quan.csv").status_code == 403
    actor, action, facts = last_act()
    assert (actor, action) == ("sysadmin", "account.change_role")
    assert facts == '{"after":"manager","before":"front","login":"front"}'


def test_a_role_is_changed_only_with_a_fresh_code(admin: FlaskClient, clock: Clock) -> None:
    clock.advance(minutes=11)
    address = f"{LIST}{number('front')}/vai-tro"

    assert admin.get(address).location == f"/admin/xac-thuc-lai?next={address}"


@pytest.mark.parametrize("what", ["ngung", "moi-lai"])
def test_an_administrator_does_not_change_the_own_account(admin: FlaskClient, what: str) -> None:
    answer = act(admin, "sysadmin", what)

    assert answer.status_code == 409
    assert "quản trị viên khác" in answer.text


@pytest.mark.parametrize("what", ["", "/vai-tro"])
def test_accounts_of_another_unit_do_not_exist_here(admin: FlaskClient, what: str) -> None:
    assert admin.get(f"{LIST}{number('ben.kia')}{what}").status_code == 404
    assert act(admin, "ben.kia", "ngung").status_code == 404
    assert "ben.kia" not in admin.get(LIST).text


def test_the_list_is_found_through_and_paged(admin: FlaskClient) -> None:
    with write_session() as session:
        for place in range(60):
            worlds.account(session, Role.OFFICER, login=f"cong.chuc.{place:02}")

    first, second = admin.get(LIST).text, admin.get(LIST + "?trang=2").text
    found = admin.get(LIST + "?tim=chuc.07").text

    assert "62 tài khoản" in first
    assert first.count("<tr") == 51
    assert second.count("<tr") == 13
    assert found.count("<tr") == 2
    assert "Không có ai tên như vậy" in admin.get(LIST + "?tim=%25").text
