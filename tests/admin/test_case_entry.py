"""What came on paper or by telephone: typed in by the Front, counted from the day it came, its code shown once."""

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from core.db import db, write, write_session
from core.domain.access import AccessDenied, Role
from core.domain.complaints.filing import Filing
from core.domain.complaints.kinds import Channel
from core.models import AuditEntry, Complaint, Touchpoint
from core.services.complaints import entering
from core.services.complaints.filing import FilingRefused
from tests.support import casework, worlds
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

ADDRESS = "/admin/phan-anh/nhap"
WORDS = "Bà Tư gọi: đèn đường trước nhà văn hóa hỏng đã hai tuần."
GOOD = {"channel": "phone", "received_on": "20/11/2026", "what": WORDS, "where": "Nhà văn hóa", "field": "0"}
FRONT = casework.somebody(Role.FRONT, 1)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: filing is tested on both kinds of database elsewhere."""
    return sqlite_databases


@pytest.fixture
def front(app: Flask) -> FlaskClient:
    """Somebody of the Front, of an office with no neighbour that takes reports."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.FRONT)
    return sign_in(app.test_client(), "front")


def form(client: FlaskClient) -> dict[str, str]:
    """Return what the empty form carries."""
    page = client.get(ADDRESS).text
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token is not None, page
    return {"csrf_token": token_of(page), "token": token[1]}


def send(client: FlaskClient, carried: dict[str, str] | None = None, **changes: str) -> TestResponse:
    return client.post(ADDRESS, data={**(carried or form(client)), **GOOD, **changes})


def code_on(answer: TestResponse) -> str:
    found = re.search(r"Mã theo dõi: ([0-9A-Z ,]+)<", answer.text)
    assert found is not None, unescape(answer.text)
    return "".join(sign for sign in found[1] if sign.isalnum())


def stored() -> list[Complaint]:
    db.session.rollback()
    return list(db.session.scalars(select(Complaint)))


def test_a_call_becomes_a_case_counted_from_its_day_and_its_code_is_shown(front: FlaskClient):
    """Friday 20/11/2026; Tuesday 24/11 is a holiday, so 23 and 25, and the fifteenth working day is 14/12."""
    answer = send(front)

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    page = unescape(answer.text)
    assert "20/11/2026, qua điện thoại" in page
    assert "chậm nhất 25/11/2026" in page
    assert "chậm nhất 14/12/2026" in page
    assert WORDS not in page
    [case] = stored()
    assert (case.channel, case.received_on, case.clock_since, case.due_on, case.is_named) == (
        "phone",
        date(2026, 11, 20),
        date(2026, 11, 20),
        date(2026, 11, 25),
        False,
    )
    followed_page = front.post("/tra-cuu", data={"code": code_on(answer)}).text
    assert "Đã tiếp nhận" in followed_page


def test_list_and_case_say_how_it_came_and_who_typed_it_in(front: FlaskClient):
    send(front, channel="paper")

    assert "Chưa phân loại · trên giấy" in unescape(front.get("/admin/phan-anh/").text)
    page = unescape(front.get(f"/admin/phan-anh/{casework.newest().hex()}").text)
    assert "giấy, cán bộ nhập" in page
    assert "Người dùng front" in page


def test_the_audit_log_says_who_when_and_how_and_not_a_word(front: FlaskClient):
    send(front, name="Trần Thị Tư", phone="0912 345 678", consent="1")

    db.session.rollback()
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "case.enter"))
    assert entry.actor == "front"
    assert re.fullmatch(r'{"case":"PA-\d{5}","channel":"phone","day":"2026-11-20"}', entry.facts)
    log = unescape(front.get("/admin/nhat-ky/").text)
    assert "Nhập phản ánh nhận qua giấy, điện thoại" in log
    assert "nhận qua" in log
    [case] = stored()
    assert case.is_named


