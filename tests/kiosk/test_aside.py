"""What is kept aside and what a shelf brings: decided once, whoever decides meanwhile, and never joined afterwards."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import pytest

from core.db import release, write
from core.domain.access import Role, Scope
from core.domain.tablet import HeldReason
from core.models import HeldItem
from core.services import locks, rollups, settling
from core.services.kiosk import held
from tests.services import record
from tests.support import ledger, pairing
from tests.support.clock import Clock
from tests.support.sealing import Item, b64
from tests.support.tablet import Tablet, Transport
from tests.support.worlds import World

FRONT = Scope(2, Role.FRONT, frozenset({World.centre}))
MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))


@pytest.fixture
def aside(tablet: Tablet, wire: Transport) -> list[Item]:
    """Two answers of a stolen tablet, brought by another one."""
    items = [tablet.give(1), tablet.give(2)]
    pairing.end(tablet, "revoked")
    assert pairing.pair(wire).outcomes(*items) == ["held", "held"]
    return items


def lying() -> list[tuple[bool | None, bool]]:
    """Return of each item kept aside what was decided, and whether its envelope is still there."""
    return [(row["is_admitted"], bool(row["envelope"])) for row in record.rows(HeldItem.__tablename__)]


def admit(items: list[Item]) -> int:
    return held.admit(FRONT, items[0].device, HeldReason.REVOKED, reason="Xem lại", actor="mat-tran")


def leave_out(items: list[Item]) -> int:
    return held.leave_out(FRONT, items[0].device, HeldReason.REVOKED, reason="Không rõ", actor="mat-tran-2")


def meanwhile(patch: pytest.MonkeyPatch, step: str, act: Callable[[], Any]) -> None:
    """Let somebody else act right after a step of the next decision."""
    own = getattr(held, step)

    def then(*given: Any) -> Any:
        patch.setattr(held, step, own)
        result = own(*given)
        act()
        return result

    patch.setattr(held, step, then)


def test_an_answer_that_counts_leaves_nothing_sealed_behind(aside: list[Item], clock: Clock):
    assert admit(aside) == 2

    assert lying() == [(True, False), (True, False)]
    assert len(ledger.revisions()) == 2
    clock.advance(days=1)
    settling.settle()
    assert rollups.check() == []


def test_what_was_left_out_stays_sealed(aside: list[Item]):
    assert leave_out(aside) == 2

    assert lying() == [(False, True), (False, True)]
    release()
    assert (admit(aside), ledger.revisions()) == (0, [])


def test_what_somebody_lets_count_meanwhile_is_not_left_out(
    aside: list[Item], monkeypatch: pytest.MonkeyPatch
):
    meanwhile(monkeypatch, "_waiting", lambda: admit(aside))

    assert leave_out(aside) == 0

    assert lying() == [(True, False), (True, False)]
    assert len(ledger.revisions()) == 2


def test_what_counts_already_is_not_called_left_out(aside: list[Item], monkeypatch: pytest.MonkeyPatch):
    meanwhile(monkeypatch, "_count", lambda: leave_out(aside))

    assert admit(aside) == 2

    assert lying() == [(True, False), (True, False)]
    assert len(ledger.revisions()) == 2


def test_an_item_is_put_aside_before_or_after_settling_never_within(tablet: Tablet, wire: Transport):
    item = tablet.give(1)
    pairing.end(tablet, "revoked")
    other = pairing.pair(wire)

    with ThreadPoolExecutor(1) as threads:
        with write() as connection:
            locks.settle_alone(connection)
            said = threads.submit(other.outcomes, item)
            sleep(0.5)
            assert not said.done()
        assert said.result() == ["held"]


def test_one_unreadable_item_of_a_shelf_stops_no_other(tablet: Tablet):
    good, bad = tablet.give(4).sent(), tablet.give(5).sent()
    shelf: dict[str, Any] = {
        "langnghe": "shelf/1",
        "items": [None, {**bad, "previous": b64(bytes(3))}, [], good],
    }

    done = held.import_shelf(MANAGER, World.centre, json.dumps(shelf).encode(), actor="quan-ly")

    assert (done.accepted, done.duplicate, done.held, done.refused) == (1, 0, 0, 3)
    assert [row["answers"][0] for row in ledger.revisions()] == ["4"]
