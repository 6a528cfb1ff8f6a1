"""Which questionnaires a code of a unit may ask: the built-in ones, and what the unit or one above it publishes."""

from collections.abc import Mapping

from sqlalchemy import select

from core.db import db
from core.domain.access import CITIZEN, Scope
from core.models import QuestionnaireChoice, QuestionnaireVersion
from core.queries import questionnaires


def offered(scope: Scope, unit_id: int) -> tuple[tuple[str, Mapping[str, str]], ...]:
    """Return each questionnaire's code and its texts per language, the built-in ones first."""
    if not scope.sees(unit_id):
        return ()
    builtin = db.session.scalars(
        select(QuestionnaireVersion.code)
        .where(QuestionnaireVersion.unit_id == 0)
        .group_by(QuestionnaireVersion.code)
    ).all()
    chosen = db.session.scalars(
        select(QuestionnaireChoice.code)
        .where(QuestionnaireChoice.unit_id.in_(questionnaires.above(unit_id)))
        .group_by(QuestionnaireChoice.code)
    ).all()
    # The quick questions come first: almost every code asks them.
    codes = sorted({*builtin, *chosen}, key=lambda code: (code != "quick", code not in builtin, code))
    found = ((code, questionnaires.latest(CITIZEN, code, unit_id)) for code in codes)
    return tuple(
        (code, questionnaires.version(CITIZEN, number).texts) for code, number in found if number is not None
    )
