"""Steps: what was published within a period: the difference of the last steps before its borders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ScalarSelect, Select, Subquery, and_, case, func, or_, select

from core.db import db
from core.domain.access import Scope
from core.domain.ladder import Cadence, Rung
from core.domain.periods import Period
from core.domain.questionnaire import QuestionScope
from core.domain.rollup import Counts
from core.domain.submission import ABSENT
from core.models import RUNG, RUNG_STEP
from core.queries import questionnaires
from core.queries.cell_sums import joined, level_columns

_SCOPES = (QuestionScope.OFFICE, QuestionScope.OFFICER)


@dataclass(frozen=True)
class Span:
    """The days a published figure really speaks about."""

    first: date
    last: date

    def __or__(self, other: "Span") -> "Span":
        """Return the days of both."""
        return Span(min(self.first, other.first), max(self.last, other.last))


@dataclass(frozen=True)
class Moved:
    """What was published within a period."""

    counts: Counts
    span: Span


def moved(
    scope: Scope,
    cadence: Cadence,
    period: Period,
    *,
    is_about_officers: bool,
    by: Sequence[str] = Rung._fields,
) -> dict[Rung, Moved]:
    """Return what the steps of the scope's units climbed within a period, added up by some of a rung's fields.

    Fields that are added up over stand as 0 or empty. Two statements, however many rungs; each rung is two seeks.
    """
    climbed = _climbed(scope, cadence, period, is_about_officers=is_about_officers)
    numbers = db.session.scalars(select(climbed.c.version_id).distinct()).all()
    asked = {number: questionnaires.version(scope, number) for number in numbers}
    if not asked:
        return {}
    columns = level_columns(asked.values(), _SCOPES)
    rows = [
        (_rung(by, tuple(row)), row[len(by) :]) for row in db.session.execute(_summed(climbed, by, columns))
    ]
    spans = {rung: _span(*rest[1:4]) for rung, rest in rows}
    counts = joined(((rung, rung.version_id, rest[0], rest[4:]) for rung, rest in rows), columns, asked)
    return {rung: Moved(counts[rung], spans[rung]) for rung in counts}


def _summed(climbed: Subquery, by: Sequence[str], columns: Sequence[str]) -> Select[Any]:
    """Return dimensions, part, three days, and the counts the last step adds to the one before the period."""
    upper, lower = RUNG_STEP.alias("upper_step"), RUNG_STEP.alias("lower_step")
    dimensions = [climbed.c[name] for name in by]
    return (
        select(
            *dimensions,
            upper.c.part,
            func.min(climbed.c.lower),
            func.min(case((climbed.c.lower.is_(None), climbed.c.begins_on))),
            func.max(climbed.c.upper),
            *(func.sum(upper.c[name] - func.coalesce(lower.c[name], 0)) for name in columns),
        )
        .select_from(climbed)
        .join(upper, and_(upper.c.rung_id == climbed.c.id, upper.c.closed_on == climbed.c.upper))
        .outerjoin(
            lower,
            and_(
                lower.c.rung_id == climbed.c.id,
                lower.c.closed_on == climbed.c.lower,
                lower.c.part == upper.c.part,
            ),
        )
        .group_by(*dimensions, upper.c.part)
    )


def _climbed(scope: Scope, cadence: Cadence, period: Period, *, is_about_officers: bool) -> Subquery:
    """Return the rungs with a step in the period: which is the last one, and which stood before it."""

    def last_until(day: date) -> ScalarSelect[Any]:
        return (
            select(func.max(RUNG_STEP.c.closed_on))
            .where(RUNG_STEP.c.rung_id == RUNG.c.id, RUNG_STEP.c.closed_on <= day)
            .correlate(RUNG)
            .scalar_subquery()
        )

    each = (
        select(
            RUNG,
            last_until(period.last).label("upper"),
            last_until(period.first - timedelta(days=1)).label("lower"),
        )
        .where(
            RUNG.c.unit_id.in_(sorted(scope.unit_ids)),
            RUNG.c.cadence == str(cadence),
            # A year's rungs may climb until the end of the next one, for answers that come late.
            RUNG.c.year.between(period.first.year - 1, period.last.year),
            (RUNG.c.officer_id != ABSENT) == is_about_officers,
        )
        .subquery("each")
    )
    return (
        select(each)
        .where(each.c.upper.is_not(None), or_(each.c.lower.is_(None), each.c.lower != each.c.upper))
        .subquery("climbed")
    )


def _rung(by: Sequence[str], row: Sequence[Any]) -> Rung:
    given = dict(zip(by, row, strict=False))
    return Rung(*(given.get(name, "" if name in ("channel", "tier") else ABSENT) for name in Rung._fields))


def _span(lower: date | None, begins_on: date | None, upper: date) -> Span:
    """Return the days of rungs added up: a step speaks of what came after the one before it."""
    firsts = [lower + timedelta(days=1)] if lower else []
    return Span(min([*firsts, *([begins_on] if begins_on else [])]), upper)
