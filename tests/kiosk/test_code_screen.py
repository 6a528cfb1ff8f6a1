"""The screen with the changing code: scanned from the glass with a phone, day and night, with and without a network."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import select

from core.db import db
from core.models import Tablet
from core.services.kiosk import display_keys
from tests.support import disk, ledger
from tests.support.browser import Screens, axe, screenshot
from tests.support.code_screen import CodeScreen
from tests.support.counter_app import Counter, open_enrolment

pytestmark = pytest.mark.thorough

TITLE = "Quét để đánh giá, mỗi mã dùng một lần"
USED = "Mã này đã dùng một lần."
UNMEASURED = "Đồng hồ của máy chưa được so với máy chủ; mã có thể chưa được công nhận."


def paired(counter: Counter, screens: Screens, *, screen: str = "tablet", **options: Any) -> Page:
    """Return the page of a tablet that shows codes; its clock runs on from where the office's stands."""
    page = screens.open(screen, **options)
    page.clock.install(time=counter.clock.moment)
    disk.watch(page)
    open_enrolment(page, counter.server.url)
    page.get_by_label("Cụm từ ghép máy").fill(counter.phrase(mode="code"))
    page.get_by_role("button", name="Ghép máy").click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_role("img")).to_be_visible()
    return page


def pass_time(counter: Counter, page: Page, seconds: int) -> None:
    """Let the office's clock and the tablet's go on together."""
    disk.settle(page)
    counter.clock.advance(seconds=seconds)
    page.clock.fast_forward(seconds * 1000)


def seen(page: Page) -> str:
    """Return what a phone reads from the glass."""
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot())).convert("L"))
    return code.text


def newest() -> CodeScreen:
    """The tablet that was paired last, with the key the office keeps for it."""
    with db.engine.connect() as connection:
        tablet = connection.execute(select(Tablet.id, Tablet.display_key).order_by(Tablet.id.desc())).first()
    assert tablet
    return CodeScreen(tablet.id, display_keys.unwrap(tablet.display_key))


def around(screen: CodeScreen, moment: datetime) -> list[str]:
    """Return the texts of this half minute and the next: the page takes some seconds to draw and to be looked at."""
    return [screen.text(moment + timedelta(seconds=later)) for later in (0, 30)]


def scanned(counter: Counter, screens: Screens, address: str) -> Page:
    """Point a phone at it: the address the glass shows, at the test's own server."""
    phone = screens.open("phone")
    parts = urlsplit(address)
    phone.goto(f"{counter.server.url}{parts.path}?{parts.query}")
    return phone


def tap(phone: Page) -> None:
    with phone.expect_navigation():
        phone.locator('button[name="level"][value="4"]').click()


def tiers_after(before: set[bytes]) -> list[str]:
    """Return the tiers of the answers that came since."""
    return [row["tier"] for row in ledger.revisions() if row["id"] not in before]


def test_the_glass_shows_another_code_each_half_minute_and_each_is_one_answer_of_tier_a(
    counter: Counter, screens: Screens
):
    page = paired(counter, screens)
    before = {row["id"] for row in ledger.revisions()}
    codes = []
    for _ in range(2):
        moment = counter.clock.moment
        codes.append(seen(page))
        assert codes[-1].rpartition("?m=")[0] == f"http://localhost/q/{counter_code(page)}"
        assert codes[-1].rpartition("?m=")[2] in around(newest(), moment)
        phone = scanned(counter, screens, codes[-1])
        expect(phone.get_by_text(USED)).to_have_count(0)
        tap(phone)
        expect(phone.get_by_text(USED)).to_have_count(0)
        pass_time(counter, page, 60)

    assert codes[0] != codes[1]
    assert tiers_after(before) == ["A", "A"]


def test_a_second_phone_with_the_same_code_and_yesterdays_photo_are_told(counter: Counter, screens: Screens):
    page = paired(counter, screens)
    before = {row["id"] for row in ledger.revisions()}
    photo = seen(page)
    tap(scanned(counter, screens, photo))

    second = scanned(counter, screens, photo)
    expect(second.get_by_text(USED)).to_be_visible()
    tap(second)
    pass_time(counter, page, 24 * 3600)
    late = scanned(counter, screens, photo)
    expect(late.get_by_text(USED)).to_be_visible()
    screenshot(late, "code/used-on-the-phone")
    assert axe(late) == []
    tap(late)

    assert sorted(tiers_after(before)) == ["A", "C", "C"]


