"""«Báo cho tôi qua thư điện tử»: asked for with its own tick, stopped on the page or by the word in a mail."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.db import db, write
from core.domain.access import CITIZEN, Role
from core.domain.complaints.course import Action
from core.domain.submission import StorageUnavailable
from core.models import ComplaintMail
from core.queries.complaints import cases
from core.queries.complaints import mailing as query
from core.services.complaints import mailing
from core.services.complaints.mailing import WishRefused
from survey import slowing
from tests.support import casework
from tests.support.citizen import Citizen, Page
from tests.support.clock import Clock
from tests.support.databases import settings_for
from tests.support.stranger import Stranger
from tests.support.worlds import World

ADDRESS = "ba.lan@hop-thu.example"
TICK = "Báo cho tôi qua thư điện tử khi có trả lời"
IS_TOLD = "Ông/Bà đang được báo qua thư điện tử khi có tin mới."
MAIL = {"LANGNGHE_SMTP_HOST": "127.0.0.1", "LANGNGHE_SMTP_SENDER": "langnghe@xamau.example"}


@pytest.fixture
def settings(database_url: str, clock: Clock) -> dict[str, str]:
    """A mail server is set; nothing here speaks to it."""
    return settings_for(database_url, LANGNGHE_CLOCK=str(clock.file), **MAIL)


@pytest.fixture
def look(world: World, citizen: Citizen, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Page]:
    """Opens the page of a case that was just filed."""
    monkeypatch.setattr(slowing, "PAUSE_SECONDS", 0.0)
    receipt = casework.letter()

    def opened() -> Page:
        citizen.open("/tra-cuu")
        return citizen.send({"code": (receipt,)})

    return opened


def stored() -> list[ComplaintMail]:
    db.session.rollback()
    return list(db.session.scalars(select(ComplaintMail)))


def test_it_is_offered_on_the_receipt_and_asked_for_there(world: World, citizen: Citizen):
    citizen.open(f"/phan-anh?q={world.many}")
    citizen.send({"what": ("Tôi chờ từ 7 giờ 30 đến 10 giờ mới đến lượt.",)})
    receipt = citizen.press("send")
    assert TICK in receipt.text

    page = citizen.press("tell", mail=ADDRESS, agree="1")

    assert page.status == 200
    assert "Ông/Bà sẽ được báo qua thư điện tử khi có tin mới." in page.text
    assert len(stored()) == 1


def test_it_is_switched_on_and_off_on_the_page_of_the_case(look: Callable[[], Page], citizen: Citizen):
    assert IS_TOLD not in look().text
    page = citizen.press("tell", mail=f" {ADDRESS} ", agree="1")
    assert IS_TOLD in page.text
    assert ADDRESS not in page.html, "Somebody else may have found the code"
    assert IS_TOLD in look().text

    page = citizen.press("untell")

    assert "Địa chỉ thư đã được xóa." in page.text
    assert IS_TOLD not in page.text
    assert stored() == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"mail": ADDRESS}, "Đánh dấu đồng ý nhận thư báo"),
        ({"mail": "ba.lan", "agree": "1"}, "Thư điện tử có dạng ten@vidu.vn"),
        ({"mail": "a@b.example\r\nBcc: c@d.example", "agree": "1"}, "Thư điện tử có dạng ten@vidu.vn"),
    ],
    ids=["not ticked", "no address", "a header in the address"],
)
def test_what_is_missing_is_said_and_kept(
    look: Callable[[], Page], citizen: Citizen, given: dict[str, str], sentence: str
):
    look()

    page = citizen.press("tell", **given)

    assert page.status == 422
    assert sentence in page.text
    assert given["mail"].split("\r")[0] in page.html
    assert stored() == []


def test_the_address_is_not_among_what_the_front_reads(look: Callable[[], Page], citizen: Citizen):
    look()
    citizen.press("tell", mail=ADDRESS, agree="1")

    case = cases.one(casework.somebody(Role.FRONT), casework.newest())

    assert case is not None
    assert ADDRESS not in repr(case)
    assert not case.line.is_named, "Being told is no contact"


def test_without_a_mail_server_nothing_is_offered(
    look: Callable[[], Page], app: Flask, monkeypatch: pytest.MonkeyPatch, stranger: Stranger
):
    monkeypatch.setitem(app.config, "LANGNGHE", replace(app.config["LANGNGHE"], mail=None))

    assert TICK not in look().text
    with pytest.raises(WishRefused, match="not_offered"):
        mailing.ask("whatever", ADDRESS)


def test_a_mail_that_did_not_arrive_is_said(look: Callable[[], Page], citizen: Citizen):
    look()
    citizen.press("tell", mail=ADDRESS, agree="1")
    with write() as connection:
        connection.execute(update(ComplaintMail).values(failed_on=date(2026, 11, 23)))

    assert "Thư báo ngày 23/11/2026 không gửi được." in look().text


def test_a_closed_case_offers_nothing(look: Callable[[], Page], citizen: Citizen):
    look()
    citizen.press("tell", mail=ADDRESS, agree="1")

    page = citizen.press("withdraw", sure="1")

    assert TICK not in page.text
    assert IS_TOLD not in page.text
    assert stored() == []


def test_the_word_in_a_mail_stops_it_only_when_the_button_is_pressed(
    look: Callable[[], Page], citizen: Citizen
):
    look()
    citizen.press("tell", mail=ADDRESS, agree="1")
    casework.move(casework.somebody(Role.FRONT), Action.ASK, text="Ở đâu?")
    waiting = query.waiting(CITIZEN, casework.newest())
    assert waiting is not None

    page = citizen.open(f"/tra-cuu/thoi-bao/{waiting.stop}")
    assert page.headers["Cache-Control"] == "no-store"
    assert len(stored()) == 1, "Programs that look through mails open every address"
    page = citizen.send({})

    assert page.heading == "Đã thôi báo qua thư về phản ánh này"
    assert stored() == []


@pytest.mark.parametrize("word", ["another", "%00", "x" * 500, "a%2Fb", "%F0%9F%92%A9"])
def test_any_other_word_changes_nothing(
    look: Callable[[], Page], citizen: Citizen, stranger: Stranger, word: str
):
    look()
    citizen.press("tell", mail=ADDRESS, agree="1")

    statuses = {stranger.open(f"/tra-cuu/thoi-bao/{word}", method=how).status_code for how in ("GET", "POST")}

    assert statuses <= {200, 400, 404}
    assert len(stored()) == 1


def test_one_press_in_the_mailbox_stops_it(look: Callable[[], Page], citizen: Citizen, stranger: Stranger):
    """RFC 8058: the mailbox posts List-Unsubscribe=One-Click to the address of the header."""
    look()
    citizen.press("tell", mail=ADDRESS, agree="1")
    casework.move(casework.somebody(Role.FRONT), Action.ASK, text="Ở đâu?")
    waiting = query.waiting(CITIZEN, casework.newest())
    assert waiting is not None

    answer = stranger.post(f"/tra-cuu/thoi-bao/{waiting.stop}", {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert stored() == []


def test_a_full_disk_keeps_what_was_typed(
    look: Callable[[], Page], citizen: Citizen, monkeypatch: pytest.MonkeyPatch
):
    look()

    def full(*_arguments: object) -> None:
        raise StorageUnavailable("storage_unavailable")

    monkeypatch.setattr(mailing, "ask", full)
    page = citizen.press("tell", mail=ADDRESS, agree="1")

    assert page.status == 503
    assert ADDRESS in page.html
