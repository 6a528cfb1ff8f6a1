"""The journey from an invitation to the desk in a real browser, on the office's screens, with and without script."""

import re
from collections.abc import Callable

import pyotp
import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core import clock as product_clock
from core.db import write_session
from core.domain.access import Role
from tests.support import worlds
from tests.support.browser import Screens, axe, open_menu, screenshot
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import app_code, sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

CHOSEN = "hai con mèo mướp"


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: the other tests of accounts run on both kinds of database."""
    return sqlite_databases


@pytest.fixture
def office(app: Flask) -> None:
    """The office with an administrator and somebody of the Front."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune)
        worlds.account(session, Role.FRONT, unit_id=World.commune)


class Album:
    """Takes a picture of each page and notes what is wrong with it."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def take(self, page: Page, name: str) -> None:
        """Save the page and note what axe and the screen's width object to."""
        screenshot(page, f"accounts-{name}")
        self.faults += [f"{name}: {fault}" for fault in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.faults.append(f"{name}: the page is wider than the screen")


def invite(page: Page, server: Server, album: Album, screen: str) -> str:
    """Invite a person as the administrator does, by the navigation only; return the link."""
    sign_in_page(page, server.url, "sysadmin")
    open_menu(page)
    page.get_by_role("link", name="Tài khoản", exact=True).click()
    album.take(page, f"list-{screen}")
    page.get_by_role("link", name="Mời thêm người").click()
    page.get_by_label("Họ và tên").fill("Lê Thị Cúc")
    page.get_by_role("button", name="Lập tài khoản và liên kết").click()
    album.take(page, f"new-mistakes-{screen}")
    page.get_by_label("Tên tài khoản").fill("le.thi.cuc")
    page.get_by_label("Mặt trận Tổ quốc –", exact=False).first.check()
    page.get_by_role("button", name="Lập tài khoản và liên kết").click()
    album.take(page, f"invitation-{screen}")
    link = re.search(r"/admin/loi-moi/[\w-]+", page.inner_text("main"))
    assert link
    return f"{server.url}{link[0]}"


def choose_password(page: Page, link: str, album: Album, screen: str) -> None:
    page.goto(link)
    album.take(page, f"open-{screen}")
    page.get_by_label("Mật khẩu mới", exact=True).fill(CHOSEN)
    page.get_by_label("Mật khẩu mới, gõ lại").or_(page.locator("#again")).first.fill(CHOSEN)
    page.get_by_role("button", name="Tiếp tục").click()
    album.take(page, f"choose-{screen}")


def connect_app(page: Page, album: Album, screen: str) -> Callable[[], str]:
    """Choose the app, read its key off the page, type its code; return how the next code is had."""
    page.get_by_role("button", name="Dùng ứng dụng").click()
    page.get_by_text("Không quét được?").click()
    album.take(page, f"app-{screen}")
    key = pyotp.TOTP(page.locator("code").inner_text().replace(" ", "").upper())
    page.get_by_label("Mã", exact=True).fill(key.at(product_clock.now()))
    page.get_by_role("button", name="Tiếp tục").click()
    return lambda: key.at(product_clock.now())


def print_card(page: Page, album: Album, screen: str) -> Callable[[], str]:
    """Choose the card, read the printed sheet, type its first line; return how the next code is had."""
    page.get_by_role("button", name="In thẻ").click()
    album.take(page, f"card-{screen}")
    sheet = page.request.get(page.url + ".pdf").body()
    codes = re.findall(r"\d{4} \d{4}", pypdfium2.PdfDocument(sheet)[0].get_textpage().get_text_bounded())
    lines = iter(codes)
    page.get_by_label("Mã", exact=True).fill(next(lines))
    page.get_by_role("button", name="Tiếp tục").click()
    return lambda: next(lines)


@pytest.mark.parametrize(
    ("screen", "enrol", "has_script"),
    [("desktop", connect_app, True), ("small-phone", print_card, False), ("desktop", print_card, True)],
    ids=["app at the desk", "card without script on a small phone", "card at the desk"],
)
def test_a_person_is_invited_enrols_and_signs_in_again(
    office: None,
    served: Server,
    screens: Screens,
    clock: Clock,
    screen: str,
    enrol: Callable[[Page, Album, str], Callable[[], str]],
    has_script: bool,
) -> None:
    album = Album()
    link = invite(screens.open(screen), served, album, screen)
    page = screens.open(screen, java_script_enabled=has_script)
    album = Album() if has_script else PictureAlbum()
    choose_password(page, link, album, screen)
    next_code = enrol(page, album, screen)
    album.take(page, f"recovery-{screen}")
    page.get_by_role("button", name="Đã cất giữ xong").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tổng quan")
    open_menu(page)
    page.get_by_role("link", name="Tài khoản của tôi").click()
    album.take(page, f"own-{enrol.__name__}-{screen}")
    page.get_by_role("button", name="Thoát").click()

    clock.advance(seconds=60)
    page.get_by_label("Tên tài khoản").fill("le.thi.cuc")
    page.get_by_label("Mật khẩu").fill(CHOSEN)
    page.get_by_role("button", name="Đăng nhập").click()
    album.take(page, f"code-{enrol.__name__}-{screen}")
    page.get_by_label("Mã", exact=True).fill(next_code())
    page.get_by_role("button", name="Tiếp tục").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Tổng quan")
    assert album.faults == []


class PictureAlbum(Album):
    """Only takes the picture: without script nothing can be measured inside the page."""

    def take(self, page: Page, name: str) -> None:
        """Save the page."""
        screenshot(page, f"accounts-{name}-no-script")


def test_the_administrators_other_pages_look_right(
    office: None, served: Server, screens: Screens, clock: Clock
) -> None:
    album = Album()
    for screen in ("desktop", "small-phone"):
        page = sign_in_page(screens.open(screen), served.url, "sysadmin")
        page.goto(f"{served.url}/admin/tai-khoan/2")
        album.take(page, f"one-{screen}")
        page.get_by_role("link", name="Đổi vai trò").click()
        album.take(page, f"role-{screen}")
        clock.advance(minutes=11)
        page.reload()
        album.take(page, f"step-up-{screen}")
        page.get_by_label("Mã", exact=True).fill(app_code())
        page.get_by_role("button", name="Tiếp tục").click()
        page.get_by_role("radio", name=re.compile("^Hội đồng nhân dân")).check()
        clock.advance(minutes=31)
        page.get_by_role("button", name="Giao vai trò này").click()
        page.get_by_label("Tên tài khoản").fill("sysadmin")
        page.get_by_label("Mật khẩu").fill(worlds.PASSWORD)
        page.get_by_role("button", name="Đăng nhập").click()
        page.get_by_label("Mã", exact=True).fill(app_code())
        page.get_by_role("button", name="Tiếp tục").click()
        album.take(page, f"kept-{screen}")
        page.get_by_role("button", name="Gửi bây giờ").click()
        expect(page.locator("dl.facts")).to_contain_text("Hội đồng nhân dân")
        page.get_by_role("button", name="Ngừng tài khoản").click()
        album.take(page, f"stopped-{screen}")
        page.get_by_role("button", name="Cho tài khoản dùng lại").click()
        page.goto(f"{served.url}/admin/loi-moi/khong-co")
        album.take(page, f"invitation-over-{screen}")

    assert album.faults == []


def test_a_session_warns_before_its_end_and_what_is_typed_stays(
    office: None, served: Server, screens: Screens
) -> None:
    page = screens.open("desktop")
    page.clock.install()
    sign_in_page(page, served.url, "sysadmin")
    page.goto(f"{served.url}/admin/tai-khoan/moi")
    page.get_by_label("Họ và tên").fill("Lê Thị Cúc")
    warning = page.get_by_role("button", name="Làm việc tiếp")
    page.clock.fast_forward("27:50")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("00:20")
    expect(warning).to_be_visible()
    album = Album()
    album.take(page, "warning-desktop")

    warning.click()
    expect(warning).to_be_hidden()
    page.clock.fast_forward("30:01")
    expect(page.get_by_text("Phiên làm việc đã kết thúc")).to_be_visible()
    album.take(page, "over-desktop")

    assert page.get_by_label("Họ và tên").input_value() == "Lê Thị Cúc"
    assert album.faults == []
