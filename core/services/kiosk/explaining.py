"""What is known about numbers of a device that never came, written down by whoever answers for it."""

from core.models import Tablet, TabletHole
from core.services.places.amending import amend
from core.services.places.changing import Change, UnknownPlace


def explain_hole(
    change: Change, device: Tablet, first_number: int, *, explanation: str, action: str, **where: int
) -> None:
    """Keep an explanation and note it as `action`; an earlier one stays in the audit chain. Raise UnknownPlace.

    Said once more in the same words, nothing is changed and nothing noted.
    """
    hole = change.session.get(TabletHole, (device.id, first_number), with_for_update=True)
    if hole is None:
        raise UnknownPlace("unknown_place", kind="tablet_hole", id=first_number)
    if amend(hole, explanation=explanation):
        numbers = [hole.first_number, hole.last_number]
        change.note(action, tablet=device.id, **where, numbers=numbers, reason=explanation)
