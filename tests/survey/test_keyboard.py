"""The whole survey by keyboard, and where the keyboard is."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.support import ledger
from tests.support.browser import Screens
from tests.survey.pages import Door, make_a_mistake, scan, tap


def press_until(page: Page, found: Callable[[], bool], *, key: str = "Tab", at_most: int = 60) -> None:
    for _ in range(at_most):
        page.keyboard.press(key)
        if found():
            return
    raise AssertionError(f"{at_most} times {key} did not lead there")


def focused(page: Page) -> str:
    return str(
        page.evaluate(
            "() => { const e = document.activeElement; return `${e.name || ''}=${e.value || e.innerText}` }"
        )
    )


def test_the_whole_journey_by_keyboard(door: Door, screens: Screens):
    page = screens.open("small-phone")
    scan(page, door, door.world.many)

    press_until(page, lambda: focused(page).startswith("field="))
    page.keyboard.press("Space")
    press_until(page, lambda: focused(page) == "level=3")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    press_until(page, lambda: focused(page).startswith("q_officer="))
    page.keyboard.press("Space")
    press_until(page, lambda: focused(page) == "q_reasons=1")
    page.keyboard.press("Space")
    press_until(page, lambda: page.evaluate("() => document.activeElement.id") == "comment")
    page.keyboard.type("Bằng bàn phím")
    press_until(page, lambda: focused(page).endswith("=Gửi ý kiến"))
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert page.get_by_role("heading", level=1).inner_text() == "Cảm ơn Ông/Bà. Đã nhận ý kiến."
    row = [row for row in ledger.revisions() if ledger.comment(row) == "Bằng bàn phím"][-1]
    assert (row["field_id"], row["answers"][:2], row["answers"][11]) == (door.world.land, "35", "1")


def test_the_first_key_offers_to_skip_to_the_content(door: Door, screens: Screens):
    page = screens.open("phone")
    scan(page, door, door.world.single)

    page.keyboard.press("Tab")

    assert focused(page) == "=Tới nội dung chính"
    assert page.locator(":focus").bounding_box()["x"] == 0


#: Where the keyboard is, and the ring around it: style, width, and whether the outer gold ring is there.
RING = """() => { const e = document.activeElement;
  const shown = e.type == "radio" || e.type == "checkbox" ? e.nextElementSibling : e;
  const style = getComputedStyle(shown);
  return [e.name || e.innerText, style.outlineStyle, style.outlineWidth, style.boxShadow.includes("242, 193, 78")] }"""


@pytest.mark.parametrize("level", [0, 2], ids=["faces", "details"])
def test_every_stop_of_the_keyboard_shows_a_double_ring(door: Door, screens: Screens, level: int):
    page = screens.open("phone")
    scan(page, door, door.world.many)
    if level:
        tap(page, level)

    stops = []
    page.keyboard.press("Tab")
    while page.evaluate("() => document.activeElement != document.body"):
        stops.append(page.evaluate(RING))
        page.keyboard.press("Tab")

    assert len(stops) >= 10
    assert [stop for stop in stops if stop[1:] != ["solid", "3px", True]] == []


def test_a_mistake_in_the_summary_leads_to_its_field(door: Door, screens: Screens):
    page = screens.open("phone")
    make_a_mistake(page, door)

    page.get_by_role("alert").get_by_role("link").click()

    assert page.evaluate("() => document.activeElement.id || location.hash") in ("comment", "#comment")
    assert len(page.get_by_label("Ý kiến của Ông/Bà").input_value()) == 2250
    assert page.get_by_label("Số lần phải đi lại").is_checked()
