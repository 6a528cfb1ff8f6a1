"""The table: rows as people read them, and the same as JSON."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.goals import Measured

_HEADINGS = ("row", "what", "measured: median (min–max)", "ratio", "floor", "aim", "verdict")


def printed(measured: Sequence[Measured]) -> str:
    """Return the table in columns, with the notes below it."""
    lines = [_HEADINGS, *(_line(row) for row in measured)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_HEADINGS))]
    table = [
        "  ".join(word.ljust(width) for word, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]
    table.insert(1, "  ".join("─" * width for width in widths))
    notes = [f"  {row.row}: {note}" for row in measured for note in row.notes]
    return "\n".join([*table, "", "Notes", *notes])


def _line(row: Measured) -> tuple[str, ...]:
    goal = row.goal
    return (row.row, goal.what, row.measured, row.ratio, goal.floor, goal.aim, str(row.verdict))


def save(folder: Path, measured: Sequence[Measured], machine: Mapping[str, str], scale: str) -> Path:
    """Write everything to a new JSON file and return where."""
    moment = datetime.now(UTC)
    file = folder / f"{moment:%Y%m%dT%H%M%SZ}-{machine['database']}-{scale}.json"
    content = {
        "at": moment.isoformat(timespec="seconds"),
        "scale": scale,
        "machine": {**machine, "load average after": " ".join(f"{load:.2f}" for load in os.getloadavg())},
        "rows": [
            {
                "row": row.row,
                "what": row.goal.what,
                "measured": row.measured,
                "ratio": row.ratio,
                "floor": row.goal.floor,
                "aim": row.goal.aim,
                "verdict": str(row.verdict),
                "facts": dict(row.facts),
                "rounds": {name: list(values) for name, values in row.rounds.items()},
                "notes": list(row.notes),
            }
            for row in measured
        ],
    }
    file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return file
