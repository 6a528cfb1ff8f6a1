"""Finding survey rounds and questionnaires: few enough to be read whole, so they keep no searched words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.searching import fits
from core.domain.survey_rounds import Course, RoundState
from core.models import QuestionnaireChoice, QuestionnaireVersion, SurveyRound
from core.queries.within import within

#: The owner of what comes with the product.
_BUILT_IN = 0


@dataclass(frozen=True)
class Named:
    """A round or a version of a questionnaire whose name fits."""

    id: int
    unit_id: int
    name: str
    is_ended: bool


def rounds(scope: Scope, words: tuple[str, ...]) -> tuple[Named, ...]:
    """Return the rounds whose names fit: those that go on or will first, the latest first."""
    days = (SurveyRound.begins_on, SurveyRound.ends_on, SurveyRound.begun_on, SurveyRound.closed_on)
    rows = db.session.execute(
        select(SurveyRound.id, SurveyRound.unit_id, SurveyRound.name, *days)
        .where(within(SurveyRound.unit_id, scope.unit_ids), SurveyRound.dropped_on.is_(None))
        .order_by(SurveyRound.begins_on.desc(), SurveyRound.id.desc())
    )
    today = clock.today()
    found = [
        Named(row.id, row.unit_id, row.name, Course(*row[3:]).state(today) is RoundState.CLOSED)
        for row in rows
        if fits(row.name, words)
    ]
    return tuple(sorted(found, key=lambda one: one.is_ended))


def questionnaires(scope: Scope, words: tuple[str, ...]) -> tuple[Named, ...]:
    """Return the questionnaires of these units and of the product whose titles fit, each in its last version.

    Those that are asked first; a questionnaire its unit has retired is ended.
    """
    version = QuestionnaireVersion.__table__.c
    own = or_(within(version.unit_id, scope.unit_ids), version.unit_id == _BUILT_IN)
    last = select(func.max(version.id)).where(own).group_by(version.unit_id, version.code)
    rows = db.session.execute(
        select(version.id, version.unit_id, version.code, version.texts).where(version.id.in_(last))
    )
    found = [row for row in rows if fits(" ".join(row.texts.values()), words)]
    retired = _retired(row.unit_id for row in found)
    named = [
        Named(row.id, row.unit_id, _title(row.texts), (row.unit_id, row.code) in retired) for row in found
    ]
    return tuple(sorted(named, key=lambda one: (one.is_ended, len(one.name), one.name, one.id)))


def _retired(unit_ids: Iterable[int]) -> frozenset[tuple[int, str]]:
    """Return the codes for which a unit chose nothing in the end."""
    choice = QuestionnaireChoice
    rows = db.session.execute(
        select(choice.unit_id, choice.code, choice.version_id)
        .where(within(choice.unit_id, frozenset(unit_ids)))
        .order_by(choice.number)
    )
    chosen = {(row.unit_id, row.code): row.version_id for row in rows}
    return frozenset(key for key, version_id in chosen.items() if version_id is None)


def _title(texts: Any) -> str:
    """Return the Vietnamese title; a questionnaire has one."""
    return str(texts.get("vi") or next(iter(texts.values()), ""))
