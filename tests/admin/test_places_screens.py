"""An office that has never seen the product sets itself up in a real browser; every page on every screen is whole."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import expect

from core.db import write_session
from core.domain.access import Role
from core.models import Counter, Officer, PlanChoice, ServiceField, Touchpoint
from core.services import beginning
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.browser import Screens
from tests.support.databases import Databases
from tests.support.person import Person
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

#: The whole first day, sign-in and roster included, has 120 (tests/admin/test_first_day.py).
MOST_CLICKS = 60

FIELDS = ("Hộ tịch", "Chứng thực", "Đất đai", "Xây dựng", "Bảo trợ xã hội, người có công")
COUNTERS = (("Hộ tịch", "Chứng thực"), ("Đất đai", "Xây dựng"), ("Bảo trợ xã hội",))
OFFICERS = (
    ("Nguyễn Văn An", "Công chức Tư pháp – Hộ tịch"),
    ("Trần Thị Bình", "Công chức Tư pháp – Hộ tịch"),
    ("Lê Ngọc Chi", "Công chức Địa chính – Xây dựng"),
    ("Phạm Quốc Dũng", "Công chức Địa chính – Xây dựng"),
    ("Hoàng Thị Em", "Công chức Văn hóa – Xã hội"),
    ("Vũ Minh Giang", "Công chức Văn hóa – Xã hội"),
)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages do is tested on both kinds of database in tests/services."""
    return sqlite_databases


@contextmanager
def set_up(app: Flask) -> Iterator[None]:
    """Begin an office of which nothing exists but its two units and its manager."""
    beginning.begin("Xã Hòa Bình", "Trung tâm Phục vụ hành chính công", actor="command")
    with write_session() as session:
        worlds.account(session, Role.MANAGER, unit_id=2)
    yield


@pytest.mark.parametrize("screen", ["desktop", "small-phone"])
def test_an_empty_office_sets_itself_up_with_few_clicks_and_no_address(
    app: Flask, served: Server, screens: Screens, screen: str
) -> None:
    with set_up(app):
        page = sign_in_page(screens.open(screen), served.url, "manager")
    person = Person(page, f"places-{screen}")

    person.click("link", "Quầy và cán bộ")
    person.look("bat-dau")
    person.click("link", "Nhập lĩnh vực")
    person.look("linh-vuc-trong")
    for name in FIELDS:
        person.tick(name)
    person.click("button", "Thêm các lĩnh vực đã đánh dấu")
    person.look("linh-vuc")
    person.click("link", "Tiếp theo: quầy")
    person.look("quay-trong")
    for served_here in COUNTERS:
        for name in served_here:
            person.tick(name)
        person.click("button", "Thêm quầy")
    person.look("quay")
    person.click("link", "Tiếp theo: cán bộ")
    person.look("can-bo-trong")
    for name, title in OFFICERS:
        person.type("Họ và tên", name)
        person.type("Chức danh (không bắt buộc)", title, by_tab=True)
        person.click("button", "Thêm cán bộ")
    person.look("can-bo")
    person.click("link", "Tiếp theo: chỉ tiêu")
    person.look("chi-tieu-trong")
    person.click("link", "xã Nam Đàn", exact=False)
    person.look("ke-hoach")
    person.click("button", "Theo kế hoạch này")
    person.look("chi-tieu")
    person.click("link", "Tiếp theo: in áp phích")
    person.look("in-ma")
    with page.context.expect_event("response", lambda answer: answer.url.endswith(".pdf?kho=a5")) as poster:
        person.click("link", "Tất cả áp phích, khổ A5 (PDF)")
    assert poster.value.status == 200
    page.go_back()
    person.click("link", "Quầy và cán bộ")
    person.look("danh-muc")

    assert person.found == []
    assert person.clicks <= MOST_CLICKS
    assert len(rows(Counter.id)) == 3
    assert rows(ServiceField.id, ServiceField.is_active) == [(n, True) for n in range(1, 7)]
    assert len(rows(Officer.id)) == 6
    assert rows(PlanChoice.unit_id, PlanChoice.set_code) == [(2, "nam-dan-2026")]
    assert all(day is not None for _, day in rows(Touchpoint.id, Touchpoint.printed_on))
    expect(page.get_by_text("Đã xong 5 trên 7 bước")).to_be_visible()


OTHER_PAGES = {
    "mot-linh-vuc": f"/linh-vuc/{World.land}",
    "dong-linh-vuc": f"/linh-vuc/{World.land}/dong",
    "nhom": f"/nhom-linh-vuc/{World.land_group}",
    "linh-vuc": "/linh-vuc",
    "mot-quay": f"/quay/{World.many_counter}",
    "dong-quay": f"/quay/{World.many_counter}/dong",
    "mot-can-bo": f"/can-bo/{World.an}",
    "can-bo-thoi": f"/can-bo/{World.an}/nghi",
    "ma": "/ma",
    "mot-ma": f"/ma/{World.many_point}",
    "thay-ma": f"/ma/{World.many_point}/thay",
    "ke-hoach-im": "/chi-tieu/ke-hoach/kim-thanh-2024",
    "don-vi": "/sua",
}


@pytest.mark.parametrize("screen", ["desktop", "small-phone"])
def test_every_other_page_is_whole_and_accessible(
    app: Flask, served: Server, screens: Screens, screen: str
) -> None:
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.MANAGER)
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune)
    page = sign_in_page(screens.open(screen), served.url, "manager")
    person = Person(page, f"places-other-{screen}")
    for name, address in OTHER_PAGES.items():
        page.goto(f"{served.url}/admin/noi-phuc-vu/{World.centre}{address}")
        person.look(name)
    page.goto(f"{served.url}/admin/noi-phuc-vu/don-vi")
    person.look("cac-don-vi")
    page.goto(f"{served.url}/admin/bang-tinh/")
    person.look("bang-tinh")
    page.get_by_label("Tệp Excel", exact=False).set_input_files(
        {"name": "sai.xlsx", "mimeType": "application/zip", "buffer": b"no workbook"}
    )
    page.get_by_role("button", name="Gửi và xem trước").click()
    person.look("bang-tinh-loi")
    page.goto(f"{served.url}/admin/noi-phuc-vu/{World.centre}/can-bo")
    page.get_by_role("button", name="Thêm cán bộ").click()
    person.look("can-bo-thieu-ten")

    refusals = [one for one in person.found if not one.startswith("422")]
    assert refusals == []
