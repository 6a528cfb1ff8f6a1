"""Reports of survey rounds: taken once a round is over and its answers are settled; a report is never changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from core import clock
from core.db import db, write
from core.domain.access import SYSTEM
from core.domain.rollup import Counts
from core.domain.round_steps import Key, step
from core.domain.submission import Quality
from core.domain.survey_rounds import Course
from core.models import ROUND_REPORT, ROUND_REPORT_PROGRESS, DailyRun, SurveyRound
from core.queries import questionnaires, round_progress, round_results
from core.queries.round_progress import COUNTED_WITH
from core.queries.round_results import LABELS, LATE_DAYS, Held
from core.services import cells, locks, settling

JOB = "rounds"
#: A day for phones that were out of reach when the round ended, and for whoever sent a form at its last minute.
DAYS_AFTER = 1


@dataclass(frozen=True)
class Taken:
    """Which rounds were reported now."""

    round_ids: tuple[int, ...] = ()


def take() -> Taken:
    """Report every round that is over and may be reported; once for every day that is settled."""
    with db.engine.connect() as connection:
        through = _settled_through(connection)
        if through is None or _is_done(connection, through):
            return Taken()
    with write() as connection:
        locks.climb_ladder(connection)
        if _is_done(connection, through):
            return Taken()
        ripe = [row for row in connection.execute(_over(through)) if _is_ripe(row, through)]
        reported = tuple(row.id for row in ripe if _report(connection, row, through))
        _note(connection, through)
    return Taken(reported)


def _is_done(connection: Connection, through: date) -> bool:
    last = connection.scalar(select(DailyRun.last_day).where(DailyRun.job == JOB))
    return last is not None and last >= through.isoformat()


def _note(connection: Connection, through: date) -> None:
    day = through.isoformat()
    done = connection.execute(update(DailyRun).where(DailyRun.job == JOB).values(last_day=day))
    if not done.rowcount:
        connection.execute(insert(DailyRun), {"job": JOB, "unit_id": 0, "last_day": day})


def _settled_through(connection: Connection) -> date | None:
    """Return the last day whose answers are all settled: the one before the last settling."""
    text = connection.scalar(select(DailyRun.last_day).where(DailyRun.job == settling.JOB))
    return date.fromisoformat(text) - timedelta(days=1) if text else None


def _over(through: date) -> Any:
    """Return the statement for rounds that may be over, and not for too long."""
    return select(SurveyRound.__table__).where(
        SurveyRound.begun_on.is_not(None),
        SurveyRound.ends_on >= through - timedelta(days=LATE_DAYS),
        or_(SurveyRound.closed_on.is_not(None), SurveyRound.ends_on < through),
    )


def _is_ripe(row: Any, through: date) -> bool:
    course = Course(row.begins_on, row.ends_on, row.begun_on, row.closed_on)
    last_day = course.last_day(clock.today())
    return last_day is not None and last_day + timedelta(days=DAYS_AFTER) <= through


def _report(connection: Connection, row: Any, through: date) -> bool:
    asked = questionnaires.version(SYSTEM, row.version_id, connection=connection)
    held = Held(row.id, row.unit_id, row.version_id, row.begins_on, row.ends_on, row.begun_on)
    last = round_results.last_report(connection, row.id, asked)
    taken = step(
        asked,
        last.counts,
        round_results.settled(connection, held, asked),
        reported_labels=last.labels,
        settled_labels=round_results.labels(connection, row.id),
    )
    if taken is None:
        return False
    place = {"round_id": row.id, "number": last.number + 1, "unit_id": row.unit_id}
    lines = [
        {**place, "through": through, **line}
        for key, counts in sorted(taken.counts.items())
        for line in _rows(key, counts, taken.labels.get(key, {}))
    ]
    connection.execute(insert(ROUND_REPORT), lines)
    if place["number"] == COUNTED_WITH:
        _record_progress(connection, place)
    return True


def _record_progress(connection: Connection, place: dict[str, int]) -> None:
    """Record how many answers came by hamlet and channel up to now, the first report's own moment."""
    counted = round_progress.counted(connection, place["round_id"])
    lines = [
        {**place, "stratum": stratum, "channel": str(channel), "n": n}
        for (stratum, channel), n in sorted(counted.items())
    ]
    if lines:
        connection.execute(insert(ROUND_REPORT_PROGRESS), lines)


def _rows(key: Key, counts: Counts, labelled: Mapping[Quality, int]) -> list[dict[str, Any]]:
    channel, tier = key
    named = {name: labelled.get(label, 0) for name, label in LABELS.items()}
    nothing = dict.fromkeys(LABELS, 0)
    return [
        {
            "channel": str(channel),
            "tier": tier,
            "part": part,
            **(named if part == 0 else nothing),
            **numbers,
        }
        for part, numbers in enumerate(cells.columns(counts))
    ]
