"""The staff corner: behind a long press and a PIN, and how the corner, the rest and the pairing screens look."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Screens, axe, screenshot
from tests.support.counter_app import (
    Counter,
    expect_invitation,
    forgive_network,
    give,
    hold_lotus,
    open_enrolment,
    open_staff_corner,
    pair,
    run,
    type_pin,
)

pytestmark = pytest.mark.thorough

UPRIGHT, ACROSS = {"width": 820, "height": 1180}, {"width": 1180, "height": 820}


@pytest.fixture
def page(counter: Counter, screens: Screens) -> Iterator[Page]:
    """A tablet that has just been paired."""
    page = screens.open("tablet")
    pair(page, counter.server.url, counter.phrase())
    yield page
    forgive_network(screens)


def test_a_short_touch_opens_nothing_and_a_long_one_asks_for_the_pin(page: Page):
    page.get_by_role("button", name="Dành cho cán bộ").click()
    expect(page.get_by_role("dialog")).to_have_count(0)

    hold_lotus(page)
    expect(page.get_by_role("dialog").get_by_role("button", name="Mở", exact=True)).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Đóng").click()

    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_corner_shows_how_the_tablet_is_and_never_an_answer(counter: Counter, page: Page):
    counter.server.stop()
    try:
        give(page, 2, comment="Cán bộ giải thích rất kỹ")
        open_staff_corner(page)
        shown = page.get_by_role("dialog").inner_text()
        assert axe(page) == []
        screenshot(page, "tablet-staff-upright")
        page.set_viewport_size(ACROSS)
        screenshot(page, "tablet-staff-across")
        page.get_by_role("button", name="Gửi ngay").click()
        expect(page.get_by_text("Chưa kết nối được máy chủ. Ý kiến vẫn lưu trên máy.")).to_be_visible(
            timeout=40000
        )
    finally:
        counter.server.start()
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.get_by_text("Đã kết nối được máy chủ.")).to_be_visible()

    facts = dict(zip(*[iter(line for line in shown.splitlines() if line.strip())] * 2, strict=False))
    assert "Quầy 3" in shown
    assert "Ý kiến chờ gửi\n2" in shown.replace("\n\n", "\n"), facts
    assert "20/11/2026" in shown
    assert str(page.locator("html").get_attribute("data-version")) in shown
    assert "giải thích" not in page.content()


def test_wrong_pins_make_the_next_try_wait_longer_even_after_a_restart(page: Page):
    hold_lotus(page)
    type_pin(page, "1111")
    expect(page.get_by_role("alert")).to_have_text("Sai mã PIN. Xin thử lại.")
    type_pin(page, "2222")
    expect(page.get_by_role("alert")).to_contain_text("Sai mã PIN. Thử lại sau")
    expect(page.get_by_role("dialog").get_by_role("button", name="Mở", exact=True)).to_be_disabled()

    page.reload()
    expect_invitation(page)
    hold_lotus(page)
    expect(page.get_by_role("alert")).to_contain_text("Sai mã PIN. Thử lại sau")
    expect(page.get_by_role("dialog").get_by_role("button", name="Mở", exact=True)).to_be_enabled(
        timeout=10000
    )
    type_pin(page, "2468")

    expect(page.get_by_text("Ý kiến chờ gửi")).to_be_visible()


def test_waits_double_from_five_seconds_to_ten_minutes(page: Page):
    waits = page.evaluate("""async () => {
      const { waitAfter } = await import(`/kiosk/static/${document.documentElement.dataset.version}/pin.js`);
      return [0, 1, 2, 3, 4, 8, 9, 60].map(waitAfter);
    }""")

    assert waits == [0, 0, 5, 10, 20, 320, 600, 600]


def test_the_shelf_is_saved_sealed_and_stays_on_the_tablet(page: Page):
    give(page, 1, comment="Chờ lâu")
    run(
        page,
        """
        await app.store.write(["outbox", "shelf"], async (at) => {
          at("shelf").put({ device: 1, number: 9, previous: "", envelope: "AQ", signature: "AQ", mark: "x" });
        });
        """,
    )
    open_staff_corner(page)

    with page.expect_download() as download:
        page.get_by_role("button", name="Lưu ý kiến chưa nhận ra tệp").click()
    text = download.value.path().read_text("utf-8")

    expect(page.get_by_text("Đã lưu 1 ý kiến đã niêm phong.")).to_be_visible()
    assert json.loads(text) == {
        "langnghe": "shelf/1",
        "items": [
            {"device": 1, "number": 9, "previous": "", "envelope": "AQ", "signature": "AQ", "mark": "x"}
        ],
    }
    assert run(page, "return (await app.outbox.counts()).shelf;") == 1


@pytest.mark.parametrize("view", ["upright", "across"])
def test_the_pairing_screen_is_readable_and_accessible(counter: Counter, screens: Screens, view: str):
    page = screens.open("tablet")
    page.set_viewport_size(UPRIGHT if view == "upright" else ACROSS)
    open_enrolment(page, counter.server.url)

    page.get_by_role("button", name="Ghép máy").click()
    expect(page.get_by_role("alert")).to_be_visible()

    assert axe(page) == []
    screenshot(page, f"tablet-pairing-{view}")


@pytest.mark.parametrize("view", ["upright", "across"])
def test_the_rest_screen_is_readable_and_accessible(page: Page, view: str):
    page.set_viewport_size(UPRIGHT if view == "upright" else ACROSS)
    page.evaluate("void indexedDB.deleteDatabase('langnghe-kiosk')")
    expect(page.get_by_role("heading", name="Máy này tạm nghỉ.")).to_be_visible()

    assert axe(page) == []
    screenshot(page, f"tablet-rest-{view}")
