"""Twenty batches at once on the served product: one item is one answer, however often it comes."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from flask import Flask

from core.services import rollups, settling
from tests.support import ledger, pairing
from tests.support.clock import Clock
from tests.support.contents import contents
from tests.support.sealing import Item
from tests.support.server import Server
from tests.support.tablet import Tablet, over_http
from tests.support.worlds import World

pytestmark = pytest.mark.thorough

AT_ONCE = 20


@pytest.fixture
def served_tablet(app: Flask, world: World, served: Server) -> Iterator[Tablet]:
    """A tablet at counter 3 of the served product."""
    # The server closes a connection that is idle for five seconds; none is used again at that very moment.
    limits = httpx.Limits(max_connections=AT_ONCE, keepalive_expiry=2)
    with httpx.Client(base_url=served.url, trust_env=False, timeout=60, limits=limits) as client:
        yield pairing.pair(over_http(client))


def at_once(tablet: Tablet, items: Sequence[Item], *, shuffled: bool = False) -> Counter[str]:
    """Send the same batch twenty times at the same time and count what was said of each item."""
    dice = random.Random(3)
    batches = [dice.sample(list(items), len(items)) if shuffled else list(items) for _ in range(AT_ONCE)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return Counter(
            word for words in threads.map(lambda one: tablet.outcomes(*one), batches) for word in words
        )


def test_twenty_replays_of_an_acknowledged_batch_change_nothing(
    served_tablet: Tablet, database_url: str, clock: Clock
):
    items = [served_tablet.give(1 + number % 5, comment=f"Lượt {number}") for number in range(50)]
    assert set(served_tablet.outcomes(*items)) == {"accepted"}
    before = contents(database_url)

    assert at_once(served_tablet, items) == {"duplicate": 20 * 50}
    assert contents(database_url) == before

    clock.advance(days=1)
    settling.settle()
    settled = contents(database_url)
    assert at_once(served_tablet, items) == {"settled": 20 * 50}
    assert contents(database_url) == settled
    assert rollups.check() == []


def test_a_batch_that_comes_twenty_times_at_once_is_stored_once(served_tablet: Tablet, clock: Clock):
    items = [served_tablet.give(1 + number % 5) for number in range(50)]

    said = at_once(served_tablet, items, shuffled=True)

    assert said == {"accepted": 50, "duplicate": 19 * 50}
    assert sorted(bytes(row["id"]) for row in ledger.revisions()) == sorted(
        item.submission_id for item in items
    )
    assert ledger.live()["n"] == 50
    clock.advance(days=1)
    settling.settle()
    assert rollups.check() == []
    assert len(ledger.settled()) == 50


def test_two_tablets_with_one_memory_store_each_number_once(served_tablet: Tablet):
    other = served_tablet.clone()
    mine = [served_tablet.give(5) for _ in range(25)]
    theirs = [other.give(1) for _ in range(25)]

    with ThreadPoolExecutor(2) as threads:
        first, second = threads.map(lambda one: served_tablet.outcomes(*one), (mine, theirs))

    assert Counter(first + second) == {"accepted": 25, "held": 25}
    assert ["accepted" in pair for pair in zip(first, second, strict=True)] == [True] * 25
    assert len(ledger.revisions()) == 25
