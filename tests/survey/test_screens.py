"""What every page looks like: on small screens, in double letters, to axe, in another language."""

import pytest

from tests.support.browser import Screens, axe, screenshot
from tests.survey.pages import PAGES, Door, scan, tap

#: Controls and links outside running sentences that a finger may miss: less than 48 CSS pixels, with sizes.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, textarea, .chips label, .rows label, .mini label, a.tap, .list a, .wrong a")]
  .map(element => [element.innerText.trim(), element.getBoundingClientRect()])
  .filter(([, box]) => box.width < 47.5 || box.height < 47.5)
  .map(([name, box]) => `${name}: ${Math.round(box.width)} × ${Math.round(box.height)}`)"""
#: Elements whose text is wider than themselves: letters would be cut or lie over their neighbours.
#: What is cut off; the browser itself shortens the name of a chosen file.
CLIPPED = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter(element => !element.closest("svg, .vh, input[type=file]") && getComputedStyle(element).display != "inline")
  .filter(element => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
  .map(element => `${element.tagName}: ${(element.innerText || "").slice(0, 40)}`)"""
OVERFLOW = "() => document.documentElement.scrollWidth - innerWidth"


@pytest.mark.parametrize("screen", ["small-phone"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_fits_the_screen_and_the_finger(
    door: Door, screens: Screens, name: str, screen: str
):
    page = screens.open(screen)

    PAGES[name](page, door)

    screenshot(page, f"survey/{name}-{screen}")
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(CLIPPED) == []
    assert page.evaluate(SMALL_TARGETS) == []
    assert axe(page) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    "name", ["faces-with-chips", "details-bad", "details-with-a-mistake", "thanks", "criteria"]
)
def test_letters_of_double_size_still_fit(door: Door, screens: Screens, name: str):
    page = screens.open("phone")
    PAGES[name](page, door)

    page.evaluate("() => { document.documentElement.style.fontSize = '200%' }")

    screenshot(page, f"survey/{name}-double-letters")
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(CLIPPED) == []


@pytest.mark.parametrize("name", ["faces-with-chips", "details-bad", "thanks", "criteria"])
def test_a_desktop_at_four_hundred_per_cent_still_fits(door: Door, screens: Screens, name: str):
    """1280 × 1024 at 400 % is 320 × 256 CSS pixels (WCAG 1.4.10); 200 % of 640 has the same width."""
    page = screens.open("desktop")
    page.set_viewport_size({"width": 320, "height": 256})

    PAGES[name](page, door)

    assert page.evaluate(OVERFLOW) == 0


def test_an_english_phone_sees_the_same_pages_in_english(door: Door, screens: Screens):
    page = screens.open("small-phone", locale="en-GB")

    scan(page, door, door.world.many)
    tap(page, 1)

    screenshot(page, "survey/details-bad-english")
    assert page.get_by_role("heading", level=1).inner_text() == "Would you like to add anything?"
    assert page.evaluate(OVERFLOW) == 0
    assert page.evaluate(CLIPPED) == []
    assert axe(page) == []


# Controls: each instrument is shown something bad.


@pytest.mark.parametrize(
    ("instrument", "html", "found"),
    [
        (OVERFLOW, "<p style='width:900px'>x</p>", True),
        (OVERFLOW, "<p>x</p>", False),
        (CLIPPED, "<div style='width:20px'>Nghiêng</div>", True),
        (CLIPPED, "<div>Nghiêng</div>", False),
        (SMALL_TARGETS, "<button style='width:90px;height:40px'>Gửi</button>", True),
        (SMALL_TARGETS, "<button style='width:90px;height:48px'>Gửi</button>", False),
    ],
)
def test_what_does_not_fit_is_found(screens: Screens, instrument: str, html: str, found: bool):
    page = screens.open("small-phone")
    page.set_content(f"<meta name='viewport' content='width=device-width'><body><main>{html}</main>")

    assert bool(page.evaluate(instrument)) is found
