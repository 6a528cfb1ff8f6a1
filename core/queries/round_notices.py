"""What the start page says of survey rounds: one that ends while answers are missing, one whose report is new."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.survey_rounds import Stratum
from core.models import ROUND_REPORT, SurveyRound
from core.queries import round_progress, rounds
from core.queries.round_results import LATE_DAYS
from core.queries.within import within

#: A round is named so many days before its last one.
DAYS_BEFORE = 2
#: A report is new for so many days after the last one whose answers it holds.
NEW_DAYS = 8
#: Rounds named at once; the list of rounds has them all.
MOST = 5


@dataclass(frozen=True)
class EndingRound:
    """A round that ends soon: how many answers its sample lacks, and in which hamlets, the most first."""

    id: int
    name: str
    ends_on: date
    missing: int
    hamlets: tuple[tuple[Stratum, int], ...]


@dataclass(frozen=True)
class NewReport:
    """A report that was made in the last days: its number, and the last day whose answers it holds."""

    round_id: int
    name: str
    number: int
    through: date


def ending(scope: Scope) -> tuple[EndingRound, ...]:
    """Return the rounds that end within two days and lack answers, for whoever carries rounds out."""
    if not scope.may(Permission.MANAGE_ROUNDS):
        return ()
    today = clock.today()
    found = []
    for line in rounds.ending(scope, today, today + timedelta(days=DAYS_BEFORE))[:MOST]:
        progress = round_progress.live(scope, line)
        if progress.within.missing:
            behind = tuple((stratum, done.missing) for stratum, done in progress.behind)
            found.append(
                EndingRound(line.id, line.name, line.course.ends_on, progress.within.missing, behind)
            )
    return tuple(found)


def new_reports(scope: Scope) -> tuple[NewReport, ...]:
    """Return the rounds whose last report is a few days old, for whoever reads rounds; the newest first."""
    if not scope.may(Permission.READ_ROUNDS):
        return ()
    today = clock.today()
    number, through = func.max(ROUND_REPORT.c.number), func.max(ROUND_REPORT.c.through)
    rows = db.session.execute(
        select(SurveyRound.id, SurveyRound.name, number, through)
        .join(ROUND_REPORT, ROUND_REPORT.c.round_id == SurveyRound.id)
        .where(
            within(SurveyRound.unit_id, scope.unit_ids),
            SurveyRound.ends_on >= today - timedelta(days=LATE_DAYS + NEW_DAYS),
        )
        .group_by(SurveyRound.id, SurveyRound.name)
        .having(through >= today - timedelta(days=NEW_DAYS))
        .order_by(through.desc(), SurveyRound.id.desc())
        .limit(MOST)
    )
    return tuple(NewReport(*row) for row in rows)
