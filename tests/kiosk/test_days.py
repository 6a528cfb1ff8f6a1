"""Late items land on the day they were given, whatever the tablet's clock says and however long it was alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert

from core.db import write
from core.domain.submission import Quality
from core.models import DutyEntry
from core.services import rollups, settling
from tests.services import record
from tests.support import ledger
from tests.support.clock import Clock
from tests.support.sealing import Item
from tests.support.tablet import Tablet
from tests.support.worlds import World

SATURDAY = "2026-11-21"


def on_duty(world: World, clock: Clock, *, days: int, officer: int, entry: int) -> None:
    """Put somebody on duty at counter 3 so many days from now, all day."""
    begins = clock.moment + timedelta(days=days, hours=-1)
    with write() as connection:
        row = {
            "id": entry,
            "unit_id": world.centre,
            "counter_id": world.many_counter,
            "officer_id": officer,
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=9),
        }
        connection.execute(insert(DutyEntry), row)


def place_of(item: Item) -> tuple[str, int, int]:
    """Return the day, the officer and the labels under which an answer stands."""
    row = ledger.counting(item.secret)
    return str(row["day"]), row["officer_id"], row["quality"]


@pytest.mark.parametrize(("days", "day"), [(7, "2026-11-28"), (30, "2026-12-21")])
def test_answers_of_a_week_and_of_a_month_ago_land_on_their_day_and_officer(
    world: World, tablet: Tablet, clock: Clock, days: int, day: str
):
    on_duty(world, clock, days=days, officer=world.chi, entry=81)
    tablet.fetch_bundle()
    tablet.measure_clock()
    first = tablet.give(4)
    clock.advance(days=days)
    last = tablet.give(5)
    clock.advance(hours=1)

    assert tablet.outcomes(first, last) == ["accepted", "accepted"]

    assert place_of(first) == (SATURDAY, world.an, 0)
    assert place_of(last) == (day, world.chi, 0)


def test_a_late_answer_adds_to_a_day_that_was_settled_long_ago(world: World, tablet: Tablet, clock: Clock):
    tablet.outcomes(tablet.give(5))
    late = tablet.give(1)
    clock.advance(days=1)
    settling.settle()
    clock.advance(days=29)

    assert tablet.outcomes(late) == ["accepted"]
    clock.advance(days=1)
    settling.settle()

    cells = record.counted("cell_day")
    place = (date(2026, 11, 21), 0, world.an, world.many_counter, "tablet", "B", world.quick)
    assert (cells[place, "", ""], cells[place, "overall", "5"], cells[place, "overall", "1"]) == (2, 1, 1)
    assert rollups.check() == []


@pytest.mark.parametrize(
    "ahead",
    [
        timedelta(days=3),
        timedelta(days=-3),
        timedelta(days=365 * 6),
        timedelta(days=-365 * 12),
        timedelta(minutes=11),
    ],
    ids=["3 days ahead", "3 days behind", "6 years ahead", "12 years behind", "11 minutes ahead"],
)
def test_a_wrong_clock_moves_no_answer_and_is_said_beside_it(
    world: World, tablet: Tablet, clock: Clock, ahead: timedelta
):
    tablet.ahead = ahead
    tablet.measure_clock()
    item = tablet.give(4)
    clock.advance(days=2)

    assert tablet.outcomes(item) == ["accepted"]

    assert place_of(item) == (SATURDAY, world.an, int(Quality.CLOCK))


def test_a_clock_a_few_minutes_wrong_is_not_worth_a_word(world: World, tablet: Tablet):
    tablet.ahead = timedelta(minutes=9)
    item = tablet.give(4)
    tablet.outcomes(item)

    assert place_of(item) == (SATURDAY, world.an, 0)


def test_an_earlier_epoch_is_corrected_by_what_was_measured_then(world: World, tablet: Tablet, clock: Clock):
    tablet.ahead = timedelta(days=-400)
    tablet.measure_clock()
    item = tablet.give(4)
    clock.advance(days=5)
    tablet.ahead = timedelta(0)
    tablet.start_again()

    assert tablet.outcomes(item) == ["accepted"]

    assert place_of(item) == (SATURDAY, world.an, int(Quality.CLOCK))


def test_an_epoch_nobody_measured_is_guessed_and_said_so(world: World, tablet: Tablet, clock: Clock):
    tablet.epochs = {"1": None}
    item = tablet.give(4)
    clock.advance(days=5)
    tablet.start_again()

    assert tablet.outcomes(item) == ["accepted"]

    assert place_of(item) == (SATURDAY, world.an, int(Quality.CLOCK))


def test_an_answer_cannot_come_from_the_future_nor_from_before_its_tablet(
    world: World, tablet: Tablet, clock: Clock
):
    wall = tablet.wall
    year = 365 * 24 * 3600 * 1000
    early = tablet.give(4, wall=wall - year)
    late = tablet.give(4, wall=wall + year)
    clock.advance(days=3)

    assert tablet.outcomes(early, late) == ["accepted", "accepted"]

    assert place_of(early) == (SATURDAY, world.an, int(Quality.CLOCK))
    assert place_of(late) == ("2026-11-24", 0, int(Quality.CLOCK))


def test_an_answer_lies_on_the_right_side_of_the_last_heartbeat(tablet: Tablet, clock: Clock):
    """Whoever sets the clock cannot move an answer to a day on which the tablet was heard of."""
    day = 24 * 3600 * 1000
    before = tablet.give(4, wall=tablet.wall + 2 * day)
    clock.advance(days=1)
    tablet.heartbeat()
    after = tablet.give(4, wall=tablet.wall - day)
    clock.advance(days=1)

    assert tablet.outcomes(before, after) == ["accepted", "accepted"]

    assert (place_of(before)[0], place_of(after)[0]) == ("2026-11-22", "2026-11-22")


def test_the_day_is_the_offices_and_not_utc(tablet: Tablet, clock: Clock):
    clock.set("2026-11-22T00:10:00+07:00")
    item = tablet.give(4)
    tablet.outcomes(item)

    assert place_of(item)[0] == "2026-11-22"
