"""The tablet in a real browser without network, without power, without luck: nothing thanked for is lost or doubled.

`bin/faults` lets the same storms pass in full counts.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from playwright.sync_api import Error as PlaywrightError

from core.domain.submission import Quality
from core.models import HeldItem
from tests.faults import counter, tablet_storm
from tests.faults.counter import Office
from tests.services import record
from tests.support import pairing
from tests.support.clock import Clock
from tests.support.contents import contents
from tests.support.counter_tablet import CounterTablet
from tests.support.databases import Databases, settings_for
from tests.support.link import SUBMISSIONS, Mode

pytestmark = pytest.mark.thorough

#: A morning on which the office is open.
FRIDAY = "2026-11-20T09:00:00+07:00"
#: What a careless app would do: forget answers before the office has said that it holds them.
SENDS = 'const reply = await call(device.current(), "POST", "/kiosk/api/submissions", { body });'
#: Times somebody presses a button that does not take it.
_TRIES = 6
#: Bytes that are left on a nearly full disk: a few answers; the first with which the tablet starts at all.
ROOMS = (30_000, 60_000, 120_000)
FORGETS = f'await settle(batch.map((item) => ({{ ...item, outcome: "accepted", reason: "" }})));\n  {SENDS}'


@pytest.fixture
def url(sqlite_databases: Databases) -> Iterator[str]:
    with sqlite_databases.fresh() as url:
        yield url


@pytest.fixture
def office(browser: Browser, url: str, clock: Clock, tmp_path: Path) -> Iterator[Office]:
    """An office of its own, for tests that count everything that arrives."""
    clock.set(FRIDAY)
    settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
    with counter.office(settings, clock, folder=tmp_path, kind=browser.browser_type) as office:
        yield office


@pytest.fixture(scope="module")
def shared(
    browser: Browser, sqlite_databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    clock = Clock(folder / "clock", FRIDAY)
    with pytest.MonkeyPatch.context() as patch, sqlite_databases.fresh() as url:
        patch.setenv("LANGNGHE_CLOCK", str(clock.file))
        settings = settings_for(url, LANGNGHE_CLOCK=str(clock.file))
        with counter.office(settings, clock, folder=folder, kind=browser.browser_type) as office:
            yield office


@pytest.fixture
def busy(shared: Office) -> Iterator[Office]:
    """One office for all tests with words of their own; the morning begins anew and the network is well."""
    shared.clock.set(FRIDAY)
    yield shared
    shared.link.mode, shared.link.loss, shared.link.delay, shared.link.blocked = Mode.OPEN, 0.0, 0.0, ()
    for tablet in shared.tablets:
        tablet.kill()


def test_forty_answers_given_without_network_over_two_power_cuts_arrive_on_their_days(office: Office):
    report = tablet_storm.outage(office, answers=40)

    assert report.broken == []
    assert (report.thanked, report.arrived) == (40, 40)


def test_ten_power_cuts_lose_and_double_nothing_thanked_for(office: Office):
    report = tablet_storm.power_cuts(office, kills=10)

    assert report.broken == []
    assert report.kills == 10
    assert report.thanked > 10


def test_a_memory_that_the_browser_throws_away_costs_no_answer(busy: Office):
    """What a power cut in the middle of a write does to Chromium's IndexedDB, without waiting for the chance of it."""
    tablet = busy.tablet()
    busy.link.mode = Mode.CUT
    tablet.give(1, 5, words="Hỏng")
    tablet.kill()
    tablet.browser.tear_memory()

    tablet.start()
    assert tablet.screen == "attract"
    tablet.give(6, 1, words="Hỏng")
    busy.link.mode = Mode.OPEN
    tablet.send_everything()

    assert counter.stored("Hỏng").total() == 6
    assert tablet.counts == {"queue": 0, "shelf": 0, "nextNumber": 7}


def test_five_hundred_answers_arrive_once_over_a_bad_link_and_replays_change_nothing(
    office: Office, url: str
):
    report = tablet_storm.backlog(office, items=500, delay=0.1, seconds=60)

    assert report.broken == []
    assert report.arrived == 500
    assert report.exchanges["lost before"] + report.exchanges["lost after"] > 0
    before = contents(url)
    assert tablet_storm.replay(office.link, office.link.batches[0], times=20) == {"duplicate": 20 * 50}
    assert contents(url) == before


