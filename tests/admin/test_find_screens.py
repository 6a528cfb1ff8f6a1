"""Search, menu, help and audit log in a real browser: by keyboard, on a phone, without script, and accessible."""

import unicodedata

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.db import write_session
from core.domain.access import Role
from tests.support import worlds
from tests.support.browser import SCREENS, Screens, axe, screenshot
from tests.support.chain import act
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

#: The narrowest phone that has to do, beside the usual screens.
SCREENS_HERE = ["desktop", "small-phone"]


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what is found is tested on both kinds of database in tests/queries."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask) -> World:
    with write_session() as session:
        world = worlds.office(session)
        for role in Role:
            worlds.account(session, role, unit_id=world.commune)
    act("counter.add", actor="quan.ly", counter=21, name="Quầy 1", fields=[15], codes=["4C6H9P"])
    act("office.upload", actor="quan.ly", name="danh-muc-trung-tam-phuc-vu-hanh-chinh-cong.xlsx", bytes=48211)
    act("targets.choose", actor="quan.ly", set="nam-dan-2026", units=[2], replaced=0, added=7)
    return world


def faults(page: Page, name: str) -> list[str]:
    """Keep a picture of the page and return what is wrong with it."""
    screenshot(page, f"find/{name}")
    found = axe(page)
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("the page is wider than the screen")
    return [f"{name}: {fault}" for fault in found]


def test_the_key_leads_to_the_box_and_words_without_marks_to_the_field(
    world: World, served: Server, screens: Screens
) -> None:
    page = sign_in_page(screens.open("desktop"), served.url, "manager")

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "find-all"
    page.keyboard.type("dat da")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/tim?*")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("ArrowUp")
    back = page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/admin/noi-phuc-vu/{world.centre}/linh-vuc/{world.land}")

    assert first == "Đất đai"
    assert back == "find-all"
    # Inside a field the key is a letter.
    page.locator("main input[name=name]").press("End")
    page.keyboard.type("/")
    assert page.locator("main input[name=name]").input_value() == "Đất đai/"


def test_the_other_unicode_form_finds_the_same(world: World, served: Server, screens: Screens) -> None:
    page = sign_in_page(screens.open("desktop"), served.url, "manager")

    page.locator("#find-all").fill(unicodedata.normalize("NFD", "Hộ tịch"))
    page.get_by_role("button", name="Tìm kiếm").click()

    expect(page.get_by_role("region", name="Lĩnh vực").get_by_role("link", name="Hộ tịch")).to_be_visible()


@pytest.mark.parametrize("screen", ["small-phone"])
@pytest.mark.parametrize("has_script", [True, False])
def test_the_menu_opens_and_leads_on_a_phone_with_and_without_script(
    world: World, served: Server, screens: Screens, screen: str, *, has_script: bool
) -> None:
    page = sign_in_page(screens.open(screen, java_script_enabled=has_script), served.url, "front")
    link = page.get_by_role("navigation", name="Chính").get_by_role("link", name="Nhật ký")

    expect(link).not_to_be_visible()
    page.get_by_role("button", name="Trình đơn", exact=True).click()
    expect(link).to_be_visible()
    if has_script:
        assert faults(page, f"{screen}-trinh-don") == []
        page.keyboard.press("Escape")
        expect(link).not_to_be_visible()
        page.get_by_role("button", name="Trình đơn", exact=True).click()
    link.click()

    expect(page.get_by_role("heading", level=1, name="Nhật ký")).to_be_visible()
    page.locator("#find-all").fill("chi")
    page.get_by_role("button", name="Tìm kiếm").click()
    expect(page.get_by_role("link", name="Lê Ngọc Chi")).to_be_visible()


def test_every_menu_stands_on_one_line_at_the_office_pc(
    world: World, served: Server, screens: Screens
) -> None:
    for role in Role:
        page = sign_in_page(screens.open("desktop"), served.url, str(role))
        assert page.locator("nav.doors").bounding_box()["height"] < 60, role  # type: ignore[index]
        expect(page.get_by_role("button", name="Trình đơn", exact=True)).not_to_be_visible()
        screenshot(page, f"find/desktop-trinh-don-{role}")


@pytest.mark.parametrize("screen", SCREENS_HERE)
def test_search_help_and_log_are_whole_and_accessible(
    world: World, served: Server, screens: Screens, screen: str
) -> None:
    assert screen in SCREENS
    page = sign_in_page(screens.open(screen), served.url, "front")
    found = []
    for name, address in {
        "tim": "/admin/tim?tim=a",
        "tim-khong-thay": "/admin/tim?tim=xyz",
        "tim-trong": "/admin/tim",
        "tro-giup": "/admin/tro-giup",
        "nhat-ky": "/admin/nhat-ky",
        "nhat-ky-khong-thay": "/admin/nhat-ky?chu=xyz&tu=hôm",
        "nhat-ky-muc": "/admin/nhat-ky/1",
    }.items():
        page.goto(f"{served.url}{address}")
        found += faults(page, f"{screen}-{name}")
    page.goto(f"{served.url}/admin/nhat-ky")
    page.get_by_text("Trang này để làm gì?").click()
    page.get_by_role("button", name="Kiểm tra toàn bộ chuỗi").click()
    page.get_by_text("Trang này để làm gì?").click()
    found += faults(page, f"{screen}-nhat-ky-kiem-tra")

    assert [one for one in found if "400" not in one] == []


def test_everything_is_readable_at_twice_the_size(world: World, served: Server, screens: Screens) -> None:
    page = screens.open("desktop")
    page.set_viewport_size({"width": 683, "height": 384})
    sign_in_page(page, served.url, "front")
    found = []
    for name, address in {
        "nhat-ky": "/admin/nhat-ky",
        "tro-giup": "/admin/tro-giup",
        "tim": "/admin/tim?tim=a",
    }.items():
        page.goto(f"{served.url}{address}")
        found += faults(page, f"zoom-{name}")

    assert found == []
