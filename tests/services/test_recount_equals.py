"""docs/recount.sql, run by `sqlite3` and `psql` without the product, equals overview and CSV."""

import random
from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import text

from core.db import db, write_session
from core.domain.access import Role, Scope
from core.domain.builtin import BUILTIN
from core.domain.overview import Overview
from core.domain.periods import custom
from core.domain.submission import Channel, Tier
from core.queries import results
from core.services import settling, submissions
from tests.services.recount_names import csv_like, csv_records, figure, standings
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.proofreader import ProofreadingClient
from tests.support.recount import recount
from tests.support.sign_in import sign_in
from tests.support.worlds import World

MINISTRY = BUILTIN[1]
FIRST, LAST = date(2026, 10, 1), date(2026, 11, 30)


@pytest.fixture
def world(app: Flask) -> World:
    """The office."""
    with write_session() as session:
        return worlds.office(session)


def many_answers(world: World, clock: Clock, *, number: int) -> None:
    """Let citizens answer both questionnaires through every way in and tier, some of them settled, some changed."""
    dice = random.Random(90)
    for turn in range(number):
        if turn == number // 2:
            clock.advance(days=1)
            settling.settle()
        plain = worlds.draft(
            world,
            channel=dice.choice(list(Channel)),
            tier=dice.choice(list(Tier)),
            day=date(2026, dice.choice([9, 10, 11]), dice.randint(1, 20)),
            field_id=dice.choice([None, world.land, world.building, world.environment]),
            is_officer_disclaimed=dice.random() < 0.1,
        )
        if turn % 3 == 0:
            asked = [question for question in MINISTRY.questions if dice.random() < 0.9]
            answers = {question.code: (dice.choice("0123445"),) for question in asked}
            submissions.accept(
                replace(
                    plain,
                    touchpoint_id=world.criteria_point,
                    version_id=world.ministry,
                    duty_entry_id=world.duty_of_chi,
                    answers=answers,
                )
            )
            continue
        submissions.accept(replace(plain, answers={"overall": (dice.choice("12345"),)}))
        if turn % 2:
            revised = {"overall": (dice.choice("12345"),), "officer": (dice.choice("345"),)}
            submissions.accept(replace(plain, answers=revised, seen_revision=1))


def test_it_equals_every_figure_of_the_overview(world: World, database_url: str, clock: Clock):
    many_answers(world, clock, number=150)

    found = recount(database_url, FIRST, LAST)
    shown = dict(standings(live_overview(world)))

    assert {key: found.figures[key] for key in shown} == {key: figure(shown[key]) for key in shown}
    assert {what for what, *_ in shown} == {"office", "group", "field", "officer", "channel"}
    assert len(shown) == 29


def test_it_equals_the_levels_behind_every_figure_of_the_overview(
    world: World, database_url: str, clock: Clock
):
    many_answers(world, clock, number=150)

    found = recount(database_url, FIRST, LAST)
    shown = dict(standings(live_overview(world)))

    assert {key: levels.counts for key, levels in found.levels.items() if key[:4] in shown} == {
        (*key, code): tally.counts
        for key, standing in shown.items()
        for code, tally in standing.criteria
        if tally.n
    }


def test_it_has_no_figure_that_the_overview_lacks(world: World, database_url: str, clock: Clock):
    many_answers(world, clock, number=150)

    found = recount(database_url, FIRST, LAST)
    shown = dict(standings(live_overview(world)))

    # The overview leads with one questionnaire, puts A and B together below the office, and hides few answers.
    lacking = found.figures.keys() - shown.keys()
    expected = [
        key for key in lacking if key[2] == "quick v1" and key[3] in ("A+B", "C") and key[0] != "officer"
    ]
    assert expected == []


def test_it_equals_the_csv(world: World, client: ProofreadingClient, database_url: str, clock: Clock):
    many_answers(world, clock, number=150)
    with write_session() as session:
        worlds.account(session, Role.FRONT)
    sign_in(client, "front")

    answer = client.get(f"/admin/tong-quan.csv?tu={FIRST}&den={LAST}")

    printed = csv_records(answer.get_data(as_text=True))
    found = recount(database_url, FIRST, LAST)
    lines = {(*key, criterion): values for key, criterion, values in printed}
    assert lines == {line: csv_like(found, line[:4], line[4]) for line in lines}
    assert len(lines) > 60


def test_a_stored_answer_that_was_changed_no_longer_equals_the_overview(
    world: World, database_url: str, clock: Clock
):
    many_answers(world, clock, number=60)
    trigger = "guard_inbox_update" + ("" if database_url.startswith("sqlite") else " ON inbox")
    with db.engine.begin() as connection:
        connection.execute(text(f"DROP TRIGGER {trigger}"))
        connection.execute(text("UPDATE inbox SET answers = '5' || substr(answers, 2) WHERE version_id = 1"))

    found = recount(database_url, FIRST, LAST)
    shown = dict(standings(live_overview(world)))

    assert {key: found.figures[key] for key in shown} != {key: figure(shown[key]) for key in shown}


def live_overview(world: World) -> Overview:
    """Return what the Front sees."""
    return results.overview(
        Scope(1, Role.FRONT, frozenset({world.commune, world.centre})), custom(FIRST, LAST)
    )