def test_an_app_that_forgets_before_the_receipt_is_found_out(office: Office):
    """The control: the same check, over an app that is served with one careless line."""
    office.alter_app("sync.js", SENDS, FORGETS)
    tablet = office.tablet()
    office.link.blocked = (SUBMISSIONS,)

    tablet.give(1, 5)
    tablet.send_everything()
    office.link.blocked = ()
    tablet.let_pass(minutes=6)

    assert tablet_storm.missing(tablet) == ["5 answers thanked for were lost, first [1, 2, 3]"]
    assert tablet_storm.incomplete(tablet, 0)[0] == "5 numbers never came, first [1, 2, 3]"


def test_a_tablet_starts_and_answers_after_a_week_and_a_month_without_its_server(busy: Office):
    busy.put_on_duty(busy.world.chi, days=7)
    busy.put_on_duty(busy.world.binh, days=31)
    tablet = busy.tablet()
    tablet.give(1, 1, words="Tháng")
    tablet.send_everything()
    busy.server.stop()

    for first, days in ((2, 7), (5, 24)):
        tablet.kill()
        busy.clock.advance(days=days)
        tablet.start()
        tablet.rate(3)
        tablet.give(first, 3, words="Tháng")
    assert tablet.counts["queue"] == 8
    busy.server.start()
    tablet.send_everything()

    assert counter.stored("Tháng") == {
        ("2026-11-20", busy.world.an, 0): 1,
        # Nobody measured the clock between that start and the next: it is said beside the answer.
        ("2026-11-27", busy.world.chi, int(Quality.CLOCK)): 3,
        ("2026-12-21", busy.world.binh, 0): 3,
    }


@pytest.mark.parametrize("mode", [Mode.CAPTIVE, Mode.FOREIGN])
def test_somebody_elses_answer_deletes_nothing_and_takes_no_place_in_the_app(busy: Office, mode: Mode):
    tablet = busy.tablet()
    busy.link.mode = mode
    words = f"Cổng {mode}"

    tablet.rate(4)
    tablet.give(1, 5, words=words)
    tablet.let_pass(minutes=6)
    tablet.kill()
    tablet.start()
    tablet.rate(2)
    tablet.let_pass(minutes=6)
    expect(tablet.page.locator("html")).to_have_attribute("data-version", busy.version)
    assert tablet.counts["queue"] == 7
    assert busy.link.seen["captive"] > 2
    busy.link.mode = Mode.OPEN
    tablet.send_everything()

    assert counter.stored(words).total() == 5
    assert tablet.counts == {"queue": 0, "shelf": 0, "nextNumber": 8}


def test_what_a_revoked_tablet_holds_stays_and_is_held_once_it_is_paired_anew(busy: Office):
    tablet = busy.tablet()
    busy.link.mode = Mode.CUT
    tablet.give(1, 5, words="Thu hồi")
    before = len(record.rows(HeldItem.__tablename__))
    revoke(busy)
    busy.link.mode = Mode.OPEN

    tablet.wait_until(lambda: tablet.screen == "rest")
    assert tablet.counts["queue"] == 5
    tablet.pair(busy.phrase())
    tablet.rate(5)
    tablet.send_everything()

    assert counter.stored("Thu hồi") == {}
    held = record.rows(HeldItem.__tablename__)[before:]
    assert [row["reason"] for row in held] == ["revoked"] * 5
    assert tablet.counts == {"queue": 0, "shelf": 0, "nextNumber": 2}


def revoke(office: Office) -> None:
    """Revoke the tablet that was paired last."""
    pairing.end_number(max(counter.pairing_rows()), "revoked")


