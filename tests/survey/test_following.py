"""Following a report by its code: where it stands, the answer, a word to and fro, and nothing for who guesses."""

import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from core.db import db
from core.domain.access import Role, Scope
from core.domain.complaints.course import Action, State
from core.domain.complaints.filing import Filing
from core.domain.complaints.kinds import Channel, Kind
from core.models import Complaint
from core.services.complaints import filing, moving
from core.services.complaints.effects import Said
from survey import carried, slowing
from tests.support.citizen import Citizen, Page, over_flask
from tests.support.clock import Clock
from tests.support.hostile import TEXTS
from tests.support.stranger import Stranger
from tests.support.worlds import World

WHAT = "Tôi chờ từ 7 giờ 30 đến 10 giờ mới đến lượt."
ANSWER = "Đã sửa máy lấy số ngày 09/11."


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of anything else do not wait for wrong codes."""
    monkeypatch.setattr(slowing, "PAUSE_SECONDS", 0.0)


@pytest.fixture
def receipt(world: World) -> str:
    """The code of a report about the centre, with a phone number left."""
    return filing.file(
        Filing(
            unit_id=world.centre,
            channel=Channel.WEB,
            what=WHAT,
            phone="0912345678",
            has_consented=True,
        )
    )


def somebody(role: Role, account_id: int) -> Scope:
    return Scope(account_id=account_id, role=role, unit_ids=frozenset({World.centre}))


FRONT, LEAD = somebody(Role.FRONT, 7), somebody(Role.FRONT_LEAD, 8)
MANAGER, LEADER = somebody(Role.MANAGER, 9), somebody(Role.LEADER, 10)


def case() -> Complaint:
    db.session.rollback()
    return db.session.scalars(select(Complaint)).one()


def move(scope: Scope, action: Action, **said: object) -> None:
    moving.move(scope, case().id, action, Said(**said), actor="thu")  # type: ignore[arg-type]


def answer(text: str = ANSWER) -> None:
    move(MANAGER, Action.SUBMIT, text=text)
    move(LEADER, Action.APPROVE)
    move(FRONT, Action.RELEASE)


def look(citizen: Citizen, code: str) -> Page:
    citizen.open("/tra-cuu")
    return citizen.send({"code": (code,)})


def course(page: Page) -> list[str]:
    """Return the titles of the course, in order."""
    return [
        "".join(bold.itertext())
        for element in page.root.iter("ol")
        if element.get("class") == "course"
        for bold in element.iter("b")
    ]


def test_the_receipt_leads_to_the_case_without_typing(world: World, citizen: Citizen):
    citizen.open(f"/phan-anh?q={world.many}")
    citizen.send({"what": (WHAT,)})
    citizen.press("send")

    page = citizen.send({})

    assert page.heading == "Đã tiếp nhận"
    assert course(page) == ["Đã tiếp nhận", "Đang phân loại", "Chuyển xử lý", "Trả lời"]


@pytest.mark.parametrize("spelling", ["{0}-{1}", "{0}{1}", " {0} {1} ", "{0}–{1}"])
def test_any_spelling_of_the_code_opens_it(receipt: str, citizen: Citizen, spelling: str):
    typed = spelling.format(*receipt.lower().split("-"))

    page = look(citizen, typed)

    assert page.heading == "Đã tiếp nhận"
    assert receipt in page.text
    assert receipt not in page.address
    assert page.headers["Cache-Control"] == "no-store"


def test_the_course_and_the_due_date_in_plain_words(receipt: str, citizen: Citizen, clock: Clock):
    """Filed on Saturday 21/11/2026, 24/11 being a holiday: fifteen working days end on Monday 14/12."""
    clock.set("2026-12-10T09:00:00+07:00")
    move(FRONT, Action.TRIAGE, field_id=World.environment)

    page = look(citizen, receipt)

    assert page.heading == "Đang xác minh"
    assert "Phản ánh, kiến nghị · Môi trường" in page.text
    assert "Hạn trả lời: thứ Hai, 14/12/2026" in page.text
    assert "Còn 2 ngày làm việc, không tính thứ Bảy, Chủ nhật và ngày lễ." in page.text
    assert course(page) == ["Đã tiếp nhận", "Đã chuyển xử lý", "Đang xác minh", "Trả lời"]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [("2026-12-14", "Hôm nay là ngày cuối."), ("2026-12-16", "Đã quá hạn 2 ngày làm việc. Xin lỗi Ông/Bà.")],
)
def test_what_is_late_says_so(receipt: str, citizen: Citizen, clock: Clock, day: str, sentence: str):
    move(FRONT, Action.TRIAGE)
    clock.set(f"{day}T09:00:00+07:00")

    assert sentence in look(citizen, receipt).text


def test_an_extension_shows_both_dates_and_its_reason(receipt: str, citizen: Citizen):
    move(FRONT, Action.TRIAGE)
    due = case().due_on
    assert due is not None
    move(LEADER, Action.EXTEND, text="Chờ kết quả đo đạc", due_on=due.replace(day=18))

    page = look(citizen, receipt)

    assert "Hạn trả lời: thứ Sáu, 18/12/2026" in page.text
    assert "hạn trước đó là 14/12/2026" in page.text
    assert "Chờ kết quả đo đạc" in page.text


def test_an_answer_is_confirmed_with_a_rating(receipt: str, citizen: Citizen):
    move(FRONT, Action.TRIAGE)
    answer()
    page = look(citizen, receipt)
    assert page.heading == "Đã trả lời"
    assert ANSWER in page.text

    page = citizen.press("confirm", rating="4")

    assert page.heading == "Đã giải quyết xong"
    assert (case().state, case().rating) == (State.CLOSED, 4)


def test_an_answer_is_contested_twice_and_then_the_front_decides(receipt: str, citizen: Citizen):
    move(FRONT, Action.TRIAGE)
    answer()
    look(citizen, receipt)
    page = citizen.press("contest", rating="2")
    assert page.status == 422
    assert page.link("Ghi điều gì chưa thỏa đáng").endswith("#reason")

    page = citizen.press("contest", text="Máy vẫn hỏng")
    assert page.heading == "Đang giải quyết lại"
    assert (case().state, case().rating) == (State.HANDLING, 2)
    answer("Đã thay máy mới ngày 20/11.")
    look(citizen, receipt)
    page = citizen.press("contest", text="Vẫn chờ lâu")

    assert page.heading == "Mặt trận đang xem xét lại"
    move(LEAD, Action.CONCLUDE, text="Mặt trận đã kiểm tra tại chỗ.")
    page = look(citizen, receipt)
    assert page.heading == "Mặt trận đã kết luận"
    assert "Mặt trận đã kiểm tra tại chỗ." in page.text
    assert "confirm" not in page.html


def test_messages_go_to_and_fro_and_nobody_is_named(receipt: str, citizen: Citizen):
    move(FRONT, Action.TRIAGE)
    move(FRONT, Action.ASK, text="Xin cho biết ngày ghi trên phiếu hẹn.")
    move(MANAGER, Action.NOTE, text="Nội bộ: chờ báo cáo")
    page = look(citizen, receipt)
    assert "Xin cho biết ngày ghi trên phiếu hẹn." in page.text
    assert "Nội bộ" not in page.html

    page = citizen.press("reply", text="Ngày 12/11")

    assert "Đã nhận phần bổ sung" in page.text
    assert page.text.count("Ngày 12/11") == 1
    citizen.again()
    assert citizen.page.text.count("Ngày 12/11") == 1, "a double click says it once"


def test_words_are_shown_on_demand_and_contact_never(receipt: str, citizen: Citizen):
    assert WHAT not in look(citizen, receipt).html

    page = citizen.press("words")

    assert WHAT in page.text
    assert "0912345678" not in page.html
    assert "Ông/Bà có để lại liên hệ" in page.text


def test_withdrawing_asks_once_more(receipt: str, citizen: Citizen):
    look(citizen, receipt)
    page = citizen.press("withdraw")
    assert page.status == 422
    assert case().state == State.NEW

    page = citizen.press("withdraw", sure="1")

    assert page.heading == "Đã rút"
    assert case().outcome == "withdrawn"
    assert "withdraw" not in page.html


@pytest.mark.parametrize(
    ("kind", "heading", "is_formal"),
    [
        (Kind.GRIEVANCE, "Đây là việc khiếu nại", True),
        (Kind.DENUNCIATION, "Đây là việc tố cáo", True),
        (Kind.OUTSIDE, "Đã chuyển cơ quan có thẩm quyền", False),
        (Kind.FEEDBACK, "Đã ghi nhận, cảm ơn Ông/Bà", False),
        (Kind.PRAISE, "Đã ghi nhận, cảm ơn Ông/Bà", False),
    ],
)
def test_what_is_not_for_here_shows_its_notice(
    receipt: str, citizen: Citizen, kind: Kind, heading: str, is_formal: bool
):
    move(FRONT, Action.END, kind=kind, text="Xin gửi tới Công an xã.")

    page = look(citizen, receipt)

    assert page.heading == heading
    assert "Xin gửi tới Công an xã." in page.text
    assert ("Cách gửi đơn khiếu nại, tố cáo" in page.text) is is_formal
    assert "Hạn trả lời" not in page.text


def test_somebody_quicker_leaves_what_was_typed(receipt: str, citizen: Citizen):
    move(FRONT, Action.TRIAGE)
    answer()
    look(citizen, receipt)
    citizen.press("contest", text="Máy vẫn hỏng")
    citizen.back()

    page = citizen.press("contest", text="Máy vẫn hỏng, xin xem lại")

    assert "Vừa có thay đổi" in page.text
    assert "Máy vẫn hỏng, xin xem lại" in page.text
    assert case().contests == 1


def test_after_half_an_hour_the_code_is_asked_for_and_the_words_come_back(
    receipt: str, citizen: Citizen, clock: Clock
):
    look(citizen, receipt)
    clock.advance(minutes=31)

    page = citizen.press("reply", text="Ngày 12/11")

    assert page.status == 422
    assert WHAT not in page.html
    page = citizen.send({"code": (receipt,)})
    assert ("text", "Ngày 12/11") in page.form_with("reply").filled


@pytest.mark.parametrize(
    "typed", ["", "1", "3333333333", "x" * 5000, "'; DROP TABLE complaint; --", "Ạ" * 10]
)
def test_every_wrong_code_gets_the_same_page(receipt: str, citizen: Citizen, typed: str):
    plain = look(citizen, "7777777777")

    page = look(citizen, typed)

    assert (page.status, page.heading) == (422, "Tra cứu mã theo dõi")
    assert [element.tag for element in page.root.iter()] == [element.tag for element in plain.root.iter()]
    assert dict(page.form.filled)["code"] == typed


@pytest.fixture
def crowded() -> Iterator[None]:
    """All places to look up are taken."""
    taken = 0
    while slowing._PLACES.acquire(blocking=False):
        taken += 1
    yield
    for _ in range(taken):
        slowing._PLACES.release()


def test_a_wrong_code_takes_its_time_and_a_right_one_does_not(
    receipt: str, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(slowing, "PAUSE_SECONDS", 0.4)
    durations = {}
    for code in ("7777777777", "1", receipt):
        began = time.monotonic()
        look(citizen, code)
        durations[code] = time.monotonic() - began

    assert min(durations["7777777777"], durations["1"]) >= 0.4
    assert durations[receipt] < 0.4


@pytest.mark.usefixtures("crowded")
def test_when_many_guess_a_right_code_is_told_the_same_as_a_wrong_one(receipt: str, citizen: Citizen):
    for code in (receipt, "7777777777"):
        page = look(citizen, code)

        assert (page.status, page.headers["Retry-After"]) == (429, "3")
        assert dict(page.form.filled)["code"] == code


def test_places_are_given_back(receipt: str, citizen: Citizen):
    for _ in range(5):
        look(citizen, "7777777777")
        assert look(citizen, receipt).status == 200


@pytest.mark.parametrize("token", ["", "x", "A" * 90])
def test_an_altered_token_asks_for_the_code(world: World, stranger: Stranger, token: str):
    for button in ("reply", "confirm", "withdraw", "words"):
        answer = stranger.post("/tra-cuu", {"token": token, "text": "x", "sure": "1", button: "1"})

        assert answer.status_code == 422
        assert "Xin nhập lại mã theo dõi" in answer.text


def test_a_form_of_filing_opens_no_case(world: World, stranger: Stranger):
    assert stranger.post("/tra-cuu", {"token": carried.draw(), "words": "1"}).status_code == 422


def test_hostile_messages_are_shown_as_text(receipt: str, app: Flask):
    careless = Citizen(over_flask(FlaskClient(app)))
    move(FRONT, Action.TRIAGE)
    look(careless, receipt)
    for text in TEXTS:
        page = careless.press("reply", text=f"{text} .")

        assert page.status == 200
        tags = {element.tag for element in page.root.iter() if isinstance(element.tag, str)}
        assert not tags & {"script", "iframe", "img", "base"}, text
