"""Comments in a real browser: read by keys, covered, marked, published, on a desk's screen and on a phone."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from core.db import write_session
from core.domain.access import Role
from core.domain.comment_topics import Topic
from tests.support import commenting, worlds
from tests.support.browser import Screens, axe, screenshot
from tests.support.clock import Clock
from tests.support.commenting import TEXTS
from tests.support.databases import Databases
from tests.support.server import Server
from tests.support.sign_in import sign_in_page

pytestmark = pytest.mark.thorough

SIZES = {"desktop": (1366, 768), "phone": (360, 740)}


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: what pages do is tested on both kinds of database elsewhere."""
    return sqlite_databases


@pytest.fixture
def office(app: Flask, clock: Clock) -> None:
    """Seven comments of October; five of them wait to be published."""
    clock.set("2026-10-20T09:00:00+07:00")
    world = commenting.office()
    with write_session() as session:
        worlds.account(session, Role.COUNCIL)
    commenting.give(world, TEXTS[:5], field=world.land)
    commenting.give(
        world,
        ["Chị Bình quầy 3 đòi phong bì, tôi phải quay lại ba lần. Gọi tôi 0912 345 678."],
        is_allowed=True,
        field=world.land,
    )
    for _ in range(5):
        commenting.give(world, [TEXTS[5]], field=world.land)
    commenting.settle(clock, "2026-11-03T03:00:00+07:00")
    for words, topics in zip(
        TEXTS[:5],
        (Topic.WAITING, Topic.RETURNING, Topic.PREMISES, Topic.PRAISE, Topic.FEES),
        strict=True,
    ):
        one = commenting.comment(words)
        commenting.review(one, commenting.Act.MARK, commenting.LEAD, topics=(topics,))
    clock.set("2026-11-03T09:00:00+07:00")


def faults(page: Page, name: str) -> list[str]:
    """Keep a picture and return what is wrong with the page."""
    screenshot(page, name)
    found = [f"{name}: {fault}" for fault in axe(page)]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append(f"{name}: the page is wider than the screen")
    return found


@pytest.mark.parametrize("screen", SIZES)
def test_a_comment_is_covered_by_keys_and_a_batch_comes_out(
    office: None, served: Server, screens: Screens, screen: str
) -> None:
    found: list[str] = []
    page = screens.open(screen)
    page.set_viewport_size({"width": SIZES[screen][0], "height": SIZES[screen][1]})
    sign_in_page(page, served.url, "front")

    def look(name: str) -> None:
        found.extend(faults(page, f"comments/{screen}-{name}"))

    page.goto(f"{served.url}/admin/gop-y/")
    look("queue")
    page.keyboard.press("j")
    accused = page.locator("a.case", has_text="phong bì")
    while not accused.evaluate("link => link === document.activeElement"):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Một góp ý")).to_be_visible()
    look("one")
    page.get_by_role("link", name="Che những chỗ được gợi ý").press("Enter")
    expect(page.get_by_label("Lời sẽ được đọc")).to_have_value(
        "Chị [đã che] quầy 3 đòi phong bì, tôi phải quay lại ba lần. Gọi tôi [đã che số điện thoại]."
    )
    page.get_by_label("Lời sẽ được đọc").fill("Người khác nói.")
    page.get_by_role("button", name="Đánh dấu công bố").press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()
    look("refused")
    page.get_by_role("link", name="Góp ý từ khảo sát").first.click()
    page.goto(f"{served.url}/admin/gop-y-cong-bo/xem-truoc")
    look("preview")
    page.get_by_role("button", name="Công bố 5 góp ý này").press("Enter")
    expect(page.get_by_text("Đã công bố 5 góp ý.")).to_be_visible()
    look("published")
    page.get_by_role("link", name="Gỡ xuống").first.press("Enter")
    expect(page.get_by_role("heading", name="Gỡ một góp ý đã công bố")).to_be_visible()
    look("take-back")

    assert found == []
