"""Numbers, words and questions that depend on others, at the counter's tablet."""

from playwright.sync_api import Page, expect

from core.domain.access import SYSTEM
from core.domain.written import parted
from core.queries import questionnaires
from tests.kiosk.visits import (
    arrived,
    expect_screen,
    faults,
    known,
    open_tablet,
    picture,
    screen,
    start,
    touch,
)
from tests.support import asked, ledger
from tests.support.browser import Screens, axe
from tests.support.counter_app import Counter


def skip_to(page: Page, heading: str) -> None:
    """Leave out whatever comes before the step with this heading."""
    while page.locator("h1").text_content() != heading:
        assert screen(page) != "pressed", f"«{heading}» is not asked"
        touch(page, "Bỏ qua")


def test_numbers_and_words_are_asked_one_by_one_and_only_where_they_apply(counter: Counter, screens: Screens):
    asked.ask(asked.version(randomises_poles=True))
    page = open_tablet(screens, counter, size="small")
    before = known()
    start(page)
    assert page.locator(".level button").first.text_content() == "Rất hài lòng"
    touch(page, "Không hài lòng")

    skip_to(page, "Ông/Bà chờ bao nhiêu phút?")
    field = page.get_by_role("textbox")
    field.fill("999")
    touch(page, "Tiếp tục")
    expect(page.get_by_role("status")).to_have_text("Xin gõ một số nguyên từ 0 đến 480, hoặc để trống.")
    picture(page, "small-number")
    seen = [*faults(page), *axe(page)]
    field.fill("045")
    touch(page, "Tiếp tục")

    touch(page, "Có")
    touch(page, "Tiếp tục")
    expect(page.locator("h1")).to_have_text("Bị trả lại mấy lần?")
    page.get_by_role("textbox").fill("2")
    touch(page, "Tiếp tục")
    expect(page.locator("h1")).to_have_text("Vì sao bị trả lại?")
    page.get_by_role("textbox").fill("Thiếu bản sao")
    picture(page, "small-words")
    seen += [*faults(page), *axe(page)]
    touch(page, "Tiếp tục")
    touch(page, "Bỏ qua")
    expect_screen(page, "comment")
    touch(page, "Bỏ qua")
    touch(page, "Tôi tự bấm")
    expect_screen(page, "thanks")

    row = arrived(before)
    answers = questionnaires.version(SYSTEM, row["version_id"]).decode(row["answers"])
    assert answers == {
        "overall": ("2",),
        "waited": ("45",),
        "returned": ("1",),
        "times": ("2",),
        "why": ("1",),
        "poles": ("2",),
    }
    assert dict(parted(ledger.comment(row) or "").texts) == {"why": "Thiếu bản sao"}
    assert seen == []


def test_what_is_taken_back_takes_the_questions_that_depend_on_it_along(counter: Counter, screens: Screens):
    asked.ask(asked.version(3))
    page = open_tablet(screens, counter)
    before = known()
    start(page)
    touch(page, "Hài lòng")
    returned = page.get_by_role("group", name="Hồ sơ có bị trả lại không?")
    while not returned.is_visible():
        touch(page, "Bỏ qua")
    returned.get_by_role("button", name="Có", exact=True).click()
    touch(page, "Tiếp tục")
    skip_to(page, "Vì sao bị trả lại?")
    page.get_by_role("textbox").fill("Thiếu bản sao")
    touch(page, "Tiếp tục")
    for _ in range(3):
        touch(page, "Quay lại")
    returned.get_by_role("button", name="Không", exact=True).click()
    touch(page, "Tiếp tục")
    expect(page.locator("h1")).to_have_text("Nên đổi điều gì trước?")
    touch(page, "Xong")
    touch(page, "Tôi tự bấm")
    expect_screen(page, "thanks")

    row = arrived(before)
    answers = questionnaires.version(SYSTEM, row["version_id"]).decode(row["answers"])
    assert answers == {"overall": ("4",), "returned": ("2",)}
    assert ledger.comment(row) is None
