"""Live results as the database adds them up: which cells count, for whom, and by how few and how direct statements."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Table, event, text

from core.db import db, write, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.domain.builtin import MINISTRY, QUICK
from core.domain.overview import Overview
from core.domain.periods import Period, parse
from core.domain.questionnaire import Questionnaire
from core.domain.rollup import CellKey
from core.domain.scoring import wilson
from core.domain.standings import TierGroup
from core.models import CELL_DAY, CELL_LIVE, CELL_MONTH
from core.queries import cell_sums, results
from core.services import cells, settling, submissions
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.counted import Levels, counted, satisfied
from tests.support.worlds import World

FRONT = Scope(account_id=1, role=Role.FRONT, unit_ids=frozenset({World.commune, World.centre}))
NOVEMBER = parse("month", "2026-11")


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    with write_session() as session:
        return worlds.office(session)


def fill(
    table: Table,
    day: date,
    levels: Levels,
    *,
    questionnaire: Questionnaire = QUICK,
    unit: int = World.centre,
    field: int = World.civil,
    officer: int = 0,
    tier: str = "C",
) -> None:
    """Add the answers of many people to one cell."""
    version = World.quick if questionnaire is QUICK else World.ministry
    key = CellKey(day, unit, field, officer, 0, "qr", tier, 0, version)
    with write() as connection:
        cells.add(connection, table, {key: counted(levels, questionnaire=questionnaire)})


def read(period: Period = NOVEMBER, scope: Scope = FRONT) -> Overview:
    """Read as a fresh request does."""
    db.session.rollback()
    return results.overview(scope, period)


@contextmanager
def statements() -> Iterator[list[tuple[str, Any]]]:
    """Note every statement that is sent meanwhile, with its values."""
    seen: list[tuple[str, Any]] = []

    def note(connection: object, cursor: object, statement: str, values: Any, *rest: object) -> None:
        seen.append((statement, values))

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def test_an_answer_counts_at_once_and_the_same_after_settling(world: World, clock: Clock) -> None:
    submissions.accept(worlds.draft(world, answers={"overall": ("5",)}, field_id=world.land))
    submissions.accept(worlds.draft(world, answers={"overall": ("2",), "officer": ("4",)}))

    live = read()
    clock.set("2026-11-22T01:00:00+07:00")
    settled = settling.settle()
    after = read()

    assert settled.submissions == 2
    assert (live.headline.n, live.headline.levels.counts) == (2, (0, 1, 0, 0, 1))
    assert after == live


def test_whole_months_single_days_and_live_answers_make_up_a_free_span(world: World) -> None:
    fill(CELL_DAY, date(2026, 9, 29), satisfied(1000, of=1000))  # the day before
    fill(CELL_DAY, date(2026, 9, 30), satisfied(1, of=1))
    fill(CELL_MONTH, date(2026, 10, 1), satisfied(20, of=40))
    fill(CELL_DAY, date(2026, 10, 15), satisfied(15, of=15))  # already part of its month
    fill(CELL_DAY, date(2026, 11, 1), satisfied(300, of=300))
    fill(CELL_LIVE, date(2026, 11, 2), satisfied(4000, of=4000))
    fill(CELL_DAY, date(2026, 11, 3), satisfied(50000, of=50000))  # the day after
    fill(CELL_MONTH, date(2026, 11, 1), satisfied(900000, of=900000))  # not whole

    found = read(parse("custom", "2026-09-30..2026-11-02"))

    assert (found.headline.n, found.headline.levels.satisfied) == (4341, 4321)


def test_a_week_across_a_month_is_read_by_days(world: World) -> None:
    fill(CELL_DAY, date(2026, 9, 30), satisfied(2, of=2))
    fill(CELL_DAY, date(2026, 10, 4), satisfied(3, of=3))
    fill(CELL_DAY, date(2026, 10, 5), satisfied(400, of=400))
    fill(CELL_MONTH, date(2026, 10, 1), satisfied(5000, of=5000))

    found = read(parse("week", "2026-W40"))

    assert found.headline.n == 5
    assert [step.standing.n for step in found.course.steps] == [0] * 11 + [5]


def test_another_office_is_never_counted(world: World) -> None:
    fill(CELL_MONTH, date(2026, 11, 1), satisfied(9, of=10))
    fill(
        CELL_MONTH,
        date(2026, 11, 1),
        satisfied(0, of=500),
        unit=world.neighbour,
        field=world.neighbours_field,
    )
    fill(
        CELL_LIVE, date(2026, 11, 20), satisfied(0, of=70), unit=world.neighbour, field=world.neighbours_field
    )

    found = read()
    neighbour = read(scope=Scope(2, Role.FRONT, frozenset({world.neighbour})))

    assert (found.headline.n, neighbour.headline.n) == (10, 570)
    assert [field.name for field in found.silent_fields] == [
        "Đất đai", "Xây dựng", "Đầu tư", "Môi trường", "Lĩnh vực khác",
    ]  # fmt: skip


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.FRONT, Role.FRONT_LEAD)])
def test_nobody_but_the_front_reads_live_results(world: World, role: Role) -> None:
    with pytest.raises(AccessDenied):
        results.overview(Scope(3, role, FRONT.unit_ids), NOVEMBER)


def test_a_questionnaire_in_several_parts_is_put_together(world: World) -> None:
    fill(CELL_MONTH, date(2026, 11, 1), satisfied(24, of=32), questionnaire=MINISTRY, officer=world.an)

    found = read()

    assert len(found.headline.criteria) == 19
    assert {tally.counts for _, tally in found.headline.criteria} == {(0, 0, 8, 24, 0)}
    assert (found.headline.n, found.headline.figure.value) == (32, Fraction(3, 4))
    assert [(officer.name, officer.open_n) for officer in found.officers][0] == ("Nguyễn Văn An", 32)


def test_the_course_follows_the_leading_tiers_and_questionnaire(world: World) -> None:
    for month, n in ((9, 40), (10, 50), (11, 60)):
        fill(CELL_MONTH, date(2026, month, 1), satisfied(n - 10, of=n), tier="B")
        fill(CELL_MONTH, date(2026, month, 1), satisfied(0, of=7), tier="C")
        fill(CELL_MONTH, date(2026, month, 1), satisfied(0, of=5), tier="B", questionnaire=MINISTRY)

    found = read()

    assert found.leading is TierGroup.VERIFIED
    assert [step.standing.n for step in found.course.steps] == [0] * 9 + [40, 50, 60]
    assert found.course.steps[-1].standing.figure == found.headline.figure


def test_a_quarters_course_adds_up_its_months(world: World) -> None:
    for year, month in ((2024, 2), (2026, 7), (2026, 9), (2026, 10)):
        fill(CELL_MONTH, date(year, month, 1), satisfied(1, of=10))

    found = read(parse("quarter", "2026-Q4"))

    assert [(str(step.period), step.standing.n) for step in found.course.steps if step.standing.n] == [
        ("2024-Q1", 10),
        ("2026-Q3", 20),
        ("2026-Q4", 10),
    ]


def test_targets_are_read_with_their_document(world: World) -> None:
    with write_session() as session:
        worlds.target(session, 9500)
        worlds.target(session, 8550, group=world.land_group)
    fill(CELL_MONTH, date(2026, 11, 1), satisfied(90, of=100), field=world.land)

    found = read()

    assert found.headline.target.threshold == Fraction(95, 100)
    assert (found.headline.target.document, found.headline.target.article) == ("Kế hoạch mẫu", "Mục 1")
    assert [(line.name, line.pair.open.target.threshold) for line in found.fields] == [
        ("Đất đai – Xây dựng – Đầu tư", Fraction(855, 1000)),
        ("Đất đai", Fraction(855, 1000)),
    ]


def test_the_interval_rests_on_persons_not_on_answers(world: World) -> None:
    fill(CELL_MONTH, date(2026, 11, 1), satisfied(90, of=100), questionnaire=MINISTRY)

    assert read().headline.figure.interval == wilson(Fraction(9, 10), 100)


def test_the_number_of_statements_does_not_grow_with_the_answers(world: World) -> None:
    fill(CELL_MONTH, date(2026, 11, 1), satisfied(1, of=2))
    read()
    with statements() as few:
        read()
    for officer in (world.an, world.binh, world.chi):
        for field in (world.land, world.building, world.civil):
            fill(CELL_MONTH, date(2026, 11, 1), satisfied(1, of=2), officer=officer, field=field)
            fill(CELL_LIVE, date(2026, 11, 20), satisfied(1, of=2), officer=officer, field=field)
    with statements() as many:
        read()

    assert len(many) == len(few)
    assert len([statement for statement, _ in many if "SELECT" in statement]) == 8


def test_cells_are_found_by_their_key_and_never_by_reading_the_whole_table(world: World) -> None:
    asked = {World.quick: QUICK}
    with statements() as sent:
        cell_sums.by_group(FRONT, parse("custom", "2026-09-15..2026-11-15"), asked)

    plan = " ".join(explain(statement, values) for statement, values in sent if "cell_month" in statement)

    for table in ("cell_month", "cell_day"):
        assert is_sought(plan, table), plan


def explain(statement: str, values: Any) -> str:
    """Return the database's plan; PostgreSQL must not prefer to read its tiny tables whole."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    with db.engine.connect() as connection:
        if not is_sqlite:
            connection.execute(text("SET LOCAL enable_seqscan = off"))
            connection.execute(text("SET LOCAL enable_bitmapscan = off"))
        words = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        rows = connection.exec_driver_sql(f"{words} {statement}", values).all()
    return " ".join(str(row[-1]).strip() for row in rows)


def is_sought(plan: str, table: str) -> bool:
    """Does the plan look rows of the table up by their days (SQLite: by day and unit) instead of reading them all?"""
    if f"SEARCH {table} USING PRIMARY KEY (day=? AND unit_id=?" in plan:
        return True
    return re.search(rf"using pk_{table} on {table}  \(cost=[^)]*\) Index Cond: \(+day = ", plan) is not None
