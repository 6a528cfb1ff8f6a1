"""The ladder of published figures: what climbs when, by how much, and what never changes."""

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import insert, select

from core import clock as house_clock
from core.db import db, write, write_session
from core.domain.builtin import MINISTRY
from core.domain.ladder import Cadence
from core.domain.rollup import CellKey
from core.domain.submission import Channel, Tier
from core.jobs import loop
from core.models import CELL_DAY, CELL_MONTH, RUNG, RUNG_STEP, DailyRun
from core.services import cells, ladder, settling, submissions
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.counted import counted, satisfied
from tests.support.worlds import World

MONDAY = date(2026, 11, 2)
Taken = tuple[str, str, int]


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    clock.set(f"{MONDAY.isoformat()}T09:00:00+07:00")
    with write_session() as session:
        return worlds.office(session)


def give(world: World, n: int, *, level: str = "4", officer: str | None = None, **changes: object) -> None:
    """Let so many people answer today."""
    answers = {"overall": (level,), **({"officer": (officer,)} if officer else {})}
    for _ in range(n):
        submissions.accept(worlds.draft(world, answers=answers, **{"field_id": world.land, **changes}))


def next_day(clock: Clock, days: int = 1) -> ladder.Closed:
    """Go to the next morning; the night settles and closes."""
    clock.advance(days=days)
    settling.settle()
    return ladder.close()


def taken(cadence: Cadence = Cadence.DAY, *, officers: bool = False) -> list[Taken]:
    """Return (day closed, tier, persons) of every step, in the order they were taken."""
    persons = RUNG_STEP.c.n_officer if officers else RUNG_STEP.c.n_field
    statement = (
        select(RUNG_STEP.c.closed_on, RUNG.c.tier, persons)
        .select_from(RUNG)
        .join(RUNG_STEP, RUNG.c.id == RUNG_STEP.c.rung_id)
        .where(RUNG.c.cadence == str(cadence), (RUNG.c.officer_id != 0) == officers)
        .order_by(RUNG_STEP.c.closed_on, RUNG.c.id)
    )
    with db.engine.connect() as connection:
        return [(row[0].isoformat(), row[1], row[2]) for row in connection.execute(statement)]


def test_a_day_with_five_answers_is_a_step(world: World, clock: Clock) -> None:
    give(world, 5)

    closed = next_day(clock)

    assert closed == ladder.Closed(MONDAY, 1)
    assert taken() == [("2026-11-02", "C", 5)]


def test_four_answers_wait_for_a_fifth(world: World, clock: Clock) -> None:
    give(world, 4)
    next_day(clock)
    before = taken()
    give(world, 1)
    next_day(clock)

    assert before == []
    assert taken() == [("2026-11-03", "C", 5)]


def test_fields_and_tiers_do_not_help_each_other(world: World, clock: Clock) -> None:
    give(world, 4)
    give(world, 4, field_id=world.building)
    give(world, 4, tier=Tier.B, channel=Channel.TABLET)
    next_day(clock)

    assert taken() == []


def test_a_week_climbs_on_sunday_from_ten_on(world: World, clock: Clock) -> None:
    give(world, 10)
    for _ in range(7):
        next_day(clock)
    give(world, 9)
    next_day(clock, days=7)

    assert taken(Cadence.WEEK) == [("2026-11-08", "C", 10)]


def test_officers_climb_by_week_only_and_by_field_channel_and_tier(world: World, clock: Clock) -> None:
    give(world, 12, officer="5")
    give(world, 9, officer="5", field_id=world.building)
    give(world, 9, officer="5", tier=Tier.B, channel=Channel.TABLET)
    for _ in range(7):
        next_day(clock)

    assert taken(Cadence.DAY, officers=True) == []
    assert taken(Cadence.WEEK, officers=True) == [("2026-11-08", "C", 12)]


def test_whoever_said_nothing_about_the_officer_is_not_counted_for_one(world: World, clock: Clock) -> None:
    give(world, 9, officer="5")
    give(world, 30)
    next_day(clock, days=7)

    assert taken(Cadence.WEEK, officers=True) == []


def test_closing_twice_changes_nothing(world: World, clock: Clock) -> None:
    give(world, 5)
    next_day(clock)
    steps = taken()

    assert ladder.close() == ladder.Closed()
    assert taken() == steps


def test_nothing_closes_before_the_day_is_settled(world: World, clock: Clock) -> None:
    give(world, 5)
    clock.advance(days=1)

    assert ladder.close() == ladder.Closed()


