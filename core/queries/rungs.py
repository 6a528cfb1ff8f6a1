"""Rungs: what is settled about each rung of the ladder, and which steps of it are published."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    Connection,
    ScalarSelect,
    Select,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
)

from core.db import db
from core.domain.access import SYSTEM, Scope
from core.domain.ladder import Cadence, Rung
from core.domain.periods import Kind, Period, containing, custom
from core.domain.questionnaire import Questionnaire, QuestionScope
from core.domain.rollup import Counts
from core.domain.submission import ABSENT
from core.models import CELL_DAY, CELL_MONTH, COUNT_COLUMNS, RUNG, RUNG_STEP
from core.queries import questionnaires
from core.queries.cell_sums import joined, level_columns

_SCOPES = (QuestionScope.OFFICE, QuestionScope.OFFICER)
_DIMENSIONS = ("unit_id", "field_id", "officer_id", "channel", "tier", "version_id")


class Dated(NamedTuple):
    """A rung and the day its answers were given on; for whole months the month's first."""

    day: date
    rung: Rung


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


@dataclass(frozen=True)
class Stands:
    """The last published step of a rung and year."""

    closed_on: date
    begins_on: date
    counts: Counts


def versions(connection: Connection, since: date) -> dict[int, Questionnaire]:
    """Return the questionnaire versions that were answered since a month's first day."""
    ids = connection.scalars(select(CELL_MONTH.c.version_id).where(CELL_MONTH.c.day >= since).distinct())
    return {number: questionnaires.version(SYSTEM, number, connection=connection) for number in ids.all()}


def units(connection: Connection, since: date) -> list[int]:
    """Return the units with settled answers since a month's first day."""
    statement = select(CELL_MONTH.c.unit_id).where(CELL_MONTH.c.day >= since).distinct()
    return sorted(connection.scalars(statement))


def first_day(connection: Connection, since: date) -> date | None:
    """Return the first day with settled answers, not before `since`."""
    return connection.scalar(select(func.min(CELL_DAY.c.day)).where(CELL_DAY.c.day >= since))


def settled(
    connection: Connection,
    unit_ids: Collection[int],
    asked: Mapping[int, Questionnaire],
    *,
    first: date,
    last: date,
    by_day: bool,
) -> dict[Dated, Counts]:
    """Return what is settled about each rung from `first` to `last`, day by day, or whole months by their first day."""
    if last < first or not asked:
        return {}
    columns = level_columns(asked.values(), _SCOPES)
    months = () if by_day else tuple(month.first for month in custom(first, last).months())
    found: dict[Dated, Counts] = {}
    for table, on_days in (
        (CELL_MONTH, CELL_MONTH.c.day.in_(months)),
        (CELL_DAY, CELL_DAY.c.day.between(_after(months, first), last)),
    ):
        by = [table.c[name] for name in ("day", *_DIMENSIONS, "part")]
        statement = (
            select(*by, *(func.sum(table.c[name]) for name in columns))
            .where(on_days, table.c.unit_id.in_(unit_ids))
            .group_by(*by)
        )
        rows = connection.execute(statement)
        cells = joined((((row[0], *row[1:7]), row[6], row[7], row[8:]) for row in rows), columns, asked)
        _add(found, cells.items())
    return found


def _after(months: tuple[date, ...], first: date) -> date:
    return containing(Kind.MONTH, months[-1]).next().first if months else first


def _add(found: dict[Dated, Counts], cells: Iterable[tuple[Any, Counts]]) -> None:
    """Let each cell count for its field and, where one is named, for its officer."""
    for (day, unit, field, officer, channel, tier, version), counts in cells:
        places = [Rung(unit, field, ABSENT, "", tier, version)]
        if officer != ABSENT:
            places.append(Rung(unit, field, officer, channel, tier, version))
        for rung in places:
            key = Dated(day, rung)
            found[key] = found[key] + counts if key in found else counts


def last_steps(
    connection: Connection,
    unit_ids: Collection[int],
    cadence: Cadence,
    *,
    years: Collection[int],
    on: date,
) -> dict[tuple[int, Rung], Stands]:
    """Return, by year and rung, the last step that was closed on or before a day; each is one seek."""
    statement = _steps(on).where(
        RUNG.c.unit_id.in_(sorted(unit_ids)), RUNG.c.cadence == str(cadence), RUNG.c.year.in_(sorted(years))
    )
    found: dict[tuple[int, Rung], Stands] = {}
    for row in connection.execute(statement):
        key, stands = (
            (row[0], Rung(*row[3:9])),
            Stands(row[1], row[2], Counts(tuple(row[9:13]), tuple(row[13:]))),
        )
        if key in found:
            before = found[key]
            stands = replace(before, counts=replace(before.counts, slots=(*before.counts.slots, *row[13:])))
        found[key] = stands
    return found


def _steps(on: date) -> Select[Any]:
    closed = RUNG_STEP.alias("closed")
    newest = (
        select(func.max(closed.c.closed_on))
        .where(closed.c.rung_id == RUNG.c.id, closed.c.closed_on <= on)
        .scalar_subquery()
    )
    return (
        select(
            RUNG.c.year,
            RUNG_STEP.c.closed_on,
            RUNG.c.begins_on,
            *(RUNG.c[name] for name in Rung._fields),
            *(RUNG_STEP.c[name] for name in COUNT_COLUMNS),
        )
        .select_from(RUNG)
        .join(RUNG_STEP, and_(RUNG_STEP.c.rung_id == RUNG.c.id, RUNG_STEP.c.closed_on == newest))
        .order_by(RUNG.c.id, RUNG_STEP.c.part)
    )


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
    upper, lower = RUNG_STEP.alias("upper_step"), RUNG_STEP.alias("lower_step")
    dimensions = [climbed.c[name] for name in by]
    statement = (
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
    rows = [(_rung(by, tuple(row)), row[len(by) :]) for row in db.session.execute(statement)]
    spans = {rung: _span(*rest[1:4]) for rung, rest in rows}
    counts = joined(((rung, rung.version_id, rest[0], rest[4:]) for rung, rest in rows), columns, asked)
    return {rung: Moved(counts[rung], spans[rung]) for rung in counts}


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
