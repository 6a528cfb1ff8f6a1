"""Questions of the People's Council as each reader may know of them: one about a hidden case is hidden with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from core import clock
from core.db import db
from core.domain.access import Permission, Scope
from core.domain.complaints.questions import About, Figure, earliest_due, latest_due
from core.domain.periods import Kind, Period, containing
from core.models import Account, Complaint, CouncilQuestion, Unit
from core.queries import calendar
from core.queries.complaints import figures, guard
from core.queries.within import within


@dataclass(frozen=True)
class Question:
    """One question, with its answer once it is given."""

    id: int
    unit_id: int
    unit: str
    asked_by: str
    is_own: bool
    about: About
    month: Period | None
    figure: Figure | None
    reference: str
    text: str
    asked_on: date
    due_on: date
    #: Working days left for an answer; negative when it is past.
    days_left: int
    draft: str
    answer: str
    answered_by: str
    answered_on: date | None
    withdrawn_on: date | None

    @property
    def is_open(self) -> bool:
        """Is the office's answer awaited?"""
        return self.answered_on is None and self.withdrawn_on is None

    @property
    def is_overdue(self) -> bool:
        """Is the answer late today, or was it when it came?"""
        return self.withdrawn_on is None and self.due_on < (self.answered_on or clock.today())


def listed(scope: Scope, period: Period | None = None) -> tuple[Question, ...]:
    """Return the questions this person may know of, in the order they were asked; of a period where one is named."""
    if period is None:
        return tuple(_questions(scope))
    return tuple(_questions(scope, CouncilQuestion.asked_on.between(period.first, period.last)))


def one(scope: Scope, number: int) -> Question | None:
    """Return one question, or None for one this person may not know of."""
    return next(_questions(scope, CouncilQuestion.id == number), None)


def open_counts(scope: Scope) -> tuple[int, int]:
    """Return how many questions wait for an answer, and how many of them are overdue; none for who reads none."""
    if not scope.may(Permission.READ_QUESTIONS):
        return 0, 0
    waiting = (visible(scope), CouncilQuestion.answered_on.is_(None), CouncilQuestion.withdrawn_on.is_(None))
    late = func.count().filter(CouncilQuestion.due_on < clock.today())
    row = db.session.execute(select(func.count(), late).select_from(CouncilQuestion).where(*waiting)).one()
    return row[0], row[1]


def visible(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a question exists for somebody: a case in it must be one they may know of."""
    scope.require(Permission.READ_QUESTIONS)
    known = guard.visible(scope) if scope.may(Permission.READ_CASES) else guard.is_publishable(scope)
    is_known = exists().where(Complaint.id == CouncilQuestion.complaint_id, known)
    return and_(
        within(CouncilQuestion.unit_id, scope.unit_ids),
        or_(CouncilQuestion.complaint_id.is_(None), is_known),
    )


def _questions(scope: Scope, *conditions: ColumnElement[bool]) -> Iterator[Question]:
    asker, answerer = aliased(Account), aliased(Account)
    rows = db.session.execute(
        select(CouncilQuestion, Unit.name, asker.name.label("asked_by"), answerer.name.label("answered_by"))
        .join(Unit, Unit.id == CouncilQuestion.unit_id)
        .join(asker, asker.id == CouncilQuestion.account_id)
        .outerjoin(answerer, answerer.id == CouncilQuestion.answered_by)
        .where(visible(scope), *conditions)
        .order_by(CouncilQuestion.asked_on, CouncilQuestion.id)
    ).all()
    counts = figures.counts_for({row.CouncilQuestion.unit_id for row in rows})
    may_prepare = scope.may(Permission.DRAFT_ANSWERS)
    for row in rows:
        found = row.CouncilQuestion
        yield Question(
            id=found.id,
            unit_id=found.unit_id,
            unit=row.name,
            asked_by=row.asked_by,
            is_own=found.account_id == scope.account_id,
            about=About(found.about),
            month=containing(Kind.MONTH, found.month) if found.month else None,
            figure=Figure(found.figure) if found.figure else None,
            reference=found.reference,
            text=found.text,
            asked_on=found.asked_on,
            due_on=found.due_on,
            days_left=counts[found.unit_id].between(clock.today(), found.due_on),
            draft=(found.draft or "") if may_prepare else "",
            answer=found.answer or "",
            answered_by=row.answered_by or "",
            answered_on=found.answered_on,
            withdrawn_on=found.withdrawn_on,
        )


def due_choices(scope: Scope, unit_id: int) -> tuple[date, date] | None:
    """Return the earliest and latest day a delegate may ask an office to answer by; None for no office of theirs."""
    days = calendar.of_unit(scope, unit_id)
    return None if days is None else (earliest_due(days, clock.today()), latest_due(days, clock.today()))
