"""Settled answers for tests of published figures: many at once, closed by the product itself."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import delete, insert

from core.db import db, write
from core.domain.builtin import QUICK
from core.domain.questionnaire import Questionnaire
from core.domain.rollup import CellKey, Counts
from core.models import CELL_DAY, CELL_MONTH, DailyRun
from core.services import cells, ladder, settling
from tests.support.counted import Levels, counted
from tests.support.worlds import World


def given(
    day: date,
    levels: Levels,
    *,
    officer: Levels = (0, 0, 0, 0, 0),
    field: int = World.civil,
    officer_id: int = 0,
    channel: str = "qr",
    tier: str = "C",
    unit: int = World.centre,
    questionnaire: Questionnaire = QUICK,
) -> tuple[CellKey, Counts]:
    """Return the day cell of people who gave these levels in a questionnaire of the product's."""
    version_id = World.quick if questionnaire is QUICK else World.ministry
    key = CellKey(day, unit, field, officer_id, 0, channel, tier, 0, version_id)
    return key, counted(levels, officer=officer, questionnaire=questionnaire)


def settled(*answers: tuple[CellKey, Counts]) -> None:
    """Put answers into the settled cells, as a night's settling does."""
    with write() as connection:
        for key, counts in answers:
            cells.add(connection, CELL_DAY, {key: counts})
            cells.add(connection, CELL_MONTH, {key.by_month(): counts})
    db.session.rollback()


def closed(through: date) -> ladder.Closed:
    """Close every day through this one: note the settling of the night after it and let the ladder climb."""
    night = {"job": settling.JOB, "unit_id": 0, "last_day": (through + timedelta(days=1)).isoformat()}
    with write() as connection:
        connection.execute(delete(DailyRun).where(DailyRun.job == settling.JOB))
        connection.execute(insert(DailyRun), night)
    done = ladder.close()
    db.session.rollback()
    return done


def each_day(first: date, days: int) -> Iterable[date]:
    """Return consecutive days."""
    return (first + timedelta(days=number) for number in range(days))
