"""Cases in a real browser: found out, answered, approved and sent, on a desk's screen and on a phone, by keys too."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.db import write_session
from core.domain.access import Role
from core.domain.complaints.course import Action
from core.services.complaints import filing, photos
from tests.support import casework, pictures, worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.casework import ANSWER
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

ROLES = (Role.FRONT, Role.MANAGER, Role.LEADER)
#: Width and height: the desk, and a usual phone.
SIZES = {"desktop": (1366, 768), "phone": (360, 740)}
EMPTY = "Trung tâm tiếp thu ý kiến của Ông/Bà và sẽ nghiêm túc rút kinh nghiệm trong thời gian tới."


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages do is tested on both kinds of database elsewhere."""
    return sqlite_databases


@pytest.fixture
def office(app: Flask, clock: Clock) -> None:
    """An office with cases of several days in several states; the first of them is due today."""
    clock.set("2026-11-04T09:00:00+07:00")
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
    front, manager = casework.somebody(Role.FRONT, 1), casework.somebody(Role.MANAGER, 2)
    filing.file(casework.LETTER, photos=[photos.redraw(pictures.jpeg_of_a_phone())])
    first = casework.newest()
    casework.move(front, Action.TRIAGE, case=first, field_id=World.civil)
    casework.move(manager, Action.ASSIGN, case=first, account_id=2)
    casework.move(front, Action.NOTE, case=first, text="Đã đến xem quầy sáng 06/11, máy lấy số hỏng.")
    casework.move(front, Action.ASK, case=first, text="Ông/Bà còn giữ phiếu hẹn không?")
    for day, what in (
        ("2026-11-03", "Ba lần đi lại vì thiếu giấy tờ, lần đầu không được hướng dẫn đủ."),
        ("2026-11-24", "Cán bộ yêu cầu nộp thêm bản sao đã có trên hệ thống."),
        ("2026-11-24", "Đề nghị có người hướng dẫn cho người cao tuổi nộp hồ sơ trực tuyến tại sảnh chờ."),
    ):
        clock.set(f"{day}T10:00:00+07:00")
        known = casework.numbers()
        casework.letter(what=what, where="", wish="")
        [number] = casework.numbers() - known
        if what.startswith("Ba lần"):
            casework.move(front, Action.TRIAGE, case=number, field_id=World.land)
    clock.set("2026-11-26T09:00:00+07:00")


