"""The device's ledger: which numbers came, which are missing, and how it is folded until it tells nobody's visit."""

from datetime import date
from typing import Any

import pytest

from core.models import TabletHole, TabletNumber, TabletWeek
from core.services import settling
from tests.services import record
from tests.support import ledger, pairing
from tests.support.clock import Clock
from tests.support.contents import contents
from tests.support.tablet import Tablet


def night(clock: Clock, moment: str) -> None:
    """Let settling run on the night before a morning."""
    clock.set(f"{moment}T01:00:00+07:00")
    settling.settle()


def weeks() -> list[tuple[date, int, int, int]]:
    """Return each folded week: its Monday, how many came, the last number, breaks of the chain."""
    rows = record.rows(TabletWeek.__tablename__)
    return sorted((row["week"], row["count"], row["last_number"], row["breaks"]) for row in rows)


def holes() -> list[tuple[int, int]]:
    rows = record.rows(TabletHole.__tablename__)
    return sorted((row["first_number"], row["last_number"]) for row in rows)


def waiting() -> list[int]:
    return sorted(row["number"] for row in record.rows(TabletNumber.__tablename__))


def test_a_week_is_folded_into_a_count_and_a_head(tablet: Tablet, clock: Clock):
    items = [tablet.give(4) for _ in range(5)]
    tablet.outcomes(*items)
    assert waiting() == [1, 2, 3, 4, 5]

    night(clock, "2026-11-22")

    assert waiting() == []
    assert weeks() == [(date(2026, 11, 16), 5, 5, 0)]
    assert bytes(record.rows(TabletWeek.__tablename__)[0]["head"]) == items[-1].mark
    assert holes() == []


def test_two_nights_of_a_week_are_one_line_and_a_new_week_is_another(tablet: Tablet, clock: Clock):
    tablet.outcomes(tablet.give(4), tablet.give(4))
    night(clock, "2026-11-22")
    tablet.outcomes(tablet.give(4))
    night(clock, "2026-11-23")
    tablet.outcomes(tablet.give(4))
    night(clock, "2026-11-24")

    assert weeks() == [(date(2026, 11, 16), 3, 3, 0), (date(2026, 11, 23), 1, 4, 0)]


def test_missing_numbers_are_named(tablet: Tablet, clock: Clock):
    first = tablet.give(4)
    tablet.lose(3)
    fifth = tablet.give(4)
    tablet.lose()
    last = tablet.give(4)
    tablet.outcomes(first, fifth, last)

    night(clock, "2026-11-22")

    assert holes() == [(2, 4), (6, 6)]
    assert weeks() == [(date(2026, 11, 16), 3, 7, 0)]


def test_a_number_missing_over_a_fold_is_named_too(tablet: Tablet, clock: Clock):
    tablet.outcomes(tablet.give(4))
    night(clock, "2026-11-22")
    tablet.lose()
    tablet.outcomes(tablet.give(4))

    night(clock, "2026-11-23")

    assert holes() == [(2, 2)]


def test_a_late_arrival_shrinks_its_hole_until_none_is_left(tablet: Tablet, clock: Clock):
    late = [tablet.give(1), *tablet.lose(2), tablet.give(2), tablet.give(3)]
    tablet.outcomes(tablet.give(4))
    night(clock, "2026-11-22")
    assert holes() == [(1, 5)]

    assert tablet.outcomes(late[3]) == ["accepted"]
    assert holes() == [(1, 3), (5, 5)]
    assert tablet.outcomes(late[0], late[4]) == ["accepted", "accepted"]
    assert holes() == [(2, 3)]
    night(clock, "2026-11-23")
    assert holes() == [(2, 3)]
    assert tablet.outcomes(late[1], late[2]) == ["accepted", "accepted"]
    night(clock, "2026-11-24")

    assert holes() == []
    assert sum(week[1] for week in weeks()) == 6
    assert weeks()[-1][2] == 6


def test_a_refused_item_leaves_its_number_missing(tablet: Tablet, clock: Clock):
    tablet.outcomes(tablet.give(4), tablet.give(version=99), tablet.give(4))

    night(clock, "2026-11-22")

    assert holes() == [(2, 2)]


def test_a_number_used_twice_is_held_before_and_after_folding(tablet: Tablet, clock: Clock):
    stolen = tablet.clone()
    mine, theirs = tablet.give(5), stolen.give(1)

    assert tablet.outcomes(mine, theirs) == ["accepted", "held"]
    night(clock, "2026-11-22")
    other = stolen.sign(1, stolen.clone().give(2).envelope)

    assert tablet.outcomes(theirs, other, mine) == ["held", "held", "settled"]
    assert [row["answers"][0] for row in ledger.settled()] == ["5"]
    assert ledger.revisions() == []


def test_a_chain_that_does_not_follow_is_counted_as_a_break(tablet: Tablet, clock: Clock):
    first = tablet.give(4)
    tablet.head = b"\0" * 32
    second = tablet.give(4)
    third = tablet.give(4)
    tablet.outcomes(first, second, third)

    night(clock, "2026-11-22")

    assert weeks() == [(date(2026, 11, 16), 3, 3, 1)]


def test_a_break_across_the_fold_is_counted_too(tablet: Tablet, clock: Clock):
    tablet.outcomes(tablet.give(4))
    night(clock, "2026-11-22")
    tablet.head = b"\0" * 32
    tablet.outcomes(tablet.give(4))

    night(clock, "2026-11-23")

    assert [week[3] for week in weeks()] == [1]


def test_a_break_is_counted_beside_a_late_arrival(tablet: Tablet, clock: Clock):
    late = tablet.give(4)
    tablet.outcomes(tablet.give(4))
    night(clock, "2026-11-22")
    tablet.head = b"\0" * 32
    tablet.outcomes(late, tablet.give(4))

    night(clock, "2026-11-23")

    assert [week[3] for week in weeks()] == [1]


@pytest.mark.parametrize("state", ["retired", "revoked"])
def test_what_a_tablet_still_held_when_it_ended_is_named(tablet: Tablet, clock: Clock, state: str):
    tablet.outcomes(tablet.give(4))
    late = tablet.give(4)
    tablet.lose(2)
    tablet.heartbeat(queue=3)
    night(clock, "2026-11-22")
    assert holes() == [], "It may still send them"

    pairing.end(tablet, state)
    other = pairing.pair(tablet.transport)
    night(clock, "2026-11-23")
    assert holes() == [(2, 4)]

    other.outcomes(late)
    night(clock, "2026-11-24")
    assert holes() == [(3, 4)]


def test_settling_twice_folds_once(tablet: Tablet, clock: Clock):
    tablet.outcomes(tablet.give(4), tablet.give(5))
    night(clock, "2026-11-22")
    before = weeks(), holes()

    settling.settle()

    assert (weeks(), holes()) == before


@pytest.mark.parametrize("order", [1, -1], ids=["in order", "backwards"])
def test_the_order_of_arrival_leaves_no_trace_after_the_fold(
    tablet: Tablet, clock: Clock, database_url: str, order: int
):
    items = [tablet.give(1 + number % 5) for number in range(6)]
    for item in items[::order]:
        tablet.outcomes(item)

    night(clock, "2026-11-22")

    left: dict[str, Any] = contents(database_url)
    assert [row["count"] for row in left["tablet_week"]] == [6]
    assert bytes(left["tablet_week"][0]["head"]) == items[-1].mark
    assert {bytes(row["id"]) for row in left["submission"]} == {item.submission_id for item in items}
