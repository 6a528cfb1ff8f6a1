"""Row 15: the pages of an office that publishes a new version each month, fifty by now, against one that did not."""

import gc
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from statistics import median
from typing import TypeVar

from bench.goals import Measured
from bench.ground import WORLD, Ground
from bench.rounds import ratios, spread
from bench.scale import Scale
from core.db import db, write, write_session
from core.domain.access import Role, Scope
from core.domain.builtin.quick import QUICK
from core.domain.overview import Overview
from core.domain.periods import Period, parse
from core.domain.publishing import version_of
from core.domain.questionnaire import Kind, Questionnaire, QuestionScope
from core.domain.questionnaire_draft import Draft, DraftOption, DraftQuestion, draft_of
from core.domain.rollup import CellKey, Counts
from core.domain.standings import TierGroup
from core.models import CELL_DAY, CELL_MONTH, Officer, ServiceField
from core.queries import question_results, results
from core.queries import questionnaires as stored
from core.queries.question_results import QuestionResults
from core.services import cells, questionnaires
from tests.support.counted import counted

_NOW = "2026-12-31T16:00:00+07:00"
_LAST, _VERSIONS, _DAYS_EACH = date(2026, 12, 31), 50, 30
_DAYS = _VERSIONS * _DAYS_EACH
_FIELDS, _OFFICERS = 12, 20
#: Numbers of fields and officers of the units begin at multiples of this.
_OWN = 1_000
#: One version; many with another question at the end; many with another one in front.
_UNITS = (WORLD.centre, WORLD.neighbour, WORLD.commune)
_PERIODS = ("2026-12", "2026-Q4", "2026")
#: Pages of each period in one round, by all units in turn.
_READINGS = 9
Page = TypeVar("Page")
#: What must be the same on the pages of all units.
Figures = tuple[object, ...]


def published(ground: Ground, scale: Scale) -> list[Measured]:
    """Measure row 15: the same answers in three units of one database, read in turn by whoever reads live figures."""
    with ground.clock(_NOW), ground.database() as url, ground.centre(url):
        _people()
        _fill(WORLD.centre, {WORLD.quick: QUICK})
        _fill(WORLD.neighbour, _publish(WORLD.neighbour, _at_the_end))
        _fill(WORLD.commune, _publish(WORLD.commune, _in_front))
        if db.engine.dialect.name == "postgresql":
            with write() as connection:
                connection.exec_driver_sql("ANALYZE")
        # As the server does before it begins to serve (gunicorn.conf.py).
        gc.collect()
        gc.freeze()
        one, many, moved = map(_reader, (WORLD.centre, WORLD.neighbour, WORLD.commune))
        rounds = max(5, scale.rounds)
        overviews = _compared(results.overview, _figure, (one, many, moved), rounds)
        questions = _compared(_by_question, _answers, (one, many), rounds)
        cold = _cold(many)
        gc.unfreeze()
    before, after, shifted = overviews.milliseconds
    return [
        _measured(
            "15",
            (after, before),
            overviews.differing[0],
            f"overviews of month, quarter and year together; {_VERSIONS} versions against 1, as many answers; "
            f"first reading by a new process {cold:.0f} ms",
        ),
        _measured(
            "15 in front",
            (shifted, before),
            overviews.differing[1],
            "the same, each version with another question in front; what is asked as before keeps its counters",
        ),
        _measured(
            "15 by question",
            (questions.milliseconds[1], questions.milliseconds[0]),
            questions.differing[0],
            "results by question of month, quarter and year together, with the course of every level question",
        ),
    ]


def _measured(row: str, both: tuple[list[float], list[float]], differing: int, note: str) -> Measured:
    after, before = both
    share = median(ratios(after, before))
    return Measured(
        row,
        f"{spread(after, 1)} ms against {spread(before, 1)} ms"
        + (f"; {differing} figures differ" if differing else ""),
        f"{share:.2f}",
        {"ratio": share, "differences": differing},
        notes=(note,),
        rounds={f"{_VERSIONS} versions ms": after, "1 version ms": before},
    )


def _reader(unit_id: int) -> Scope:
    return Scope(account_id=1, role=Role.FRONT, unit_ids=frozenset({unit_id}))


def _periods() -> Iterator[Period]:
    for kind, mark in zip(("month", "quarter", "year"), _PERIODS, strict=True):
        yield parse(kind, mark)


def _people() -> None:
    """Give all units as many fields and officers."""
    with write_session() as session:
        for unit_id in _UNITS:
            for number in range(_FIELDS):
                name = f"Lĩnh vực {number + 1}"
                session.add(
                    ServiceField(
                        id=_base(unit_id) + number,
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
                        id=_base(unit_id) + number,
                        unit_id=unit_id,
                        code=f"c{number}",
                        name=f"Cán bộ {number + 1}",
                        is_active=True,
                    )
                )


