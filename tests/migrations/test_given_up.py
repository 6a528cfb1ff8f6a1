"""A step down takes away what was given up, which would stand there as open otherwise, and nothing else."""

from datetime import date

from flask import Flask

from core.db import db, write_session
from core.domain.survey_rounds import Plan
from core.services import rounds
from core.services.paper import batches
from tests.migrations.steps import migrating
from tests.support import worlds
from tests.support.contents import contents
from tests.support.paper import HOA, opened
from tests.support.worlds import World

DAY = date(2026, 11, 25)
PLAN = Plan(name="Đợt", questionnaire_code="ministry", begins_on=DAY, ends_on=DAY, population=100, hamlets=())


def test_a_step_down_takes_away_what_was_given_up_and_keeps_the_rest(app: Flask, database_url: str):
    with write_session() as session:
        worlds.office(session)
    given_up, batch = opened(1), opened(2)
    batches.drop(HOA, World.centre, given_up, reason="Nhầm", actor="hoa")
    dropped, planned = (rounds.plan(HOA, World.centre, PLAN, actor="hoa") for _ in range(2))
    rounds.drop(HOA, World.centre, dropped, actor="hoa")
    db.session.remove()

    with migrating(database_url) as migrate:
        migrate("downgrade", "0027")
        left = contents(database_url)

    assert [row["id"] for row in left["paper_batch"]] == [batch]
    assert [row["id"] for row in left["survey_round"]] == [planned]
