"""Storms over one tablet: outages, power cuts, a bad link; then what was thanked for is compared with what arrived."""

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx
from playwright.sync_api import Error as PlaywrightError

from core.domain.submission import Quality
from tests.faults import counter
from tests.faults.counter import Office
from tests.support.counter_browser import PowerCut
from tests.support.counter_tablet import CounterTablet
from tests.support.link import Link, Mode, Sent

Say = Callable[[str], None]


class MemoryLost(Exception):
    """The tablet does not know any more who it is, nor what it was told."""


#: Answers a citizen would never reach before the power is cut.
ENDLESS = 1000


@dataclass
class Report:
    """What happened, in numbers, and every broken promise as a sentence."""

    thanked: int = 0
    arrived: int = 0
    kills: int = 0
    seconds: float = 0.0
    exchanges: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def silent(_words: str) -> None:
    """Say nothing."""


def outage(office: Office, *, answers: int, say: Say = silent) -> Report:
    """Cut the network, give answers on three shifts of two days with two power cuts between them, then reconnect.

    A fifth of them goes through the real screens, and the first ones are given before the cut.
    """
    report = Report()
    started = time.monotonic()
    world = office.world
    office.put_on_duty(world.chi, days=3)
    tablet = office.tablet()
    friday, monday = "2026-11-20", "2026-11-23"
    expected: Counter[tuple[str, int, int]] = Counter()
    given = 0
    # Nobody measured the clock between the two power cuts: it is said beside those answers.
    guessed = int(Quality.CLOCK)
    for hours, officer, day, share, label in (
        (0, world.an, friday, 0.25, 0),
        (5, world.binh, friday, 0.25, guessed),
        (67, world.chi, monday, 0.5, 0),
    ):
        if hours:
            office.link.mode = Mode.CUT
            tablet.kill()
            # What the server is taking at this moment must not be seen hours later by its clock.
            office.link.wait_until_quiet()
            office.clock.advance(hours=hours)
            tablet.start()
        number = round(answers * share)
        on_screens = number // 5
        for level in range(on_screens):
            tablet.rate(1 + level % 5)
        tablet.give(given + 1, number - on_screens)
        given += number - on_screens
        report.thanked += number
        expected[day, officer, label] += number
        say(f"  {report.thanked} answers given, {tablet.counts['queue']} wait")
    office.link.mode = Mode.OPEN
    tablet.send_everything()
    if counter.by_day_and_officer() != expected:
        report.broken.append(f"expected {dict(expected)}, arrived {dict(counter.by_day_and_officer())}")
    report.broken += [*missing(tablet), *incomplete(tablet, report.thanked - given)]
    report.kills = 2
    _note(report, office, started)
    return report


def power_cuts(office: Office, *, kills: int, loss: float = 0.2, say: Say = silent) -> Report:
    """Cut a tablet's power again and again while it starts, takes answers and sends them over a bad link."""
    dice = random.Random(20261121)
    report = Report()
    started = time.monotonic()
    tablet = office.tablet()
    tablet.kill()
    office.link.loss, office.link.delay = loss, 0.02
    on_screens = 0
    try:
        for report.kills in range(1, kills + 1):
            office.clock.advance(seconds=20)
            on_screens += _one_life(tablet, report.kills, dice)
            if report.kills % 25 == 0:
                so_far = f"{len(tablet.thanked) + on_screens} thanked, {len(counter.rows())} arrived"
                say(f"  {report.kills} power cuts, {so_far}, {time.monotonic() - started:.0f} s")
        office.link.loss, office.link.delay = 0.0, 0.0
        start_again(tablet)
        tablet.send_everything()
        report.broken += [*missing(tablet), *incomplete(tablet, on_screens)]
    except MemoryLost:
        report.broken += [f"after {report.kills} power cuts the tablet had lost its memory", *missing(tablet)]
    report.thanked = len(tablet.thanked) + on_screens
    _note(report, office, started)
    return report


def start_again(tablet: CounterTablet) -> None:
    """Switch the tablet on; raise MemoryLost when it asks to be paired."""
    tablet.start()
    if tablet.screen == "enrol":
        raise MemoryLost


def _one_life(tablet: CounterTablet, number: int, dice: random.Random) -> int:
    """Let one tablet live for a few answers and cut its power; return how many thanks its screens showed."""
    way = dice.choice((_while_starting, *[_on_the_screens] * 2, *[_through_the_outbox] * 4))
    shown = 0
    try:
        for _ in way(tablet, number * ENDLESS, dice):
            shown += 1
    except (PlaywrightError, PowerCut, AssertionError):
        # Whatever fails because the power is cut is what was wanted; anything else is a fault.
        if not tablet.browser.was_cut:
            raise
    tablet.kill()
    return shown


