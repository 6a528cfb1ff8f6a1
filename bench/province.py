"""A synthetic province: 3,321 communes, 10,000 officers and 30,000 counters with rosters, codes and published steps."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert, text, update

from bench.ground import WORLD
from bench.scale import Size
from core.db import write, write_session
from core.domain.access import Role
from core.domain.builtin.quick import QUICK
from core.domain.rollup import Counts, count
from core.models import (
    RUNG,
    RUNG_STEP,
    Counter,
    CounterField,
    DailyRun,
    DutyEntry,
    Officer,
    ServiceField,
    Target,
    Touchpoint,
    Unit,
)
from core.services import cells, ladder, settling
from tests.support import worlds

#: The moment the desk is looked at, a Saturday.
TODAY = date(2026, 11, 21)
NOW = f"{TODAY.isoformat()}T09:00:00+07:00"
#: Rows of the synthetic part begin here, far from those of the tests' office.
FIRST = 100_000
PROVINCE = 99_999
FIELDS = ("Đất đai", "Xây dựng", "Hộ tịch", "Chứng thực", "Bảo trợ xã hội")
STEPS = 12
_ALPHABET = "346789CDFHJKMNPRTVWX"
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
_GIVEN = ("An", "Bình", "Chi", "Dũng", "Em", "Giang", "Hà", "Khánh", "Lan", "Minh", "Ngọc", "Đức")


def fill(size: Size) -> None:
    """Lay a province over the tests' office, with one account for every role; everything visibly invented."""
    with write() as connection:
        _units(connection, size)
        _places(connection, size)
        _steps(connection, size)
    with write_session() as session:
        for role in Role:
            unit_id = PROVINCE if role in (Role.PROVINCE, Role.SYSADMIN) else WORLD.centre
            worlds.account(session, role, unit_id=unit_id)
    with write() as connection:
        connection.execute(text("ANALYZE"))


def _units(connection: Connection, size: Size) -> None:
    communes, centres = _ids(size)
    plain = {"help_phone": "", "valid_from": worlds.BEGINNING, "valid_to": None}
    province = {
        "id": PROVINCE,
        "unit_id": PROVINCE,
        "parent_id": None,
        "code": "tinh-mau",
        "kind": "province",
    }
    _add(connection, Unit.__table__, iter([{**plain, **province, "name": "Tỉnh Mẫu"}]))
    _add(
        connection,
        Unit.__table__,
        (
            {
                **plain,
                "id": number,
                "unit_id": number,
                "parent_id": PROVINCE,
                "code": f"xa-{number}",
                "kind": "commune",
                "name": f"Xã Mẫu {number - FIRST + 1}",
            }
            for number in communes
        ),
    )
    _add(
        connection,
        Unit.__table__,
        (
            {
                **plain,
                "id": number,
                "unit_id": number,
                "parent_id": commune,
                "code": f"trung-tam-{number}",
                "kind": "centre",
                "name": "Trung tâm Phục vụ hành chính công",
            }
            for commune, number in zip(communes, centres, strict=True)
        ),
    )
    connection.execute(
        update(Unit).where(Unit.id.in_((WORLD.commune, WORLD.neighbour))).values(parent_id=PROVINCE)
    )


