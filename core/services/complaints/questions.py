"""Questions of the People's Council: asked, prepared, answered, withdrawn, each with its entry in the audit chain."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock
from core.db import write_session
from core.domain.access import Permission, Scope
from core.domain.complaints.questions import (
    LONGEST,
    About,
    Figure,
    QuestionRefused,
    earliest_due,
    latest_due,
)
from core.domain.errors import Unknown
from core.domain.periods import Kind, Period
from core.domain.plain_text import tidy
from core.models import Complaint, CouncilQuestion
from core.queries import calendar
from core.queries.complaints import figures, questions
from core.services import audit, locks

#: What stands in the audit chain: about a figure, and about a case, under a name that is hidden with the case.
_ACTS = {
    "ask": ("question.ask", "case.council_ask"),
    "draft": ("question.draft", "case.council_draft"),
    "answer": ("question.answer", "case.council_answer"),
    "withdraw": ("question.withdraw", "case.council_withdraw"),
}
#: Numbers are drawn: what is hidden from somebody must not leave a gap in a row.
_NUMBERS = 2**31 - 1


class UnknownQuestion(Unknown):
    """There is no such question for this person."""


@dataclass(frozen=True)
class Asked:
    """What a delegate asks, of which office, and by when; `reference` is what the page showed."""

    unit_id: int
    reference: str
    text: str
    due_on: date
    #: A figure of a month, or a case of the overdue list.
    month: Period | None = None
    figure: Figure | None = None
    complaint_id: bytes | None = None


def ask(scope: Scope, asked: Asked, *, actor: str) -> int:
    """Ask the office; return the question's number.

    Raise QuestionRefused: `unknown_office`, `month_running`, `not_listed` for a case that is not on this person's list
    of overdue ones, `words_missing`, `words_too_long`, `date_out_of_range`.
    """
    scope.require(Permission.ASK_QUESTIONS)
    if not scope.sees(asked.unit_id):
        raise QuestionRefused("unknown_office")
    text = _words(asked.text)
    with write_session() as session:
        locks.file_complaint(session.connection())
        register = _check_reference(session, scope, asked)
        _check_due(session, asked)
        question = CouncilQuestion(
            id=_free_number(session),
            unit_id=asked.unit_id,
            account_id=scope.account_id,
            about=str(About.CASE if asked.complaint_id else About.FIGURE),
            month=asked.month.first if asked.month else None,
            figure=str(asked.figure) if asked.figure else None,
            complaint_id=asked.complaint_id,
            reference=asked.reference[:300],
            text=text,
            asked_on=clock.today(),
            due_on=asked.due_on,
        )
        session.add(question)
        _note(session, question, "ask", actor, register, due=asked.due_on.isoformat())
        return question.id


def draft(scope: Scope, number: int, text: str, *, actor: str) -> None:
    """Keep what the office prepares as its answer. Raise UnknownQuestion, QuestionRefused."""
    scope.require(Permission.DRAFT_ANSWERS)
    with _changing(scope, number) as (session, question):
        question.draft = _words(text)
        _note(session, question, "draft", actor, _register(session, question))


def answer(scope: Scope, number: int, text: str, *, actor: str) -> None:
    """Answer for the office, once. Raise UnknownQuestion, QuestionRefused."""
    scope.require(Permission.ANSWER_QUESTIONS)
    with _changing(scope, number) as (session, question):
        question.answer, question.draft = _words(text), None
        question.answered_by, question.answered_on = scope.account_id, clock.today()
        _note(session, question, "answer", actor, _register(session, question))


def withdraw(scope: Scope, number: int, *, actor: str) -> None:
    """Take one's own question back while it is open. Raise UnknownQuestion, QuestionRefused."""
    scope.require(Permission.ASK_QUESTIONS)
    with _changing(scope, number) as (session, question):
        if question.account_id != scope.account_id:
            raise QuestionRefused("not_yours")
        question.withdrawn_on = clock.today()
        _note(session, question, "withdraw", actor, _register(session, question))


@contextmanager
def _changing(scope: Scope, number: int) -> Iterator[tuple[Session, CouncilQuestion]]:
    with write_session() as session:
        locks.file_complaint(session.connection())
        question = session.scalars(
            select(CouncilQuestion).where(CouncilQuestion.id == number, questions.visible(scope))
        ).one_or_none()
        if question is None:
            raise UnknownQuestion("unknown_question")
        if question.answered_on or question.withdrawn_on:
            raise QuestionRefused("over")
        yield session, question


def _check_reference(session: Session, scope: Scope, asked: Asked) -> str:
    """Return the register number of the case that is asked about; an empty text for a figure."""
    if asked.complaint_id is not None:
        register = session.scalar(
            select(Complaint.register).where(
                Complaint.id == asked.complaint_id,
                Complaint.unit_id == asked.unit_id,
                figures.is_listed(scope),
            )
        )
        if register is None:
            raise QuestionRefused("not_listed")
        return register
    if asked.month is None or asked.figure is None:
        raise QuestionRefused("not_listed")
    if asked.month.kind is not Kind.MONTH or asked.month.last >= clock.today():
        raise QuestionRefused("month_running")
    return ""


def _check_due(session: Session, asked: Asked) -> None:
    days, today = calendar.work(session, asked.unit_id), clock.today()
    first, last = earliest_due(days, today), latest_due(days, today)
    if not first <= asked.due_on <= last or not days.is_working_day(asked.due_on):
        raise QuestionRefused("date_out_of_range", first=first, last=last)


def _words(text: str) -> str:
    found = tidy(text).strip()
    if not found:
        raise QuestionRefused("words_missing")
    if len(found) > LONGEST:
        raise QuestionRefused("words_too_long", most=LONGEST)
    return found


def _free_number(session: Session) -> int:
    while True:
        number = secrets.randbelow(_NUMBERS) + 1
        if session.get(CouncilQuestion, number) is None:
            return number


def _register(session: Session, question: CouncilQuestion) -> str:
    found = session.get(Complaint, question.complaint_id) if question.complaint_id else None
    return found.register if found else ""


def _note(
    session: Session, question: CouncilQuestion, act: str, actor: str, register: str, **facts: Any
) -> None:
    """Write the act down; queries/complaints/told.py hides what is about a case from who may not know of it."""
    session.flush()
    audit.record(
        session.connection(),
        actor=actor,
        action=_ACTS[act][bool(register)],
        unit_id=question.unit_id,
        facts={**({"case": register} if register else {}), "question": question.id, **facts},
    )
