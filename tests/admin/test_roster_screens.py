"""The roster in a real browser: a week in few clicks, a substitute at ten, a correction, and pages that are whole."""

from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.db import db, write_session
from core.domain.access import Role, Scope
from core.domain.submission import Channel, Tier
from core.models import DutyEntry, InboxRevision
from core.services import corrections, settling, submissions
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

HERE = f"/admin/noi-phuc-vu/{World.centre}/lich-truc"
MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages do is tested on both kinds of database in tests/services."""
    return sqlite_databases


@pytest.fixture
def office(app: Flask) -> World:
    """The example office with a manager and a member of the Front."""
    with write_session() as session:
        world = worlds.office(session)
        for role in (Role.MANAGER, Role.FRONT):
            worlds.account(session, role)
    return world


def faults(page: Page, name: str) -> list[str]:
    """Keep a picture and return what is wrong with the page."""
    screenshot(page, name)
    found = [f"{name}: {fault}" for fault in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{name}: the page is wider than the screen")
    return found


def choose(page: Page, label: str, name: str) -> int:
    """Choose from a list, which is one click more."""
    page.get_by_label(label, exact=True).select_option(label=name)
    return 1


@pytest.mark.parametrize("screen", ["desktop", "small-phone"])
def test_a_week_is_filled_and_the_next_one_copied_in_few_clicks(
    office: World, served: Server, screens: Screens, screen: str
) -> None:
    page = sign_in_page(screens.open(screen), served.url, "manager")
    page.goto(f"{served.url}{HERE}?tuan=2026-W48")
    clicks = 0
    for counter, morning, afternoon in (
        ("Quầy 1", "Nguyễn Văn An", "Trần Thị Bình"),
        ("Quầy 2", "Lê Ngọc Chi", "Nguyễn Văn An"),
        ("Quầy 3", "Trần Thị Bình", "Lê Ngọc Chi"),
    ):
        clicks += choose(page, f"Điền các buổi còn trống: {counter}, Sáng", morning)
        clicks += choose(page, f"Điền các buổi còn trống: {counter}, Chiều", afternoon)
    page.get_by_role("button", name="Lưu lịch trực").click()
    found = faults(page, f"roster-{screen}/1-tuan")
    page.get_by_role("link", name="Tuần sau").click()
    page.get_by_role("button", name="Chép tuần trước").click()
    clicks += 3

    # Tuesday the 24th is a public holiday: filling leaves it out.
    expect(page.get_by_text("Đã chép 24 ca.")).to_be_visible()
    assert found + faults(page, f"roster-{screen}/2-chep") == []
    assert clicks == 9
    begins = [moment.date() for moment, _ in rows(DutyEntry.starts_at, DutyEntry.id)]
    assert sum(1 for day in begins if day >= date(2026, 11, 23)) == 48


def test_a_roster_changed_at_ten_gives_two_citizens_answers_to_different_officers(
    office: World, served: Server, screens: Screens, clock: Clock
) -> None:
    clock.set("2026-11-21T09:59:00+07:00")
    early, late = screens.open("phone"), screens.open("phone")
    early.goto(f"{served.url}/q/{office.many}")
    clock.set("2026-11-21T10:00:00+07:00")
    page = sign_in_page(screens.open("desktop"), served.url, "manager")
    page.goto(f"{served.url}{HERE}")
    found = faults(page, "roster-desktop/3-dang-truc")
    page.get_by_role("link", name="Thay Nguyễn Văn An, Quầy 3").click()
    page.get_by_label("Người thay", exact=True).select_option(label="Trần Thị Bình")
    found += faults(page, "roster-desktop/4-thay")
    page.get_by_role("button", name="Ghi lại").click()
    page.get_by_text("Đã ghi.").wait_for()
    found += faults(page, "roster-desktop/5-da-thay")
    clock.set("2026-11-21T10:01:00+07:00")
    late.goto(f"{served.url}/q/{office.many}")
    names = [phone.get_by_text("Công chức tiếp:").inner_text() for phone in (early, late)]

    for phone in (early, late):
        phone.get_by_role("button", name="Hài lòng", exact=True).click()
        phone.wait_for_url("**/gop-y**")

    assert ["An" in names[0], "Bình" in names[1]] == [True, True]
    answers = dict(rows(InboxRevision.officer_id, InboxRevision.duty_entry_id))
    assert answers.keys() == {office.an, office.binh}
    assert answers[office.an] == office.duty_of_an
    assert found == []


@pytest.mark.parametrize("screen", ["desktop", "small-phone"])
def test_every_page_of_roster_and_corrections_is_whole_and_accessible(
    office: World, served: Server, screens: Screens, clock: Clock, screen: str
) -> None:
    for duty, level, number in ((office.duty_of_an, "2", 12), (office.duty_of_binh, "5", 14)):
        for _ in range(number):
            submissions.accept(
                worlds.draft(
                    office,
                    answers={"overall": (level,), "officer": (level,)},
                    channel=Channel.TABLET,
                    tier=Tier.B,
                    field_id=office.land,
                    duty_entry_id=duty,
                )
            )
    clock.set("2026-11-23T08:00:00+07:00")
    settling.settle()
    db.session.rollback()
    for duty, officer in ((office.duty_of_an, office.binh), (office.duty_of_chi, None)):
        corrections.propose(
            MANAGER, 2, duty, officer_id=officer, reason="Hai người đổi quầy sáng hôm đó", actor="quan-ly"
        )
    db.session.rollback()
    page = sign_in_page(screens.open(screen), served.url, "manager")
    found = []
    for name, address in (
        ("tuan-qua", "?tuan=2026-W47"),
        ("ban-in", "/ban-in?tuan=2026-W47"),
        ("gio", "/gio"),
        ("de-nghi", f"/{office.duty_of_binh}/sua"),
    ):
        page.goto(f"{served.url}{HERE}{address}")
        found += faults(page, f"roster-{screen}/{name}")
    front = sign_in_page(screens.open(screen), served.url, "front")
    found += faults(front, f"roster-{screen}/mat-tran-bat-dau")
    front.goto(f"{served.url}/admin/sua-lich-truc")
    found += faults(front, f"roster-{screen}/mat-tran-danh-sach")
    front.get_by_role("link", name="21/11/2026 07:30–11:30").click()
    found += faults(front, f"roster-{screen}/mat-tran-de-nghi")
    front.get_by_label("Lý do quyết định").fill("Đã đối chiếu bảng chấm công")
    front.get_by_role("button", name="Chấp nhận sửa").click()
    found += faults(front, f"roster-{screen}/mat-tran-da-quyet")
    front.goto(f"{served.url}/admin/can-bo")
    found += faults(front, f"roster-{screen}/can-bo")

    assert found == []