def faults(page: Page, name: str) -> list[str]:
    """Keep a picture and return what is wrong with the page."""
    screenshot(page, name)
    found = [f"{name}: {fault}" for fault in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{name}: the page is wider than the screen")
    return found


@pytest.mark.parametrize("screen", SIZES)
def test_a_case_goes_from_the_inbox_to_the_sender(
    office: None, served: Server, screens: Screens, screen: str
) -> None:
    found: list[str] = []
    pages = {}
    for role in ROLES:
        page = screens.open(screen)
        page.set_viewport_size({"width": SIZES[screen][0], "height": SIZES[screen][1]})
        pages[role] = sign_in_page(page, served.url, str(role))
    front, manager, leader = (pages[role] for role in ROLES)

    def look(page: Page, name: str) -> None:
        found.extend(faults(page, f"cases/{screen}-{name}"))

    look(manager, "start")
    manager.goto(f"{served.url}/admin/phan-anh/")
    expect(manager.get_by_role("heading", name="Đến hạn hôm nay")).to_be_visible()
    look(manager, "inbox-manager")
    manager.get_by_role("link", name="Tôi chờ từ 7 giờ 30").click()
    look(manager, "handling")
    manager.get_by_label("Câu trả lời", exact=True).fill(EMPTY)
    manager.get_by_role("button", name="Gửi duyệt;").click()
    expect(manager.get_by_role("button", name="Gửi duyệt dù vậy;")).to_be_visible()
    look(manager, "held-up")
    manager.get_by_label("Câu trả lời", exact=True).fill(ANSWER)
    manager.get_by_role("button", name="Gửi duyệt dù vậy;").click()
    expect(manager.get_by_text("Đã xong: Trình bản trả lời.")).to_be_visible()
    leader.goto(manager.url)
    look(leader, "approving")
    leader.get_by_role("button", name="Duyệt;").click()
    expect(leader.get_by_text("Đã xong: Lãnh đạo duyệt bản trả lời.")).to_be_visible()
    front.goto(leader.url)
    look(front, "checking")
    front.get_by_role("button", name="Gửi; người gửi sẽ đọc bản trả lời này").click()
    expect(front.locator(".side.citizen").get_by_text(ANSWER)).to_be_visible()
    look(front, "answered")

    assert found == []


@pytest.mark.parametrize("screen", SIZES)
def test_a_letter_is_found_out(office: None, served: Server, screens: Screens, screen: str) -> None:
    found: list[str] = []
    page = screens.open(screen)
    page.set_viewport_size({"width": SIZES[screen][0], "height": SIZES[screen][1]})
    sign_in_page(page, served.url, "front")

    def look(name: str) -> None:
        found.extend(faults(page, f"cases/{screen}-{name}"))

    page.goto(f"{served.url}/admin/phan-anh/?xem=open")
    look("inbox-front")
    page.get_by_role("link", name="Cán bộ yêu cầu nộp thêm").click()
    look("kinds")
    page.get_by_role("radio", name="Tố cáo").check()
    page.get_by_role("button", name="Tiếp tục").click()
    look("accusation")
    page.get_by_role("link", name="Chọn loại khác").click()
    page.get_by_role("radio", name="Phản ánh, kiến nghị").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_role("checkbox", name="Nguyễn Văn An").check()
    look("petition")
    page.get_by_role("button", name="Chuyển;").click()
    expect(page.get_by_text("Đã xong: Phân loại; chuyển cơ quan giải quyết.")).to_be_visible()
    look("passed-on")
    page.goto(f"{served.url}/admin/phan-anh/?tim=dat+dai")
    look("nothing-found")

    assert found == []


@pytest.mark.parametrize("screen", SIZES)
def test_a_letter_on_paper_is_typed_in_and_its_slip_printed(
    office: None, served: Server, screens: Screens, screen: str
) -> None:
    found: list[str] = []
    page = screens.open(screen)
    page.set_viewport_size({"width": SIZES[screen][0], "height": SIZES[screen][1]})
    sign_in_page(page, served.url, "front")

    page.goto(f"{served.url}/admin/phan-anh/")
    page.get_by_role("link", name="Nhập phản ánh nhận qua giấy, điện thoại").click()
    page.get_by_label("Nội dung").fill("Đèn đường trước nhà văn hóa hỏng đã hai tuần.")
    page.get_by_label("Họ tên người gửi").fill("Trần Thị Tư")
    page.get_by_role("button", name="Gửi;").click()
    expect(page.locator(".problems")).to_be_visible()
    found += faults(page, f"cases/{screen}-entry-with-mistakes")
    page.get_by_label("Bằng giấy").check()
    page.get_by_label("Người gửi đồng ý").check()
    page.get_by_role("button", name="Gửi;").click()
    expect(page.get_by_role("heading", name="Trao mã theo dõi cho người gửi")).to_be_visible()
    found += faults(page, f"cases/{screen}-slip")
    page.emulate_media(media="print")
    screenshot(page, f"cases/{screen}-slip-printed")
    expect(page.locator(".receipt")).to_be_visible()
    expect(page.get_by_text("Người dùng front")).to_be_hidden()
    expect(page.get_by_role("link")).to_have_count(0)
    expect(page.locator(".slip").get_by_text("tra-cuu")).to_be_visible()

    assert found == []


def test_the_inbox_is_worked_by_keys(office: None, served: Server, screens: Screens) -> None:
    page = sign_in_page(screens.open("desktop"), served.url, "manager")
    page.goto(f"{served.url}/admin/phan-anh/")
    rows = page.locator("a.case")

    page.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_text("xuống, lên")).to_be_visible()
    page.keyboard.press("/")
    expect(page.get_by_label("Tìm trong các việc:")).to_be_focused()
    page.keyboard.type("jaka /?")
    expect(page.get_by_label("Tìm trong các việc:")).to_have_value("jaka /?")
    page.goto(f"{served.url}/admin/phan-anh/")
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(page.get_by_label("Ai đang giữ việc")).to_be_visible()
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Công dân thấy")).to_be_visible()


def test_a_case_is_worked_by_keys_alone_and_the_keys_can_be_switched_off(
    office: None, served: Server, screens: Screens
) -> None:
    page = sign_in_page(screens.open("desktop"), served.url, "front")
    page.goto(f"{served.url}/admin/phan-anh/?xem=new")

    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox", name="Chọn PA-").first).to_be_checked()
    page.keyboard.press("o")
    expect(page.get_by_role("heading", name="Công dân thấy")).to_be_visible()
    to(page, "input[name=loai]")
    page.keyboard.press("Space")
    for _form in ("the kind", "the petition"):
        to(page, "form#phan-loai button")
        with page.expect_navigation():
            page.keyboard.press("Enter")
    expect(page.get_by_text("Đã xong: Phân loại; chuyển cơ quan giải quyết.")).to_be_visible()

    page.goto(f"{served.url}/admin/phan-anh/?xem=open")
    page.keyboard.press("?")
    to(page, "[data-part=keys-on]")
    page.keyboard.press("Space")
    page.reload()
    page.keyboard.press("j")
    expect(page.locator("a.case:focus")).to_have_count(0)


def to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {selector}")
