"""Nobody touches the tablet: it asks, gives time, keeps the rating, drops the text, and shows the next one nothing."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.kiosk.visits import (
    arrived,
    expect_screen,
    known,
    open_comment,
    open_tablet,
    picture,
    start,
    touch,
)
from tests.support import ledger
from tests.support.browser import Screens, axe
from tests.support.counter_app import Counter, counts
from tests.support.disk import let_pass

pytestmark = pytest.mark.thorough

SECRET = "Bí mật của bà Tư xóm Chài 7351"


def dialog(page: Page) -> Locator:
    return page.get_by_role("alertdialog")


def test_after_25_seconds_it_asks_and_after_15_more_it_goes_home(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    before = known()
    open_comment(page)
    page.get_by_role("textbox").fill(SECRET)

    let_pass(page, 24_000)
    expect(dialog(page)).to_have_count(0)
    let_pass(page, 1_500)
    expect(dialog(page)).to_be_visible()
    let_pass(page, 13_500)
    expect(dialog(page)).to_be_visible()
    let_pass(page, 2_000)

    expect_screen(page, "attract")
    expect(dialog(page)).to_have_count(0)
    row = arrived(before)
    assert row["answers"][0] == "2", "the rating given is kept"
    assert ledger.comment(row) is None, "unfinished text is dropped"


def test_the_question_is_announced_counted_and_open_to_everybody(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    open_comment(page)
    let_pass(page, 25_500)

    expect(dialog(page)).to_have_accessible_name("Ông/Bà cần thêm thời gian không?")
    expect(dialog(page)).to_have_accessible_description(
        "Mức Ông/Bà đã chọn vẫn được giữ. Phần viết dở sẽ xóa khi máy về màn hình đầu."
    )
    expect(page.get_by_role("button", name="Cần thêm thời gian")).to_be_focused()
    assert axe(page) == []
    picture(page, "lying-idle")
    let_pass(page, 5_000)
    expect(dialog(page).get_by_role("status")).to_have_text("Còn 10 giây")
    let_pass(page, 5_000)
    expect(dialog(page).get_by_role("status")).to_have_text("Còn 5 giây")


@pytest.mark.parametrize("size", ["standing", "small"])
def test_the_question_fits_every_tablet(counter: Counter, screens: Screens, size: str):
    page = open_tablet(screens, counter, size=size)
    touch(page, "Chữ to")
    start(page)
    let_pass(page, 25_500)

    expect(dialog(page)).to_be_visible()
    picture(page, f"{size}-large-idle")
    assert dialog(page).evaluate("one => one.scrollHeight <= one.clientHeight")
    assert axe(page) == []


def test_more_time_is_given_twelve_times_a_minute_each(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    open_comment(page)
    page.get_by_role("textbox").fill(SECRET)
    let_pass(page, 25_500)

    for _ in range(12):
        page.get_by_role("button", name="Cần thêm thời gian").click()
        expect(dialog(page)).to_have_count(0)
        expect(page.get_by_role("textbox")).to_be_focused()
        let_pass(page, 58_000)
        expect(dialog(page)).to_have_count(0)
        let_pass(page, 3_000)
        expect(dialog(page)).to_be_visible()

    page.get_by_role("button", name="Cần thêm thời gian").click()
    assert page.get_by_role("textbox").input_value() == SECRET


def test_every_touch_and_every_key_begins_the_25_seconds_anew(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    open_comment(page)

    let_pass(page, 20_000)
    page.keyboard.press("Shift")
    let_pass(page, 20_000)
    page.get_by_role("heading", level=1).click()
    let_pass(page, 20_000)

    expect(dialog(page)).to_have_count(0)


def test_who_is_done_is_thanked_and_unfinished_text_is_dropped(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    before = known()
    open_comment(page)
    page.get_by_role("textbox").fill(SECRET)
    let_pass(page, 25_500)

    page.get_by_role("button", name="Tôi xong rồi").click()

    expect_screen(page, "thanks")
    assert ledger.comment(arrived(before)) is None


def test_a_finished_comment_is_kept(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    before = known()
    open_comment(page)
    page.get_by_role("textbox").fill("Xin mở thêm một quầy")
    touch(page, "Tiếp tục")
    expect_screen(page, "pressed")

    let_pass(page, 42_000)

    expect_screen(page, "attract")
    assert ledger.comment(arrived(before)) == "Xin mở thêm một quầy"


def test_who_leaves_without_a_rating_leaves_nothing(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    number = counts(page)["nextNumber"]
    start(page)
    let_pass(page, 25_500)
    expect(dialog(page)).to_contain_text("Ông/Bà chưa chọn mức nào.")

    let_pass(page, 16_000)

    expect_screen(page, "attract")
    assert counts(page)["nextNumber"] == number


def test_a_page_that_leaves_the_screen_ends_the_visit(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    before = known()
    open_comment(page)
    page.get_by_role("textbox").fill(SECRET)

    page.evaluate("""() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }""")

    expect_screen(page, "attract")
    assert ledger.comment(arrived(before)) is None


def test_an_invitation_that_somebody_changed_and_left_is_as_before(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    touch(page, "English")
    expect(page.locator("h1")).to_have_text("Please rate our service")

    let_pass(page, 41_000)

    expect(page.locator("h1")).to_have_text("Mời Ông/Bà đánh giá")
