"""Questionnaires: stores a published version, once and for ever, in the rows `core/queries/questionnaires.py` reads."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select

from core import clock
from core.domain.builtin import BUILTIN
from core.domain.errors import DomainError
from core.domain.questionnaire import Question, Questionnaire
from core.models import OptionRow, QuestionnaireChoice, QuestionnaireVersion, QuestionRow
from core.services import locks

_VERSIONS = QuestionnaireVersion.__table__
_QUESTIONS = QuestionRow.__table__
_OPTIONS = OptionRow.__table__
#: Every unit may use it.
EVERY_UNIT = 0


class VersionTaken(DomainError):
    """Another content was published under this code and number; a change needs the next number."""


@dataclass(frozen=True)
class _Rows:
    """A version as rows, without its id; comparable with stored ones."""

    head: dict[str, Any]
    questions: list[dict[str, Any]]
    options: list[dict[str, Any]]


def publish(connection: Connection, questionnaire: Questionnaire, unit_id: int = EVERY_UNIT) -> int:
    """Return the id of the published version, storing it the first time; part of the caller's transaction.

    Raise VersionTaken when the same code and number already stand for other content.
    """
    locks.set_up_places(connection)
    rows = _rows(questionnaire, unit_id)
    stored = connection.execute(
        select(_VERSIONS).where(
            _VERSIONS.c.unit_id == unit_id,
            _VERSIONS.c.code == questionnaire.code,
            _VERSIONS.c.number == questionnaire.number,
        )
    ).one_or_none()
    if stored is not None:
        version_id = int(stored.id)
        if _stored(connection, version_id) != rows:
            raise VersionTaken("version_taken", code=questionnaire.code, number=questionnaire.number)
        return version_id
    version_id = (connection.scalar(select(func.max(_VERSIONS.c.id))) or 0) + 1
    published = {"id": version_id, "published_on": clock.today()}
    connection.execute(insert(QuestionnaireVersion), {**rows.head, **published})
    connection.execute(insert(QuestionRow), [{**row, "version_id": version_id} for row in rows.questions])
    if rows.options:
        connection.execute(insert(OptionRow), [{**row, "version_id": version_id} for row in rows.options])
    return version_id


def choose(
    connection: Connection, unit_id: int, code: str, version_id: int | None, *, account_id: int
) -> None:
    """Let a unit, and those below it, ask this version under a code from now on; None: what stands above them.

    Part of the caller's transaction, which writes the entry of the audit chain: what doors keep holds until it moves.
    """
    locks.set_up_places(connection)
    own = (QuestionnaireChoice.unit_id == unit_id, QuestionnaireChoice.code == code)
    number = connection.scalar(select(func.max(QuestionnaireChoice.number)).where(*own)) or 0
    connection.execute(
        insert(QuestionnaireChoice),
        {
            "unit_id": unit_id,
            "code": code,
            "number": number + 1,
            "version_id": version_id,
            "day": clock.today(),
            "account_id": account_id,
        },
    )


def publish_builtin(connection: Connection) -> tuple[int, ...]:
    """Publish the questionnaires every office has from the first day; return their version ids."""
    return tuple(publish(connection, questionnaire) for questionnaire in BUILTIN)


def _rows(questionnaire: Questionnaire, unit_id: int) -> _Rows:
    return _Rows(
        head={
            "unit_id": unit_id,
            "code": questionnaire.code,
            "number": questionnaire.number,
            "texts": dict(questionnaire.texts),
            "method": str(questionnaire.method),
            "lead": questionnaire.lead,
            "factors": [
                {"code": factor.code, "texts": dict(factor.texts)} for factor in questionnaire.factors
            ],
            "source": questionnaire.source,
        },
        questions=[_question(question, unit_id) for question in questionnaire.questions],
        options=[
            {
                "question_code": question.code,
                "code": option.code,
                "unit_id": unit_id,
                "slot": option.slot,
                "texts": dict(option.texts),
            }
            for question in questionnaire.questions
            for option in question.options
        ],
    )


def _question(question: Question, unit_id: int) -> dict[str, Any]:
    condition = question.condition
    return {
        "code": question.code,
        "unit_id": unit_id,
        "kind": str(question.kind),
        "scope": str(question.scope),
        "factor": question.factor,
        "is_scored": question.is_scored,
        "position": question.position,
        "width": question.width,
        "texts": dict(question.texts),
        "condition": condition and {"question": condition.question, "any_of": list(condition.any_of)},
        "low": question.low,
        "high": question.high,
    }


def _stored(connection: Connection, version_id: int) -> _Rows:
    head = connection.execute(select(_VERSIONS).where(_VERSIONS.c.id == version_id)).mappings().one()
    questions = connection.execute(
        select(_QUESTIONS).where(_QUESTIONS.c.version_id == version_id).order_by(_QUESTIONS.c.position)
    )
    options = connection.execute(
        select(_OPTIONS).where(_OPTIONS.c.version_id == version_id).order_by(_OPTIONS.c.slot)
    )
    return _Rows(
        head=_without(head, "id", "published_on"),
        questions=[_without(row, "version_id") for row in questions.mappings()],
        options=[_without(row, "version_id") for row in options.mappings()],
    )


def _without(row: RowMapping, *names: str) -> dict[str, Any]:
    return {str(name): value for name, value in row.items() if name not in names}
