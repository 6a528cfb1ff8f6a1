"""Published results, on both databases: differences of steps, within the scope, and nothing that was not a step."""

from datetime import date
from fractions import Fraction

import pytest
from flask import Flask
from sqlalchemy import update

from core.db import db, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.domain.ladder import Cadence
from core.domain.periods import Period, parse
from core.domain.standings import TierGroup
from core.models import Unit
from core.queries import provinces, published
from core.queries.steps import Span
from tests.support import worlds
from tests.support.counted import satisfied
from tests.support.published import closed, each_day, given, settled
from tests.support.worlds import World

UNITS = frozenset({World.commune, World.centre})
LEADER, COUNCIL, OFFICER = (
    Scope(1, role, UNITS, World.an if role is Role.OFFICER else None)
    for role in (Role.LEADER, Role.COUNCIL, Role.OFFICER)
)
OCTOBER, NOVEMBER = parse("month", "2026-10"), parse("month", "2026-11")
THROUGH = date(2026, 11, 20)


@pytest.fixture
def world(app: Flask) -> World:
    with write_session() as session:
        return worlds.office(session)


def people(scope: Scope, period: Period) -> dict[str, int]:
    """Return how many open answers each field of a published period rests on."""
    found = published.overview(scope, period).overview
    return {line.name: line.pair.open.n for line in found.fields}


def test_a_period_is_the_difference_of_the_last_steps_before_its_borders(world: World) -> None:
    settled(*(given(day, satisfied(3, of=4)) for day in each_day(date(2026, 10, 27), 10)))
    closed(THROUGH)

    # Steps of eight people on 28 and 30 October, 1, 3 and 5 November.
    october, november = (published.overview(LEADER, period) for period in (OCTOBER, NOVEMBER))

    assert (october.overview.headline.n, november.overview.headline.n) == (16, 24)
    assert october.span == Span(date(2026, 10, 27), date(2026, 10, 30))
    assert november.span == Span(date(2026, 10, 31), date(2026, 11, 5))
    assert november.overview.headline.figure.value == Fraction(3, 4)


def test_the_council_reads_weeks_of_ten(world: World) -> None:
    settled(*(given(day, satisfied(2, of=2)) for day in each_day(date(2026, 11, 2), 14)))
    closed(THROUGH)

    weeks = [people(COUNCIL, parse("week", f"2026-W{number}")) for number in (45, 46, 47)]

    # Twelve by the first Sunday's step of the day (six a step), twelve more by the next.
    assert weeks == [{"Hộ tịch": 12}, {"Hộ tịch": 12}, {}]
    assert published.closed_through(COUNCIL, Cadence.WEEK) == date(2026, 11, 15)
    assert published.closed_through(LEADER, Cadence.DAY) == THROUGH


def test_whoever_reads_both_ladders_finds_at_least_five_people_between_them(world: World) -> None:
    settled(*(given(day, satisfied(3, of=3)) for day in each_day(date(2026, 11, 2), 14)))
    closed(THROUGH)

    for week in (parse("week", "2026-W45"), parse("week", "2026-W46")):
        by_day, by_week = people(LEADER, week)["Hộ tịch"], people(COUNCIL, week)["Hộ tịch"]
        assert by_day - by_week == 0 or by_day - by_week >= 5


def test_nothing_of_another_unit_is_read(world: World) -> None:
    settled(
        given(THROUGH, satisfied(1, of=6), unit=world.neighbour, field=world.neighbours_field),
        given(THROUGH, satisfied(6, of=6)),
    )
    closed(THROUGH)

    assert people(LEADER, NOVEMBER) == {"Hộ tịch": 6}
    assert published.readable_through(LEADER, Cadence.DAY) == THROUGH
    assert published.readable_through(LEADER, Cadence.DAY, is_about_officers=True) is None


@pytest.mark.parametrize("role", [Role.FRONT, Role.OFFICER, Role.SYSADMIN, None])
def test_who_may_not_read_published_results_is_refused(world: World, role: Role | None) -> None:
    with pytest.raises(AccessDenied):
        published.overview(Scope(1, role, UNITS), NOVEMBER)
    with pytest.raises(AccessDenied):
        provinces.overview(Scope(1, role, UNITS), NOVEMBER)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER, Role.SYSADMIN])
def test_who_may_not_read_officers_is_refused(world: World, role: Role) -> None:
    with pytest.raises(AccessDenied):
        published.officers(Scope(1, role, UNITS), NOVEMBER)


