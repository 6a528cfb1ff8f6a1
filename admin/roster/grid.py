"""The grid as a form: what each field is called, what was chosen, and what of it is a change.

The page tells what stood there when it was drawn: saving it never takes back what a colleague changed meanwhile.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from core.domain.periods import Period
from core.domain.roster import Half, Slot
from core.queries.roster import Cell, Row, Week

#: A half-day with several officers stays as it is unless one is chosen.
KEEP = ""
_NOBODY = "0"


def name(slot: Slot) -> str:
    """Return the name of the field of a half-day."""
    return f"o.{slot.counter_id}.{slot.day.isoformat()}.{slot.half}"


def row_name(row: Row) -> str:
    """Return the name of the field that fills a whole row."""
    return f"d.{row.counter_id}.{row.half}"


def value(cell: Cell) -> str:
    """Return what the field of a half-day shows."""
    officer_id = cell.officer_id
    if officer_id is None or (len(cell.present) > 1 and officer_id):
        return KEEP
    return str(officer_id)


def drawn(week: Week) -> str:
    """Return, for a hidden field, what stands in every half-day that can be changed."""
    return " ".join(f"{name(cell.slot)}={value(cell)}" for cell in changeable(week))


def changeable(week: Week) -> Iterator[Cell]:
    """Yield the half-days that are not over, of open counters."""
    for row in week.rows.items:
        if row.is_open:
            yield from (cell for cell in row.cells if not cell.is_over)


@dataclass(frozen=True)
class Sent:
    """What came back: the new officers (None: nobody) and every field as it was left."""

    choices: dict[Slot, int | None]
    typed: dict[str, str]


def read(values: Mapping[str, str], period: Period, off: Collection[date]) -> Sent:
    """Return what was changed; what is no field of ours, no day of the period, or no number, is left alone.

    Filling a whole row leaves the days off out.
    """
    before = dict(pair.split("=", 1) for pair in values.get("truoc", "").split() if "=" in pair)
    choices: dict[Slot, int | None] = {}
    typed: dict[str, str] = {}
    for field, stood in before.items():
        slot = _slot(field)
        if slot is None or not period.first <= slot.day <= period.last:
            continue
        chosen = values.get(field, stood)
        whole_row = values.get(f"d.{slot.counter_id}.{slot.half}", KEEP)
        if chosen == stood == _NOBODY and whole_row != KEEP and slot.day not in off:
            chosen = whole_row
        typed[field] = chosen
        if chosen not in (stood, KEEP) and chosen.isdecimal() and len(chosen) < 10:
            choices[slot] = int(chosen) or None
    return Sent(choices, typed)


def _slot(field: str) -> Slot | None:
    parts = field.split(".")
    if len(parts) != 4 or not parts[1].isdecimal() or len(parts[1]) > 9 or parts[3] not in set(Half):
        return None
    try:
        return Slot(int(parts[1]), date.fromisoformat(parts[2]), Half(parts[3]))
    except ValueError:
        return None
