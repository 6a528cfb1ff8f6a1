"""The tests' browser opens, looks, complains and hears what a screen reader would stumble over."""

from urllib.parse import quote

import pytest
from PIL import Image
from playwright.sync_api import Browser

from tests.support.browser import SCREENS, Screens, axe, screenshot

GOOD = (
    "<!doctype html><html lang='vi'><head><meta charset='utf-8'><title>Trang</title>"
    "<meta name='viewport' content='width=device-width'></head><body><main><h1>Hài lòng</h1></main></body></html>"
)
BAD = GOOD.replace("</main>", "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><input name='x'></main>")


@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_has_its_size(screens: Screens, screen: str):
    page = screens.open(screen)
    page.set_content(GOOD)

    assert (page.evaluate("innerWidth"), page.evaluate("innerHeight")) == SCREENS[screen]


def test_a_screenshot_is_kept_for_a_person_to_look_at(screens: Screens, monkeypatch, tmp_path):
    monkeypatch.setenv("LANGNGHE_ARTEFACTS", str(tmp_path / "artefacts"))
    page = screens.open("phone")
    page.set_content(GOOD)

    file = screenshot(page, "support/good")

    assert file == tmp_path / "artefacts" / "support" / "good.png"
    with Image.open(file) as picture:
        assert picture.size == (390, 844)


def test_axe_is_silent_about_a_good_page(screens: Screens):
    page = screens.open("phone")
    page.set_content(GOOD)

    assert axe(page) == []


def test_axe_names_what_is_wrong_and_where(screens: Screens):
    page = screens.open("phone")
    page.set_content(BAD)

    assert sorted(sentence.partition(":")[0] for sentence in axe(page)) == ["image-alt", "label"]


def test_a_page_without_script_runs_none(screens: Screens):
    page = screens.open("phone", java_script_enabled=False)
    page.goto("data:text/html," + quote(GOOD.replace("</h1>", " <script>document.write('!')</script></h1>")))

    assert page.get_by_role("heading").inner_text() == "Hài lòng"


@pytest.mark.parametrize(
    ("script", "complaint"),
    [
        ("nowhere()", "script: nowhere is not defined"),
        ("console.error('trouble')", "console: trouble"),
    ],
)
def test_what_the_browser_complains_about_is_remembered(browser: Browser, script: str, complaint: str):
    screens = Screens(browser)
    page = screens.open("desktop")

    page.set_content(GOOD.replace("</main>", f"</main><script>{script}</script>"))
    page.wait_for_timeout(50)
    screens.close()

    assert [found.partition("\n")[0] for found in screens.complaints] == [complaint]
