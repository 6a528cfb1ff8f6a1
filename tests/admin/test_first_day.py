"""The first day of an office, recorded: from an empty database to the first citizen's answer, in the browser only."""

import re

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from playwright.sync_api import Page

from core.models import Counter, DutyEntry, InboxRevision, Officer, PlanChoice, ServiceField, Touchpoint
from tests.admin.test_places_screens import COUNTERS, FIELDS, OFFICERS
from tests.services.office_files import rows
from tests.support.browser import Screens, artefacts
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.person import Person
from tests.support.server import Server

#: More would not be a first day that anybody gets through.
MOST_CLICKS = 120
CHOSEN = "hai con mèo mướp"
#: Who sits where: counter, morning, afternoon.
ROSTER = (
    ("Quầy 1", "Nguyễn Văn An", "Trần Thị Bình"),
    ("Quầy 2", "Lê Ngọc Chi", "Phạm Quốc Dũng"),
    ("Quầy 3", "Hoàng Thị Em", "Vũ Minh Giang"),
)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages do is tested on both kinds of database in tests/services."""
    return sqlite_databases


def one_time_password(app: Flask, login: str) -> str:
    """Begin the office by the one command it needs, and read the manager's password off the screen."""
    done = app.test_cli_runner().invoke(args=["office", "begin", "--commune", "Xã Mẫu"])
    found = re.search(rf"{login}\W+((?:\w{{4}}-){{3}}\w{{4}})", done.output)
    assert found, done.output
    return found[1]


def sign_in_with_a_card(person: Person, password: str) -> None:
    """Sign in for the first time: a password of one's own, and the printed card, for want of a smartphone."""
    page = person.page
    person.type("Tên tài khoản", "quan-ly")
    person.type("Mật khẩu", password, by_tab=True)
    person.click("button", "Đăng nhập")
    person.look("mat-khau")
    person.type("Mật khẩu hiện nay", password)
    person.type("Mật khẩu mới", CHOSEN, by_tab=True)
    page.locator("#again").fill(CHOSEN)
    page.keyboard.press("Enter")
    page.wait_for_url("**/xac-thuc/chon")
    person.look("yeu-to-thu-hai")
    person.click("button", "In thẻ")
    person.look("the")
    with page.context.expect_page() as opened:
        person.click("link", "Mở thẻ để in (PDF)")
    opened.value.close()
    sheet = page.request.get(page.url + ".pdf").body()
    codes = re.findall(r"\d{4} \d{4}", pypdfium2.PdfDocument(sheet)[0].get_textpage().get_text_bounded())
    person.type("Mã", codes[0])
    person.click("button", "Tiếp tục")
    person.look("ma-khoi-phuc")
    person.click("button", "Đã cất giữ xong")
    person.look("trang-dau")


def enter_the_places(person: Person) -> None:
    """Fields, counters, officers and targets, each page leading to the next."""
    person.click("link", "Nhập lĩnh vực")
    for name in FIELDS:
        person.tick(name)
    person.click("button", "Thêm các lĩnh vực đã đánh dấu")
    person.look("linh-vuc")
    person.click("link", "Tiếp theo: quầy")
    for served_here in COUNTERS:
        for name in served_here:
            person.tick(name)
        person.click("button", "Thêm quầy")
    person.look("quay")
    person.click("link", "Tiếp theo: cán bộ")
    for name, title in OFFICERS:
        person.type("Họ và tên", name)
        person.type("Chức danh (không bắt buộc)", title, by_tab=True)
        person.click("button", "Thêm cán bộ")
    person.look("can-bo")
    person.click("link", "Tiếp theo: chỉ tiêu")
    person.click("link", "xã Nam Đàn", exact=False)
    person.look("ke-hoach")
    person.click("button", "Theo kế hoạch này")
    person.look("chi-tieu")


def fill_the_roster(person: Person) -> None:
    """One choice for every half of a counter's week."""
    person.click("link", "Lịch trực")
    person.look("lich-truc-trong")
    for counter, morning, afternoon in ROSTER:
        person.choose(f"Điền các buổi còn trống: {counter}, Sáng", morning)
        person.choose(f"Điền các buổi còn trống: {counter}, Chiều", afternoon)
    person.click("button", "Lưu lịch trực")
    person.look("lich-truc")


def print_the_posters(person: Person) -> list[str]:
    """Print the set and return what its codes say, in its order."""
    page: Page = person.page
    person.click("link", "Mã QR và áp phích")
    person.look("ap-phich")
    with page.context.expect_event("response", lambda answer: answer.url.endswith(".pdf?kho=a5")) as poster:
        person.click("link", "Tất cả áp phích, khổ A5 (PDF)")
    sheets = page.request.get(poster.value.url).body()
    return [
        zxingcpp.read_barcode(sheet.render(scale=2).to_pil()).text for sheet in pypdfium2.PdfDocument(sheets)
    ]


def test_from_an_empty_database_to_the_first_answer(
    app: Flask, served: Server, screens: Screens, clock: Clock
) -> None:
    clock.set("2026-11-23T07:00:00+07:00")
    password = one_time_password(app, "quan-ly")
    page = screens.open("desktop")
    page.context.tracing.start(screenshots=True, snapshots=True)
    person = Person(page, "first-day")
    page.goto(f"{served.url}/admin/")

    sign_in_with_a_card(person, password)
    enter_the_places(person)
    fill_the_roster(person)
    codes = print_the_posters(person)
    page.context.tracing.stop(path=artefacts() / "first-day.zip")

    clock.set("2026-11-23T09:00:00+07:00")
    phone = screens.open("phone")
    phone.goto(served.url + codes[2][codes[2].index("/q/") :])
    officer = phone.get_by_text("Công chức tiếp:").inner_text()
    phone.get_by_role("button", name="Hài lòng", exact=True).click()
    phone.wait_for_url("**/gop-y**")

    assert person.found == []
    assert person.clicks <= MOST_CLICKS
    print(f"{person.clicks} clicks")  # noqa: T201 (a number to watch)
    assert len(rows(Counter.id)) == 3
    assert sum(is_active for _, is_active in rows(ServiceField.id, ServiceField.is_active)) == 6
    assert len(rows(Officer.id)) == 6
    # Tuesday the 24th is a public holiday: filling leaves it out.
    assert len(rows(DutyEntry.id)) == 24
    assert rows(PlanChoice.unit_id, PlanChoice.set_code) == [(2, "nam-dan-2026")]
    assert len(codes) == 4
    assert all(day is not None for _, day in rows(Touchpoint.id, Touchpoint.printed_on))
    assert "Hoàng Thị Em" in officer
    assert len(rows(InboxRevision.id)) == 1
