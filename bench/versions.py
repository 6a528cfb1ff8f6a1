"""Row 15: the overview of an office that publishes a new version each month, fifty by now, against one that did not."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from statistics import median

from bench.goals import Measured
from bench.ground import WORLD, Ground
from bench.rounds import ratios, spread
from bench.scale import Scale
from core.db import db, write, write_session
from core.domain.access import Role, Scope
from core.domain.builtin.quick import QUICK
from core.domain.periods import Period, parse
from core.domain.publishing import version_of
from core.domain.questionnaire import Kind, QuestionScope
from core.domain.questionnaire_draft import DraftQuestion, draft_of
from core.domain.rollup import CellKey, Counts
from core.models import CELL_DAY, CELL_MONTH, Officer, ServiceField
from core.queries import questionnaires as stored
from core.queries import results
from core.services import cells, questionnaires
from tests.support.counted import counted

_NOW = "2026-12-31T16:00:00+07:00"
_LAST, _VERSIONS, _DAYS_EACH = date(2026, 12, 31), 50, 30
_DAYS = _VERSIONS * _DAYS_EACH
_FIELDS, _OFFICERS = 12, 20
#: Numbers of fields and officers of both units begin here.
_OWN = 1_000
_PERIODS = ("2026-12", "2026-Q4", "2026")
#: Overviews of each period in one round, by both units in turn.
_READINGS = 7


def published(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure row 15: the same answers in two units of one database, read in turn by whoever reads live figures."""
    with ground.clock(_NOW), ground.database() as url, ground.centre(url):
        _people()
        numbers = _publish()
        _fill(WORLD.centre, [WORLD.quick])
        _fill(WORLD.neighbour, numbers)
        if db.engine.dialect.name == "postgresql":
            with write() as connection:
                connection.exec_driver_sql("ANALYZE")
        one = Scope(account_id=1, role=Role.FRONT, unit_ids=frozenset({WORLD.centre}))
        many = Scope(account_id=1, role=Role.FRONT, unit_ids=frozenset({WORLD.neighbour}))
        differing = sum(_figure(one, period) != _figure(many, period) for period in _periods())
        before: list[float] = []
        after: list[float] = []
        for _ in range(max(5, scale.rounds)):
            for found, milliseconds in zip((before, after), _round(one, many), strict=True):
                found.append(milliseconds)
        cold = _cold(many)
    share = median(ratios(after, before))
    return [
        Measured(
            "15",
            f"{spread(after, 1)} ms against {spread(before, 1)} ms"
            + (f"; {differing} figures differ" if differing else ""),
            f"{share:.2f}",
            {"ratio": share, "differences": differing},
            notes=(
                f"overviews of month, quarter and year together; {_VERSIONS} versions against 1, as many answers; "
                f"first reading by a new process {cold:.0f} ms",
            ),
            rounds={"50 versions ms": after, "1 version ms": before},
        )
    ]


def _periods() -> Iterator[Period]:
    for kind, mark in zip(("month", "quarter", "year"), _PERIODS, strict=True):
        yield parse(kind, mark)


def _people() -> None:
    """Give both units as many fields and officers."""
    with write_session() as session:
        for shift, unit_id in enumerate((WORLD.centre, WORLD.neighbour)):
            for number in range(_FIELDS):
                name = f"Lĩnh vực {number + 1}"
                session.add(
                    ServiceField(
                        id=_OWN * (shift + 1) + number,
                        unit_id=unit_id,
                        code=f"f{number}",
                        name=name,
                        short_name=name,
                        sort=number,
                        is_other=False,
                        is_active=True,
                    )
                )
            for number in range(_OFFICERS):
                session.add(
                    Officer(
                        id=_OWN * (shift + 1) + number,
                        unit_id=unit_id,
                        code=f"c{number}",
                        name=f"Cán bộ {number + 1}",
                        is_active=True,
                    )
                )


def _publish() -> list[int]:
    """Publish the quick set so many times for the second unit, each time with another question at its end."""
    draft = draft_of(QUICK)
    numbers = []
    for number in range(_VERSIONS):
        asked = DraftQuestion(
            f"extra{number}", Kind.NUMBER, QuestionScope.OFFICE, {"vi": "Số phút chờ"}, low=0, high=480
        )
        version = version_of(replace(draft, questions=(*draft.questions, asked)), number + 2)
        with write() as connection:
            numbers.append(questionnaires.publish(connection, version, unit_id=WORLD.neighbour))
    return numbers


def _fill(unit_id: int, numbers: list[int]) -> None:
    """Write the cells of all days: the versions follow one another, and both units have the same answers."""
    dice = random.Random(20261121)
    base = _OWN * (1 if unit_id == WORLD.centre else 2)
    days: dict[CellKey, Counts] = {}
    months: dict[CellKey, Counts] = {}
    for number in range(_DAYS):
        version_id = numbers[number * len(numbers) // _DAYS]
        for officer in range(_OFFICERS):
            day = _LAST - timedelta(days=_DAYS - 1 - number)
            key = CellKey(day, unit_id, base + officer % _FIELDS, base + officer, 0, "qr", "C", 0, version_id)
            levels = tuple(dice.randint(0, 3) for _ in range(5))
            counts = counted(levels, officer=levels)  # type: ignore[arg-type]
            days[key] = counts
            month = key.by_month()
            months[month] = months[month] + counts if month in months else counts
    with write() as connection:
        cells.add(connection, CELL_DAY, days)
        cells.add(connection, CELL_MONTH, months)


def _figure(scope: Scope, period: Period) -> tuple[object, ...]:
    found = results.overview(scope, period)
    assert found.course
    return found.headline.levels.counts, tuple(step.standing.levels.counts for step in found.course.steps)


def _round(one: Scope, many: Scope) -> tuple[float, float]:
    """Return the milliseconds of a month's, a quarter's and a year's overview of both units, medians of turns."""
    sums = [0.0, 0.0]
    for period in _periods():
        turns: tuple[list[float], list[float]] = ([], [])
        for _ in range(_READINGS):
            for found, scope in zip(turns, (one, many), strict=True):
                # A page of its own begins with nothing read.
                db.session.rollback()
                began = time.perf_counter()
                results.overview(scope, period)
                found.append((time.perf_counter() - began) * 1000)
        sums = [whole + median(found) for whole, found in zip(sums, turns, strict=True)]
    return sums[0], sums[1]


def _cold(scope: Scope) -> float:
    stored.forget()
    began = time.perf_counter()
    results.overview(scope, next(_periods()))
    return (time.perf_counter() - began) * 1000
