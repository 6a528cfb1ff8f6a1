"""The survey screens of the tablet: a whole visit in every size, by finger and by keyboard, for everybody."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from core.db import write_session
from core.models import Touchpoint
from tests.kiosk.visits import (
    MORNING,
    SIZES,
    arrived,
    expect_screen,
    faults,
    known,
    open_comment,
    open_tablet,
    picture,
    screen,
    start,
    touch,
    walk,
)
from tests.support import ledger
from tests.support.browser import Screens, axe
from tests.support.counter_app import Counter, counts, pair
from tests.support.worlds import World

LETTERS = {"usual": False, "large": True}


@pytest.mark.thorough
@pytest.mark.parametrize("letters", LETTERS)
@pytest.mark.parametrize("size", SIZES)
def test_a_whole_visit_fits_and_is_open_to_everybody(
    counter: Counter, screens: Screens, size: str, letters: str
):
    page = open_tablet(screens, counter, size=size)
    before = known()
    if LETTERS[letters]:
        touch(page, "Chữ to")

    seen = {}
    for number, name in enumerate(walk(page)):
        picture(page, f"{size}-{letters}-{number}-{name}")
        seen[name] = [*faults(page), *axe(page)]

    assert {name: found for name, found in seen.items() if found} == {}
    assert list(seen)[:4] == ["attract", "rating", "level", "reasons"]
    row = arrived(before)
    assert ledger.comment(row) == "Chờ lâu quá, tôi đợi từ sáng.\nXin mở thêm một quầy."
    assert (row["field_id"], row["channel"], row["tier"]) == (World.building, "tablet", "B")
    assert row["answers"][:2] == "24"
    assert row["officer_id"] == World.an


def test_a_visit_goes_by_keyboard_alone_and_every_step_is_announced(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    before = known()

    def press(words: str) -> None:
        for _ in range(30):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent") == words:
                break
        else:
            pytest.fail(f"«{words}» cannot be reached with the Tab key")
        ring = page.evaluate(
            "(({ outlineWidth, outlineStyle, boxShadow }) => [outlineWidth, outlineStyle, boxShadow !== 'none'])"
            "(getComputedStyle(document.activeElement))"
        )
        assert ring == ["3px", "solid", True], words
        page.keyboard.press("Enter")

    press("Chạm để bắt đầu")
    for words, name in (("Hài lòng", "rating"), ("Rất hài lòng", "level"), ("Bỏ qua", "reasons")):
        expect_screen(page, name)
        expect(page.locator("h1")).to_be_focused()
        assert page.locator("h1").count() == 1
        press(words)
    expect_screen(page, "facts")
    press("Xong")
    expect_screen(page, "pressed")
    press("Người nhà giúp")

    expect_screen(page, "thanks")
    expect(page.locator("h1")).to_be_focused()
    assert arrived(before)["answers"][:2] == "45"


def test_a_level_can_be_changed_and_the_last_one_counts(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    before = known()
    start(page)
    touch(page, "Rất hài lòng")
    touch(page, "Bỏ qua")
    expect(page.get_by_role("button", name="Niềm nở, lịch sự")).to_be_visible()
    touch(page, "Niềm nở, lịch sự")
    touch(page, "Quay lại")
    touch(page, "Quay lại")
    expect(page.get_by_role("button", name="Rất hài lòng")).to_have_attribute("aria-pressed", "true")

    touch(page, "Bình thường")
    touch(page, "Bỏ qua")
    expect(page.get_by_role("button", name="Thái độ, lời nói")).to_be_visible()
    touch(page, "Xong")
    touch(page, "Tôi tự bấm")

    expect_screen(page, "thanks")
    row = arrived(before)
    assert row["answers"][0] == "3"
    assert "1" not in row["answers"][2:10], "praise stayed with a level it does not belong to"


@pytest.mark.parametrize(
    ("who", "disclaims", "officer"),
    [
        ("Tôi tự bấm", False, World.an),
        ("Cán bộ giúp", False, 0),
        ("Bỏ qua", False, 0),
        ("Tôi tự bấm", True, 0),
    ],
)
def test_an_officer_counts_only_when_the_citizen_pressed_and_did_not_disclaim(
    counter: Counter, screens: Screens, who: str, disclaims: bool, officer: int
):
    page = open_tablet(screens, counter)
    before = known()
    start(page)
    expect(page.locator(".officer")).to_contain_text("Công chức tiếp: Nguyễn Văn An")

    if disclaims:
        touch(page, "Không phải về người này")
        expect(page.locator(".officer")).to_contain_text("Đánh giá sẽ không tính cho người này.")
    touch(page, "Không hài lòng")
    touch(page, "Xong")
    touch(page, who)

    expect_screen(page, "thanks")
    assert arrived(before)["officer_id"] == officer


def test_a_double_tap_of_an_impatient_finger_answers_one_question(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    start(page)

    page.get_by_role("button", name="Hài lòng", exact=True).dblclick()

    expect_screen(page, "level")
    expect(page.locator("[aria-pressed=true].tile")).to_have_count(0)


def test_nothing_answered_leaves_nothing_and_says_no_thanks(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    number = counts(page)["nextNumber"]
    start(page)

    touch(page, "Xong")

    expect_screen(page, "attract")
    assert counts(page)["nextNumber"] == number


def test_a_comment_without_any_face_is_taken(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    before = known()
    start(page)
    while screen(page) != "comment":
        touch(page, "Bỏ qua")

    page.get_by_role("textbox").fill("Ghế ngồi hỏng")
    touch(page, "Xong")
    touch(page, "Bỏ qua")

    expect_screen(page, "thanks")
    assert ledger.comment(arrived(before)) == "Ghế ngồi hỏng"


def test_a_comment_above_the_limit_stays_on_the_screen_with_a_sentence(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    open_comment(page)
    box = page.get_by_role("textbox")

    box.fill("ệ" * 2012)
    touch(page, "Xong")

    expect(page.get_by_role("status")).to_have_text(
        "Ý kiến dài hơn mức cho phép 12 ký tự. Xin Ông/Bà viết ngắn lại một chút."
    )
    assert screen(page) == "comment"
    assert box.input_value() == "ệ" * 2012
    box.fill("ệ" * 1990)
    expect(page.get_by_role("status")).to_have_text("Còn viết được 10 ký tự")


def test_the_comment_field_leaves_no_trace_in_the_browsers_memory(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    open_comment(page)

    box = page.get_by_role("textbox")

    found = box.evaluate("field => [field.name, field.autocomplete, field.spellcheck, field.form]")
    assert found == ["", "off", False, None]
    expect(page.locator(".readers")).to_contain_text("Chỉ Mặt trận Tổ quốc xã đọc phần viết này.")


def test_the_keyboard_on_the_screen_covers_neither_field_nor_buttons(counter: Counter, screens: Screens):
    page = screens.open("tablet", service_workers="block")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.add_init_script("""
      const view = Object.assign(new EventTarget(), { height: 800, offsetTop: 0, scale: 1 });
      Object.defineProperty(window, "visualViewport", { value: view });
    """)
    page.clock.install(time=MORNING)
    pair(page, counter.server.url, counter.phrase())
    open_comment(page)
    box = page.get_by_role("textbox")
    box.tap()

    page.evaluate("Object.assign(visualViewport, { height: 400 }).dispatchEvent(new Event('resize'))")

    for control in (box, page.locator(".skip"), page.locator(".done")):
        place = control.bounding_box()
        assert place is not None
        assert 0 <= place["y"] <= 400 - place["height"]
        assert place["height"] >= 64
    picture(page, "lying-typing")
    box.blur()
    page.evaluate("Object.assign(visualViewport, { height: 800 }).dispatchEvent(new Event('resize'))")
    expect(page.locator(".band")).to_be_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("size", SIZES)
def test_a_questionnaire_without_a_first_question_comes_in_pages(
    counter: Counter, screens: Screens, size: str, ministry: None
):
    page = open_tablet(screens, counter, size=size)
    before = known()
    page.get_by_role("button", name="Chạm để bắt đầu").click()
    expect_screen(page, "fields")
    found = [*faults(page), *axe(page)]
    touch(page, "Đất đai")
    touch(page, "Tiếp tục")

    criteria = number = 0
    while screen(page) == "criteria":
        number += 1
        rows = page.locator(".row")
        criteria += rows.count()
        assert rows.count() <= 5
        for row in rows.all():
            row.get_by_role("button", name="Hài lòng", exact=True).click()
        picture(page, f"{size}-criteria-{number}")
        found += [*faults(page), *axe(page)]
        touch(page, "Tiếp tục")

    assert (criteria, found) == (19, [])
    touch(page, "Xong")
    touch(page, "Tôi tự bấm")
    expect_screen(page, "thanks")
    assert arrived(before)["answers"] == "4" * 19


@pytest.fixture
def ministry(counter: Counter) -> Iterator[None]:
    """Counter 3 asks the ministry's 19 criteria meanwhile."""

    def ask(code: str) -> None:
        with write_session() as session:
            session.get_one(Touchpoint, World().many_point).questionnaire_code = code

    ask("ministry")
    yield
    ask("quick")