def _at_the_end(number: int) -> Draft:
    """Return the quick set with a question of that version's own behind it."""
    draft = draft_of(QUICK)
    asked = DraftQuestion(
        f"extra{number}", Kind.NUMBER, QuestionScope.OFFICE, {"vi": "Số phút chờ"}, low=0, high=480
    )
    return replace(draft, questions=(*draft.questions, asked))


def _in_front(number: int) -> Draft:
    """Return the quick set behind a question of that version's own, with two to nine answers."""
    draft = draft_of(QUICK)
    answers = tuple(DraftOption(code, {"vi": f"Cách {code}"}) for code in "123456789"[: 2 + number % 8])
    asked = DraftQuestion(
        f"extra{number}", Kind.CHOICE, QuestionScope.OFFICE, {"vi": "Biết tin bằng cách nào?"}, answers
    )
    return replace(draft, questions=(asked, *draft.questions))


def _publish(unit_id: int, described: Callable[[int], Draft]) -> dict[int, Questionnaire]:
    """Publish the quick set so many times for a unit, each time with one question more than the product's."""
    found, before = {}, QUICK
    for number in range(_VERSIONS):
        version = version_of(described(number), number + 2, after=before)
        with write() as connection:
            found[questionnaires.publish(connection, version, unit_id=unit_id)] = before = version
    return found


def _fill(unit_id: int, versions: Mapping[int, Questionnaire]) -> None:
    """Write the cells of all days: the versions follow one another, and all units have the same answers."""
    dice = random.Random(20261121)
    base, numbers = _base(unit_id), sorted(versions)
    days: dict[CellKey, Counts] = {}
    months: dict[CellKey, Counts] = {}
    for number in range(_DAYS):
        version_id = numbers[number * len(numbers) // _DAYS]
        for officer in range(_OFFICERS):
            day = _LAST - timedelta(days=_DAYS - 1 - number)
            key = CellKey(day, unit_id, base + officer % _FIELDS, base + officer, 0, "qr", "C", 0, version_id)
            levels = tuple(dice.randint(0, 3) for _ in range(5))
            counts = counted(levels, officer=levels, questionnaire=versions[version_id])  # type: ignore[arg-type]
            days[key] = counts
            month = key.by_month()
            months[month] = months[month] + counts if month in months else counts
    with write() as connection:
        cells.add(connection, CELL_DAY, days)
        cells.add(connection, CELL_MONTH, months)


def _base(unit_id: int) -> int:
    """Return where the numbers of a unit's fields and officers begin."""
    return _OWN * (1 + _UNITS.index(unit_id))


def _by_question(scope: Scope, period: Period) -> QuestionResults:
    return question_results.live(scope, period, "")


def _answers(found: QuestionResults) -> Figures:
    """Return what each question was answered, and the course of each level question."""
    return tuple(
        (
            line.question.code,
            sorted(line.of(TierGroup.OPEN).counts.items()),
            line.course and tuple(step.standing.levels.counts for step in line.course.steps),
        )
        for line in sorted(found.lines, key=lambda line: line.question.code)
    )


def _figure(found: Overview) -> Figures:
    assert found.course
    return found.headline.levels.counts, tuple(step.standing.levels.counts for step in found.course.steps)


@dataclass(frozen=True)
class _Compared:
    """What several readers waited for the same page, round by round, and how many pages say something else."""

    milliseconds: tuple[list[float], ...]
    #: Of all readers but the first.
    differing: tuple[int, ...]


def _compared(
    read: Callable[[Scope, Period], Page],
    said: Callable[[Page], Figures],
    scopes: tuple[Scope, ...],
    rounds: int,
) -> _Compared:
    figures = [[said(read(scope, period)) for period in _periods()] for scope in scopes]
    found: tuple[list[float], ...] = tuple([] for _ in scopes)
    for _ in range(rounds):
        for waited, milliseconds in zip(found, _round(read, scopes), strict=True):
            waited.append(milliseconds)
    return _Compared(
        found,
        tuple(
            sum(one != other for one, other in zip(figures[0], theirs, strict=True)) for theirs in figures[1:]
        ),
    )


def _round(read: Callable[[Scope, Period], Page], scopes: tuple[Scope, ...]) -> list[float]:
    """Return the milliseconds of a month's, a quarter's and a year's page of each reader, medians of turns.

    Each turn begins with another reader: what comes after something else waits for what that left behind.
    """
    sums = [0.0 for _ in scopes]
    for period in _periods():
        turns: list[list[float]] = [[] for _ in scopes]
        for turn in range(_READINGS):
            for place in range(len(scopes)):
                number = (turn + place) % len(scopes)
                found, scope = turns[number], scopes[number]
                # A page of its own begins with nothing read.
                db.session.rollback()
                began = time.perf_counter()
                read(scope, period)
                found.append((time.perf_counter() - began) * 1000)
        sums = [whole + median(found) for whole, found in zip(sums, turns, strict=True)]
    return sums


def _cold(scope: Scope) -> float:
    stored.forget()
    began = time.perf_counter()
    results.overview(scope, next(_periods()))
    return (time.perf_counter() - began) * 1000
