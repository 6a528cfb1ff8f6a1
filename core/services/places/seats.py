"""Seats: tells who sat where before a change of the roster and who does now, short enough for the audit chain."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from core.domain.roster import Hours, Shift, Slot

#: A longer list is told by its length.
_MOST = 200
_NOBODY = "0"


def told(
    slots: Iterable[Slot], before: Collection[Shift], after: Collection[Shift], *, hours: Hours
) -> list[str] | int:
    """Return each of these half-days whose officers changed, as «Q21 2026-11-24 s: 31→33»; above 200 their number.

    Counter and officers stand by their ids (0: nobody), the half-day as `s` or `c`.
    """
    old, new = _seated(before, hours), _seated(after, hours)
    found = [
        f"Q{slot.counter_id} {slot.day.isoformat()} {slot.half}: {_names(old, slot)}→{_names(new, slot)}"
        for slot in sorted(set(slots))
        if old.get(slot) != new.get(slot)
    ]
    return found if len(found) <= _MOST else len(found)


def slots_of(shifts: Iterable[Shift], *, hours: Hours) -> set[Slot]:
    """Return the half-days these shifts are shown in."""
    return {slot for shift in shifts for slot in _slots(shift, hours)}


def _seated(shifts: Iterable[Shift], hours: Hours) -> dict[Slot, set[int]]:
    found: defaultdict[Slot, set[int]] = defaultdict(set)
    for shift in shifts:
        for slot in _slots(shift, hours):
            found[slot].add(shift.officer_id)
    return dict(found)


def _slots(shift: Shift, hours: Hours) -> list[Slot]:
    return [Slot(shift.counter_id, shift.starts_at.date(), half) for half in hours.halves(shift)]


def _names(seated: Mapping[Slot, set[int]], slot: Slot) -> str:
    return "+".join(str(officer) for officer in sorted(seated.get(slot, ()))) or _NOBODY
