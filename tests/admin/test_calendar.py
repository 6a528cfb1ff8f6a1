"""The work calendar at the desk without script: read by everybody, entered by manager and administrator."""

import re
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import Role
from core.models import CalendarDay
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.databases import Databases
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

HERE = "/admin/lich-lam-viec"
EXCHANGE = {
    "day_off": "02/01/2026",
    "day_worked": "10/01/2026",
    "document": "Công văn 01/UBND",
    "document_date": "20/12/2025",
    "reason": "Nghỉ Tết Dương lịch",
}


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/services/test_calendar.py reads and writes both kinds of database."""
    return sqlite_databases


@pytest.fixture
def manager(app: Flask) -> FlaskClient:
    """A signed-in manager of the example centre."""
    return signed_in(app, Role.MANAGER)


def signed_in(app: Flask, role: Role) -> FlaskClient:
    """Build the office and sign somebody in."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, role)
    return sign_in(app.test_client(), str(role))


def send(client: FlaskClient, address: str, **values: str):
    """Post a form with its CSRF token and follow where it leads."""
    token = token_of(client.get(HERE).text)
    return client.post(address, data={**values, "csrf_token": token}, follow_redirects=True)


def words(page: str) -> str:
    """Return the words of a page as they are read."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", ["", "?nam=2025", "/2?nam=2030", "/2/them"])
def test_every_page_is_fit_to_be_shown(manager: FlaskClient, address: str, language: str) -> None:
    joint = "&" if "?" in address else "?"

    assert manager.get(f"{HERE}{address}{joint}lang={language}").status_code == 200


@pytest.mark.parametrize("role", [Role.OFFICER, Role.FRONT, Role.COUNCIL, Role.LEADER])
def test_everybody_reads_the_calendar_and_only_some_enter(app: Flask, role: Role) -> None:
    client = signed_in(app, role)
    page = client.get(f"{HERE}?nam=2026").text

    assert "Lịch làm việc năm 2026" in page
    assert "Thứ Ba, 17/02/2026" in words(page)
    assert "Nhập ngày nghỉ" not in page
    assert client.get(f"{HERE}/2/them").status_code == 403


def test_the_year_shows_its_months_and_what_is_special(manager: FlaskClient) -> None:
    page = words(manager.get(f"{HERE}?nam=2026").text)

    # 20 weekdays less five of Tết; 22 less Giỗ Tổ's day in lieu and 30 April.
    assert "Tháng 2 15 ngày làm việc" in page
    assert "Tháng 4 20 ngày làm việc" in page
    assert "Thứ Hai, 27/4/2026 Nghỉ bù: Ngày Giỗ Tổ Hùng Vương tính sẵn theo luật" in page
    assert "Thứ Bảy, 22/8/2026 Làm việc hoán đổi: thay cho ngày 31/8/2026" in page


def test_an_exchange_is_entered_shown_and_taken_back(manager: FlaskClient) -> None:
    before = words(manager.get(f"{HERE}?nam=2026").text)
    entered = send(manager, f"{HERE}/2/them", **EXCHANGE)
    shown = words(entered.text)

    assert "Tháng 1 21 ngày làm việc" in before
    assert entered.request.path == f"{HERE}/2"
    assert "Đã nhập. Từ nay lịch tính theo mục này." in shown
    assert "Thứ Sáu, 02/01/2026 Nghỉ theo văn bản: Nghỉ Tết Dương lịch" in shown
    assert "Công văn 01/UBND ngày 20/12/2025, do Trung tâm Phục vụ hành chính công nhập" in shown
    assert "Tháng 1 21 ngày làm việc" in shown

    address = f"{HERE}/2/ngay/1/thu-hoi"
    asked = manager.get(address).text
    silent = send(manager, address, why="")
    back = words(send(manager, address, why="Quyết định được thay thế").text)
    assert "Thu hồi ngày 02/01/2026?" in asked
    assert silent.status_code == 422
    assert "1 mục đã thu hồi" in back
    assert "Lý do thu hồi: Quyết định được thay thế" in back
    assert "Tháng 1 22 ngày làm việc" in back
    assert "đã được thu hồi trước đó" in words(send(manager, address, why="lần nữa").text)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"day_off": "", "day_worked": ""}, "Xin ghi ngày nghỉ, ngày làm bù hoặc cả hai"),
        ({"day_worked": "02/01/2026"}, "phải là hai ngày khác nhau"),
        ({"day_off": "17/02/2026", "day_worked": ""}, "vốn là ngày nghỉ"),
        ({"day_off": "", "day_worked": "05/01/2026"}, "vốn là ngày làm việc"),
        ({"day_off": "32/01/2026"}, "ví dụ 01/10/2026"),
        ({"day_off": "05/01/2099", "day_worked": ""}, "Lịch có từ năm 2025 đến năm 2030"),
        ({"document": " "}, "Xin ghi số văn bản"),
        ({"document_date": ""}, "Xin ghi ngày ban hành"),
        ({"reason": ""}, "Xin ghi lý do"),
    ],
)
def test_what_is_missing_or_changes_nothing_is_said(
    manager: FlaskClient, changes: dict[str, str], sentence: str
) -> None:
    answer = send(manager, f"{HERE}/2/them", **{**EXCHANGE, **changes})

    assert answer.status_code == 422
    assert sentence in words(answer.text)
    assert rows(CalendarDay.id) == []


@pytest.mark.parametrize("address", ["/3", "/3/them", "/3/ngay/1/thu-hoi", "/2/ngay/99/thu-hoi"])
def test_another_units_calendar_does_not_exist(manager: FlaskClient, address: str) -> None:
    assert manager.get(f"{HERE}{address}").status_code == 404


def test_a_deadline_is_worked_out(manager: FlaskClient) -> None:
    page = words(manager.get(f"{HERE}/2?tu=12/02/2026&so_ngay=5").text)
    wrong = words(manager.get(f"{HERE}/2?tu=12/02/2026&so_ngay=nam").text)
    far = words(manager.get(f"{HERE}/2?tu=20/12/2030&so_ngay=15").text)

    assert "5 ngày làm việc kể từ ngày 12/02/2026: Thứ Năm, 26/02/2026" in page
    assert "Xin ghi một số nguyên từ 1 đến 250" in wrong
    assert "Lịch có từ năm 2025 đến năm 2030" in far


@pytest.mark.parametrize(
    ("asked", "shown"), [("1999", "2025"), ("2099", "2030"), ("x", "2026"), ("20261", "2026")]
)
def test_a_year_that_is_not_known_leads_to_the_nearest(manager: FlaskClient, asked: str, shown: str) -> None:
    assert f"Lịch làm việc năm {shown}" in manager.get(f"{HERE}?nam={asked}").text


def test_the_administrator_enters_for_the_whole_commune(app: Flask) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune)
        worlds.account(session, Role.MANAGER)
    send(sign_in(app.test_client(), "sysadmin"), f"{HERE}/1/them", **EXCHANGE)

    manager = sign_in(app.test_client(), "manager")
    page = manager.get(f"{HERE}?nam=2026").text
    assert "do Xã Mẫu nhập" in words(page)
    assert "thu-hoi" not in page
    assert rows(CalendarDay.unit_id, CalendarDay.day) == [(1, date(2026, 1, 2)), (1, date(2026, 1, 10))]
