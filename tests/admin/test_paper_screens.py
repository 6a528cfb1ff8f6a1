"""Keying paper in a real browser: keys alone, two people, every difference shown, and nothing counts before."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.db import db, write_session
from core.domain.access import Role
from tests.services import record
from tests.support import worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

SHEETS = 20
#: One sheet: field, level, officer, two reasons, one fact, a blank one, facts, for whom, no words, keep.
USUAL = ["1", "3", "4", "1", "3", "Enter", "2", " ", "1", "1", "1", "Enter", "Enter"]
#: What the second reader took otherwise on two sheets.
OTHER = {4: {1: "2"}, 17: {6: "3"}}


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages do is tested on both kinds of database elsewhere."""
    return sqlite_databases


class Typist:
    """Somebody who uses nothing but keys, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strokes = 0

    def press(self, keys: list[str]) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def key(self, number: int, turn: int) -> None:
        """Key one sheet, and wait for whatever comes next."""
        heading = self.page.get_by_role("heading", level=1)
        expect(heading).to_contain_text(f"Phiếu {number}/{SHEETS}")
        changes = OTHER.get(number, {}) if turn == 2 else {}
        address = self.page.url
        self.press([changes.get(index, key) for index, key in enumerate(USUAL)])
        self.page.wait_for_url(lambda url: url != address)


@pytest.fixture
def clerks(app: Flask, served: Server, screens: Screens) -> tuple[Page, ...]:
    """Hoa and Lan, each at a desk."""
    with write_session() as session:
        worlds.office(session)
        for login in ("hoa", "lan"):
            worlds.account(session, Role.MANAGER, login=login)
    return tuple(sign_in_page(screens.open("desktop"), served.url, login) for login in ("hoa", "lan"))


def test_twenty_sheets_are_keyed_twice_by_keys_alone_and_count_once_both_differences_are_decided(
    clerks: tuple[Page, ...], served: Server
) -> None:
    hoa, lan = (Typist(page) for page in clerks)
    hoa.page.goto(f"{served.url}/admin/nhap-phieu/2/lo-moi?ma={World.many}")
    hoa.page.get_by_label("Số phiếu").fill(str(SHEETS))
    hoa.page.get_by_label("Hai lần, do hai người").check()
    hoa.page.get_by_role("button", name="Tiếp: phiếu đầu tiên").click()
    hoa.page.wait_for_url("**/lan-1/1")
    batch = re.search(r"/2/(\d+)/", hoa.page.url)[1]
    assert axe(hoa.page) == []
    screenshot(hoa.page, "paper-sheet")

    for number in range(1, SHEETS + 1):
        hoa.key(number, 1)
    lan.page.goto(f"{served.url}/admin/nhap-phieu/2/{batch}/lan-2/1")
    for number in range(1, SHEETS + 1):
        lan.key(number, 2)

    assert hoa.strokes == lan.strokes == SHEETS * 13
    expect(lan.page.get_by_text("2 phiếu có hai lần nhập khác nhau:")).to_be_visible()
    assert record.rows("inbox") == []
    for number, first, second in (
        (4, "3 – Bình thường", "2 – Không hài lòng"),
        (17, "2 – 2 lần", "3 – 3 lần trở lên"),
    ):
        lan.page.goto(f"{served.url}/admin/nhap-phieu/2/{batch}/khac/{number}")
        sides = lan.page.locator("fieldset.question")
        expect(sides).to_have_count(1)
        expect(sides).to_contain_text(first)
        expect(sides).to_contain_text(second)
        assert axe(lan.page) == []
        screenshot(lan.page, f"paper-difference-{number}")
        assert record.rows("inbox") == []
        for _ in range(60):
            if lan.page.evaluate("document.activeElement.type") == "radio":
                break
            lan.page.keyboard.press("Tab")
        lan.page.keyboard.press("Space")
        lan.page.keyboard.press("Enter")
        lan.page.wait_for_url(lambda url, here=f"khac/{number}": here not in url)

    lan.page.goto(f"{served.url}/admin/nhap-phieu/2/{batch}/dong")
    expect(lan.page.get_by_text("2 phiếu có chỗ khác nhau và đã được chọn")).to_be_visible()
    lan.page.get_by_role("button", name="Đóng lô, tính các câu trả lời").press("Enter")
    expect(lan.page.get_by_text("20 câu trả lời được tính")).to_be_visible()
    db.session.rollback()
    assert [row["answers"][:2] for row in record.rows("inbox")] == ["34"] * SHEETS
    assert record.rows("paper_sheet") == []


@pytest.mark.thorough
def test_keys_skip_what_is_not_asked_go_back_and_leave_blank(
    clerks: tuple[Page, ...], served: Server
) -> None:
    page = clerks[0]
    page.goto(f"{served.url}/admin/nhap-phieu/2/lo-moi?ma={World.single}")
    page.get_by_label("Số phiếu").fill("1")
    page.get_by_role("button", name="Tiếp: phiếu đầu tiên").click()
    page.wait_for_url("**/lan-1/1")

    # A satisfied person is asked for praise, not for reasons; back twice, the level is put right.
    for key in ["5", "Enter", "Enter", "Backspace", "Backspace", "Backspace", "2"]:
        page.keyboard.press(key)
    expect(page.locator("#p-overall [data-key='2']")).to_be_checked()
    expect(page.locator("#p-praise")).to_have_class(re.compile("off"))
    expect(page.locator("#p-officer")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#p-reasons")).to_be_focused()
    for key in ["1", "8", "1", "Enter", "0"]:
        page.keyboard.press(key)
    expect(page.locator("#p-reasons :checked")).to_have_count(1)
    expect(page.locator("#p-on_time")).to_be_focused()

    # A key held down goes one step, and never over the button to the next sheet.
    for _ in range(30):
        page.keyboard.down("Enter")
    page.keyboard.up("Enter")
    assert page.url.endswith("/lan-1/1")
    expect(page.locator("#p-on_time + fieldset")).to_be_focused()


@pytest.mark.thorough
@pytest.mark.parametrize("screen", ["small-phone", "desktop"])
def test_without_script_the_sheet_is_an_ordinary_form(
    clerks: tuple[Page, ...], served: Server, screens: Screens, screen: str
) -> None:
    page = sign_in_page(screens.open(screen, java_script_enabled=False), served.url, "hoa")
    page.goto(f"{served.url}/admin/nhap-phieu/2/lo-moi?ma={World.many}")
    page.get_by_label("Số phiếu").fill("1")
    page.get_by_role("button", name="Tiếp: phiếu đầu tiên").click()
    page.locator("#p-overall").get_by_label("Hài lòng", exact=False).nth(1).check()
    page.get_by_role("button", name="Lưu, sang phiếu sau").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại và đóng lô")
    screenshot(page, f"paper-close-{screen}")
