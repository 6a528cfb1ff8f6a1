"""Cell sums: the database adds up cells by group or by day; nothing is read answer by answer.

Whole months come from month cells, the remaining days from day cells, what is not settled yet from live cells: one
statement each time, so that settling in between neither hides nor doubles an answer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Subquery, Table, func, select, union_all

from core.db import db
from core.domain.access import Scope
from core.domain.basis import GroupKey
from core.domain.periods import Kind, Period
from core.domain.questionnaire import SLOTS_PER_PART, Questionnaire, QuestionScope
from core.domain.rollup import PERSON_COUNTS, Counts
from core.domain.submission import ABSENT, Tier
from core.models import ADJUSTMENT_DAY, CELL_DAY, CELL_LIVE, CELL_MONTH, SLOT_COLUMNS

Key = TypeVar("Key")


@dataclass(frozen=True)
class _Span:
    """Which rows of which table make up a stretch of days."""

    first: date
    last: date
    months: tuple[date, ...]
    days: tuple[date, ...]


def versions(scope: Scope, period: Period) -> tuple[int, ...]:
    """Return the questionnaire versions that were answered in the period."""
    cells = _cells(scope, _span(period), ("version_id",))
    return tuple(sorted(db.session.scalars(select(cells.c.version_id).distinct())))


def by_group(
    scope: Scope, period: Period, asked: Mapping[int, Questionnaire], *, is_corrected: bool = True
) -> dict[GroupKey, Counts]:
    """Return the period's counts of level answers per field, officer, channel, tier and version.

    Corrections of the roster only move answers between officers: no other figure differs with and without them.
    """
    if not asked:
        return {}
    columns = level_columns(asked.values(), (QuestionScope.OFFICE, QuestionScope.OFFICER))
    cells = _cells(scope, _span(period), (*GroupKey._fields, "part", *columns), is_corrected=is_corrected)
    rows = db.session.execute(_summed(cells, (*GroupKey._fields, "part"), columns))
    return joined(((GroupKey(*row[:5]), row[4], row[5], row[6:]) for row in rows), columns, asked)


def by_day(
    scope: Scope, periods: Sequence[Period], asked: Mapping[int, Questionnaire], tiers: Collection[Tier]
) -> dict[tuple[date, int], Counts]:
    """Return the office's level counts of some tiers by (day, version) over consecutive periods of one kind.

    Settled answers stand at their day for weeks and at their month's first day for longer periods.
    """
    columns = level_columns(asked.values(), (QuestionScope.OFFICE,))
    cells = _cells(
        scope, _stretch(periods), ("day", "version_id", "part", *columns), versions=asked, tiers=tiers
    )
    rows = db.session.execute(_summed(cells, ("day", "version_id", "part"), columns))
    return joined((((row[0], row[1]), row[1], row[2], row[3:]) for row in rows), columns, asked)


def _span(period: Period) -> _Span:
    months, days = period.split()
    return _Span(period.first, period.last, tuple(month.first for month in months), days)


def _stretch(periods: Sequence[Period]) -> _Span:
    first, last = periods[0].first, periods[-1].last
    if periods[0].kind is Kind.WEEK:
        days = tuple(first + timedelta(days=number) for number in range((last - first).days + 1))
        return _Span(first, last, (), days)
    months = tuple(month.first for period in periods for month in period.months())
    return _Span(first, last, months, ())


def _cells(
    scope: Scope,
    span: _Span,
    columns: Sequence[str],
    *,
    versions: Collection[int] | None = None,
    tiers: Collection[Tier] | None = None,
    is_corrected: bool = False,
) -> Subquery:
    """Return the cells of these days and of the units the scope sees, without survey rounds.

    A round asks a sample at home, not whoever was just served: its answers stand in its own report alone.
    Days are listed, not compared: the key begins with day and unit, so each listed pair is one seek, and the cells
    of other units are never touched.
    """
    arms = [
        (CELL_MONTH, CELL_MONTH.c.day.in_(span.months), span.months),
        (CELL_DAY, CELL_DAY.c.day.in_(span.days), span.days),
        (CELL_LIVE, CELL_LIVE.c.day.between(span.first, span.last), True),
        (ADJUSTMENT_DAY, ADJUSTMENT_DAY.c.day.between(span.first, span.last), is_corrected),
    ]
    selects = []
    for table, on_days, is_needed in arms:
        if not is_needed:
            continue
        rows = _select(table, columns).where(
            on_days, table.c.unit_id.in_(sorted(scope.unit_ids)), table.c.round_id == ABSENT
        )
        if versions is not None:
            rows = rows.where(table.c.version_id.in_(sorted(versions)))
        if tiers is not None:
            rows = rows.where(table.c.tier.in_([str(tier) for tier in tiers]))
        selects.append(rows)
    return union_all(*selects).subquery("cells")


def _select(table: Table, columns: Sequence[str]) -> Select[Any]:
    return select(*(table.c[name] for name in columns))


def _summed(cells: Subquery, dimensions: Sequence[str], columns: Sequence[str]) -> Select[Any]:
    by: list[ColumnElement[Any]] = [cells.c[name] for name in dimensions]
    return select(*by, *(func.sum(cells.c[name]) for name in columns)).group_by(*by)


def level_columns(
    questionnaires: Iterable[Questionnaire], scopes: Collection[QuestionScope]
) -> tuple[str, ...]:
    """Return the columns, in any part, that count a person or a level of a question in these figures."""
    slots = {
        question.option(level).slot % SLOTS_PER_PART
        for questionnaire in questionnaires
        for scope in scopes
        for question in questionnaire.criteria(scope)
        for level in "12345"
    }
    return (*PERSON_COUNTS, *(SLOT_COLUMNS[slot] for slot in sorted(slots)))


def joined(
    rows: Iterable[tuple[Key, int, int, Sequence[int]]],
    columns: Sequence[str],
    asked: Mapping[int, Questionnaire],
) -> dict[Key, Counts]:
    """Put the parts of wide cells together; a counter that was not asked for stands at zero."""
    places = [SLOT_COLUMNS.index(name) for name in columns[len(PERSON_COUNTS) :]]
    persons: dict[Key, tuple[int, int, int, int]] = {}
    slots: dict[Key, list[int]] = {}
    for key, version_id, part, sums in rows:
        wide = slots.setdefault(key, [0] * (asked[version_id].parts * SLOTS_PER_PART))
        for place, count in zip(places, sums[len(PERSON_COUNTS) :], strict=True):
            wide[part * SLOTS_PER_PART + place] = int(count)
        if part == 0:
            n, office, field, officer = (int(count) for count in sums[: len(PERSON_COUNTS)])
            persons[key] = (n, office, field, officer)
    return {key: Counts(persons.get(key, (0, 0, 0, 0)), tuple(wide)) for key, wide in slots.items()}
