"""Erasing and correcting by the tracking code: asked without script, answered on the same page."""

import pytest
from sqlalchemy import select

from core.db import db
from core.domain.access import Role
from core.models import ErasureRequest
from core.services.complaints import erasure_requests
from survey import slowing
from tests.support import casework
from tests.support.citizen import Citizen, Page
from tests.support.worlds import World

FRONT, LEAD = casework.somebody(Role.FRONT, 7), casework.somebody(Role.FRONT_LEAD, 8)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slowing, "PAUSE_SECONDS", 0.0)


@pytest.fixture
def receipt(world: World) -> str:
    """The code of a letter with a phone number left."""
    return casework.letter(phone="0912345678", has_consented=True)


def look(citizen: Citizen, receipt: str) -> Page:
    citizen.open("/tra-cuu")
    return citizen.send({"code": (receipt,)})


def press(citizen: Citizen, button: str, **values: str) -> Page:
    """Fill the form of a button in and press it."""
    return citizen.press(button, **{name.replace("_", "-"): value for name, value in values.items()})


def decided(*, is_granted: bool = True, reason: str = "") -> None:
    """Let two people of the Front decide on the only request that waits."""
    db.session.rollback()
    [number] = db.session.scalars(
        select(ErasureRequest.id).where(ErasureRequest.state.in_(["open", "confirming"]))
    )
    erasure_requests.decide(FRONT, number, is_granted=is_granted, reason=reason, actor="thu")
    erasure_requests.confirm(LEAD, number, actor="thu")
    db.session.rollback()


def requests() -> int:
    db.session.rollback()
    return len(db.session.scalars(select(ErasureRequest)).all())


def test_everything_is_erased_as_asked_and_the_page_says_on_which_day(receipt: str, citizen: Citizen):
    look(citizen, receipt)
    asked = press(citizen, "erase", wish="all", erase_sure="1")
    # Saturday 21/11/2026; Tuesday 24/11 is Ngày Văn hóa Việt Nam.
    assert "chậm nhất ngày 25/11/2026" in asked.text
    decided()

    after = look(citizen, receipt)
    assert "Đã xóa ngày 21/11/2026" in after.text
    assert casework.LETTER.what not in after.html
    assert not {"erase", "correct", "reply", "words"} & {name for form in forms(after) for name in form}


def forms(page: Page) -> list[set[str]]:
    return [{one.get("name") or "" for one in form.iter("button")} for form in page.root.iter("form")]


def test_the_contact_goes_alone(receipt: str, citizen: Citizen):
    look(citizen, receipt)
    press(citizen, "erase", wish="contact", erase_sure="1")
    decided()

    after = look(citizen, receipt)
    assert "Liên hệ của Ông/Bà đã xóa ngày 21/11/2026" in after.text
    assert casework.LETTER.what in press(citizen, "words").text
    citizen.history.pop()
    assert "contact" not in after.form_with("erase").offered["wish"]


def test_without_a_choice_or_a_tick_nothing_is_asked(receipt: str, citizen: Citizen):
    look(citizen, receipt)
    assert "chọn nội dung cần xóa" in press(citizen, "erase").text
    unsure = press(citizen, "erase", wish="all")
    assert unsure.status == 422
    assert ("wish", "all") in unsure.form_with("erase").filled, "what was chosen stays chosen"
    assert requests() == 0


def test_a_correction_begins_with_what_was_written_and_shows_no_contact(receipt: str, citizen: Citizen):
    look(citizen, receipt)
    page = press(citizen, "correct")
    filled = dict(page.form_with("send_correction").filled)
    assert filled["new-what"].strip() == casework.LETTER.what
    assert filled["new-phone"] == ""
    assert "0912345678" not in page.html

    press(citizen, "send_correction", new_where="Quầy đất đai", new_phone="0987 654 321")
    decided()
    after = look(citizen, receipt)
    assert "Đã sửa ngày 21/11/2026" in after.text
    words = press(citizen, "words").text
    assert "Quầy đất đai" in words
    assert casework.LETTER.where not in words


def test_a_correction_without_a_change_or_with_a_mistake_is_not_sent(receipt: str, citizen: Citizen):
    look(citizen, receipt)
    press(citizen, "correct")
    assert "chưa có gì khác trước" in press(citizen, "send_correction").text
    wrong = press(citizen, "send_correction", new_phone="12")
    assert wrong.status == 422
    assert dict(wrong.form_with("send_correction").filled)["new-phone"] == "12"
    assert requests() == 0


def test_a_refusal_is_read_with_its_reason_and_may_be_followed_by_another_request(
    receipt: str, citizen: Citizen
):
    look(citizen, receipt)
    press(citizen, "erase", wish="all", erase_sure="1")
    assert "erase" not in {name for form in forms(citizen.page) for name in form}, "one request at a time"
    decided(is_granted=False, reason="Đang xác minh tại chỗ, xin gửi lại sau 30/11.")

    after = look(citizen, receipt)
    assert "Đã từ chối ngày 21/11/2026" in after.text
    assert "Đang xác minh tại chỗ" in after.text
    press(citizen, "erase", wish="all", erase_sure="1")
    assert requests() == 2


def test_the_privacy_page_says_how_long_what_is_kept(world: World, citizen: Citizen):
    said = citizen.open("/quyen-rieng-tu").text

    assert "Lưu bao lâu" in said
    assert "90 ngày kể từ khi khép việc" in said
    assert "2 năm kể từ khi khép việc" in said
