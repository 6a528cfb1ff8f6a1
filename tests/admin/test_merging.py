"""Merging communes at the desk: the consequences first, then one act; and what everybody reads afterwards."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from core.db import write_session
from core.domain.access import Role
from core.models import Account, Unit, UnitMerger
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.counted import satisfied
from tests.support.databases import Databases
from tests.support.published import closed, each_day, given, settled
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

PROVINCE, MERGED = 9, 10
HERE = "/admin/noi-phuc-vu/sap-nhap"
MERGER = {
    "unit_ids": [World.commune, World.neighbour],
    "name": "Xã Hợp Nhất",
    "day": "02/11/2026",
    "document": "Nghị quyết số 10/NQ-UBTVQH ngày 15/10/2026",
    "help_phone": "1022",
}


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/services/test_merging.py merges on both kinds of database."""
    return sqlite_databases


@pytest.fixture
def administrator(app: Flask) -> FlaskClient:
    """The province's administrator, above two communes with answers since October and an account each."""
    with write_session() as session:
        world = worlds.office(session)
        worlds.target(session, 8500)
        session.add(
            Unit(
                id=PROVINCE,
                unit_id=PROVINCE,
                code="tinh-mau",
                kind="province",
                name="Tỉnh Mẫu",
                valid_from=worlds.BEGINNING,
            )
        )
        session.flush()
        both = Unit.id.in_((world.commune, world.neighbour))
        session.execute(update(Unit).where(both).values(parent_id=PROVINCE))
        worlds.account(session, Role.SYSADMIN, unit_id=PROVINCE)
        worlds.account(session, Role.PROVINCE, unit_id=PROVINCE)
        worlds.account(session, Role.LEADER, unit_id=world.commune, login="lan")
        worlds.account(session, Role.FRONT, unit_id=world.neighbour, login="hoa")
    for day in each_day(date(2026, 10, 5), 47):
        settled(
            given(day, satisfied(9, of=10)),
            given(day, satisfied(1, of=5), unit=World.neighbour, field=World.neighbours_field),
        )
    closed(date(2026, 11, 20))
    return sign_in(app.test_client(), "sysadmin")


def send(client: FlaskClient, **values: object):
    """Post the form and follow where it leads."""
    token = token_of(client.get(HERE).text)
    return client.post(HERE, data={**MERGER, **values, "csrf_token": token}, follow_redirects=True)


def words(client: FlaskClient, address: str = "/admin/") -> str:
    """Return the words of a page as they are read."""
    return said(client.get(address).text)


def said(page: str) -> str:
    """Return the words of a page's body."""
    body = re.sub(r"<head>.*?</head>", " ", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_nothing_is_changed_before_the_consequences_are_agreed_to(administrator: FlaskClient) -> None:
    page = send(administrator)

    assert page.status_code == 200
    assert "Lập «Xã Hợp Nhất» từ 2 xã, phường?" in said(page.text)
    assert "Từ ngày 02/11/2026, theo Nghị quyết số 10/NQ-UBTVQH ngày 15/10/2026" in said(page.text)
    assert "Mã QR đã in vẫn dùng được" in page.text
    assert "Người dùng lan · Lãnh đạo Ủy ban nhân dân" in said(page.text)
    assert rows(UnitMerger.unit_id) == []
    assert (MERGED,) not in rows(Unit.id)


def test_agreeing_merges_and_every_role_reads_the_new_commune(app: Flask, administrator: FlaskClient) -> None:
    done = send(administrator, **{"da-xem": "1"})

    assert "Đã lập «Xã Hợp Nhất». Các mã QR đã in vẫn dùng được." in said(done.text)
    assert rows(Account.login, Account.unit_id)[:2] == [("hoa", MERGED), ("lan", MERGED)]
    leader = sign_in(app.test_client(), "lan")
    october = words(leader, "/admin/?ky=month&moc=2026-10")
    assert "Xã Hợp Nhất chỉ hoạt động từ 02/11/2026" in october
    assert "của các xã trước sáp nhập cộng lại: Xã Bên , Xã Mẫu" in october
    running = words(leader)
    assert "Xã Hợp Nhất hoạt động từ 02/11/2026" in running
    old = words(leader, "/admin/?ky=month&moc=2026-10&don-vi=xa-ben")
    assert "Xã Bên đã sáp nhập vào Xã Hợp Nhất từ 02/11/2026" in old
    file = leader.get("/admin/ket-qua.csv?ky=month&moc=2026-10").get_data().decode("utf-8-sig")
    assert "Xã Hợp Nhất (trước 02/11/2026: Xã Bên, Xã Mẫu)" in file
    former = (
        leader.get("/admin/ket-qua.csv?ky=month&moc=2026-10&don-vi=xa-ben").get_data().decode("utf-8-sig")
    )
    assert "Xã Bên (từ 02/11/2026 thuộc Xã Hợp Nhất)" in former
    front = words(sign_in(app.test_client(), "hoa"), "/admin/?ky=month&moc=2026-11")
    assert "Xã Hợp Nhất hoạt động từ 02/11/2026" in front
    province = sign_in(app.test_client(), "province")
    assert "Xã Hợp Nhất" not in words(province, "/admin/?ky=month&moc=2026-10")
    assert "Xã Mẫu" in words(province, "/admin/?ky=month&moc=2026-10")
    assert "trước sáp nhập cộng lại: Xã Bên , Xã Mẫu" in words(province)
    citizen = app.test_client().get(f"/q/{World.elsewhere}")
    assert citizen.status_code == 200
    assert "Xã Hợp Nhất" in citizen.text


def test_a_ticked_account_ends(app: Flask, administrator: FlaskClient) -> None:
    hoa = next(number for number, login in rows(Account.id, Account.login) if login == "hoa")

    send(administrator, ending=[hoa], **{"da-xem": "1"})

    assert dict(rows(Account.login, Account.is_active))["hoa"] is False
    assert dict(rows(Account.login, Account.is_active))["lan"] is True


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"unit_ids": [World.commune]}, "Xin đánh dấu ít nhất hai xã, phường"),
        ({"name": ""}, "Xin ghi tên xã, phường mới"),
        ({"day": "22/11/2026"}, "Xin nhập việc sáp nhập vào đúng ngày có hiệu lực"),
        ({"day": "01/7/2025"}, "hoạt động từ 01/7/2025"),
        ({"day": ""}, "Xin ghi ngày bắt đầu"),
        ({"document": ""}, "Xin ghi số và ngày của nghị quyết"),
    ],
)
@pytest.mark.parametrize("agreed", [{}, {"da-xem": "1"}])
def test_what_is_wrong_is_said_at_its_place(
    administrator: FlaskClient, changes: dict[str, object], sentence: str, agreed: dict[str, str]
) -> None:
    answer = send(administrator, **changes, **agreed)

    assert answer.status_code == 422
    assert sentence in said(answer.text)
    assert rows(UnitMerger.unit_id) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_pages_are_fit_to_be_shown(administrator: FlaskClient, language: str) -> None:
    assert administrator.get(f"{HERE}?lang={language}").status_code == 200
    assert "Sáp nhập xã, phường" in administrator.get("/admin/noi-phuc-vu/don-vi").text


def test_an_administrator_of_one_commune_is_told_what_is_missing(app: Flask) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune)

    page = sign_in(app.test_client(), "sysadmin").get(HERE).text

    assert "Sáp nhập cần ít nhất hai xã, phường" in page
