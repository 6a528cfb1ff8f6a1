"""The tablet app as it is installed: paired, started without a network, renewed, opened twice."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.support.browser import Screens
from tests.support.counter_app import (
    Counter,
    Gate,
    begin,
    counts,
    expect_invitation,
    forgive_network,
    give,
    open_enrolment,
    pair,
    run,
    send,
    stored_answers,
    wait_for_counts,
    wait_for_waiting_worker,
    wait_for_worker,
)
from tests.support.link import Exchange, Mode
from tests.support.meter import Meter

#: At most so much: everything the first load fetches, as it goes over the wire.
FIRST_LOAD = 150_000


def test_a_tablet_is_paired_through_its_screen_and_starts_with_the_invitation(
    counter: Counter, screens: Screens
):
    page = screens.open("tablet")
    phrase = counter.phrase()
    open_enrolment(page, counter.server.url)

    page.get_by_role("button", name="Ghép máy").click()
    expect(page.get_by_role("alert")).to_have_text("Gõ cụm từ hiện trên trang bàn làm việc")
    page.get_by_label("Cụm từ ghép máy").fill("không có cụm này")
    page.get_by_role("button", name="Ghép máy").click()
    expect(page.get_by_role("alert")).to_contain_text("Cụm từ này không đúng hoặc đã hết hạn.")
    page.get_by_label("Cụm từ ghép máy").fill(f"  {phrase.upper()} ")
    page.get_by_role("button", name="Ghép máy").click()

    expect(page.get_by_role("heading", name="Đã ghép máy")).to_be_visible()
    expect(page.get_by_text("Quầy: Xã Mẫu · Quầy 3")).to_be_visible()
    page.get_by_role("button", name="Bắt đầu").click()
    expect_invitation(page)


def test_no_script_can_read_the_tablets_keys(counter: Counter, screens: Screens):
    page = paired(counter, screens)

    readable = run(
        page,
        """
        const { privateKey, displayKey } = app.device.current();
        const tries = [["pkcs8", privateKey], ["jwk", privateKey], ["raw", displayKey], ["jwk", displayKey]];
        const read = ([format, key]) => crypto.subtle.exportKey(format, key).then(() => format, () => null);
        return (await Promise.all(tries.map(read))).filter(Boolean);
        """,
    )

    assert readable == []


def test_the_browser_finds_the_app_fit_to_be_installed(counter: Counter, screens: Screens):
    page = paired(counter, screens)
    wait_for_worker(page)
    tools = page.context.new_cdp_session(page)

    found = tools.send("Page.getAppManifest")
    faults = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]

    manifest = json.loads(found["data"])
    assert found["errors"] == []
    assert (manifest["display"], manifest["orientation"], manifest["scope"]) == (
        "fullscreen",
        "any",
        "/kiosk/",
    )
    # A window without a profile of its own may install nothing; the app itself is in order.
    assert [fault["errorId"] for fault in faults if fault["errorId"] != "in-incognito"] == []


def test_the_first_load_is_small_and_the_last_one(counter: Counter, forgiving: Screens):
    """Page, scripts, styles, type, words, index of the recordings, and the service worker with all it keeps."""
    with Meter(counter.server.port) as meter:
        page = forgiving.open("tablet")
        open_enrolment(page, meter.url)
        wait_for_worker(page)
        page.wait_for_load_state("networkidle")
        first = meter.received
        print("bytes of the first load:", first)  # noqa: T201
        assert 50_000 < first <= FIRST_LOAD

        page.reload()
        expect(page.get_by_label("Cụm từ ghép máy")).to_be_visible()
        page.wait_for_load_state("networkidle")

        # Only the question whether there is a newer service worker.
        assert meter.received - first < 8_000
        page.context.close()


def test_the_app_starts_and_takes_answers_with_the_server_stopped(counter: Counter, forgiving: Screens):
    page = paired(counter, forgiving)
    wait_for_worker(page)
    before = stored_answers()
    counter.server.stop()
    try:
        page.reload()
        expect_invitation(page)
        give(page, 3)
        page.close()
        page = page.context.new_page()
        page.goto(f"{counter.server.url}/kiosk/")
        expect_invitation(page)

        assert counts(page)["queue"] == 3
    finally:
        counter.server.start()
    send(page)
    wait_for_counts(page, queue=0)

    assert stored_answers() == before + 3


def test_an_answer_left_open_by_a_crash_is_closed_at_the_next_start(counter: Counter, screens: Screens):
    page = paired(counter, screens)
    before = stored_answers()

    begin(page)
    assert not send_and_count(page, before)
    page.reload()
    expect_invitation(page)
    wait_for_counts(page, queue=0)

    assert stored_answers() == before + 1


def test_a_second_tab_says_so_and_goes_on_by_itself_when_the_first_has_gone(
    counter: Counter, screens: Screens
):
    page = paired(counter, screens)

    second = page.context.new_page()
    second.goto(f"{counter.server.url}/kiosk/")
    expect(second.get_by_role("heading", name="Màn hình đã mở")).to_be_visible()
    give(page)
    wait_for_counts(page, queue=0)
    page.close()

    expect_invitation(second)


def test_a_newer_app_waits_for_the_invitation_and_leaves_the_queue_alone(
    counter: Counter, forgiving: Screens
):
    with Gate(counter.server.port) as gate:
        page = forgiving.open("tablet")
        pair(page, gate.url, counter.phrase())
        wait_for_worker(page)
        before = stored_answers()
        version = str(page.locator("html").get_attribute("data-version"))
        gate.stub = refuse_api
        give(page, 60)

        page.get_by_role("button", name="Chạm để bắt đầu").click()
        gate.renewal = (version, "0123456789ab")
        wait_for_waiting_worker(page)
        assert page.locator("html").get_attribute("data-version") == version
        run(page, "app.renewal.updateWhenIdle();")

        expect(page.locator("html")).to_have_attribute("data-version", "0123456789ab")
        expect_invitation(page)
        assert counts(page)["queue"] == 60
        gate.stub = None
        send(page)
        wait_for_counts(page, queue=0)
        assert stored_answers() == before + 60
        page.close()


def test_a_networks_login_page_never_becomes_part_of_the_app(counter: Counter, forgiving: Screens):
    with Gate(counter.server.port) as gate:
        page = forgiving.open("tablet")
        pair(page, gate.url, counter.phrase())
        wait_for_worker(page)
        version = str(page.locator("html").get_attribute("data-version"))
        gate.renewal = (version, "0123456789ab")
        gate.stub = lambda path, _headers, _body: None if path == "/kiosk/sw.js" else portal(path)

        # The new worker comes, its files do not: it must not install.
        page.evaluate(
            "navigator.serviceWorker.getRegistration().then((found) => found.update()).catch(() => 0)"
        )
        page.wait_for_timeout(1000)
        gate.mode = Mode.CAPTIVE
        page.reload()

        expect_invitation(page)
        assert page.locator("html").get_attribute("data-version") == version
        page.close()


def test_a_page_from_the_browsers_memory_is_loaded_anew(counter: Counter, screens: Screens):
    page = paired(counter, screens)

    with page.expect_navigation():
        page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")

    expect_invitation(page)


@pytest.mark.parametrize("path", ["/kiosk/", "/kiosk/sw.js", "/kiosk/manifest.webmanifest"])
def test_what_changes_with_the_version_is_asked_for_again(counter: Counter, screens: Screens, path: str):
    page = screens.open("tablet")

    answer = page.request.get(f"{counter.server.url}{path}")

    assert answer.headers["cache-control"] == ("no-store" if path == "/kiosk/" else "no-cache")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; ")


@pytest.fixture
def forgiving(screens: Screens) -> Iterator[Screens]:
    """Screens on a network that the test breaks."""
    yield screens
    forgive_network(screens)


def paired(counter: Counter, screens: Screens) -> Page:
    """Return the page of a tablet that has just been paired."""
    page = screens.open("tablet")
    pair(page, counter.server.url, counter.phrase())
    return page


def send_and_count(page: Page, before: int) -> int:
    """Send, and return how many answers came."""
    send(page)
    return stored_answers() - before


def refuse_api(path: str, _headers: dict[str, str], _body: bytes) -> Any:
    """Be a server that is too busy for the interface."""
    return Exchange(503, (), b"") if path.startswith("/kiosk/api/") else None


def portal(_path: str) -> Exchange:
    """Be a network's login page."""
    return Exchange(200, (("Content-Type", "text/html"),), b"<h1>Wi-Fi</h1>")
