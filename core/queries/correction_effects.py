"""What a corrected duty entry does to figures: settled answers that move from one officer to another, or to nobody."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from core import clock
from core.db import db
from core.domain.access import SYSTEM, Permission, Scope
from core.domain.basis import GroupKey
from core.domain.officers import derive
from core.domain.overview import OfficerLine
from core.domain.periods import Kind, Period, containing
from core.domain.rollup import CellKey, Counts, count, total
from core.domain.submission import ABSENT
from core.models import InboxRevision, Submission
from core.queries import cell_sums, questionnaires, results, subjects
from core.queries.corrections import Correction

#: So long after a shift an answer that was begun in it may still arrive (older forms count without officer).
LATEST_ANSWER = timedelta(hours=24)


@dataclass(frozen=True)
class Effect:
    """One officer's figures of a period without and with corrections."""

    before: OfficerLine
    after: OfficerLine


@dataclass(frozen=True)
class Consequences:
    """What accepting a proposal does, or did."""

    answers: int
    period: Period
    effects: tuple[Effect, ...]
    #: Answers of this shift may still come or wait for the night: nothing can be decided yet.
    is_too_early: bool


def effects(scope: Scope, period: Period, officer_ids: Collection[int]) -> tuple[Effect, ...]:
    """Return what all accepted corrections of a period change for these officers."""
    before = results.officers(scope, period, is_corrected=False)
    after = results.officers(scope, period)
    return _effects(before.described, after.described, officer_ids)


def consequences(scope: Scope, correction: Correction) -> Consequences:
    """Return the figures of the shift's quarter without and with this correction; live, so for the Front alone."""
    scope.require(Permission.READ_LIVE_RESULTS)
    own = replace(scope, unit_ids=frozenset({correction.unit_id}))
    period = containing(Kind.QUARTER, correction.starts_at.date())
    connection = db.session.connection()
    decided = correction.decision
    moving = moves(connection, correction.duty_entry_id, correction.from_id, correction.to_id)
    is_done = decided is not None and decided.is_accepted
    answered = cell_sums.versions(own, period)
    versions = {number: questionnaires.version(own, number) for number in answered}
    stands = cell_sums.by_group(own, period, versions)
    other = _moved(stands, moving, is_taken_back=is_done)
    office = subjects.office(own)
    lines = [
        derive(period, office, versions=versions, sums=sums).described
        for sums in ((other, stands) if is_done else (stands, other))
    ]
    return Consequences(
        answers=number_of(moving, correction.to_id),
        period=period,
        effects=_effects(lines[0], lines[1], (correction.from_id, correction.to_id)),
        is_too_early=is_too_early(connection, correction.duty_entry_id, correction.stood_until),
    )


def moves(connection: Connection, duty_entry_id: int, from_id: int, to_id: int) -> dict[CellKey, Counts]:
    """Return what it adds to the cells, and takes away, that a shift's settled answers count for somebody else.

    An answer whose page was disclaimed («Không phải về người này») belongs to no shift and stays where it is.
    """
    rows = connection.execute(
        select(Submission.__table__).where(
            Submission.duty_entry_id == duty_entry_id, Submission.officer_id != ABSENT
        )
    )
    return total(_both_sides(connection, rows, from_id, to_id))


def number_of(moving: Mapping[CellKey, Counts], to_id: int) -> int:
    """Return how many answers move."""
    return sum(counts.persons[0] for key, counts in moving.items() if key.officer_id == to_id)


def is_too_early(connection: Connection, duty_entry_id: int, stood_until: datetime) -> bool:
    """May answers of the shift still come, or wait to be settled? A correction covers settled ones only."""
    if stood_until + LATEST_ANSWER > clock.now():
        return True
    return bool(connection.scalar(select(exists().where(InboxRevision.duty_entry_id == duty_entry_id))))


def _both_sides(
    connection: Connection, rows: Iterable[Row[Any]], from_id: int, to_id: int
) -> Iterator[tuple[CellKey, Counts]]:
    for row in rows:
        asked = questionnaires.version(SYSTEM, row.version_id, connection=connection)
        counts = count(asked, row.answers)
        key = CellKey(*(getattr(row, name) for name in CellKey._fields))
        yield key._replace(officer_id=from_id), -counts
        yield key._replace(officer_id=to_id), counts


def _moved(
    sums: Mapping[GroupKey, Counts], moving: Mapping[CellKey, Counts], *, is_taken_back: bool
) -> dict[GroupKey, Counts]:
    found = dict(sums)
    for cell, counts in moving.items():
        key = GroupKey(*(getattr(cell, name) for name in GroupKey._fields))
        change = -counts if is_taken_back else counts
        found[key] = found[key] + change if key in found else change
    return found


def _effects(
    before: Iterable[OfficerLine], after: Iterable[OfficerLine], officer_ids: Collection[int]
) -> tuple[Effect, ...]:
    """Return both lines of each officer, in alphabetical order; an officer without answers on one side too."""
    earlier, later = ({line.officer_id: line for line in lines} for lines in (before, after))
    found = []
    for officer_id in {**earlier, **later}:
        if officer_id in officer_ids:
            some = earlier.get(officer_id) or later[officer_id]
            nothing = OfficerLine(some.name, some.title, 0, 0, None, None, officer_id)
            found.append(Effect(earlier.get(officer_id, nothing), later.get(officer_id, nothing)))
    return tuple(found)
