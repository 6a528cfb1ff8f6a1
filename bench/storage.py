"""Rows 7 and 10, which share one large database: cells against direct SQL, and bytes on disk per answer."""

from sqlalchemy import text

from bench import cells, synthetic
from bench.goals import Measured
from bench.ground import Ground
from bench.scale import Scale
from core.db import db

_MORNING = "2024-01-01T09:00:00+07:00"


def large(ground: Ground, scale: Scale, rows: frozenset[str]) -> list[Measured]:
    """Measure rows 7 and 10 at 20 answers per day cell, and row 10 at two."""
    measured = []
    with ground.clock(_MORNING) as clock, ground.database() as url, ground.centre(url):
        filled = synthetic.fill(clock, answers=scale.answers, per_cell=20)
        if "10" in rows:
            measured.append(_disk("10", filled, per_cell=20))
        if "7" in rows:
            measured += cells.compare(filled, scale)
    if "10" in rows:
        with ground.clock(_MORNING) as clock, ground.database() as url, ground.centre(url):
            sparse = synthetic.fill(clock, answers=scale.sparse_answers, per_cell=2)
            measured.append(_disk("10 at 2", sparse, per_cell=2))
    return measured


def _disk(row: str, filled: synthetic.Filled, *, per_cell: int) -> Measured:
    each = filled.grown_bytes / filled.answers
    return Measured(
        row,
        f"{each:.1f} B ({filled.answers:,} answers, {filled.grown_bytes / 2**20:,.1f} MiB)",
        "–",
        {"bytes": each, "answers": filled.answers},
        notes=(
            f"{per_cell} per day cell over {filled.days} days, settled and compacted; bytes per answer: "
            + ", ".join(f"{name} {size / filled.answers:.1f}" for name, size in _by_table()),
        ),
    )


def _by_table() -> list[tuple[str, int]]:
    """Return what the largest tables take on disk, indexes included."""
    statement = (
        "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 5"
        if db.engine.dialect.name == "sqlite"
        else "SELECT relname, pg_total_relation_size(oid) FROM pg_class WHERE relkind = 'r' "
        "AND relnamespace = 'public'::regnamespace ORDER BY 2 DESC LIMIT 5"
    )
    with db.engine.connect() as connection:
        return [(str(name), int(size)) for name, size in connection.execute(text(statement))]
