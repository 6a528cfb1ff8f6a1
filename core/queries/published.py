"""Published results: differences of ladder steps, for everybody who does not read live figures (docs/promises.md R2).

Nothing here reads a cell. A period is what the last steps before its borders differ by, so the dates a figure really
speaks about are given with it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select

from core.db import db
from core.domain import closed
from core.domain.access import Permission, Role, Scope
from core.domain.basis import GroupKey
from core.domain.ladder import Cadence, Rung, cadence_of
from core.domain.officers import Officers
from core.domain.officers import derive as derive_officers
from core.domain.overview import Overview, derive
from core.domain.periods import Period
from core.domain.questionnaire import Questionnaire
from core.domain.rollup import Counts
from core.domain.submission import ABSENT
from core.models import RUNG, DailyRun
from core.queries import questionnaires, steps, subjects
from core.queries.steps import Moved, Span

#: The job that takes the steps (core/services/ladder.py).
JOB = "ladder"


@dataclass(frozen=True)
class Results:
    """A period of an office as it is published."""

    overview: Overview
    cadence: Cadence
    #: None: nothing was published in the period.
    span: Span | None
    by_field: Mapping[int, Span]

    def span_of(self, field_ids: Iterable[int]) -> Span | None:
        """Return the days the figure of these fields speaks about."""
        return joint(self.by_field[number] for number in field_ids if number in self.by_field)


@dataclass(frozen=True)
class OfficerResults:
    """A period of an office's officers as it is published; weekly for everybody."""

    officers: Officers
    span: Span | None


def closed_through(_scope: Scope, cadence: Cadence) -> date | None:
    """Return the last day a step could close with; None before the first closing."""
    text = db.session.scalar(select(DailyRun.last_day).where(DailyRun.job == JOB))
    return cadence.last_close(date.fromisoformat(text)) if text else None


def readable_through(scope: Scope, cadence: Cadence, *, is_about_officers: bool = False) -> date | None:
    """Return the last day published figures can reach; None where nothing is published about the scope."""
    through = closed_through(scope, cadence)
    if through is None or not _has_steps(scope, cadence, is_about_officers=is_about_officers):
        return None
    return through


def _has_steps(scope: Scope, cadence: Cadence, *, is_about_officers: bool) -> bool:
    """Is anything published about the units of the scope, or about its one officer?"""
    mine = select(RUNG.c.id).where(
        RUNG.c.unit_id.in_(sorted(scope.unit_ids)),
        RUNG.c.cadence == str(cadence),
        (RUNG.c.officer_id != ABSENT) == is_about_officers,
    )
    if scope.role is Role.OFFICER:
        mine = mine.where(RUNG.c.officer_id == (scope.officer_id or ABSENT))
    return db.session.scalar(mine.limit(1)) is not None


def plan_periods(scope: Scope, through: date) -> tuple[Period, ...]:
    """Return the closed periods for which a document sets the scope's units a target, the latest first."""
    return closed.plan_periods(subjects.targets(scope), through)


def overview(scope: Scope, period: Period) -> Results:
    """Return the published overview of the units the scope sees, or raise AccessDenied."""
    scope.require(Permission.READ_RESULTS)
    cadence = cadence_of(scope.role)
    found = steps.moved(scope, cadence, period, is_about_officers=False)
    office = subjects.office(scope, with_officers=False)
    by_field: dict[int, Span] = {}
    for rung, what in found.items():
        by_field[rung.field_id] = what.span | by_field.get(rung.field_id, what.span)
    return Results(
        derive(period, office, versions=versions(scope, found), sums=sums(found)),
        cadence,
        joint(what.span for what in found.values()),
        by_field,
    )


def officers(scope: Scope, period: Period) -> OfficerResults:
    """Return the published figures of the officers the scope sees, or raise AccessDenied."""
    scope.require(Permission.READ_OFFICERS)
    return _officers(scope, period)


def own(scope: Scope, period: Period) -> OfficerResults:
    """Return what is published about the signed-in officer alone, or raise AccessDenied."""
    scope.require(Permission.READ_OWN_RESULTS)
    found = _officers(scope, period)
    return replace(found, officers=found.officers.of(scope.officer_id or ABSENT))


def _officers(scope: Scope, period: Period) -> OfficerResults:
    found = steps.moved(scope, Cadence.WEEK, period, is_about_officers=True)
    derived = derive_officers(
        period, subjects.office(scope), versions=versions(scope, found), sums=sums(found)
    )
    is_own = scope.role is Role.OFFICER
    spans = (what.span for rung, what in found.items() if not is_own or rung.officer_id == scope.officer_id)
    return OfficerResults(derived, joint(spans))


def sums(found: Mapping[Rung, Moved]) -> dict[GroupKey, Counts]:
    """Return the counts as results are derived from them, units added up."""
    added: dict[GroupKey, Counts] = {}
    for rung, what in found.items():
        key = GroupKey(rung.field_id, rung.officer_id, rung.channel, rung.tier, rung.version_id)
        added[key] = added[key] + what.counts if key in added else what.counts
    return added


def versions(scope: Scope, found: Iterable[Rung]) -> dict[int, Questionnaire]:
    """Return the questionnaire versions these rungs answer."""
    return {
        number: questionnaires.version(scope, number)
        for number in sorted({rung.version_id for rung in found})
    }


def joint(spans: Iterable[Span]) -> Span | None:
    """Return the days of all these spans; None when there are none."""
    whole: Span | None = None
    for span in spans:
        whole = span | whole if whole else span
    return whole
