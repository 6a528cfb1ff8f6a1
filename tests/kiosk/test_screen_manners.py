"""The manners of the tablet's screens: home after thanks, asleep after hours, quick, quiet, honest when it breaks."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.kiosk.visits import (
    arrived,
    expect_screen,
    known,
    open_tablet,
    picture,
    start,
    touch,
)
from tests.support.browser import Screens, axe
from tests.support.counter_app import Counter, forgive_network, run, send
from tests.support.disk import let_pass, settle

pytestmark = pytest.mark.thorough


def test_the_next_citizen_finds_vietnamese_usual_letters_and_no_voice(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    touch(page, "English")
    touch(page, "Large text")
    page.get_by_role("button", name="Touch to begin").click()
    expect(page.locator("h1")).to_have_text("How satisfied are you with the service you just received?")
    touch(page, "Satisfied")
    touch(page, "I am done")
    touch(page, "I did it myself")
    expect(page.locator("h1")).to_contain_text("Thank you.")

    let_pass(page, 11_000)

    expect(page.locator("h1")).to_have_text("Mời Ông/Bà đánh giá")
    assert page.evaluate("[document.documentElement.lang, document.documentElement.className]") == ["vi", ""]


def test_thanks_go_after_ten_seconds_and_stay_for_a_touch(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    start(page)
    touch(page, "Hài lòng")
    touch(page, "Xong")
    touch(page, "Tôi tự bấm")
    expect_screen(page, "thanks")
    expect(page.get_by_role("img", name="Mã QR để gửi phản ánh, kiến nghị")).to_be_visible()
    expect(page.locator(".card b")).to_have_text(re.compile("^[a-z0-9.:]+/phan-anh[?]q=3F7K4N$"))

    let_pass(page, 8_000)
    page.get_by_role("heading", level=2).click()
    let_pass(page, 30_000)
    expect_screen(page, "thanks")
    let_pass(page, 31_000)

    expect_screen(page, "attract")


def test_outside_opening_hours_the_screen_sleeps_and_still_takes_an_answer(
    counter: Counter, screens: Screens
):
    page = open_tablet(screens, counter)
    before = known()
    # The office has told the time before the network goes; an answer on its way would be measured across the jump.
    assert send(page)
    page.context.set_offline(True)

    settle(page)
    page.clock.fast_forward("08:30:00")

    expect_screen(page, "sleep")
    expect(page.locator("time")).to_have_text("17:30")
    assert axe(page) == []
    picture(page, "lying-sleep")
    page.get_by_role("button", name="Chạm để đánh giá").click()
    forgive_network(screens)
    start(page)
    touch(page, "Bình thường")
    touch(page, "Xong")
    touch(page, "Bỏ qua")
    expect_screen(page, "thanks")
    let_pass(page, 11_000)
    expect_screen(page, "sleep")
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    assert arrived(before)["answers"][0] == "3"
    forgive_network(screens)


def test_a_storage_that_breaks_ends_in_the_rest_screen_and_never_in_thanks(
    counter: Counter, screens: Screens
):
    page = open_tablet(screens, counter)
    start(page)
    touch(page, "Hài lòng")
    expect_screen(page, "level")
    # The first tap is on its way into both memories: it must have arrived before they break.
    run(page, "while (!(await app.outbox.counts()).queue) await 0; await app.store.isSound();")
    page.evaluate("""() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
    }""")

    touch(page, "Xong")
    touch(page, "Tôi tự bấm")

    expect(page.locator("h1")).to_have_text("Máy này tạm nghỉ. Xin dùng phiếu giấy hoặc quét mã QR.")
    let_pass(page, 60_000)
    expect(page.get_by_text("Cảm ơn")).to_have_count(0)


def test_a_touch_is_seen_before_anything_is_sealed_or_written(counter: Counter, screens: Screens):
    """How many milliseconds that takes, bin/bench measures (row 13)."""
    page = open_tablet(screens, counter)
    start(page)
    settle(page)
    # What the app reports meanwhile is signed and noted too: only what holds the answer is looked at.
    page.evaluate("""() => {
      window.order = [];
      const [sign, transaction] = [crypto.subtle.sign, IDBDatabase.prototype.transaction];
      crypto.subtle.sign = function (...given) {
        if (new TextDecoder().decode(given[2]).startsWith("langnghe-item")) order.push("sealed");
        return sign.apply(this, given);
      };
      IDBDatabase.prototype.transaction = function (names, mode, options) {
        if (mode === "readwrite" && [names].flat().includes("outbox")) order.push("written");
        return transaction.call(this, names, mode, options);
      };
      new MutationObserver(() => app.dataset.screen !== "rating" && order.push("seen"))
        .observe(app, { attributes: true, attributeFilter: ["data-screen"] });
    }""")

    touch(page, "Không hài lòng")

    # Waiting inside the page would need eval, which its policy forbids.
    for _ in range(200):
        order = page.evaluate("order")
        if {"sealed", "written"} <= set(order):
            break
        page.wait_for_timeout(25)
    assert order[0] == "seen"
    assert {"sealed", "written"} <= set(order)


def test_the_faces_stand_still_where_motion_is_unwelcome(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    moving = "getComputedStyle(document.querySelector('.faces svg')).animationName"
    assert page.evaluate(moving) == "breathe"

    page.emulate_media(reduced_motion="reduce")

    assert page.evaluate(moving) == "none"


def test_the_lotus_held_down_calls_for_staff_and_a_short_touch_does_not(counter: Counter, screens: Screens):
    page = open_tablet(screens, counter)
    page.evaluate("document.addEventListener('staff', () => { window.called = (window.called ?? 0) + 1; })")
    lotus = page.locator(".lotus")

    lotus.click()
    let_pass(page, 2_000)
    assert page.evaluate("window.called") is None
    hold(page)

    assert page.evaluate("window.called") == 1


def hold(page: Page) -> None:
    page.locator(".lotus").dispatch_event("pointerdown")
    let_pass(page, 1_300)
    page.locator(".lotus").dispatch_event("pointerup")
