"""Published results and officers in a real browser: on every screen, with axe, and on paper."""

from datetime import date

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import update

from core.db import write_session
from core.domain.access import Role
from core.models import Account, Unit
from tests.support import worlds
from tests.support.browser import SCREENS, Screens, axe, screenshot
from tests.support.counted import satisfied
from tests.support.databases import Databases
from tests.support.published import closed, each_day, given, settled
from tests.support.server import Server
from tests.support.sign_in import sign_in_page
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

PAGES = {
    "leader": "/admin/",
    "council": "/admin/",
    "province": "/admin/",
    "officer": "/admin/",
    "sysadmin": "/admin/",
    "observer": "/admin/can-bo",
    "front": "/admin/can-bo",
}


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: tests/queries/test_published.py reads the same figures from both kinds of database."""
    return sqlite_databases


@pytest.fixture
def answered(app: Flask) -> World:
    """An office under a province, with seven weeks of answers by tablet and open code about three officers."""
    with write_session() as session:
        world = worlds.office(session)
        worlds.target(session, 8500)
        worlds.target(session, 9500, group=world.land_group)
        province = {"id": 9, "unit_id": 9, "code": "tinh", "kind": "province", "name": "Tỉnh Mẫu"}
        session.add(Unit(**province, help_phone="", valid_from=worlds.BEGINNING))
        session.flush()
        session.execute(update(Unit).where(Unit.id.in_((world.commune, world.neighbour))).values(parent_id=9))
        for role in Role:
            worlds.account(session, role, unit_id=9 if role is Role.PROVINCE else world.commune)
        session.execute(update(Account).where(Account.role == "officer").values(officer_id=world.an))
    fields = {world.civil: 19, world.land: 17, world.environment: 18}
    for day in each_day(date(2026, 10, 1), 51):
        for place, good in fields.items():
            for number, officer in enumerate((world.an, world.binh, world.chi)):
                n = 3 if place == world.environment else 6
                liked = satisfied(max(0, good * n // 20 - (day.toordinal() + number) % 2), of=n)
                by_tablet = {"channel": "tablet", "tier": "B"}
                settled(given(day, liked, officer=liked, field=place, officer_id=officer, **by_tablet))
        settled(
            given(day, satisfied(3, of=4), field=world.land, officer=satisfied(3, of=4), officer_id=world.an)
        )
    closed(date(2026, 11, 20))
    return world


def test_every_screen_shows_the_pages_whole_and_accessible(
    answered: World, served: Server, screens: Screens
) -> None:
    found = []
    for role, address in PAGES.items():
        page = sign_in_page(screens.open("desktop"), served.url, role)
        for screen, (width, height) in SCREENS.items():
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{served.url}{address}")
            screenshot(page, f"results-{role}-{screen}")
            found += [f"{role} on {screen}: {fault}" for fault in axe(page)]
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                found.append(f"{role}: the page is wider than the {screen}")

    assert found == []


def test_the_leaders_question_is_answered_without_scrolling(
    answered: World, served: Server, screens: Screens
) -> None:
    page = sign_in_page(screens.open("desktop"), served.url, "leader")

    bottoms = page.eval_on_selector_all(
        ".headline .verdict, .fields table.stack tbody tr:last-child",
        "all => all.map(e => e.getBoundingClientRect().bottom)",
    )

    assert len(bottoms) == 2
    assert max(bottoms) <= 768


@pytest.mark.parametrize(
    ("role", "address", "words"),
    [
        ("leader", "/admin/", "Ta đứng đâu"),
        ("council", "/admin/can-bo", "Ngang mức chung"),
        ("province", "/admin/", "Xã Bên"),
    ],
)
def test_paper_carries_the_same_figures(
    answered: World, served: Server, screens: Screens, role: str, address: str, words: str
) -> None:
    page = sign_in_page(screens.open("desktop"), served.url, role)
    page.goto(f"{served.url}{address}")

    paper = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    text = "\n".join(sheet.get_textpage().get_text_bounded() for sheet in paper)
    paper[0].render(scale=1.5).to_pil().save(screenshot(page, f"paper-{role}"))

    assert [round(side / 72 * 25.4) for side in paper[0].get_size()] == [210, 297]
    assert words in text
    assert "Thoát" not in text
