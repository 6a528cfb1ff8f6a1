"""The work calendar and the merger in a real browser: whole on every screen, readable, and fit to be printed."""

import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import update

from core.db import write_session
from core.domain.access import Role
from core.models import Unit
from tests.support import worlds
from tests.support.browser import Screens, artefacts, axe, screenshot
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

PROVINCE = 9


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages do is tested on both kinds of database in tests/services."""
    return sqlite_databases


def office(app: Flask) -> None:
    """Two communes below a province, with their administrator and a manager."""
    with write_session() as session:
        worlds.office(session)
        worlds.target(session, 8500)
        session.add(
            Unit(
                id=PROVINCE,
                unit_id=PROVINCE,
                code="tinh-mau",
                kind="province",
                name="Tỉnh Mẫu",
                valid_from=worlds.BEGINNING,
            )
        )
        session.flush()
        both = Unit.id.in_((World.commune, World.neighbour))
        session.execute(update(Unit).where(both).values(parent_id=PROVINCE))
        worlds.account(session, Role.SYSADMIN, unit_id=PROVINCE)
        worlds.account(session, Role.MANAGER)
        worlds.account(session, Role.LEADER, unit_id=World.commune, login="lan")


def faults(page: Page, name: str) -> list[str]:
    """Keep a picture and return what is wrong with the page."""
    screenshot(page, name)
    found = [f"{name}: {fault}" for fault in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{name}: the page is wider than the screen")
    return found


@pytest.mark.parametrize("screen", ["desktop", "small-phone"])
def test_an_exchange_is_entered_and_the_year_is_whole(
    app: Flask, served: Server, screens: Screens, screen: str
) -> None:
    office(app)
    page = sign_in_page(screens.open(screen), served.url, "manager")
    page.goto(f"{served.url}/admin/lich-lam-viec/?nam=2026")
    found = faults(page, f"calendar-{screen}/1-nam")

    page.get_by_role("link", name="Nhập ngày nghỉ hoặc ngày làm bù").click()
    page.get_by_role("button", name="Nhập vào lịch").click()
    found += faults(page, f"calendar-{screen}/2-thieu")
    page.get_by_label("Ngày nghỉ", exact=True).fill("02/01/2026")
    page.get_by_label("Ngày làm bù").fill("10/01/2026")
    page.get_by_label("Số, ký hiệu văn bản").fill("Công văn số 12/UBND-VP")
    page.get_by_label("Ngày ban hành văn bản").fill("20/12/2025")
    page.get_by_label("Lý do").fill("Nghỉ Tết Dương lịch")
    page.get_by_role("button", name="Nhập vào lịch").click()
    page.get_by_label("Từ ngày").fill("12/02/2026")
    page.get_by_label("Số ngày làm việc").fill("5")
    page.get_by_role("button", name="Tính", exact=True).click()
    found += faults(page, f"calendar-{screen}/3-da-nhap")
    page.get_by_role("link", name="Thu hồi ngày 02/01/2026").click()
    found += faults(page, f"calendar-{screen}/4-thu-hoi")
    page.get_by_label("Lý do thu hồi").fill("Quyết định được thay thế")
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_text("1 mục đã thu hồi").click()
    found += faults(page, f"calendar-{screen}/5-da-thu-hoi")

    assert found == []
    expect(page.get_by_text("Lý do thu hồi: Quyết định được thay thế")).to_be_visible()


def test_a_day_of_the_sheet_leads_to_its_line_with_the_keyboard(
    app: Flask, served: Server, screens: Screens
) -> None:
    office(app)
    page = sign_in_page(screens.open("desktop"), served.url, "manager")
    page.goto(f"{served.url}/admin/lich-lam-viec/?nam=2026")

    page.locator("td.in_lieu a").first.focus()
    page.keyboard.press("Enter")

    assert page.url.endswith("#ngay-2026-04-27")
    expect(page.locator("#ngay-2026-04-27")).to_be_visible()


def test_the_year_is_printed_on_two_pages(app: Flask, served: Server, screens: Screens) -> None:
    office(app)
    page = sign_in_page(screens.open("desktop"), served.url, "manager")
    page.goto(f"{served.url}/admin/lich-lam-viec/?nam=2026")

    printed = page.pdf(format="A4", prefer_css_page_size=True)

    (artefacts() / "calendar.pdf").write_bytes(printed)
    document = pypdfium2.PdfDocument(printed)
    first = document[0].get_textpage().get_text_bounded()
    second = document[1].get_textpage().get_text_bounded()
    assert len(document) == 2
    assert all(f"Tháng {month}" in first for month in range(1, 13))
    assert "Quốc khánh" in second
    assert "Tính thời hạn" not in first + second


@pytest.mark.parametrize("screen", ["desktop", "small-phone"])
def test_a_merger_is_looked_at_before_it_is_made(
    app: Flask, served: Server, screens: Screens, screen: str
) -> None:
    office(app)
    page = sign_in_page(screens.open(screen), served.url, "sysadmin")
    page.goto(f"{served.url}/admin/noi-phuc-vu/don-vi")
    page.get_by_role("link", name="Sáp nhập xã, phường").click()
    found = faults(page, f"merging-{screen}/1-hoi")
    page.get_by_role("button", name="Xem những thay đổi").click()
    found += faults(page, f"merging-{screen}/2-thieu")
    page.get_by_label("Xã Mẫu (Tỉnh Mẫu)").check()
    page.get_by_label("Xã Bên (Tỉnh Mẫu)").check()
    page.get_by_label("Tên xã, phường mới").fill("Xã Hợp Nhất")
    page.get_by_label("Ngày xã, phường mới bắt đầu hoạt động").fill("02/11/2026")
    page.get_by_label("Số và ngày của nghị quyết").fill("Nghị quyết số 10/NQ-UBTVQH ngày 15/10/2026")
    page.get_by_role("button", name="Xem những thay đổi").click()
    found += faults(page, f"merging-{screen}/3-he-qua")
    page.get_by_role("button", name="Sáp nhập ngay").click()
    page.goto(f"{served.url}/admin/noi-phuc-vu/don-vi")
    found += faults(page, f"merging-{screen}/4-da-lap")

    assert found == []
    expect(page.get_by_text("Xã Hợp Nhất").first).to_be_visible()
