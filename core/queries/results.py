"""Results: live figures of any period, for those who may read them; summed by the database, derived by the domain."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from core.domain.access import Permission, Scope
from core.domain.basis import Scores, comparable, scores
from core.domain.course import Course, course, stretch
from core.domain.officers import Officers
from core.domain.officers import derive as derive_officers
from core.domain.overview import Overview, derive
from core.domain.periods import Period
from core.queries import cell_sums, questionnaires, subjects


def overview(scope: Scope, period: Period) -> Overview:
    """Return the live overview of the units the scope sees, or raise AccessDenied.

    Eight statements whatever the period and however many answers or versions, nine for a free span: versions
    answered, sums, course, units, fields, groups, officers, targets (a version's questions are read once per process).
    """
    scope.require(Permission.READ_LIVE_RESULTS)
    answered, before = cell_sums.versions_with_course(scope, period)
    versions = questionnaires.versions(scope, answered)
    sums = cell_sums.by_group(scope, period, versions)
    found = derive(period, subjects.office(scope), versions=versions, sums=sums)
    return replace(found, course=_course(scope, found, before))


def officers(scope: Scope, period: Period, *, is_corrected: bool = True) -> Officers:
    """Return the live figures of the officers the scope sees, or raise AccessDenied.

    As the record says, or with what accepted corrections of the roster moved to who really sat there.
    """
    scope.require(Permission.READ_LIVE_RESULTS)
    answered = cell_sums.versions(scope, period)
    versions = questionnaires.versions(scope, answered)
    sums = cell_sums.by_group(scope, period, versions, is_corrected=is_corrected)
    return derive_officers(period, subjects.office(scope), versions=versions, sums=sums)


def _course(scope: Scope, found: Overview, before: Iterable[int]) -> Course | None:
    """Return the course of the headline: its questionnaire, its tiers, twelve periods.

    `before` are the versions that were answered in them, whoever published these: a unit asks what those above it do.
    """
    if found.basis is None:
        return None
    periods = stretch(found.period)
    asked = comparable(questionnaires.versions(scope, {*before, *found.basis.version_ids}), found.basis)
    by_day: dict[date, Scores] = {}
    for (day, number), counts in cell_sums.by_day(scope, periods, asked, found.leading.tiers).items():
        score = scores(asked[number], counts)
        by_day[day] = by_day[day] + score if day in by_day else score
    return course(
        periods, basis=found.basis, tiers=found.leading, by_day=by_day, target=found.headline.target
    )
