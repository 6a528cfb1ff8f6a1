"""Requests at the desk: the Front's queue, a decision by one and a confirmation by another, as forms."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints.course import Action
from core.domain.complaints.erasing import Wish
from core.models import ErasureRequest
from core.services.complaints import erasure_clock, erasure_requests
from tests.support import casework, worlds
from tests.support.clock import Clock
from tests.support.sign_in import sign_in, token_of

QUEUE = "/admin/xoa-sua/"


@pytest.fixture
def people(app: Flask) -> dict[Role, FlaskClient]:
    """The Front, its lead and the office, signed in."""
    roles = (Role.FRONT, Role.FRONT_LEAD, Role.MANAGER)
    with write_session() as session:
        worlds.office(session)
        for role in roles:
            worlds.account(session, role)
    return {role: sign_in(app.test_client(), str(role)) for role in roles}


def ask(wish: Wish = Wish.ALL, **changes: object) -> str:
    """Hand a letter in, ask, and return the address of the request."""
    erasure_requests.ask(casework.letter(**changes).replace("-", ""), wish)
    return address()


def address() -> str:
    db.session.rollback()
    return QUEUE + db.session.scalars(select(ErasureRequest.id)).one().hex()


def press(client: FlaskClient, where: str, decision: str, **values: str) -> str:
    form = {"csrf_token": token_of(client.get(where).text), "decision": decision, **values}
    return unescape(client.post(where, data=form, follow_redirects=True).text)


def text(client: FlaskClient, where: str) -> str:
    return unescape(client.get(where).text)


def test_one_decides_another_confirms_and_the_words_are_gone(people: dict[Role, FlaskClient]):
    where = ask()
    front, lead = people[Role.FRONT], people[Role.FRONT_LEAD]
    assert "1 yêu cầu chờ Ông/Bà" in text(front, "/admin/")
    assert "còn 2 ngày làm việc" in text(front, QUEUE).lower()

    assert "Phải có người thứ hai xác nhận" in press(front, where, "grant")
    assert "Chờ người thứ hai" in text(front, where)
    assert 'value="confirm"' not in text(front, where)
    assert "Đã xác nhận và thực hiện" in press(lead, where, "confirm")
    left = page_of_case(front)
    assert "Nội dung đã được xóa." in left
    assert casework.LETTER.what not in left


def page_of_case(client: FlaskClient) -> str:
    return text(client, f"/admin/phan-anh/{casework.newest().hex()}")


def test_the_first_person_finds_no_button_to_confirm_and_forging_it_is_refused(
    people: dict[Role, FlaskClient],
):
    where = ask()
    lead = people[Role.FRONT_LEAD]
    press(lead, where, "grant")
    page = text(lead, where)
    token = token_of(page)

    forged = lead.post(where, data={"csrf_token": token, "decision": "confirm"}, follow_redirects=True)

    assert "phải có người khác xác nhận" in unescape(forged.text)
    assert casework.LETTER.what in page_of_case(people[Role.FRONT])


def test_a_refusal_needs_its_reason(people: dict[Role, FlaskClient]):
    where = ask()

    assert "Xin ghi lý do" in press(people[Role.FRONT], where, "refuse")
    press(people[Role.FRONT], where, "refuse", reason="Việc đang được xác minh.")
    assert "người gửi sẽ đọc là bị từ chối" in text(people[Role.FRONT_LEAD], where)


def test_the_queue_has_what_is_due_first_and_what_is_over_last(people: dict[Role, FlaskClient], clock: Clock):
    done = ask()
    press(people[Role.FRONT], done, "grant")
    press(people[Role.FRONT_LEAD], done, "confirm")
    for wish in (Wish.CONTACT, Wish.WORDS):
        erasure_requests.ask(casework.letter(phone="0912345678", has_consented=True).replace("-", ""), wish)
        clock.advance(days=2, minutes=-1)
    client = people[Role.FRONT]

    # Two idle days ended the session.
    sign_in(client, "front")
    listed = re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', text(client, QUEUE))

    assert listed == ["Xóa liên hệ", "Sửa thông tin đã viết", "Xóa nội dung và liên hệ"]


def test_a_late_request_says_whom_it_climbed_to(people: dict[Role, FlaskClient], clock: Clock):
    where = ask()
    clock.advance(days=6)
    erasure_clock.run()
    lead = sign_in(people[Role.FRONT_LEAD], "front_lead")

    page = text(lead, where)

    assert "Quá hạn: báo Chủ tịch Mặt trận" in page
    assert "Quá hạn gấp đôi: đã báo Mặt trận cấp tỉnh" in page


def test_a_request_of_a_hidden_case_answers_like_one_that_never_was(people: dict[Role, FlaskClient]):
    where = ask()
    front = people[Role.FRONT]
    nothing = f"{QUEUE}{bytes(16).hex()}"
    casework.move(casework.somebody(Role.FRONT_LEAD, 2), Action.TRIAGE, account_ids=(1,))

    hidden, missing = front.get(where), front.get(nothing)

    assert (hidden.status_code, hidden.text) == (missing.status_code, missing.text)
    assert hidden.status_code == 404
    assert "PA-" not in text(front, QUEUE)


def test_the_office_reads_of_no_request(people: dict[Role, FlaskClient]):
    where = ask()
    casework.move(casework.somebody(Role.FRONT, 1), Action.TRIAGE)

    assert people[Role.MANAGER].get(where).status_code == 403
    assert "xoa-sua" not in page_of_case(people[Role.MANAGER])
    assert "xoa-sua" in page_of_case(people[Role.FRONT])
