"""Cell sums: the database adds up cells by group or by day; nothing is read answer by answer.

Whole months come from month cells, the remaining days from day cells, what is not settled yet from live cells: one
statement each time, so that settling in between neither hides nor doubles an answer.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Subquery, Table, case, func, literal, or_, select, union_all

from core.db import db
from core.domain.access import Scope
from core.domain.basis import GroupKey
from core.domain.course import stretch
from core.domain.periods import Kind, Period
from core.domain.questionnaire import SLOTS_PER_PART, Questionnaire, QuestionScope
from core.domain.rollup import PERSON_COUNTS, Counts
from core.domain.same_questions import counting
from core.domain.submission import ABSENT, Tier
from core.models import ADJUSTMENT_DAY, CELL_DAY, CELL_LIVE, CELL_MONTH, SLOT_COLUMNS

Key = TypeVar("Key")


#: So many stretches of version ids are compared instead of listed.
_FEW_RUNS = 3


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


def versions_with_course(scope: Scope, period: Period) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the versions that were answered in the period, and those in the twelve periods of its course.

    One statement: a course ends with its period. Of a free span it shows months, so a second one is needed there.
    """
    periods = stretch(period)
    cells = _cells(scope, _stretch(periods), ("version_id", "day"))
    rows = db.session.execute(select(cells.c.version_id, func.max(cells.c.day)).group_by(cells.c.version_id))
    last = {row[0]: row[1] for row in rows}
    over = tuple(sorted(last))
    if periods[-1] != period:
        return versions(scope, period), over
    return tuple(number for number in over if last[number] >= period.first), over


def by_way(
    scope: Scope, period: Period, asked: Mapping[int, Questionnaire]
) -> dict[tuple[str, str, int], Counts]:
    """Return the period's counts of every question of these versions by (channel, tier, version)."""
    if not asked:
        return {}
    columns = all_columns(asked.values())
    by = ("channel", "tier", "version_id", "part")
    cells = _cells(scope, _span(period), (*by, *columns), versions=asked)
    rows = db.session.execute(_summed(cells, by, columns))
    return joined(((tuple(row[:3]), row[2], row[3], row[4:]) for row in rows), columns, asked)


def by_group(
    scope: Scope, period: Period, asked: Mapping[int, Questionnaire], *, is_corrected: bool = True
) -> dict[GroupKey, Counts]:
    """Return the period's counts of level answers per field, officer, channel, tier and version.

    Corrections of the roster only move answers between officers: no other figure differs with and without them.
    """
    if not asked:
        return {}
    firsts = alike(asked)
    columns = level_columns(_only(asked, firsts), (QuestionScope.OFFICE, QuestionScope.OFFICER))
    cells = _cells(scope, _span(period), (*GroupKey._fields, "part", *columns), is_corrected=is_corrected)
    rows = db.session.execute(_summed(cells, (*GroupKey._fields, "part"), columns, firsts))
    return joined(((GroupKey(*row[:5]), row[4], row[5], row[6:]) for row in rows), columns, asked)


def by_day(
    scope: Scope, periods: Sequence[Period], asked: Mapping[int, Questionnaire], tiers: Collection[Tier]
) -> dict[tuple[date, int], Counts]:
    """Return the office's level counts of some tiers by (day, version) over consecutive periods of one kind.

    Settled answers stand at their day for weeks and at their month's first day for longer periods. Versions that
    count alike stand under the first of them.
    """
    firsts = alike(asked)
    columns = level_columns(_only(asked, firsts), (QuestionScope.OFFICE,))
    return _by_day(scope, periods, asked, tiers, columns, firsts)


def questions_by_day(
    scope: Scope, periods: Sequence[Period], asked: Mapping[int, Questionnaire], tiers: Collection[Tier]
) -> dict[tuple[date, int], Counts]:
    """Return the counts of every question of some tiers by (day, version), as `by_day` does for the office's figure."""
    return _by_day(scope, periods, asked, tiers, all_columns(asked.values()), {}) if asked else {}


def _by_day(
    scope: Scope,
    periods: Sequence[Period],
    asked: Mapping[int, Questionnaire],
    tiers: Collection[Tier],
    columns: Sequence[str],
    firsts: Mapping[int, int],
) -> dict[tuple[date, int], Counts]:
    cells = _cells(
        scope, _stretch(periods), ("day", "version_id", "part", *columns), versions=asked, tiers=tiers
    )
    rows = db.session.execute(_summed(cells, ("day", "version_id", "part"), columns, firsts))
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
            rows = rows.where(_among(table.c.version_id, versions))
        if tiers is not None:
            rows = rows.where(table.c.tier.in_([str(tier) for tier in tiers]))
        selects.append(rows)
    return union_all(*selects).subquery("cells")


def _among(version: ColumnElement[int], numbers: Collection[int]) -> ColumnElement[bool]:
    """Is it one of these? Mostly they follow one another, and comparing is cheaper than looking through a list."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    if len(runs) > _FEW_RUNS:
        return version.in_(sorted(numbers))
    return or_(*(version.between(first, last) for first, last in runs))


def _select(table: Table, columns: Sequence[str]) -> Select[Any]:
    return select(*(table.c[name] for name in columns))


def _summed(
    cells: Subquery,
    dimensions: Sequence[str],
    columns: Sequence[str],
    firsts: Mapping[int, int] = MappingProxyType({}),
) -> Select[Any]:
    """Sum by these dimensions; versions in `firsts` stand under another one."""
    named: list[ColumnElement[Any]] = [cells.c[name] for name in dimensions]
    by = list(named)
    if "version_id" in dimensions and len(firsts) > 1:
        place = dimensions.index("version_id")
        named[place] = _first_of(cells.c["version_id"], firsts)
        by[place] = named[place]
        if len(set(firsts.values())) == 1:
            del by[place]
    return select(*named, *(func.sum(cells.c[name]) for name in columns)).group_by(*by)


def _first_of(version: ColumnElement[int], firsts: Mapping[int, int]) -> ColumnElement[Any]:
    """Return the version each one stands under; where it is the same for all, no cell is asked."""
    together: dict[int, list[int]] = {}
    for number, first in firsts.items():
        together.setdefault(first, []).append(number)
    if len(together) == 1:
        return literal(next(iter(together)))
    moved = [(version.in_(numbers), first) for first, numbers in together.items() if len(numbers) > 1]
    return case(*moved, else_=version) if moved else version


def alike(asked: Mapping[int, Questionnaire]) -> dict[int, int]:
    """Return for each version the first one that counts alike: the same criteria of the same figures in the same slots.

    So the database adds them up itself, and a figure costs the same however often a questionnaire was published anew.
    """
    firsts: dict[Hashable, int] = {}
    keys = counting(asked)
    return {
        number: firsts.setdefault((asked[number].layout, keys[number]), number) for number in sorted(asked)
    }


def _only(asked: Mapping[int, Questionnaire], firsts: Mapping[int, int]) -> list[Questionnaire]:
    """Return one version of all that count alike."""
    return [asked[number] for number in sorted(set(firsts.values()))]


def all_columns(questionnaires: Iterable[Questionnaire]) -> tuple[str, ...]:
    """Return the columns, in any part, that count a person or any option of these versions."""
    most = max(min(questionnaire.slots, SLOTS_PER_PART) for questionnaire in questionnaires)
    return (*PERSON_COUNTS, *SLOT_COLUMNS[:most])


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