def test_a_newer_app_takes_over_with_a_full_outbox_and_loses_nothing(busy: Office):
    tablet = busy.tablet()
    busy.link.blocked = (SUBMISSIONS,)
    tablet.give(1, 5, words="Nâng cấp")
    old, new = busy.version, "feedfacecafe"
    busy.link.renew(old, new)

    tablet.page.evaluate(
        "navigator.serviceWorker.getRegistration().then((one) => one.update()).then(() => true)"
    )
    renewed = tablet.page.locator(f'html[data-version="{new}"]')
    tablet.wait_until(lambda: renewed.count() == 1, each=0.2)
    tablet.wait_for_the_app()
    assert tablet.counts["queue"] == 5
    tablet.give(6, 1, words="Nâng cấp")
    busy.link.blocked = ()
    tablet.send_everything()
    busy.link.renew(old, old)

    assert counter.stored("Nâng cấp") == {("2026-11-20", busy.world.an, 0): 6}


def test_a_full_disk_is_no_thanks_and_what_was_kept_before_arrives(busy: Office):
    tablet = busy.tablet()
    busy.link.mode = Mode.CUT
    # Once more without a limit: what was being written before is tidied up, and the browser counts all of it.
    tablet.kill()
    tablet.start()
    tablet.wait_for_the_app()
    used = tablet.page.evaluate("navigator.storage.estimate().then(({ usage }) => usage)")
    tablet.kill()
    before = len(counter.rows())
    assert any(comes_up(tablet, used + room) for room in ROOMS)

    thanked = 0
    while tries_to_rate(tablet):
        thanked += 1
        assert thanked < 100, "The disk is never full"
    assert tablet.screen == "rest"
    expect(tablet.page.get_by_role("heading", level=1)).to_contain_text("Máy này tạm nghỉ")
    tablet.give_room(None)
    tablet.wait_until(lambda: tablet.screen == "attract", each=1)
    busy.link.mode = Mode.OPEN
    tablet.send_everything()

    arrived = len(counter.rows()) - before
    assert arrived == tablet.counts["nextNumber"] - 1
    # The one whose citizen was sent away may have come too, as far as it was kept.
    assert thanked <= arrived <= thanked + 1
    assert thanked > 0


def comes_up(tablet: CounterTablet, room: int) -> bool:
    """Start in so little room; say whether it serves: starting tidies up the memory, which may need more."""
    tablet.switch_on(room=room)
    try:
        tablet.wait_until(lambda: tablet.screen in ("attract", "sleep"), seconds=20, each=1)
    except AssertionError:
        tablet.kill()
        return False
    return True


def tries_to_rate(tablet: CounterTablet) -> bool:
    """Go the short way through the screens as far as they let one; were thanks shown?"""
    page = tablet.page
    if tablet.screen == "thanks":
        page.locator('#app[data-screen="thanks"] .said button').click()
    tablet.wait_for_screen("attract", "rest")
    for step in (
        '[data-screen="attract"] button.primary',
        '[data-screen="rating"] .choices.level button[value="4"]',
        ".bar button.done",
        '.who button[value="self"]',
    ):
        reached = page.locator(f"#app{step}, #app {step}, #app[data-screen='rest'] h1").first
        reached.wait_for()
        # What stands there may be drawn anew meanwhile, or the tablet may begin to rest.
        for _ in range(_TRIES):
            if tablet.screen == "rest":
                return False
            try:
                reached.click(timeout=2000)
                break
            except PlaywrightError:
                continue
    tablet.wait_for_screen("thanks", "rest")
    return tablet.screen == "thanks"


@pytest.mark.parametrize(
    "ahead", [timedelta(days=-3), timedelta(days=1500)], ids=["3 days behind", "4 years ahead"]
)
def test_a_tablet_whose_clock_is_wrong_names_the_right_officer_and_day(busy: Office, ahead: timedelta):
    words = f"Đồng hồ {ahead.days}"
    tablet = busy.tablet(ahead=ahead)
    tablet.give(1, 2, words=words)
    busy.link.mode = Mode.CUT
    tablet.kill()
    busy.link.wait_until_quiet()
    busy.clock.advance(hours=5)
    tablet.start()
    tablet.give(3, 2, words=words)
    busy.link.mode = Mode.OPEN
    tablet.send_everything()

    assert counter.stored(words) == {
        ("2026-11-20", busy.world.an, int(Quality.CLOCK)): 2,
        ("2026-11-20", busy.world.binh, int(Quality.CLOCK)): 2,
    }
