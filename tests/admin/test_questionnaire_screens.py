"""A questionnaire from its copy to its first answers, through the browser only."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from core.db import db, write_session
from core.domain.access import SYSTEM, Role
from core.models import CELL_LIVE
from core.queries import questionnaires
from tests.support import worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

#: Width and height a page of the desk is looked at.
WIDTHS = {"phone": (360, 740), "tablet": (820, 1180), "desktop": (1366, 768)}
QUESTION = "Có chỗ ngồi chờ không?"
TRIPS = ("phải đến mấy lần", "3 lần trở lên")


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages do is tested on both kinds of database in tests/services."""
    return sqlite_databases


def faults(page: Page, name: str) -> list[str]:
    """Keep pictures at every width and return what is wrong with the page."""
    found = [f"{name}: {fault}" for fault in axe(page)]
    for width, (across, down) in WIDTHS.items():
        page.set_viewport_size({"width": across, "height": down})
        screenshot(page, f"questionnaires/{name}-{width}")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{name}: the page is wider than a {width}")
    return found


def rate(page: Page, address: str, *touched: tuple[str, str]) -> None:
    """Answer «Không hài lòng», then what is touched on the next page."""
    page.goto(address)
    page.locator('button[name="level"][value="2"]').click()
    for question, words in touched:
        page.locator("fieldset", has_text=question).locator("label", has_text=words).click()
    page.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cảm ơn Ông/Bà. Đã nhận ý kiến.")


def add_question(page: Page) -> list[str]:
    """Add a question in two languages that waits for the lowest levels; return what is wrong with its pages."""
    page.get_by_role("link", name="Thêm câu hỏi").click()
    found = faults(page, "3-them")
    page.get_by_role("link", name="Có hoặc không").click()
    page.get_by_label("Câu hỏi tiếng Việt").fill(QUESTION)
    page.get_by_label("Câu hỏi tiếng Anh").fill("Was there a seat?")
    page.locator("summary", has_text="Ông/Bà hài lòng thế nào").click()
    page.get_by_role("checkbox", name="Không hài lòng", exact=True).check()
    page.get_by_role("checkbox", name="Rất không hài lòng").check()
    found += faults(page, "4-cau")
    # Enter in a line saves, as the button below does.
    page.get_by_label("Phương án 1, tiếng Anh").press("Enter")
    expect(page.get_by_role("status")).to_have_text("Đã lưu.")
    return found


def try_tablet(page: Page) -> None:
    """Answer on the tablet's own screens up to the thanks: nothing is sent, and the browser remembers nothing."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    tablet = page.frame_locator("iframe.as-tablet")
    tablet.locator(".attract .primary").click()
    expect(tablet.get_by_role("heading", level=1)).to_contain_text("hài lòng")
    expect(tablet.get_by_text("Xem thử – không ghi nhận")).to_be_visible()
    tablet.get_by_role("button", name="Rất không hài lòng").click()
    skip, was_asked = tablet.locator(".bar .skip"), False
    for step in range(2, 15):
        expect(tablet.get_by_text(f"Bước {step}/").or_(tablet.locator(".thanks"))).to_be_visible()
        was_asked = was_asked or tablet.get_by_text(QUESTION).is_visible()
        if not skip.is_visible():
            break
        skip.click()
    assert was_asked
    expect(tablet.get_by_role("heading", level=1)).to_have_text("Cảm ơn Ông/Bà. Đã nhận ý kiến.")
    kept = "Promise.all([indexedDB.databases(), caches.keys(), navigator.serviceWorker.getRegistrations()])"
    assert page.evaluate(kept) == [[], [], []]
    assert [one for one in asked if not one.startswith("GET ") or "/kiosk/api" in one] == []


def preview(page: Page) -> list[str]:
    """Try the draft in the phone's frame and in the tablet's; return what is wrong with the page."""
    page.get_by_role("link", name="Xem thử").click()
    try_tablet(page)
    phone = page.frame_locator(".frames iframe:not(.as-tablet)")
    phone.locator('button[name="level"][value="1"]').click()
    expect(phone.get_by_text(QUESTION)).to_be_visible()
    found = faults(page, "6-xem-thu")
    phone.get_by_role("button", name="Gửi ý kiến").click()
    expect(phone.get_by_text("Xem thử – không ghi nhận")).to_be_visible()
    return found


def counted() -> dict[int, tuple[int, int, int]]:
    """By version: level 2 of the faces (slot 1), «3 lần trở lên» (28), and «Có» of the new question (39)."""
    db.session.rollback()
    slots = (func.sum(CELL_LIVE.c[name]) for name in ("s01", "s28", "s39"))
    rows = db.session.execute(select(CELL_LIVE.c.version_id, *slots).group_by(CELL_LIVE.c.version_id))
    return {row[0]: tuple(row[1:]) for row in rows}


def test_a_copy_gets_a_question_is_previewed_and_published_and_old_answers_stay(
    app: Flask, served: Server, screens: Screens
) -> None:
    with write_session() as session:
        world = worlds.office(session)
        for role in (Role.MANAGER, Role.FRONT):
            worlds.account(session, role)
    citizen, address = screens.open("phone"), f"{served.url}/q/{world.single}"
    rate(citizen, address, TRIPS)

    page = sign_in_page(screens.open("desktop"), served.url, "manager")
    page.goto(f"{served.url}/admin/bo-cau-hoi/")
    found = faults(page, "1-danh-sach")
    page.get_by_role("link", name="Sao chép Đánh giá nhanh").click()
    page.get_by_role("button", name="Sao chép", exact=True).click()
    found += faults(page, "2-ban-nhap")
    found += add_question(page)
    found += faults(page, "5-ban-nhap")
    found += preview(page)
    page.get_by_role("link", name="Xem thay đổi và phát hành").click()
    found += faults(page, "7-phat-hanh")
    page.get_by_role("button", name="Phát hành", exact=True).click()
    found += faults(page, "8-da-phat-hanh")

    rate(citizen, address, TRIPS, (QUESTION, "Có"))

    second = questionnaires.latest(SYSTEM, "quick", World.centre)
    assert second is not None
    assert counted() == {world.quick: (1, 1, 0), second: (1, 1, 1)}
    front = sign_in_page(screens.open("desktop"), served.url, "front")
    expect(front.locator(".headline .line").last).to_contain_text("· 2 lượt")
    front.get_by_role("link", name="lời đã hỏi (1)").click()
    expect(front.get_by_role("heading", level=1)).to_have_text("“Đánh giá nhanh”, phiên bản 1")
    assert QUESTION not in front.content()
    front.go_back()
    front.get_by_role("link", name="lời đã hỏi (2)").click()
    expect(front.get_by_text(QUESTION).first).to_be_visible()
    found += faults(front, "9-phien-ban")
    assert found == []