def test_the_same_form_sent_twice_is_one_case_with_one_code(front: FlaskClient):
    carried = form(front)
    first = code_on(send(front, carried))

    assert code_on(send(front, carried)) == first
    changed = send(front, carried, what=f"{WORDS} Thêm một câu.")

    assert (changed.status_code, code_on(changed)) == (409, first)
    assert "Thêm một câu." in changed.text
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("changes", "sentence", "field"),
    [
        ({"channel": ""}, "Chọn cách nhận", "channel"),
        ({"channel": "web"}, "Chọn cách nhận", "channel"),
        ({"received_on": ""}, "Ghi ngày nhận.", "received_on"),
        ({"received_on": "22/11/2026"}, "Ghi một ngày từ 22/10/2026 đến 21/11/2026.", "received_on"),
        ({"received_on": "21/10/2026"}, "Ghi một ngày từ 22/10/2026 đến 21/11/2026.", "received_on"),
        ({"what": "Đèn"}, "Ghi nội dung phản ánh", "what"),
        ({"what": "x" * 4001}, "4000", "what"),
        ({"phone": "0912"}, "Số điện thoại phải có 10 chữ số.", "phone"),
        ({"name": "Trần Thị Tư"}, "Hỏi người gửi có đồng ý không", "consent"),
        ({"field": "999"}, "", "field"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(
    front: FlaskClient, changes: dict[str, str], sentence: str, field: str
):
    answer = send(front, **changes, wish="Sửa đèn")

    assert answer.status_code == 422
    page = unescape(answer.text)
    problems = page.split('class="problems"')[1].split("</div>")[0]
    assert f'href="#{field}"' in problems
    assert sentence in problems
    assert all(words in page for words in ("Sửa đèn", "Nhà văn hóa", changes.get("what", WORDS)))
    assert stored() == []


def test_the_first_day_still_taken_is_thirty_days_ago(front: FlaskClient):
    assert send(front, received_on="22/10/2026").status_code == 200


def test_a_page_left_open_for_a_day_keeps_every_word(front: FlaskClient, clock: Clock, app: Flask):
    carried = form(front)
    clock.advance(hours=25)
    later = sign_in(app.test_client(), "front")
    carried["csrf_token"] = token_of(later.get(ADDRESS).text)

    answer = send(later, carried)

    assert answer.status_code == 422
    assert WORDS in answer.text
    assert "đã mở quá một ngày" in unescape(answer.text)
    assert stored() == []


def test_a_form_of_somebody_else_is_nobodys(app: Flask, front: FlaskClient):
    with write_session() as session:
        worlds.account(session, Role.FRONT_LEAD)
    lead = sign_in(app.test_client(), "front_lead")
    carried = {**form(lead), "token": form(front)["token"]}

    assert send(lead, carried).status_code == 422
    assert stored() == []


def test_what_is_about_the_front_is_the_provinces_and_whoever_typed_it_in_does_not_meet_it(
    front: FlaskClient,
):
    answer = send(front, concerns_front="1")

    assert "Mặt trận Tổ quốc cấp tỉnh" in unescape(answer.text)
    assert front.get(f"/admin/phan-anh/{casework.newest().hex()}").status_code == 404


def test_with_several_offices_one_is_chosen_and_a_strangers_is_none(app: Flask, front: FlaskClient):
    with write_session() as session:
        worlds.account(session, Role.PROVINCE, unit_id=World.commune)
    assert front.get(f"{ADDRESS}?don-vi=khong-co").status_code == 404
    with write() as connection:
        connection.execute(delete(Touchpoint))

    empty = unescape(front.get(ADDRESS).text)

    assert "Chưa có nơi nào nhận phản ánh" in empty


FILING = Filing(unit_id=World.centre, channel=Channel.PAPER, what=WORDS, received_on=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unit_id": World.neighbour}, "unknown_unit"),
        ({"channel": Channel.WEB}, "channel"),
        ({"received_on": None}, "day_out_of_range"),
        ({"received_on": date(2026, 11, 22)}, "day_out_of_range"),
        ({"received_on": date(2026, 10, 21)}, "day_out_of_range"),
        ({"what": ""}, "incomplete"),
    ],
)
def test_the_centre_refuses_what_no_form_offers(front: FlaskClient, changes: dict[str, object], code: str):
    with pytest.raises(FilingRefused, match=code):
        entering.enter(FRONT, replace(FILING, **changes), secret=bytes(16), actor="front")


@pytest.mark.parametrize("role", [Role.MANAGER, Role.LEADER, Role.SYSADMIN])
def test_only_the_front_types_cases_in(front: FlaskClient, role: Role):
    with pytest.raises(AccessDenied):
        entering.enter(casework.somebody(role), FILING, secret=bytes(16), actor="x")
