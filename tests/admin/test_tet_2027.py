"""Tết Đinh Mùi 2027: a letter received on the Friday before it is due on the day that is counted by hand."""

from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from core.db import write_session
from core.domain.access import Role
from tests.support import casework, worlds
from tests.support.both_databases import databases
from tests.support.citizen import Citizen, Page, over_flask
from tests.support.clock import Clock
from tests.support.sign_in import sign_in, token_of
from tests.support.worlds import World

__all__ = ["databases"]

WHAT = "Hồ sơ đất đai hẹn trả trước Tết nhưng chưa có kết quả."
#: What the office decides: two days off after Tết, worked on two Saturdays instead.
DECISION = (("11/02/2027", "20/02/2027"), ("12/02/2027", "27/02/2027"))


@pytest.fixture
def desk(app: Flask, clock: Clock) -> dict[Role, FlaskClient]:
    """The Front and the manager of the centre, signed in the Monday before."""
    clock.set("2027-01-25T08:00:00+07:00")
    with write_session() as session:
        worlds.office(session)
        for role in (Role.FRONT, Role.MANAGER):
            worlds.account(session, role)
    return {role: sign_in(app.test_client(), str(role)) for role in (Role.FRONT, Role.MANAGER)}


def decide(manager: FlaskClient) -> None:
    """Enter the decision through the desk, one exchange after the other."""
    address = f"/admin/lich-lam-viec/{World.centre}/them"
    for day_off, day_worked in DECISION:
        values = {
            "day_off": day_off,
            "day_worked": day_worked,
            "document": "Quyết định 12/QĐ-UBND",
            "document_date": "20/01/2027",
            "reason": "Hoán đổi ngày làm việc dịp Tết Đinh Mùi",
            "csrf_token": token_of(manager.get(address).text),
        }
        answer = manager.post(address, data=values)
        assert answer.status_code == 303, answer.text


def file(citizen: Citizen) -> Page:
    """Write a letter, look it over, send it; return the page with the code."""
    citizen.open(f"/phan-anh?q={World.many}")
    citizen.send({"what": (WHAT,)})
    return citizen.press("send")


def test_what_comes_on_the_friday_before_tet_is_due_as_counted_by_hand(
    app: Flask, desk: dict[Role, FlaskClient], clock: Clock
):
    """Mùng 1 is Saturday 06/02/2027. Off: Thursday 04/02 to Wednesday 10/02 (Tết with its days in lieu), and by the
    office's decision 11/02 and 12/02, for which Saturdays 20/02 and 27/02 are worked.

    Received on Friday 29/01, the last one before Tết that is worked; that day does not count:
        Mo 01/02 1 · Tu 02/02 2 · We 03/02 3 · Th 04 to We 10/02 Tết · Th 11, Fr 12/02 off by decision ·
        Sa 13, Su 14/02 · Mo 15/02 4 · Tu 16/02 5 · We 17/02 6 · Th 18/02 7 · Fr 19/02 8 ·
        Sa 20/02 make-up day 9 · Su 21/02 · Mo 22/02 10 · Tu 23/02 11 · We 24/02 12 · Th 25/02 13 · Fr 26/02 14 ·
        Sa 27/02 make-up day 15: due on Saturday 27/02/2027. To be found out by the 2nd, Tuesday 02/02.
    Received on Friday 05/02, the last day of the old year, a day off:
        Mo 15/02 1 · Tu 16/02 2 · We 17/02 3 · Th 18/02 4 · Fr 19/02 5 · Sa 20/02 make-up day 6 ·
        Mo 22/02 7 · Tu 23/02 8 · We 24/02 9 · Th 25/02 10 · Fr 26/02 11 · Sa 27/02 make-up day 12 ·
        Mo 01/03 13 · Tu 02/03 14 · We 03/03 15: due on Wednesday 03/03/2027. To be found out by Tuesday 16/02.
    """
    decide(desk[Role.MANAGER])
    citizen = Citizen(over_flask(app.test_client()))

    for friday, found_out, due, weekday in (
        ("2027-01-29", "02/02/2027", "27/02/2027", "thứ Bảy"),
        ("2027-02-05", "16/02/2027", "03/3/2027", "thứ Tư"),
    ):
        clock.set(f"{friday}T15:00:00+07:00")
        before = casework.numbers()
        receipt = file(citizen)
        [number] = casework.numbers() - before
        front = sign_in(app.test_client(), "front")
        case = f"/admin/phan-anh/{number.hex()}"

        assert f"Chậm nhất {found_out} (2 ngày làm việc)" in receipt.text
        assert f"Chậm nhất {due} (15 ngày làm việc)" in receipt.text
        assert f"Hạn trả lời: {weekday}, {due}" in citizen.send({}).text
        assert f"Hạn phân loại: {found_out}" in unescape(front.get(case).text)

        token = token_of(front.get(f"{case}/phan-loai?loai=petition").text)
        form = {"csrf_token": token, "phan-loai-field": World.land}
        passed_on = front.post(f"{case}/phan-loai?loai=petition", data=form, follow_redirects=True)
        text = unescape(passed_on.text)
        assert f"Hạn trả lời: {due}" in text
        assert "12/02/2027 (Hoán đổi ngày làm việc dịp Tết Đinh Mùi)" in text
        assert "20/02/2027, 27/02/2027" in text, "The make-up days of the sum"
