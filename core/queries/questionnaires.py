"""Questionnaire versions read back from their rows; immutable, so a process reads each once."""

from sqlalchemy import Connection, select

from core.db import db
from core.domain.access import Scope
from core.domain.questionnaire import Condition, Factor, Kind, Option, Question, Questionnaire, QuestionScope
from core.domain.scoring import Method
from core.models import OptionRow, QuestionnaireVersion, QuestionRow

_read: dict[tuple[str, int], Questionnaire] = {}


class UnknownVersion(LookupError):
    """No questionnaire version has this id."""


def version(_scope: Scope, version_id: int, *, connection: Connection | None = None) -> Questionnaire:
    """Return a published version; what citizens are asked is public. Raise UnknownVersion."""
    place = (str(db.engine.url), version_id)
    if place not in _read:
        if connection is not None:
            _read[place] = _load(connection, version_id)
        else:
            with db.engine.connect() as own:
                _read[place] = _load(own, version_id)
    return _read[place]


def latest(_scope: Scope, code: str, unit_id: int) -> int | None:
    """Return the id of the newest version of a questionnaire a unit may use: its own before the built-in one."""
    statement = (
        select(QuestionnaireVersion.id)
        .where(QuestionnaireVersion.code == code, QuestionnaireVersion.unit_id.in_((unit_id, 0)))
        .order_by(QuestionnaireVersion.unit_id.desc(), QuestionnaireVersion.number.desc())
        .limit(1)
    )
    return db.session.scalar(statement)


def _load(connection: Connection, version_id: int) -> Questionnaire:
    head = connection.execute(
        select(QuestionnaireVersion.__table__).where(QuestionnaireVersion.id == version_id)
    ).one_or_none()
    if head is None:
        raise UnknownVersion(version_id)
    options: dict[str, list[Option]] = {}
    rows = connection.execute(
        select(OptionRow.__table__).where(OptionRow.version_id == version_id).order_by(OptionRow.slot)
    )
    for row in rows:
        options.setdefault(row.question_code, []).append(Option(row.code, row.slot, row.texts))
    questions = connection.execute(
        select(QuestionRow.__table__)
        .where(QuestionRow.version_id == version_id)
        .order_by(QuestionRow.position)
    )
    return Questionnaire(
        code=head.code,
        number=head.number,
        texts=head.texts,
        method=Method(head.method),
        lead=head.lead,
        source=head.source,
        factors=tuple(Factor(factor["code"], factor["texts"]) for factor in head.factors),
        questions=tuple(
            Question(
                code=row.code,
                kind=Kind(row.kind),
                scope=QuestionScope(row.scope),
                position=row.position,
                width=row.width,
                options=tuple(options[row.code]),
                texts=row.texts,
                factor=row.factor,
                is_scored=row.is_scored,
                condition=row.condition
                and Condition(row.condition["question"], tuple(row.condition["any_of"])),
            )
            for row in questions
        ),
    )