def _while_starting(tablet: CounterTablet, first: int, dice: random.Random) -> Iterator[None]:
    tablet.switch_on(dies_after=dice.uniform(0.2, 1.5))
    tablet.wait_for_the_app()
    tablet.begin_giving(first, ENDLESS)
    tablet.page.wait_for_timeout(30_000)
    yield from ()


def _on_the_screens(tablet: CounterTablet, _first: int, dice: random.Random) -> Iterator[None]:
    """Yield for every thanks a citizen has seen."""
    start_again(tablet)
    for _ in range(dice.randint(0, 1)):
        tablet.rate_until_thanked(dice.randint(1, 5))
        yield
    tablet.browser.kill_later(dice.uniform(0.0, 0.6))
    tablet.rate_until_thanked(dice.randint(1, 5))
    yield


def _through_the_outbox(tablet: CounterTablet, first: int, dice: random.Random) -> Iterator[None]:
    start_again(tablet)
    wanted = len(tablet.thanked) + dice.randint(0, 8)
    tablet.begin_giving(first, ENDLESS)
    while len(tablet.thanked) < wanted:
        tablet.page.wait_for_timeout(5)
    time.sleep(dice.uniform(0.0, 0.05))
    yield from ()


def backlog(
    office: Office, *, items: int, delay: float, loss: float = 0.3, seconds: float, say: Say = silent
) -> Report:
    """Let answers pile up without network, then deliver them over a link that loses and waits."""
    report = Report()
    started = time.monotonic()
    tablet = office.tablet()
    office.link.mode = Mode.CUT
    for first in range(1, items + 1, 500):
        tablet.give(first, min(500, items + 1 - first))
        say(f"  {min(first + 499, items)} answers given in {time.monotonic() - started:.0f} s")
    assert tablet.counts["queue"] == items, tablet.counts
    office.link.mode, office.link.loss, office.link.delay = Mode.OPEN, loss, delay
    office.link.seen.clear()
    # The app gives a request up after half a minute of its own time, which must not pass during a slow exchange.
    tablet.send_everything(seconds=seconds, each=0.1 if delay > 1 else 0.5)
    office.link.loss, office.link.delay = 0.0, 0.0
    say(f"  delivered after {time.monotonic() - started:.0f} s")
    report.broken += [*missing(tablet), *incomplete(tablet, 0)]
    tablet.kill()
    report.thanked = len(tablet.thanked)
    _note(report, office, started)
    return report


def replay(link: Link, batch: Sent, *, times: int) -> Counter[str]:
    """Send one batch again so many times at once, straight to the server; count what it said of each item."""
    with httpx.Client(
        base_url=f"http://127.0.0.1:{link.upstream_port}", trust_env=False, timeout=120
    ) as client:

        def send(_number: int) -> list[str]:
            answer = client.post(batch.path, content=batch.body, headers=dict(batch.headers))
            assert answer.status_code == 200, answer.text
            return [result["outcome"] for result in answer.json()["results"]]

        with ThreadPoolExecutor(times) as threads:
            return Counter(word for words in threads.map(send, range(times)) for word in words)


def missing(tablet: CounterTablet) -> list[str]:
    """Return a sentence for what was thanked for and did not arrive, and one for what arrived twice."""
    words = counter.words()
    lost = sorted(number for number in tablet.thanked if not words[f"Lượt {number}"])
    doubled = sorted(comment for comment, times in words.items() if times > 1)
    found = [f"{len(lost)} answers thanked for were lost, first {lost[:3]}"] if lost else []
    return found + ([f"{len(doubled)} answers arrived twice, first {doubled[:3]}"] if doubled else [])


def incomplete(tablet: CounterTablet, on_screens: int) -> list[str]:
    """Return a sentence for numbers that never came, for rows beside them, and for screens that thanked in vain."""
    numbers, rows = counter.numbers(), counter.rows()
    found = []
    holes = sorted(set(range(1, tablet.counts["nextNumber"])) - set(numbers))
    if holes:
        found.append(f"{len(holes)} numbers never came, first {holes[:3]}")
    if len(rows) != len(numbers):
        found.append(f"{len(rows)} answers stand for {len(numbers)} numbers")
    # Only a finished answer says who pressed, and counts for the officer.
    finished = sum(1 for row in rows if row["comment_commitment"] is None and row["officer_id"])
    if finished < on_screens:
        found.append(f"{on_screens} thanks were shown on the screens, {finished} finished answers arrived")
    return found


def _note(report: Report, office: Office, started: float) -> None:
    report.arrived = len(counter.rows())
    report.exchanges = office.link.seen
    report.seconds = time.monotonic() - started
