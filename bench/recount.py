"""Row 12: the rollups equal a recount from the raw answers, settled and unsettled, by the product and by plain SQL."""

import random
from datetime import timedelta

from sqlalchemy import text

from bench.goals import Measured
from bench.ground import WORLD, Ground
from bench.scale import Scale
from core import clock
from core.db import db, write
from core.domain.builtin.quick import QUICK
from core.domain.questionnaire import Kind
from core.services import rollups, settling, submissions
from tests.support import recount, worlds

_MORNING = "2026-11-20T09:00:00+07:00"
_LEVELS = [question for question in QUICK.questions if question.kind is Kind.LEVEL]
#: Revisions of one submission: a tap, details, a change of mind.
_STEPS = (1, 2, 2, 3)


def exact(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure row 12."""
    dice = random.Random(20261121)
    with ground.clock(_MORNING) as now, ground.database() as url, ground.centre(url):
        given = _give(scale.recounted, dice)
        before = len(rollups.check()) + _differing_levels(url)
        now.set("2026-11-21T01:00:00+07:00")
        settled = settling.settle()
        assert settled.submissions == scale.recounted, settled
        now.set("2026-11-21T09:00:00+07:00")
        given += _give(scale.recounted // 2, dice)
        after = len(rollups.check()) + _differing_levels(url)
        noticed = _differences_after_raising_one_counter(url)
    # A recount that would not notice a wrong counter proves nothing.
    differences = before + after + (noticed != 2)
    return [
        Measured(
            "12",
            f"{given:,} revisions of {scale.recounted + scale.recounted // 2:,} submissions, "
            f"{settled.submissions:,} settled",
            "exact" if not differences else f"{differences} wrong",
            {"differences": differences},
            notes=(
                "flask rollup check and docs/recount.sql (run by sqlite3 or psql); "
                f"control: one counter raised by one is noticed by {noticed} of 2",
            ),
        )
    ]


def _give(count: int, dice: random.Random) -> int:
    """Submit so many answers in one to three revisions each; return the number of revisions."""
    given = 0
    for _ in range(count):
        first = worlds.draft(WORLD, secret=dice.randbytes(16), day=clock.today())
        for step in range(dice.choice(_STEPS)):
            answers = {"overall": (dice.choice("12345"),)}
            if step:
                trips = dice.choice(QUICK.question("trips").options).code
                answers |= {"officer": (dice.choice("12345"),), "trips": (trips,)}
            comment = "Cán bộ hướng dẫn tận tình." if step and dice.random() < 0.15 else ""
            draft = worlds.draft(
                WORLD,
                secret=first.secret,
                day=first.day,
                answers=answers,
                comment=comment,
                field_id=dice.choice((WORLD.land, WORLD.building, None)),
            )
            given += submissions.accept(draft).outcome == "accepted"
    return given


def _differing_levels(url: str) -> int:
    """Compare the office's levels of docs/recount.sql with the sums of settled and live cells."""
    today = clock.today()
    # The SQL client is another process; what this one holds open must not stand in its way.
    counted = recount.recount(url, today - timedelta(days=60), today)
    office = {key[4]: levels.counts for key, levels in counted.levels.items() if key[0] == "officer"}
    office |= {key[4]: levels.counts for key, levels in counted.levels.items() if key[0] == "office"}
    return sum(office.get(code) != counts for code, counts in _levels_of_cells().items())


def _levels_of_cells() -> dict[str, tuple[int, ...]]:
    sums = ", ".join(f"sum(s{question.option(level).slot:02d})" for question in _LEVELS for level in "12345")
    names = ", ".join(f"s{question.option(level).slot:02d}" for question in _LEVELS for level in "12345")
    statement = (
        f"SELECT {sums} FROM (SELECT {names} FROM cell_day UNION ALL SELECT {names} FROM cell_live) AS cells"
    )
    with db.engine.connect() as connection:
        counts = [int(count) for count in connection.execute(text(statement)).one()]
    return {question.code: tuple(counts[place * 5 : place * 5 + 5]) for place, question in enumerate(_LEVELS)}


def _differences_after_raising_one_counter(url: str) -> int:
    """Say how many of the two recounts notice one wrong counter."""
    slot = f"s{_LEVELS[0].option('5').slot:02d}"
    with write() as connection:
        connection.execute(
            text(
                f"UPDATE cell_day SET {slot} = {slot} + 1 WHERE field_id = "
                "(SELECT min(field_id) FROM cell_day) AND channel = 'qr'"
            )
        )
    return bool(rollups.check()) + bool(_differing_levels(url))
