"""Rungs: what is settled about each rung of the ladder, and which steps of it are published."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    select,
)

from core.domain.access import SYSTEM
from core.domain.ladder import Cadence, Rung
from core.domain.periods import Kind, containing, custom
from core.domain.questionnaire import Questionnaire, QuestionScope
from core.domain.rollup import Counts
from core.domain.submission import ABSENT
from core.models import ADJUSTMENT_DAY, CELL_DAY, CELL_MONTH, COUNT_COLUMNS, RUNG, RUNG_STEP
from core.queries import questionnaires
from core.queries.cell_sums import joined, level_columns

_SCOPES = (QuestionScope.OFFICE, QuestionScope.OFFICER)
_DIMENSIONS = ("unit_id", "field_id", "officer_id", "channel", "tier", "version_id")


class Dated(NamedTuple):
    """A rung and the day its answers were given on; for whole months the month's first."""

    day: date
    rung: Rung


@dataclass(frozen=True)
class Stands:
    """The last published step of a rung and year."""

    closed_on: date
    begins_on: date
    counts: Counts


def versions(connection: Connection, since: date) -> dict[int, Questionnaire]:
    """Return the questionnaire versions that were answered since a month's first day."""
    ids = connection.scalars(select(CELL_MONTH.c.version_id).where(*_everyday(since)).distinct())
    return {number: questionnaires.version(SYSTEM, number, connection=connection) for number in ids.all()}


def units(connection: Connection, since: date) -> list[int]:
    """Return the units with settled answers since a month's first day."""
    statement = select(CELL_MONTH.c.unit_id).where(*_everyday(since)).distinct()
    return sorted(connection.scalars(statement))


def _everyday(since: date) -> tuple[ColumnElement[bool], ...]:
    """Return what keeps survey rounds out: they are reported by themselves and stand on no rung."""
    return CELL_MONTH.c.day >= since, CELL_MONTH.c.round_id == ABSENT


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
    """Return what is settled about each rung from `first` to `last`, day by day, or whole months by their first day.

    A corrected duty entry counts for whoever really sat there, as far as its answers stood in no published step.
    """
    if last < first or not asked:
        return {}
    columns = level_columns(asked.values(), _SCOPES)
    months = () if by_day else tuple(month.first for month in custom(first, last).months())
    found: dict[Dated, Counts] = {}
    for table, on_days in (
        (CELL_MONTH, CELL_MONTH.c.day.in_(months)),
        (CELL_DAY, CELL_DAY.c.day.between(_after(months, first), last)),
        (ADJUSTMENT_DAY, and_(ADJUSTMENT_DAY.c.is_ahead, ADJUSTMENT_DAY.c.day.between(first, last))),
    ):
        by = [table.c[name] for name in ("day", *_DIMENSIONS, "part")]
        statement = (
            select(*by, *(func.sum(table.c[name]) for name in columns))
            .where(on_days, table.c.unit_id.in_(unit_ids), table.c.round_id == ABSENT)
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
