"""For which officer a tablet's answer counts: the one the citizen saw, and only when the citizen pressed."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.db import db, write_session
from core.domain.access import Role, Scope
from core.models import DutyEntry
from core.services import corrections, rollups, settling
from tests.services import record
from tests.support import ledger, worlds
from tests.support.clock import Clock
from tests.support.recount import recount
from tests.support.sealing import Item
from tests.support.tablet import Tablet
from tests.support.worlds import World

MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))
FRONT = Scope(2, Role.FRONT, frozenset({World.centre}))
SATURDAY = date(2026, 11, 21)


def officer_of(tablet: Tablet, item: Item) -> int:
    """Send an answer and return for which officer it counts."""
    assert tablet.outcomes(item) == ["accepted"]
    return int(ledger.counting(item.secret)["officer_id"])


@pytest.mark.parametrize(
    ("changes", "officer"),
    [
        ({"pressed_by": "self"}, World.an),
        ({"pressed_by": "relative"}, World.an),
        ({"pressed_by": "staff"}, 0),
        ({"pressed_by": ""}, 0),
        ({"disclaimed": True}, 0),
        ({"duty": None}, 0),
        ({"duty": World.duty_of_binh}, 0),
        ({"duty": World.duty_of_chi}, 0),
        ({"duty": 999}, 0),
    ],
    ids=[
        "the citizen",
        "a relative",
        "an officer helped",
        "nobody said",
        "not this person",
        "nobody on duty",
        "a later shift",
        "another counter's shift",
        "a shift nobody knows",
    ],
)
def test_only_the_officer_on_duty_is_rated_and_only_by_the_citizens_own_hand(
    world: World, tablet: Tablet, changes: dict[str, Any], officer: int
):
    item = tablet.give(2, field=world.land, **changes)

    assert officer_of(tablet, item) == officer
    row = ledger.counting(item.secret)
    assert (row["duty_entry_id"] != 0) == bool(officer)
    assert (row["field_id"], row["counter_id"], row["answers"][0]) == (world.land, world.many_counter, "2")


def test_what_an_officer_helped_with_still_counts_for_field_and_office(
    world: World, tablet: Tablet, clock: Clock, database_url: str
):
    tablet.outcomes(
        tablet.give(4, field=world.land),
        tablet.give(4, field=world.land, pressed_by="staff"),
        tablet.give(4, field=world.land, pressed_by=""),
    )
    night(clock)

    counted = recount(database_url, SATURDAY, SATURDAY)

    people = {
        subject: counted.levels[what, subject, "quick v1", "B", "overall"].n
        for what, subject in (("office", "office"), ("field", "Đất đai (trung-tam)"))
    }
    assert people == {"office": 3, "Đất đai (trung-tam)": 3}
    assert record.counted("cell_day")[place(world, world.an), "overall", "4"] == 1
    assert record.counted("cell_day")[place(world, 0), "overall", "4"] == 2
    assert rollups.check() == []


def place(world: World, officer: int) -> record.Place:
    return (SATURDAY, world.land, officer, world.many_counter, "tablet", "B", world.quick)


def night(clock: Clock, *, days: int = 1) -> None:
    clock.advance(days=days)
    settling.settle()
    db.session.rollback()


def test_a_few_minutes_around_a_shift_belong_to_it(world: World, tablet: Tablet, clock: Clock):
    clock.set("2026-11-21T11:39:00+07:00")
    assert officer_of(tablet, tablet.give(4, duty=world.duty_of_an)) == world.an
    clock.set("2026-11-21T11:41:00+07:00")
    assert officer_of(tablet, tablet.give(4, duty=world.duty_of_an)) == 0
    assert officer_of(tablet, tablet.give(4, duty=world.duty_of_binh)) == world.binh


def test_whoever_was_replaced_meanwhile_is_rated_where_the_screen_still_named_them(
    world: World, tablet: Tablet, clock: Clock
):
    """The tablet was offline and still showed An, who had left at half past nine (docs/decisions/0024)."""
    clock.set("2026-11-21T09:20:00+07:00")
    before = tablet.give(5)
    clock.set("2026-11-21T09:30:00+07:00")
    with write_session() as session:
        session.get_one(DutyEntry, world.duty_of_an).replaced_at = clock.moment
    clock.set("2026-11-21T09:45:00+07:00")
    after = tablet.give(1)

    assert (officer_of(tablet, before), officer_of(tablet, after)) == (world.an, world.an)


def test_a_shift_that_was_replaced_before_it_began_never_stood(world: World, tablet: Tablet, clock: Clock):
    """Nobody could put it right: a correction needs a shift that stood."""
    with write_session() as session:
        session.get_one(DutyEntry, world.duty_of_binh).replaced_at = clock.moment
    clock.set("2026-11-21T14:00:00+07:00")

    assert officer_of(tablet, tablet.give(1, duty=world.duty_of_binh)) == 0


def test_a_late_answer_of_a_corrected_shift_counts_for_no_officer_and_all_counts_agree(
    world: World, tablet: Tablet, clock: Clock, database_url: str
):
    five, one = ({"overall": [level], "officer": [level]} for level in ("5", "1"))
    tablet.outcomes(tablet.give(answers=five), tablet.give(answers=five))
    late = tablet.give(answers=one)
    night(clock, days=2)
    correct(world)
    assert officer_of(tablet, late) == 0
    night(clock)

    assert rollups.check() == []
    counted = recount(database_url, SATURDAY, SATURDAY)
    by_officer = {
        subject: found.counts
        for (what, subject, _version, _trust, criterion), found in counted.levels.items()
        if what == "officer" and criterion == "officer"
    }
    office = counted.levels["office", "office", "quick v1", "B", "overall"].counts
    assert by_officer == {"Trần Thị Bình (B, trung-tam)": (0, 0, 0, 0, 2)}
    assert office == (1, 0, 0, 0, 2)
    assert tablet.outcomes(late) == ["settled"]


def correct(world: World) -> None:
    """Let the Front accept that Bình sat there, and not An."""
    number = corrections.propose(
        MANAGER,
        world.centre,
        world.duty_of_an,
        officer_id=world.binh,
        reason="Hai người đổi quầy",
        actor="quan-ly",
    )
    db.session.rollback()
    corrections.accept(FRONT, number, reason="Đúng", actor="mat-tran")
    db.session.rollback()


def test_a_correction_that_was_rejected_leaves_late_answers_where_they_belong(
    world: World, tablet: Tablet, clock: Clock
):
    late = tablet.give(1)
    night(clock, days=2)
    number = corrections.propose(
        MANAGER, world.centre, world.duty_of_an, officer_id=world.binh, reason="Nhầm", actor="quan-ly"
    )
    db.session.rollback()
    corrections.reject(FRONT, number, reason="Không đúng", actor="mat-tran")
    db.session.rollback()

    assert officer_of(tablet, late) == world.an


def test_a_correction_waits_for_a_late_answer_that_lies_in_the_inbox(
    world: World, tablet: Tablet, clock: Clock
):
    late = tablet.give(1)
    night(clock, days=2)
    assert officer_of(tablet, late) == world.an

    with pytest.raises(corrections.PlaceRefused, match="too_early"):
        correct(world)


def test_replaying_an_answer_after_its_shift_was_corrected_is_no_conflict(
    world: World, tablet: Tablet, clock: Clock
):
    item = tablet.give(4)
    tablet.outcomes(item)
    night(clock, days=2)
    correct(world)

    assert tablet.outcomes(item) == ["settled"]


def test_the_roster_of_the_bundle_reaches_from_yesterday_to_five_weeks_ahead(
    world: World, tablet: Tablet, clock: Clock
):
    for entry, days in ((91, 34), (92, 36)):
        with write_session() as session:
            begins = clock.moment + timedelta(days=days)
            session.add(
                DutyEntry(
                    id=entry,
                    unit_id=world.centre,
                    counter_id=world.many_counter,
                    officer_id=world.chi,
                    starts_at=begins,
                    ends_at=begins + timedelta(hours=3),
                )
            )

    tablet.fetch_bundle()

    assert [one["entry"] for one in tablet.bundle["roster"]] == [world.duty_of_an, world.duty_of_binh, 91]
    assert worlds.World().duty_of_chi not in {one["entry"] for one in tablet.bundle["roster"]}