def test_without_a_network_the_codes_go_on_and_count(counter: Counter, screens: Screens):
    page = paired(counter, screens)
    first = seen(page)
    page.context.set_offline(True)

    pass_time(counter, page, 3600)

    assert seen(page) != first
    phone = scanned(counter, screens, seen(page))
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    expect(phone.get_by_text(USED)).to_have_count(0)
    page.close()
    # The browser says that it has no network; that is what this test is about.
    screens.complaints.clear()


def test_a_tablet_whose_own_clock_is_years_wrong_shows_codes_of_the_office_s_time(
    counter: Counter, screens: Screens
):
    page = screens.open("tablet")
    page.clock.install(time=counter.clock.moment - timedelta(days=800))
    open_enrolment(page, counter.server.url)
    page.get_by_label("Cụm từ ghép máy").fill(counter.phrase(mode="code"))
    page.get_by_role("button", name="Ghép máy").click()
    page.get_by_role("button", name="Bắt đầu").click()
    expect(page.get_by_role("img")).to_be_visible()
    page.clock.fast_forward(11_000)
    counter.clock.advance(seconds=11)
    page.wait_for_timeout(600)

    expect(page.get_by_text(UNMEASURED)).to_have_count(0)
    assert seen(page).rpartition("?m=")[2] in around(newest(), counter.clock.moment)


def test_a_clock_that_was_never_compared_is_said_quietly(counter: Counter, screens: Screens):
    page = paired(counter, screens)
    expect(page.get_by_text(UNMEASURED)).to_have_count(0)
    page.context.route("**/kiosk/api/**", lambda route: route.abort())
    screens.complaints.clear()

    page.reload()
    expect(page.get_by_role("img")).to_be_visible()
    page.clock.fast_forward(11_000)

    expect(page.get_by_text(UNMEASURED)).to_be_visible()
    expect(page.get_by_role("img")).to_be_visible()
    # What it still asks for fails too, until it is closed.
    page.close()
    screens.complaints.clear()


def test_the_bar_empties_and_stands_still_for_those_who_want_no_motion(counter: Counter, screens: Screens):
    page = paired(counter, screens)
    bar = page.locator(".left i")
    assert bar.evaluate("one => one.getAnimations().length") == 1
    calm = paired(counter, screens, reduced_motion="reduce")

    expect(page.locator(".left")).to_be_visible()
    expect(calm.locator(".left")).to_be_hidden()
    assert calm.evaluate("document.getAnimations().length") == 0
    expect(calm.get_by_text("Mã đổi sau mỗi 30 giây")).to_be_visible()


def test_the_lotus_held_down_calls_the_staff(counter: Counter, screens: Screens):
    page = paired(counter, screens)
    page.evaluate("document.addEventListener('staff', () => { document.title = 'staff' })")
    box = page.locator(".lotus").bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 20)

    page.mouse.down()
    page.wait_for_timeout(300)
    page.mouse.up()
    assert page.title() != "staff"
    page.mouse.down()
    expect(page).to_have_title("staff")
    page.mouse.up()


@pytest.mark.parametrize(
    ("width", "height"), [(1180, 820), (820, 1180), (1280, 720), (1024, 600), (600, 1024)]
)
def test_everything_is_on_the_glass_in_both_orientations(
    counter: Counter, screens: Screens, width: int, height: int
):
    page = paired(counter, screens)
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(100)
    screenshot(page, f"code/{width}x{height}")

    for name in (".code h1", ".code ol", ".code .elsewhere", ".code .card"):
        box = page.locator(name).bounding_box()
        assert box, name
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= width, name
        assert box["y"] >= 0, name
        assert box["y"] + box["height"] <= height * 0.93, name
    drawing = page.get_by_role("img").bounding_box()
    assert drawing
    # An arm's length away, a phone still reads a code of 60 mm: 240 pixels of a 10-inch tablet.
    assert drawing["width"] >= 240
    assert axe(page) == []
    assert "?m=" in seen(page)


def counter_code(page: Page) -> str:
    """Return the code that stands in the address under the steps."""
    return page.locator(".elsewhere b").inner_text().rpartition("/")[2]
