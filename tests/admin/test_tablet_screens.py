"""The desk's pages about tablets in a real browser: whole on every screen, readable, and the phrase never on paper."""

from datetime import date, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import insert

from core.clock import now
from core.db import write_session
from core.domain.access import Role
from core.models import HeldItem, Tablet, TabletContact, TabletHole, TabletWeek
from tests.support import pairing, worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

SCREENS = ["desktop", "small-phone"]


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages do is tested on both kinds of database elsewhere."""
    return sqlite_databases


@pytest.fixture(autouse=True)
def workday(clock: Clock) -> None:
    """A Monday at work: what is silent is said."""
    clock.set("2026-11-23T09:30:00+07:00")


def office(_app: Flask) -> None:
    """An office with a tablet at work, one that is silent with all kinds of trouble, one that was replaced."""
    with write_session() as session:
        worlds.office(session)
        for role in (Role.MANAGER, Role.FRONT):
            worlds.account(session, role)
        for number, counter, state in (
            (71, World.single_counter, "active"),
            (72, World.many_counter, "retired"),
            (73, World.many_counter, "active"),
            (74, World.idle_counter, "waiting"),
        ):
            pairing.waiting(session, phrase=f"cụm {number}", counter=counter)
            tablet = session.get_one(Tablet, number)
            tablet.name = f"Máy quầy {counter - 20}"
            if state != "waiting":
                tablet.state, tablet.public_key, tablet.phrase_hash = state, bytes(65), None
                tablet.enrolled_at = now() - timedelta(days=90 - number)
            if state == "retired":
                tablet.ended_at = now() - timedelta(days=17)
        session.get_one(Tablet, 73).replaces_id = 72
    with write_session() as session:
        connection = session.connection()
        own = {"unit_id": World.centre, "beat": 9, "app_version": "1.4.2", "is_charging": True}
        contacts = (
            {"tablet_id": 71, "at": now() - timedelta(minutes=3), "queue": 0, "shelf": 0, "next_number": 812},
            {"tablet_id": 73, "at": now() - timedelta(hours=17), "queue": 38, "shelf": 2, "next_number": 205},
        )
        more = ({"clock_ahead": 2, "battery": 96}, {"clock_ahead": 4000, "battery": 12, "is_charging": False})
        rest = {"is_persistent": True}
        rows = [{**own, **rest, **row, **extra} for row, extra in zip(contacts, more, strict=True)]
        connection.execute(insert(TabletContact), rows)
        for first, last, said in ((41, 43, ""), (77, 77, "Máy hết pin giữa chừng, đã hỏi cán bộ trực.")):
            session.add(
                TabletHole(
                    tablet_id=73,
                    first_number=first,
                    last_number=last,
                    unit_id=World.centre,
                    noticed_on=date(2026, 11, 20),
                    explanation=said,
                )
            )
        for number, monday, count in ((72, 2, 240), (73, 9, 88), (73, 16, 115)):
            session.add(
                TabletWeek(
                    tablet_id=number,
                    week=date(2026, 11, monday),
                    unit_id=World.centre,
                    count=count,
                    last_number=count,
                    head=bytes(32),
                    breaks=int(monday == 16),
                )
            )
        for place in range(5):
            session.add(
                HeldItem(
                    mark=bytes([place]) * 32,
                    unit_id=World.centre,
                    tablet_id=72,
                    reason="conflict" if place else "revoked",
                    envelope=b"\x01",
                    held_on=date(2026, 11, 20),
                    is_admitted=None if place else False,
                )
            )


def faults(page: Page, name: str) -> list[str]:
    """Keep a picture and return what is wrong with the page."""
    screenshot(page, name)
    found = [f"{name}: {fault}" for fault in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{name}: the page is wider than the screen")
    return found


@pytest.mark.parametrize("screen", SCREENS)
def test_a_tablet_is_paired_from_the_start_page(
    app: Flask, served: Server, screens: Screens, screen: str
) -> None:
    office(app)
    page = sign_in_page(screens.open(screen), served.url, "manager")
    found = faults(page, f"tablets-{screen}/0-trang-dau")
    page.locator(".said").get_by_role("link", name="Máy tính bảng đánh giá").click()
    found += faults(page, f"tablets-{screen}/1-danh-sach")
    page.get_by_role("link", name="Ghép máy mới").click()
    page.get_by_role("button", name="Tiếp theo: cụm từ ghép máy").click()
    found += faults(page, f"tablets-{screen}/2-thieu")
    page.get_by_label("Quầy", exact=True).select_option(label="Quầy 2")
    page.get_by_label("Tên máy").fill("Máy dự phòng")
    page.get_by_label("Mã PIN dành cho cán bộ").fill("2468")
    page.get_by_label("Nhập lại mã PIN").fill("2468")
    page.get_by_role("button", name="Tiếp theo: cụm từ ghép máy").click()
    expect(page.locator(".phrase")).to_be_visible()
    found += faults(page, f"tablets-{screen}/3-cum-tu")
    page.emulate_media(media="print")
    expect(page.locator(".phrase")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Đã xong: xem máy này").click()
    found += faults(page, f"tablets-{screen}/4-cho-ghep")

    assert found == []


@pytest.mark.parametrize("screen", SCREENS)
def test_a_tablet_in_trouble_is_looked_after(
    app: Flask, served: Server, screens: Screens, screen: str
) -> None:
    office(app)
    page = sign_in_page(screens.open(screen), served.url, "manager")
    here = f"{served.url}/admin/may-tinh-bang/{World.centre}"
    found = []
    for number, (address, name) in enumerate(
        (
            ("/may/73", "mot-may"),
            ("/may/73/thiet-lap", "cai-dat"),
            ("/may/73/thay", "thay"),
            ("/may/73/thu-hoi", "thu-hoi"),
            ("/may/73/thieu-so/41", "giai-trinh"),
            ("/nhap-tep", "nhap-tep"),
            ("/da-thoi", "da-thoi"),
        ),
        start=5,
    ):
        page.goto(here + address)
        found += faults(page, f"tablets-{screen}/{number}-{name}")

    assert found == []


@pytest.mark.parametrize("screen", SCREENS)
def test_the_front_decides_about_what_is_kept_aside(
    app: Flask, served: Server, screens: Screens, screen: str
) -> None:
    office(app)
    page = sign_in_page(screens.open(screen), served.url, "front")
    page.goto(f"{served.url}/admin/may-tinh-bang/{World.centre}/de-rieng")
    found = faults(page, f"tablets-{screen}/12-de-rieng")
    page.get_by_role("link", name="Quyết định về ý kiến của Máy quầy 3").click()
    found += faults(page, f"tablets-{screen}/13-quyet-dinh")
    page.get_by_label("Lý do quyết định").fill("Bộ nhớ máy bị sao chép, không rõ ý kiến nào là thật")
    page.get_by_role("button", name="Không tính").click()
    found += faults(page, f"tablets-{screen}/14-da-quyet-dinh")

    assert found == []
    expect(page.get_by_role("status")).to_contain_text("Không tính 4 ý kiến.")
