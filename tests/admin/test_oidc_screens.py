"""Signing in by a provider in a real browser, which treats the provider as another site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.db import write_session
from core.domain.access import Role
from tests.support import worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.oidc_provider import NAME, OidcProvider
from tests.support.server import Server
from tests.support.sign_in import app_code, sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: the other tests of the provider run on both kinds of database."""
    return sqlite_databases


@pytest.fixture
def provider() -> Iterator[OidcProvider]:
    """A provider that shows a page and asks."""
    provider = OidcProvider()
    provider.asks = True
    yield provider
    provider.stop()


@pytest.fixture
def settings(database_url: str, clock: Clock, provider: OidcProvider) -> dict[str, str]:
    """The settings of a product that knows the provider."""
    return settings_for(database_url, LANGNGHE_CLOCK=str(clock.file), **provider.settings)


class ServerWithOwnAddress(Server):
    """A server whose settings say where it is reached: the provider sends people back there."""

    def start(self) -> None:
        """Start it under its own address."""
        self._settings["LANGNGHE_PUBLIC_URL"] = self.url
        super().start()


@pytest.fixture
def served(settings: dict[str, str], tmp_path: Path) -> Iterator[Server]:
    """The product as gunicorn serves it, known to the provider by its real address."""
    server = ServerWithOwnAddress(settings, log=tmp_path / "server.log")
    server.start()
    yield server
    server.stop()
    print(server.log_text())  # noqa: T201


@pytest.fixture
def office(app: Flask) -> None:
    """The office with an administrator and somebody of the Front."""
    with write_session() as session:
        worlds.office(session)
        worlds.account(session, Role.SYSADMIN, unit_id=World.commune)
        worlds.account(session, Role.FRONT, unit_id=World.commune)


def look(page: Page, name: str, *, has_script: bool = True) -> list[str]:
    """Keep a picture of the page and return what is wrong with it."""
    screenshot(page, f"oidc-{name}")
    if not has_script:
        return []
    is_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return [*axe(page), *(["wider than the screen"] if is_wide else [])]


@pytest.mark.parametrize(
    ("screen", "has_script"), [("desktop", True), ("small-phone", True), ("phone", False)]
)
def test_a_person_links_their_account_signs_out_and_signs_in_with_the_button(
    office: None, served: Server, screens: Screens, clock: Clock, screen: str, has_script: bool
) -> None:
    page = sign_in_page(screens.open(screen, java_script_enabled=has_script), served.url, "front")
    faults: list[str] = []

    def keep(name: str) -> None:
        faults.extend(look(page, f"{name}-{screen}", has_script=has_script))

    page.goto(f"{served.url}/admin/toi/")
    keep("own-not-linked")
    clock.advance(minutes=11)
    page.get_by_role("link", name="Liên kết tài khoản khác để đăng nhập").click()
    page.get_by_label("Mã", exact=True).fill(app_code())
    page.get_by_role("button", name="Tiếp tục").click()
    keep("link")
    page.get_by_role("link", name="Sang bên đó để xác nhận danh tính").click()
    page.get_by_role("link", name="Đồng ý").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Đây có phải là Ông/Bà không?")
    keep("confirm")
    page.get_by_role("button", name="Đúng, liên kết").click()
    keep("own-linked")
    if has_script:
        page.get_by_role("button", name="Thoát").click()
    else:
        page.context.clear_cookies()
        page.goto(f"{served.url}/admin/")
    keep("sign-in")

    page.get_by_role("link", name=NAME).click()
    page.get_by_role("link", name="Đồng ý").click()
    page.get_by_label("Mã", exact=True).fill(app_code())
    page.get_by_role("button", name="Tiếp tục").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Tổng quan")
    assert faults == []


def test_what_goes_wrong_is_said_on_the_page_the_person_came_from(
    office: None, served: Server, screens: Screens, provider: OidcProvider
) -> None:
    faults: list[str] = []
    provider.subject = "nobody"
    for screen in ("desktop", "small-phone"):
        page = screens.open(screen)
        page.goto(f"{served.url}/admin/dang-nhap")
        page.get_by_role("link", name=NAME).click()
        page.get_by_role("link", name="Đồng ý").click()
        expect(page.get_by_role("alert")).to_contain_text("Danh tính này không mở được tài khoản nào ở đây")
        faults += look(page, f"not-linked-{screen}")
        sign_in_page(page, served.url, "front")
        page.goto(f"{served.url}/admin/toi/lien-ket/di")
        provider.fault = "foreign key"
        page.get_by_role("link", name="Đồng ý").click()
        expect(page.locator(".problems")).to_contain_text("Không kiểm chứng được")
        faults += look(page, f"own-trouble-{screen}")
        provider.fault = None

    assert faults == []


def test_the_page_on_the_way_and_the_administrators_page_look_right(
    office: None, served: Server, screens: Screens
) -> None:
    faults: list[str] = []
    for screen in ("desktop", "small-phone"):
        page = screens.open(screen)
        # What a browser shows that does not follow by itself.
        page.route(
            "**/admin/dang-nhap/oidc?*",
            lambda route: route.fulfill(
                response=(answer := route.fetch()),
                headers={name: value for name, value in answer.headers.items() if name != "refresh"},
            ),
        )
        page.goto(f"{served.url}/admin/dang-nhap/oidc?state=x")
        faults += look(page, f"onward-{screen}")
        page.get_by_role("link", name="Tiếp tục").click()
        expect(page.get_by_role("alert")).to_contain_text("bắt đầu lại")
        sign_in_page(page, served.url, "sysadmin")
        page.goto(f"{served.url}/admin/tai-khoan/2")
        faults += look(page, f"administrator-{screen}")

    assert faults == []
