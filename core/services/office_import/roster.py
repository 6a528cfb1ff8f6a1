"""Works out what an import changes in the roster. Entries are never changed or deleted: they are replaced.

A shift that is over is history: it stays whatever the workbook says, and only a signed correction changes whom its
answers count for. A shift under way or still to come is replaced when the workbook lacks it or tells it otherwise.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, select

from core import clock
from core.domain.office import Kind, Office, Tally
from core.models import DutyEntry
from core.services.office_import.places import Ids
from core.services.office_import.stored import next_id
from core.services.office_import.work import Row, Step, TableWork, table_of

_ENTRIES = table_of(DutyEntry)


class _Entry(NamedTuple):
    """Who is where from when to when (moments in UTC)."""

    unit_id: int
    counter_id: int
    officer_id: int
    starts_at: datetime
    ends_at: datetime


def work_out(connection: Connection, office: Office, ids: Ids, closed: Mapping[Kind, set[int]]) -> Step:
    """Return the step. `closed` names counters and officers the office no longer has; their duties end too."""
    now = clock.now()
    wanted = _wanted(office, ids)
    standing = _standing(connection, ids.units.values(), now, wanted)
    leaving = [
        number
        for entry, number in standing.items()
        if entry.ends_at > now
        and (
            (office.duties and entry not in wanted)
            or entry.counter_id in closed[Kind.COUNTER]
            or entry.officer_id in closed[Kind.OFFICER]
        )
    ]
    new = [entry for entry in wanted if entry not in standing]
    fitting, kept = _fitting(new, [entry for entry in standing if entry.ends_at <= now], now)
    first = next_id(connection, _ENTRIES)
    inserts: list[Row] = [
        {**entry._asdict(), "id": number} for number, entry in enumerate(fitting, start=first)
    ]
    tally = Tally(
        created=len(inserts),
        unchanged=sum(1 for entry in wanted if entry in standing),
        closed=len(leaving),
        kept=kept,
    )
    return Step(Kind.DUTY, tally, (TableWork(_ENTRIES, inserts, [], {"replaced_at": now}, leaving),))


def _wanted(office: Office, ids: Ids) -> dict[_Entry, None]:
    """Return the workbook's shifts in their order, each once."""
    entries: dict[_Entry, None] = {}
    for duty in office.duties:
        unit_id = ids.units[duty.unit_code]
        counter_id = ids.counters[duty.unit_code, duty.counter_code]
        officer_id = ids.officers[duty.unit_code, duty.officer_code]
        for day in duty.days():
            starts, ends = (
                datetime.combine(day, hour, tzinfo=clock.OFFICE_ZONE).astimezone(UTC)
                for hour in (duty.starts, duty.ends)
            )
            entries[_Entry(unit_id, counter_id, officer_id, starts, ends)] = None
    return entries


def _standing(
    connection: Connection, unit_ids: Iterable[int], now: datetime, wanted: Iterable[_Entry]
) -> dict[_Entry, int]:
    """Return what stands and is not over, and of the past what lies in the workbook's time."""
    earliest = min((entry.starts_at for entry in wanted), default=now)
    rows = connection.execute(
        select(_ENTRIES).where(
            _ENTRIES.c.unit_id.in_(list(unit_ids)),
            _ENTRIES.c.replaced_at.is_(None),
            _ENTRIES.c.ends_at > min(earliest, now),
        )
    )
    return {
        _Entry(row.unit_id, row.counter_id, row.officer_id, row.starts_at, row.ends_at): row.id
        for row in rows
    }


def _fitting(new: Iterable[_Entry], past: Iterable[_Entry], now: datetime) -> tuple[list[_Entry], int]:
    """Return the entries to add; a past one only where nobody else stands. Also how many were left out."""
    taken: defaultdict[tuple[str, int], list[_Entry]] = defaultdict(list)
    for entry in past:
        taken["counter", entry.counter_id].append(entry)
        taken["officer", entry.officer_id].append(entry)
    fitting: list[_Entry] = []
    kept = 0
    for entry in new:
        rivals = taken["counter", entry.counter_id] + taken["officer", entry.officer_id]
        if entry.ends_at <= now and any(
            rival.starts_at < entry.ends_at and entry.starts_at < rival.ends_at for rival in rivals
        ):
            kept += 1
        else:
            fitting.append(entry)
    return fitting, kept