def test_tiers_are_published_apart_and_lead_by_the_same_rule(world: World) -> None:
    settled(
        given(THROUGH, satisfied(30, of=40)),
        given(THROUGH, satisfied(27, of=30), channel="tablet", tier="B"),
    )
    closed(THROUGH)

    found = published.overview(LEADER, NOVEMBER).overview

    assert found.leading is TierGroup.VERIFIED
    assert (found.headline.n, found.beside.n) == (30, 40)
    assert found.headline.figure.value == Fraction(9, 10)


def test_an_officers_total_is_the_sum_of_fields_and_channels_that_have_ten(world: World) -> None:
    day = date(2026, 11, 9)
    for field, n in ((world.land, 12), (world.building, 10), (world.environment, 9)):
        levels = satisfied(n, of=n)
        settled(
            given(day, levels, officer=levels, field=field, officer_id=world.an, channel="tablet", tier="B")
        )
    closed(THROUGH)

    found = published.officers(COUNCIL, parse("week", "2026-W46")).officers

    assert {line.name: line.verified_n for line in found.described}["Nguyễn Văn An"] == 22
    assert [(group.field.name, group.members[0].n) for group in found.groups] == [
        ("Đất đai", 12),
        ("Xây dựng", 10),
    ]


def test_an_officers_account_reads_about_that_officer_alone(world: World) -> None:
    day = date(2026, 11, 9)
    for officer in (world.an, world.binh, world.chi):
        levels = satisfied(60, of=60)
        settled(given(day, levels, officer=levels, officer_id=officer, channel="tablet", tier="B"))
    closed(THROUGH)

    found = published.own(OFFICER, parse("week", "2026-W46")).officers

    assert [line.name for line in found.described] == ["Nguyễn Văn An"]
    assert [[member.officer.id for member in group.members] for group in found.groups] == [[world.an]]
    assert [group.mean for group in found.groups] == [None]
    assert found.groups[0].members[0].comparison == "level"


def test_a_province_adds_up_its_communes_and_holds_each_against_its_own_target(world: World) -> None:
    with write_session() as session:
        worlds.target(session, 9500)
        session.add(
            Unit(
                id=9,
                unit_id=9,
                code="tinh",
                kind="province",
                name="Tỉnh Mẫu",
                help_phone="",
                valid_from=worlds.BEGINNING,
            )
        )
        session.flush()
        session.execute(update(Unit).where(Unit.id.in_((world.commune, world.neighbour))).values(parent_id=9))
    settled(
        given(THROUGH, satisfied(50, of=60)),
        given(THROUGH, satisfied(40, of=40), unit=world.neighbour, field=world.neighbours_field),
    )
    closed(THROUGH)
    scope = Scope(1, Role.PROVINCE, UNITS | {9, world.neighbour})

    found = provinces.overview(scope, NOVEMBER)

    assert (found.results.overview.headline.n, found.results.overview.headline.target) == (100, None)
    assert [(line.name, line.standing.n) for line in found.communes] == [("Xã Bên", 40), ("Xã Mẫu", 60)]
    assert [line.standing.verdict for line in found.communes] == [None, "not_met"]
    narrow, name = provinces.narrowed(scope, "xa-mau")
    assert (narrow.unit_ids, name) == (UNITS, "Xã Mẫu")
    assert provinces.narrowed(scope, "tinh") is None
    assert published.overview(narrow, NOVEMBER).overview.headline.n == 60


def test_a_step_cannot_be_changed_or_removed(world: World) -> None:
    settled(given(THROUGH, satisfied(6, of=6)))
    closed(THROUGH)

    for statement in (
        "UPDATE rung_step SET n_field = 1",
        "DELETE FROM rung_step",
        "UPDATE rung SET unit_id = 3",
        "DELETE FROM rung",
    ):
        with pytest.raises(Exception, match="insert-only"), db.engine.begin() as connection:
            connection.exec_driver_sql(statement)


def test_a_later_answer_of_a_closed_month_does_not_change_it(world: World) -> None:
    settled(given(date(2026, 10, 20), satisfied(6, of=6)))
    closed(date(2026, 11, 10))
    before = people(LEADER, OCTOBER)
    settled(given(date(2026, 10, 20), satisfied(0, of=50)))
    closed(THROUGH)

    assert people(LEADER, OCTOBER) == before == {"Hộ tịch": 6}
    assert people(LEADER, NOVEMBER) == {"Hộ tịch": 50}