def test_days_without_a_worker_are_closed_one_by_one_afterwards(world: World, clock: Clock) -> None:
    for _ in range(3):
        give(world, 6)
        clock.advance(days=1)

    settling.settle()
    closed = ladder.close()

    assert closed.through == date(2026, 11, 4)
    assert taken() == [("2026-11-02", "C", 6), ("2026-11-03", "C", 12), ("2026-11-04", "C", 18)]


def test_late_answers_wait_for_the_next_step_and_change_none(world: World, clock: Clock) -> None:
    give(world, 5)
    next_day(clock)
    next_day(clock)
    give(world, 4, day=MONDAY)
    next_day(clock)
    waiting = taken()
    give(world, 1)
    next_day(clock)

    assert waiting == [("2026-11-02", "C", 5)]
    assert taken() == [("2026-11-02", "C", 5), ("2026-11-05", "C", 10)]


def test_answers_of_two_years_climb_together_each_in_its_year(world: World, clock: Clock) -> None:
    clock.set("2026-12-31T09:00:00+07:00")
    give(world, 3)
    next_day(clock)
    give(world, 2)
    next_day(clock)

    with db.engine.connect() as connection:
        rows = connection.execute(
            select(RUNG.c.year, RUNG.c.begins_on, RUNG_STEP.c.closed_on, RUNG_STEP.c.n_field)
            .select_from(RUNG)
            .join(RUNG_STEP, RUNG_STEP.c.rung_id == RUNG.c.id)
            .order_by(RUNG.c.year)
        ).all()
    # What waited from an earlier day is known by its month only.
    assert [tuple(row) for row in rows] == [
        (2026, date(2026, 12, 1), date(2027, 1, 1), 3),
        (2027, date(2027, 1, 1), date(2027, 1, 1), 2),
    ]


def test_the_first_closing_climbs_through_the_days_before_it(world: World, clock: Clock) -> None:
    with write() as connection:
        connection.execute(
            insert(DailyRun), {"job": settling.JOB, "unit_id": 0, "last_day": house_clock.today().isoformat()}
        )
        for days in range(20):
            day = MONDAY - timedelta(days=days + 1)
            key = CellKey(day, world.centre, world.land, 0, 0, "qr", "C", 0, world.quick)
            change = {key: counted(satisfied(2, of=2))}
            cells.add(connection, CELL_DAY, change)
            cells.add(connection, CELL_MONTH, {key.by_month(): counted(satisfied(2, of=2))})

    ladder.close()

    assert taken() == [
        ("2026-10-15", "C", 6),
        ("2026-10-18", "C", 12),
        ("2026-10-21", "C", 18),
        ("2026-10-24", "C", 24),
        ("2026-10-27", "C", 30),
        ("2026-10-30", "C", 36),
    ]
    assert taken(Cadence.WEEK) == [
        ("2026-10-18", "C", 12),
        ("2026-10-25", "C", 24),
        ("2026-11-01", "C", 36),
    ]


def test_a_criterion_that_few_answered_waits_although_the_people_are_published(
    world: World, clock: Clock
) -> None:
    questionnaire = MINISTRY
    criteria = [question.code for question in questionnaire.questions if question.is_scored]
    for number in range(6):
        answered = criteria if number < 4 else criteria[1:]
        submissions.accept(
            worlds.draft(
                world,
                touchpoint_id=world.criteria_point,
                version_id=world.ministry,
                duty_entry_id=world.duty_of_chi,
                field_id=world.civil,
                answers=dict.fromkeys(answered, ("4",)),
            )
        )
    next_day(clock)

    slots = [questionnaire.question(code).option("4").slot for code in criteria[:2]]
    columns = [RUNG_STEP.c[f"s{slot % 48:02d}"] for slot in slots]
    with db.engine.connect() as connection:
        row = connection.execute(select(RUNG_STEP.c.n_office, *columns).where(RUNG_STEP.c.part == 0)).one()
    assert tuple(row) == (6, 0, 6)


def test_the_nightly_command_closes_what_it_settled(app: Flask, world: World, clock: Clock) -> None:
    give(world, 5)
    clock.advance(days=1)

    first = app.test_cli_runner().invoke(args=["submissions", "settle"]).output
    second = app.test_cli_runner().invoke(args=["submissions", "settle"]).output

    assert "Closed the days through 02/11/2026: 1 steps of published figures." in first
    assert "Closed" not in second
    assert taken() == [("2026-11-02", "C", 5)]


def test_the_worker_closes_after_one_o_clock(world: World, clock: Clock) -> None:
    give(world, 5)
    clock.set("2026-11-03T00:59:00+07:00")
    loop.step()
    before = taken()
    clock.set("2026-11-03T01:00:00+07:00")
    loop.step()

    assert (before, taken()) == ([], [("2026-11-02", "C", 5)])
