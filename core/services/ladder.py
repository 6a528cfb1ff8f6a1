"""Ladder: adds the steps of published figures once a day is settled; a step is never changed (docs/promises.md R2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from core.db import snapshot, write
from core.domain.ladder import LEAST_NEW, Cadence, Rung, Step, climb
from core.domain.questionnaire import Questionnaire
from core.domain.rollup import Counts
from core.models import RUNG, RUNG_STEP, DailyRun, DutyDecision
from core.queries import rungs
from core.services import cells, locks, settling

JOB = "ladder"
#: Units whose cells are held in memory at a time.
_BATCH = 200
_ONE_DAY = timedelta(days=1)

Years = dict[int, Counts]


@dataclass(frozen=True)
class Closed:
    """What one closing did; `through` is None when every settled day was closed before."""

    through: date | None = None
    steps: int = 0


@dataclass
class _Climber:
    """The rungs of some units while their days are closed one after the other."""

    asked: Mapping[int, Questionnaire]
    settled: dict[Rung, Years] = field(default_factory=dict)
    published: dict[Cadence, dict[Rung, Years]] = field(
        default_factory=lambda: {each: {} for each in Cadence}
    )
    begins: dict[tuple[Rung, int], date] = field(default_factory=dict)

    def settle(self, day: date, rung: Rung, counts: Counts) -> None:
        """Add what was given on a day (or in the month it begins)."""
        years = self.settled.setdefault(rung, {})
        years[day.year] = years[day.year] + counts if day.year in years else counts
        begins = self.begins.setdefault((rung, day.year), day)
        self.begins[rung, day.year] = min(begins, day)

    def close(self, day: date) -> Iterator[Step]:
        """Yield the steps that are taken when the day is over.

        The week's ladders of fields follow the day's: whoever reads both must not find three answers between them.
        """
        for cadence in Cadence:
            if not cadence.closes_on(day):
                continue
            for rung, settled in self.settled.items():
                if rung.is_about_officer and cadence is Cadence.DAY:
                    continue
                follows = cadence is Cadence.WEEK and not rung.is_about_officer
                source = self.published[Cadence.DAY].get(rung) if follows else settled
                if source:
                    yield from self._climb(cadence, rung, source, day)

    def _climb(self, cadence: Cadence, rung: Rung, source: Years, day: date) -> Iterator[Step]:
        published = self.published[cadence].setdefault(rung, {})
        climbed = climb(
            self.asked[rung.version_id],
            rung,
            published=_still_open(published, day),
            settled=_still_open(source, day),
            least=LEAST_NEW[cadence],
        )
        published.update(climbed)
        for year, counts in climbed.items():
            yield Step(cadence, rung, year, day, counts)


def _still_open(years: Years, day: date) -> Years:
    """Return the years that may still climb: this one and the one before."""
    return {year: counts for year, counts in years.items() if year >= day.year - 1}


def close() -> Closed:
    """Close every day that is settled and not closed yet, in one transaction; a day is closed once and for all.

    An answer that arrives after its day was closed waits for the next step. One that is more than a year late moves
    no published figure: it is in the record and in the Front's figures.
    """
    with snapshot() as connection:
        decided = _decisions(connection)
        before, through = _last(connection, JOB), _settled_through(connection)
        if through is None or (before is not None and through <= before):
            return Closed()
        steps, begins = _steps(connection, before, through)
    with write() as connection:
        locks.climb_ladder(connection)
        if _last(connection, JOB) != before:
            return Closed()
        is_current = _decisions(connection) == decided
        if is_current:
            _record(connection, steps, begins)
            _note(connection, before, through)
    # A correction of the roster was decided meanwhile, for answers it found in no step.
    return Closed(through, len(steps)) if is_current else close()


def _steps(
    connection: Connection, before: date | None, through: date
) -> tuple[list[Step], dict[tuple[Rung, int], date]]:
    floor = date((before or through).year - 1, 1, 1)
    first = before + _ONE_DAY if before else rungs.first_day(connection, floor) or through
    asked = rungs.versions(connection, floor)
    units = rungs.units(connection, floor)
    steps: list[Step] = []
    begins: dict[tuple[Rung, int], date] = {}
    for start in range(0, len(units), _BATCH):
        unit_ids = units[start : start + _BATCH]
        climber = _Climber(asked)
        _take_place(connection, climber, unit_ids, floor, first)
        steps += _climbed(connection, climber, unit_ids, first, through)
        begins |= climber.begins
    return steps, begins


def _take_place(
    connection: Connection, climber: _Climber, unit_ids: list[int], floor: date, first: date
) -> None:
    """Bring the rungs to where they stood before the first day that is closed now, late answers included."""
    for cadence in Cadence:
        years = range(floor.year, first.year + 1)
        stands = rungs.last_steps(connection, unit_ids, cadence, years=years, on=first)
        for (year, rung), step in stands.items():
            climber.published[cadence].setdefault(rung, {})[year] = step.counts
    earlier = rungs.settled(
        connection, unit_ids, climber.asked, first=floor, last=first - _ONE_DAY, by_day=False
    )
    for dated, counts in earlier.items():
        climber.settle(*dated, counts)


def _climbed(
    connection: Connection, climber: _Climber, unit_ids: list[int], first: date, through: date
) -> Iterator[Step]:
    """Yield the steps of each day that is closed now, one day after the other."""
    given: dict[date, list[tuple[Rung, Counts]]] = {}
    late = rungs.settled(connection, unit_ids, climber.asked, first=first, last=through, by_day=True)
    for (day, rung), counts in late.items():
        given.setdefault(day, []).append((rung, counts))
    for number in range((through - first).days + 1):
        day = first + timedelta(days=number)
        for rung, counts in given.get(day, ()):
            climber.settle(day, rung, counts)
        yield from climber.close(day)


def _record(connection: Connection, steps: list[Step], begins: Mapping[tuple[Rung, int], date]) -> None:
    """Write the steps, and the rungs that are climbed for the first time."""
    known = {
        (row.cadence, row.year, Rung(*(getattr(row, name) for name in Rung._fields))): row.id
        for row in connection.execute(select(RUNG).where(RUNG.c.year.in_({step.year for step in steps})))
    }
    number = connection.scalar(select(func.max(RUNG.c.id))) or 0
    fresh: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for step in steps:
        key = (str(step.cadence), step.year, step.rung)
        if key not in known:
            known[key] = number + len(fresh) + 1
            fresh.append(
                {
                    "id": known[key],
                    "cadence": str(step.cadence),
                    "year": step.year,
                    "begins_on": begins[step.rung, step.year],
                    **step.rung._asdict(),
                }
            )
        place = {"rung_id": known[key], "closed_on": step.closed_on, "unit_id": step.rung.unit_id}
        rows += ({**place, "part": part, **counts} for part, counts in enumerate(cells.columns(step.counts)))
    if fresh:
        connection.execute(insert(RUNG), fresh)
    if rows:
        connection.execute(insert(RUNG_STEP), rows)


def _decisions(connection: Connection) -> int:
    """Return how many corrections of the roster are decided."""
    return connection.scalar(select(func.count()).select_from(DutyDecision)) or 0


def _settled_through(connection: Connection) -> date | None:
    """Return the last day whose answers are all settled: the one before the last settling."""
    last = _last(connection, settling.JOB)
    return last - _ONE_DAY if last else None


def _last(connection: Connection, job: str) -> date | None:
    text = connection.scalar(select(DailyRun.last_day).where(DailyRun.job == job))
    return date.fromisoformat(text) if text else None


def _note(connection: Connection, before: date | None, through: date) -> None:
    if before is None:
        connection.execute(insert(DailyRun), {"job": JOB, "unit_id": 0, "last_day": through.isoformat()})
    else:
        connection.execute(update(DailyRun).where(DailyRun.job == JOB).values(last_day=through.isoformat()))
