"""Successors: the unit that stands today in the place of one that went into another."""

from core.db import db
from core.models import Unit


def standing(unit: Unit) -> Unit:
    """Return the unit itself, or the one it was merged into, however often.

    Nothing but a merged unit stands below one of its own kind (core/services/places/merging.py).
    """
    for _ in range(_MOST_MERGERS):
        if unit.valid_to is None or unit.parent_id is None:
            break
        above = db.session.get(Unit, unit.parent_id)
        if above is None or above.kind != unit.kind:
            break
        unit = above
    return unit


#: No commune has been merged as often; a ring in the tree must not hang a page.
_MOST_MERGERS = 20


def office_of(unit: Unit) -> str:
    """Return the name above the centre: the commune, or the unit itself when it is one."""
    above = db.session.get(Unit, unit.parent_id) if unit.parent_id and unit.kind != "commune" else None
    return standing(above or unit).name
