"""The overview in a real browser: on every screen of the office, with the keyboard, and on paper."""

from datetime import date

import pypdfium2
import pytest
from flask import Flask
from playwright.sync_api import Page

from core.db import write, write_session
from core.domain.access import Role
from core.domain.rollup import CellKey
from core.models import CELL_LIVE
from core.services import cells
from tests.support import worlds
from tests.support.browser import SCREENS, Screens, axe, screenshot
from tests.support.counted import counted, satisfied
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

TODAY = date(2026, 11, 21)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/queries reads the same figures from both kinds of database."""
    return sqlite_databases


@pytest.fixture
def answered(app: Flask) -> World:
    """An office with answers in every field: 90 of 100 about civil status, few about the environment."""
    with write_session() as session:
        world = worlds.office(session)
        worlds.account(session, Role.FRONT, unit_id=world.commune)
        worlds.target(session, 8500)
        worlds.target(session, 9500, group=world.land_group)
    people = {
        world.civil: (90, 100),
        world.land: (200, 230),
        world.building: (60, 61),
        world.investment: (40, 45),
        world.environment: (10, 10),
        world.other: (30, 31),
    }
    changes = {
        CellKey(TODAY, world.centre, field, world.an, 0, channel, tier, 0, world.quick): counted(
            satisfied(good, of=n), officer=satisfied(good, of=n)
        )
        for field, (good, n) in people.items()
        for channel, tier in (("tablet", "B"), ("qr", "C"))
    }
    with write() as connection:
        cells.add(connection, CELL_LIVE, changes)
    return world


def open_overview(page: Page, server: Server) -> None:
    sign_in_page(page, server.url, "front")


def test_every_screen_shows_the_overview_whole_and_accessible(
    answered: World, served: Server, screens: Screens
) -> None:
    found = []
    for screen in SCREENS:
        page = screens.open(screen)
        open_overview(page, served)
        screenshot(page, f"overview-{screen}")
        found += [f"{screen}: {fault}" for fault in axe(page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{screen}: the page is wider than the screen")

    assert found == []


def test_headline_and_fields_need_no_scrolling_at_the_desk(
    answered: World, served: Server, screens: Screens
) -> None:
    page = screens.open("desktop")
    open_overview(page, served)

    bottoms = page.eval_on_selector_all(
        ".headline .verdict, .fields table.stack tbody tr:last-child",
        "all => all.map(e => e.getBoundingClientRect().bottom)",
    )

    assert len(bottoms) == 2
    assert max(bottoms) <= 768


def test_at_200_per_cent_nothing_is_wider_than_the_screen(
    answered: World, served: Server, screens: Screens
) -> None:
    page = screens.open("desktop")
    open_overview(page, served)
    page.set_viewport_size({"width": 683, "height": 384})

    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_the_keyboard_reaches_the_content_and_shows_where_it_is(
    answered: World, served: Server, screens: Screens
) -> None:
    page = screens.open("desktop")
    open_overview(page, served)

    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    ring = page.evaluate("(s => [s.outlineWidth, s.boxShadow])(getComputedStyle(document.activeElement))")

    assert focused == "Tới nội dung chính"
    assert ring == ["3px", "rgb(242, 193, 78) 0px 0px 0px 6px"]


def test_paper_carries_the_same_figures(answered: World, served: Server, screens: Screens) -> None:
    page = screens.open("desktop")
    open_overview(page, served)

    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in paper)

    assert [round(side / 72 * 25.4) for side in paper[0].get_size()] == [210, 297]
    for words in ("Tổng quan tháng 11/2026", "82,6–94,5", "Người trả lời tự nguyện", "Chưa đủ dữ liệu"):
        assert words in text
    assert "Thoát" not in text
