"""Survey rounds as the desk reads them: which there are, and how each was planned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.survey_rounds import Course, Hamlet, RoundState, Stratum
from core.models import (
    RoundProgress,
    RoundStratum,
    SurveyRound,
    Tablet,
    Touchpoint,
    Unit,
)
from core.queries.places.pages import PER_PAGE, Page, offset_of
from core.queries.within import within


@dataclass(frozen=True)
class RoundLine:
    """One round with the days and numbers it was planned with."""

    id: int
    unit_id: int
    unit: str
    name: str
    questionnaire_code: str
    version_id: int | None
    course: Course
    population: int
    sample: int
    #: Answers so far.
    answers: int
    #: Its code while it stands; empty before it begins.
    code: str
    state: RoundState

    @property
    def is_open(self) -> bool:
        """Does it take answers today?"""
        return self.course.takes_answers(clock.today())

    @property
    def may_be_closed(self) -> bool:
        """Has it begun, and has nobody closed it yet? Its last day may be over."""
        return self.course.begun_on is not None and self.course.closed_on is None

    @property
    def is_cut_short(self) -> bool:
        """Did somebody close it while its days were not over?"""
        return self.course.closed_on is not None and self.course.closed_on <= self.course.ends_on

    @property
    def days_left(self) -> int:
        """Days on which answers may still come, today among them."""
        return self.course.days_left(clock.today())

    @property
    def last_day(self) -> date | None:
        """The day it ended on; None while it goes on."""
        return self.course.last_day(clock.today())


@dataclass(frozen=True)
class PhoneLine:
    """A phone whose holder interviews for a round."""

    id: int
    name: str
    state: str


def listed(scope: Scope, number: int = 1) -> Page[RoundLine]:
    """Return a page of the rounds of somebody's part of the administration, the latest first."""
    if not scope.may(Permission.READ_ROUNDS):
        return Page((), 1, 0)
    which = SurveyRound.unit_id.in_(sorted(scope.unit_ids))
    stands = SurveyRound.dropped_on.is_(None)
    total = db.session.scalar(select(func.count()).select_from(SurveyRound).where(which, stands)) or 0
    number, start = offset_of(number, total)
    newest = (SurveyRound.begins_on.desc(), SurveyRound.id.desc())
    rows = db.session.execute(_lines().where(which).order_by(*newest).limit(PER_PAGE).offset(start))
    return Page(tuple(_read(rows)), number, total)


def one(scope: Scope, round_id: int) -> RoundLine | None:
    """Return a round of this person's part of the administration, or None."""
    if not scope.may(Permission.READ_ROUNDS):
        return None
    which = (SurveyRound.id == round_id, SurveyRound.unit_id.in_(sorted(scope.unit_ids)))
    return next(iter(_read(db.session.execute(_lines().where(*which)))), None)


def ending(scope: Scope, first: date, last: date) -> tuple[RoundLine, ...]:
    """Return the rounds under way whose last day lies between these, the one that ends first in front."""
    if not scope.may(Permission.READ_ROUNDS):
        return ()
    rows = db.session.execute(
        _lines()
        .where(
            within(SurveyRound.unit_id, scope.unit_ids),
            SurveyRound.begun_on.is_not(None),
            SurveyRound.closed_on.is_(None),
            SurveyRound.ends_on.between(first, last),
        )
        .order_by(SurveyRound.ends_on, SurveyRound.id)
    )
    return tuple(_read(rows))


def strata(_scope: Scope, round_id: int) -> tuple[Stratum, ...]:
    """Return the hamlets of a round the caller has read, in the order they were written."""
    rows = db.session.execute(
        select(RoundStratum.number, RoundStratum.name, RoundStratum.population, RoundStratum.sample)
        .where(RoundStratum.round_id == round_id)
        .order_by(RoundStratum.number)
    )
    return tuple(Stratum(*row) for row in rows)


def hamlets(scope: Scope, round_id: int) -> tuple[Hamlet, ...]:
    """Return the hamlets of a round as they were planned."""
    return tuple(Hamlet(each.name, each.population) for each in strata(scope, round_id))


def phones(_scope: Scope, line: RoundLine) -> tuple[PhoneLine, ...]:
    """Return the phones that interview for a round, by name."""
    rows = db.session.execute(
        select(Tablet.id, Tablet.name, Tablet.state)
        .where(Tablet.round_id == line.id)
        .order_by(Tablet.name, Tablet.id)
    )
    return tuple(PhoneLine(*row) for row in rows)


def _lines() -> Any:
    answers = (
        select(RoundProgress.round_id, func.sum(RoundProgress.n).label("n"))
        .group_by(RoundProgress.round_id)
        .subquery()
    )
    return (
        select(SurveyRound, Unit.name.label("unit"), answers.c.n, Touchpoint.code)
        .join(Unit, Unit.id == SurveyRound.unit_id)
        .outerjoin(answers, answers.c.round_id == SurveyRound.id)
        .outerjoin(Touchpoint, Touchpoint.id == SurveyRound.touchpoint_id)
        .where(SurveyRound.dropped_on.is_(None))
    )


def _read(rows: Iterable[Any]) -> Iterable[RoundLine]:
    for row, unit, answers, code in rows:
        course = Course(row.begins_on, row.ends_on, row.begun_on, row.closed_on)
        yield RoundLine(
            id=row.id,
            unit_id=row.unit_id,
            unit=unit,
            name=row.name,
            questionnaire_code=row.questionnaire_code,
            version_id=row.version_id,
            course=course,
            population=row.population,
            sample=row.sample,
            answers=int(answers or 0),
            code=code or "",
            state=course.state(clock.today()),
        )
