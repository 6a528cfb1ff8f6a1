"""The pages of complaints as they look and as fingers and keys use them: small, large, doubled, printed."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from core.db import db
from core.models import Complaint
from tests.support.browser import Screens, axe, screenshot
from tests.survey.case_pages import PAGES, answered, fill, look, press
from tests.survey.pages import Door, choose, follow
from tests.survey.test_screens import CLIPPED, OVERFLOW

#: As for the survey, and what only these pages have.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, textarea, select, summary, input[type=text], input[type=tel], input[type=email], " +
    "input[type=file], a.button, .rows label, .mini label, a.tap, .list a, .wrong a")]
  .filter(element => element.offsetParent)
  .map(element => [element.innerText.trim() || element.id, element.getBoundingClientRect()])
  .filter(([, box]) => box.width < 47.5 || box.height < 47.5)
  .map(([name, box]) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`)"""


@pytest.mark.thorough
@pytest.mark.parametrize("screen", ["small-phone", "desktop"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_fits_the_screen_and_the_finger(
    door: Door, screens: Screens, name: str, screen: str
):
    page = screens.open(screen)

    PAGES[name](page, door)

    screenshot(page, f"cases/{name}-{screen}")
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert axe(page) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name", ["form-with-mistakes", "review", "receipt", "code", "case-handled", "case-answered"]
)
def test_letters_of_double_size_still_fit(door: Door, screens: Screens, name: str):
    page = screens.open("phone")
    PAGES[name](page, door)

    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")

    screenshot(page, f"cases/{name}-double-letters")
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_from_a_poster_to_a_settled_case(door: Door, screens: Screens, script: bool):
    page = screens.open("phone", java_script_enabled=script)
    before = _cases()

    fill(page, door)
    press(page, "Xem lại trước khi gửi")
    press(page, "Sửa lại")
    expect(page.get_by_label("Ở đâu?")).to_have_value("Quầy đất đai")
    press(page, "Xem lại trước khi gửi")
    press(page, "Gửi phản ánh")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã tiếp nhận phản ánh của Ông/Bà")
    press(page, "Xem tình trạng")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã tiếp nhận")

    assert _cases() == before + 1
    assert page.context.cookies() == []
    look(page, door, answered())
    choose(page, "Hài lòng")
    press(page, "Đã thỏa đáng")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã giải quyết xong")
    assert "?" not in page.url


def test_a_double_click_and_back_show_the_same_code_and_file_one_case(door: Door, screens: Screens):
    page = screens.open("phone")
    before = _cases()
    fill(page, door)
    press(page, "Xem lại trước khi gửi")

    page.get_by_role("button", name="Gửi phản ánh", exact=True).dblclick()
    code = page.locator(".code .big")
    expect(code).to_be_visible()
    first = code.inner_text()
    page.go_back()
    press(page, "Gửi phản ánh")

    assert page.locator(".code .big").inner_text() == first
    assert _cases() == before + 1


def test_back_from_another_page_keeps_what_was_typed(door: Door, screens: Screens):
    page = screens.open("phone")
    fill(page, door)
    follow(page, page.get_by_role("link", name="Cách gửi đơn khiếu nại, tố cáo"))

    page.go_back()

    expect(page.get_by_label("Ở đâu?")).to_have_value("Quầy đất đai")


def test_contact_is_asked_for_only_when_wished(door: Door, screens: Screens):
    page = screens.open("phone", java_script_enabled=False)
    page.goto(f"{door.url}/phan-anh?q={door.world.many}")
    expect(page.get_by_label("Số điện thoại")).to_be_hidden()

    choose(page, "Gọi điện hoặc nhắn tin cho tôi")

    expect(page.get_by_label("Số điện thoại")).to_be_visible()


def test_a_page_is_one_request(door: Door, screens: Screens):
    page = screens.open("phone")
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))

    for address in ("/phan-anh/khieu-nai-to-cao", "/tra-cuu"):
        page.goto(door.url + address)
        page.wait_for_load_state("networkidle")

    assert asked == [f"{door.url}/phan-anh/khieu-nai-to-cao", f"{door.url}/tra-cuu"]


def test_keys_alone_write_look_over_and_send(door: Door, screens: Screens):
    page = screens.open("desktop")
    page.goto(f"{door.url}/phan-anh?q={door.world.many}")

    _to(page, "#what")
    page.keyboard.type("Tôi chờ hai giờ mới đến lượt.")
    _to(page, "input[value=code]")
    page.keyboard.press("ArrowDown")
    _to(page, "#phone")
    page.keyboard.type("0912345678")
    _to(page, "#consent")
    page.keyboard.press("Space")
    _to(page, "button")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    _to(page, "button[name=send]")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Đã tiếp nhận phản ánh của Ông/Bà")


def test_a_link_of_the_summary_leads_into_the_field(door: Door, screens: Screens):
    page = screens.open("phone")
    PAGES["form-with-mistakes"](page, door)

    page.get_by_role("link", name="Số điện thoại phải có 10 chữ số").click()

    expect(page.get_by_label("Số điện thoại")).to_be_focused()


def test_the_printed_slip_has_the_code_and_not_a_word_of_the_report(door: Door, screens: Screens):
    page = screens.open("desktop")
    PAGES["receipt-of-changed-words"](page, door)

    page.emulate_media(media="print")

    screenshot(page, "cases/receipt-printed")
    expect(page.locator(".code .big")).to_be_visible()
    expect(page.get_by_text("tra cứu tại")).to_be_visible()
    expect(page.locator("textarea")).to_be_hidden()
    expect(page.get_by_role("button")).to_have_count(0)
    assert "ba lần" not in page.locator("main").inner_text()


def _to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(30):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")


def _cases() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Complaint)) or 0
