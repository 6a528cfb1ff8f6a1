"""Row 7: officer × month × question from month cells against direct SQL over the answers, on the same store."""

import time
from collections.abc import Callable
from statistics import median

from sqlalchemy import Connection, text

from bench import synthetic
from bench.goals import Measured
from bench.ground import WORLD
from bench.rounds import ratios, spread
from bench.scale import Scale
from core.db import db
from core.domain.builtin.quick import QUICK
from core.domain.questionnaire import Kind

#: (officer, month) → people, then five levels of each level question.
Table = dict[tuple[int, str], tuple[int, ...]]
_LEVELS = tuple(question for question in QUICK.questions if question.kind is Kind.LEVEL)


def direct(connection: Connection) -> Table:
    """Count level by level from the answers themselves."""
    month = "substr(day, 1, 7)" if connection.dialect.name == "sqlite" else "to_char(day, 'YYYY-MM')"
    counts = ", ".join(
        f"sum(CASE WHEN substr(answers, {question.position + 1}, 1) = '{level}' THEN 1 ELSE 0 END)"
        for question in _LEVELS
        for level in "12345"
    )
    return _read(
        connection,
        f"SELECT officer_id, {month}, count(*), {counts} FROM submission "
        f"WHERE version_id = {WORLD.quick} AND officer_id <> 0 GROUP BY 1, 2",
    )


def from_cells(connection: Connection) -> Table:
    """Add up the month cells."""
    month = "substr(day, 1, 7)" if connection.dialect.name == "sqlite" else "to_char(day, 'YYYY-MM')"
    counts = ", ".join(
        f"sum(s{question.option(level).slot:02d})" for question in _LEVELS for level in "12345"
    )
    return _read(
        connection,
        f"SELECT officer_id, {month}, sum(n), {counts} FROM cell_month "
        f"WHERE version_id = {WORLD.quick} AND officer_id <> 0 AND part = 0 GROUP BY 1, 2",
    )


def _read(connection: Connection, statement: str) -> Table:
    rows = connection.execute(text(statement))
    return {(int(row[0]), str(row[1])): tuple(int(count) for count in row[2:]) for row in rows}


def compare(filled: synthetic.Filled, scale: Scale) -> list[Measured]:
    """Measure row 7 on the database that is open, and at ten times its size when the run is large."""
    measured = [_compare("7", filled.answers, scale.rounds)]
    if scale.is_large:
        synthetic.multiply(10)
        measured.append(_compare("7 at 10M", filled.answers * 10, 3, before=measured[0]))
    return measured


def _compare(row: str, answers: int, rounds: int, before: Measured | None = None) -> Measured:
    slow, quick = [], []
    differences = 0
    with db.engine.connect() as connection:
        # Once unmeasured, so that both find their pages in memory.
        direct(connection), from_cells(connection)
        for _ in range(rounds):
            milliseconds, counted = _timed(direct, connection)
            slow.append(milliseconds)
            milliseconds, summed = _timed(from_cells, connection)
            quick.append(milliseconds)
            differences += sum(counted.get(key) != summed.get(key) for key in counted.keys() | summed.keys())
        lines = len(summed)
    share = ratios(quick, slow)
    growth = median(quick) / median(before.rounds["cells ms"]) if before else 1.0
    return Measured(
        row,
        f"{spread(quick, 1)} ms against {spread(slow, 0)} ms"
        + (f"; {growth:.2f}× of 1M" if before else "")
        + (f"; {differences} lines differ" if differences else ""),
        f"1/{1 / median(share):,.0f}",
        {"ratio": median(share), "growth": growth, "differences": differences},
        notes=(f"{answers:,} answers, {lines:,} lines of officer × month, equal in both",),
        rounds={"cells ms": quick, "direct ms": slow},
    )


def _timed(read: Callable[[Connection], Table], connection: Connection) -> tuple[float, Table]:
    began = time.perf_counter()
    found = read(connection)
    return (time.perf_counter() - began) * 1000, found
