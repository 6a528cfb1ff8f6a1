"""Results: live figures of any period, for those who may read them; summed by the database, derived by the domain."""

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from core.db import db
from core.domain.access import Permission, Scope
from core.domain.basis import Basis, Scores, comparable, scores
from core.domain.course import Course, course, stretch
from core.domain.officers import Officers
from core.domain.officers import derive as derive_officers
from core.domain.overview import Overview, derive
from core.domain.periods import Period
from core.domain.questionnaire import Questionnaire
from core.models import QuestionnaireVersion
from core.queries import cell_sums, questionnaires, subjects

#: A version that belongs to every unit.
_BUILT_IN = 0


def overview(scope: Scope, period: Period) -> Overview:
    """Return the live overview of the units the scope sees, or raise AccessDenied.

    Nine statements whatever the period and however many answers or versions: versions answered, sums, versions
    comparable, course, units, fields, groups, officers, targets (a version's questions are read once per process).
    """
    scope.require(Permission.READ_LIVE_RESULTS)
    answered = cell_sums.versions(scope, period)
    versions = questionnaires.versions(scope, answered)
    sums = cell_sums.by_group(scope, period, versions)
    found = derive(period, subjects.office(scope), versions=versions, sums=sums)
    return replace(found, course=_course(scope, found))


def officers(scope: Scope, period: Period, *, is_corrected: bool = True) -> Officers:
    """Return the live figures of the officers the scope sees, or raise AccessDenied.

    As the record says, or with what accepted corrections of the roster moved to who really sat there.
    """
    scope.require(Permission.READ_LIVE_RESULTS)
    answered = cell_sums.versions(scope, period)
    versions = questionnaires.versions(scope, answered)
    sums = cell_sums.by_group(scope, period, versions, is_corrected=is_corrected)
    return derive_officers(period, subjects.office(scope), versions=versions, sums=sums)


def _comparable(scope: Scope, basis: Basis) -> dict[int, Questionnaire]:
    """Return the versions the units could have asked before whose answers may be added to those of the basis."""
    mine = basis.questionnaire
    ids = db.session.scalars(
        select(QuestionnaireVersion.id).where(
            QuestionnaireVersion.unit_id.in_((_BUILT_IN, *sorted(scope.unit_ids))),
            QuestionnaireVersion.code == mine.code,
            QuestionnaireVersion.method == str(mine.method),
        )
    )
    known = questionnaires.versions(scope, {*ids, *basis.version_ids})
    return comparable(known, basis)


def _course(scope: Scope, found: Overview) -> Course | None:
    """Return the course of the headline: its questionnaire, its tiers, twelve periods."""
    if found.basis is None:
        return None
    periods = stretch(found.period)
    asked = _comparable(scope, found.basis)
    by_day: dict[date, Scores] = {}
    for (day, number), counts in cell_sums.by_day(scope, periods, asked, found.leading.tiers).items():
        score = scores(asked[number], counts)
        by_day[day] = by_day[day] + score if day in by_day else score
    return course(
        periods, basis=found.basis, tiers=found.leading, by_day=by_day, target=found.headline.target
    )