def _places(connection: Connection, size: Size) -> None:
    """Fields, counters with a code each, officers on duty this week, one target per centre."""
    centres = _ids(size)[1]
    dice = random.Random(20261121)
    every = len(FIELDS)
    _add(
        connection,
        ServiceField.__table__,
        (
            {
                "id": FIRST + place * every + sort,
                "unit_id": centre,
                "code": f"linh-vuc-{sort}",
                "name": name,
                "short_name": name,
                "group_id": None,
                "sort": sort,
                "is_other": False,
                "is_active": True,
            }
            for place, centre in enumerate(centres)
            for sort, name in enumerate(FIELDS)
        ),
    )
    at = [(FIRST + number, centres[number % len(centres)]) for number in range(size.counters)]
    _add(
        connection,
        Counter.__table__,
        (
            {
                "id": number,
                "unit_id": unit,
                "code": str(1 + place // len(centres)),
                "name": f"Quầy {1 + place // len(centres)}",
                "is_open": True,
            }
            for place, (number, unit) in enumerate(at)
        ),
    )
    _add(
        connection,
        CounterField.__table__,
        (
            {
                "counter_id": number,
                "field_id": FIRST + (place % len(centres)) * every + place % every,
                "unit_id": unit,
                "sort": 0,
            }
            for place, (number, unit) in enumerate(at)
        ),
    )
    _add(connection, Touchpoint.__table__, (_code(number, unit) for number, unit in at))
    people = [(FIRST + number, centres[number % len(centres)]) for number in range(size.officers)]
    _add(
        connection,
        Officer.__table__,
        (
            {
                "id": number,
                "unit_id": unit,
                "code": str(place),
                "name": f"{dice.choice(_FAMILY)} Văn {dice.choice(_GIVEN)} {place}",
                "title": "Công chức",
                "is_active": True,
            }
            for place, (number, unit) in enumerate(people)
        ),
    )
    _add(connection, DutyEntry.__table__, _duties(people))
    _add(
        connection,
        Target.__table__,
        (
            {
                "id": FIRST + place,
                "unit_id": centre,
                "subject": "overall",
                "group_id": None,
                "field_id": None,
                "threshold": 9500,
                "valid_from": worlds.BEGINNING,
                "valid_to": None,
                "set_code": "",
                "document": "Kế hoạch mẫu",
                "article": "Mục 1",
            }
            for place, centre in enumerate(centres)
        ),
    )


def _code(number: int, unit: int) -> dict[str, Any]:
    letters = ""
    rest = number
    while len(letters) < 7:
        rest, letter = divmod(rest, len(_ALPHABET))
        letters += _ALPHABET[letter]
    return {
        "id": number,
        "unit_id": unit,
        "code": letters,
        "kind": "counter",
        "counter_id": number,
        "field_id": None,
        "officer_id": None,
        "questionnaire_code": "quick",
        "label": "",
        "issued_on": worlds.BEGINNING,
    }


def _duties(people: list[tuple[int, int]]) -> Iterator[dict[str, Any]]:
    """Ten half-days of this week for everybody, each at a counter of the own centre."""
    monday = TODAY - timedelta(days=TODAY.weekday())
    number = FIRST
    for officer, unit in people:
        for day in range(5):
            for first, last in ((0, 4), (6, 10)):
                number += 1
                begins = datetime.combine(monday + timedelta(days=day), datetime.min.time(), UTC)
                yield {
                    "id": number,
                    "unit_id": unit,
                    "counter_id": officer,
                    "officer_id": officer,
                    "starts_at": begins + timedelta(hours=first, minutes=30),
                    "ends_at": begins + timedelta(hours=last, minutes=30),
                    "replaced_at": None,
                }


def _steps(connection: Connection, size: Size) -> None:
    """Twelve published steps of every field by day and by week, and of every officer by week."""
    centres = _ids(size)[1]
    every = len(FIELDS)
    keys: list[dict[str, Any]] = []
    for cadence in ("day", "week"):
        keys += (
            {"unit_id": unit, "cadence": cadence, "field_id": FIRST + place * every + sort, "officer_id": 0}
            for place, unit in enumerate(centres)
            for sort in range(every)
        )
    keys += (
        {
            "unit_id": centres[number % len(centres)],
            "cadence": "week",
            "field_id": FIRST + (number % len(centres)) * every,
            "officer_id": FIRST + number,
        }
        for number in range(size.officers)
    )
    plain = {"year": TODAY.year, "tier": "C", "version_id": WORLD.quick, "begins_on": date(2026, 7, 1)}
    rungs = [
        {"id": number, **plain, "channel": "qr" if key["officer_id"] else "", **key}
        for number, key in enumerate(keys, start=FIRST)
    ]
    _add(connection, RUNG, iter(rungs))
    climbed = list(_climb())
    _add(
        connection,
        RUNG_STEP,
        (
            {"rung_id": rung["id"], "closed_on": day, "unit_id": rung["unit_id"], "part": part, **row}
            for rung in rungs
            for day, rows in climbed
            for part, row in enumerate(rows)
        ),
    )
    for job, day in ((settling.JOB, TODAY), (ladder.JOB, TODAY - timedelta(days=1))):
        connection.execute(insert(DailyRun), {"job": job, "unit_id": 0, "last_day": day.isoformat()})


def _climb() -> Iterator[tuple[date, list[dict[str, int]]]]:
    """Yield twelve Sundays with growing counts, the last one before today."""
    last = TODAY - timedelta(days=TODAY.weekday() + 1)
    happy, unhappy = (
        count(QUICK, QUICK.encode({"overall": (level,), "officer": (level,)})) for level in ("5", "2")
    )
    total: Counts | None = None
    for number in range(STEPS):
        for given in (*([happy] * 9), unhappy):
            total = total + given if total else given
        if total:
            yield last - timedelta(weeks=STEPS - 1 - number), cells.columns(total)


def _ids(size: Size) -> tuple[range, range]:
    """Return the ids of the communes and of their centres."""
    return (
        range(FIRST, FIRST + size.communes),
        range(2 * FIRST, 2 * FIRST + size.communes),
    )


def _add(connection: Connection, table: Any, rows: Iterator[dict[str, Any]]) -> None:
    assert isinstance(table, Table)
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == 5_000:
            connection.execute(insert(table), chunk)
            chunk = []
    if chunk:
        connection.execute(insert(table), chunk)
