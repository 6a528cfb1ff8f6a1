"""The tablet's clock: whatever its own says, an answer lands on the day on which it was given."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.support import ledger
from tests.support.browser import Screens
from tests.support.counter_app import (
    Counter,
    Gate,
    expect_invitation,
    forgive_network,
    give,
    pair,
    run,
    send,
    wait_for_counts,
)
from tests.support.disk import settle, watch
from tests.support.link import Mode

pytestmark = pytest.mark.thorough

#: Moves what `Date.now()` says by `localStorage.shift` milliseconds; `performance.now()` goes on undisturbed.
_MOVABLE = """
  const real = Date.now.bind(Date);
  Date.now = () => real() + Number(localStorage.getItem("shift") || 0);
"""
DAY = 86_400_000


@pytest.fixture
def gate(counter: Counter) -> Iterator[Gate]:
    with Gate(counter.server.port) as gate:
        yield gate


@pytest.fixture
def page(counter: Counter, screens: Screens, gate: Gate) -> Iterator[Page]:
    """A tablet with a clock that a test may move, paired, its offset measured."""
    counter.clock.set("2026-11-20T09:00:00+07:00")
    page = screens.open("tablet")
    page.add_init_script(_MOVABLE)
    watch(page)
    pair(page, gate.url, counter.phrase())
    send(page)
    yield page
    page.context.close()
    forgive_network(screens)


def shift(page: Page, milliseconds: int) -> None:
    """Move the tablet's clock away from where it was, as somebody in its settings does."""
    page.evaluate("(by) => localStorage.setItem('shift', Number(localStorage.shift || 0) + by)", milliseconds)


def stands(page: Page) -> tuple[int, float | None]:
    """Return the epoch and its measured offset in days."""
    found = run(page, "return [app.clock.stamp().epoch, app.clock.offset()];")
    return found[0], None if found[1] is None else round(found[1] / DAY, 3)


def drift(page: Page, since: float) -> float:
    """Return by how many seconds the corrected time has gone wrong since the offset was measured."""
    return abs(float(run(page, "return app.clock.now() - performance.now();")) - since) / 1000


@pytest.mark.parametrize("days", [3, -3, 1500, -3000])
def test_a_clock_set_while_the_tablet_is_offline_is_measured_exactly(page: Page, gate: Gate, days: int):
    epoch, before = stands(page)
    since = float(run(page, "return app.clock.now() - performance.now();"))
    gate.mode = Mode.CUT

    shift(page, days * DAY)

    assert before is not None
    assert stands(page) == (epoch + 1, round(before - days, 3))
    assert drift(page, since) < 0.2


def test_a_start_begins_an_epoch_that_is_unknown_until_the_office_is_heard(page: Page, gate: Gate):
    epoch, before = stands(page)
    since = float(run(page, "return app.clock.now() - Date.now();"))
    gate.mode = Mode.CUT

    page.reload()
    expect_invitation(page)
    assert stands(page) == (epoch + 1, None)
    assert abs(float(run(page, "return app.clock.now() - Date.now();")) - since) < 200
    gate.mode = Mode.OPEN
    send(page)

    assert stands(page) == (epoch + 1, before)


def test_time_that_passes_while_the_tablet_sleeps_is_no_moved_clock(page: Page, gate: Gate):
    epoch, _before = stands(page)
    since = float(run(page, "return app.clock.now() - Date.now();"))
    gate.mode = Mode.CUT

    # A page in the dark hears "hidden", then its timers stand still, and performance.now() with them.
    page.evaluate("""() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }""")
    shift(page, DAY)
    page.evaluate("""() => {
      Object.defineProperty(document, "hidden", { value: false, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }""")

    assert stands(page) == (epoch + 1, None)
    assert abs(float(run(page, "return app.clock.now() - Date.now();")) - since) < 200


@pytest.mark.parametrize("days", [3, -3, 1500])
def test_answers_given_offline_by_a_wrong_clock_land_on_their_own_day(
    counter: Counter, page: Page, gate: Gate, days: int
):
    before = {row["id"] for row in ledger.revisions()}
    gate.mode = Mode.CUT
    # What was measured last is on the disk; nothing more comes.
    settle(page)
    shift(page, days * DAY)
    give(page, 2)
    page.reload()
    expect_invitation(page)
    shift(page, -2 * days * DAY)
    give(page, 2)

    # A day later, by both clocks, the network is back.
    counter.clock.set("2026-11-21T09:00:00+07:00")
    shift(page, DAY)
    gate.mode = Mode.OPEN
    send(page)
    wait_for_counts(page, queue=0, shelf=0)

    fresh = [row for row in ledger.revisions() if row["id"] not in before]
    assert [str(row["day"]) for row in fresh] == ["2026-11-20"] * 4


def test_opening_hours_and_roster_follow_the_offices_time(page: Page):
    found = run(
        page,
        """
        const hours = { zone_minutes: 420, morning: ["07:30", "11:30"], afternoon: ["13:30", "17:00"],
          last_weekday: 4, closed: ["2026-11-23"] };
        const at = (text) => Date.parse(`${text}+07:00`);
        const open = (text) => app.hours.isOpen({ hours }, at(text));
        const roster = [
          { entry: 1, officer: "An", starts: at("2026-11-20T07:30:00"), ends: at("2026-11-20T11:30:00") },
          { entry: 2, officer: "Bình", starts: at("2026-11-20T11:00:00"), ends: at("2026-11-20T17:00:00") },
        ];
        const duty = (text) => app.roster.onDuty({ roster }, at(text))?.officer ?? null;
        return [
          ["2026-11-20T07:29:59", "2026-11-20T07:30:00", "2026-11-20T11:30:00", "2026-11-20T16:59:59",
            "2026-11-21T09:00:00", "2026-11-23T09:00:00"].map(open),
          ["2026-11-20T07:29:59", "2026-11-20T07:30:00", "2026-11-20T11:15:00", "2026-11-20T17:00:00"].map(duty),
        ];
        """,
    )

    assert found == [[False, True, False, True, False, False], [None, "An", "Bình", None]]
