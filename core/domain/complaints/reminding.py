"""Reminding: who of the staff is told what time did to a case, by where it stands; nobody who may not know of it."""

from collections.abc import Collection, Mapping

from core.domain.access import Role
from core.domain.complaints.clocks import Step
from core.domain.complaints.course import State

#: Who leads a case on from where it stands, the lowest level first. The citizen's turn has none.
LEVELS: Mapping[State, tuple[frozenset[Role], ...]] = {
    State.NEW: (frozenset({Role.FRONT}), frozenset({Role.FRONT_LEAD}), frozenset({Role.PROVINCE})),
    State.HANDLING: (frozenset({Role.MANAGER}), frozenset({Role.LEADER}), frozenset({Role.PROVINCE})),
    State.APPROVING: (frozenset({Role.LEADER}), frozenset({Role.PROVINCE})),
    State.CHECKING: (frozenset({Role.FRONT}), frozenset({Role.FRONT_LEAD}), frozenset({Role.PROVINCE})),
    # Both may end an appeal; above them there is only the province's Front.
    State.APPEALED: (frozenset({Role.FRONT, Role.FRONT_LEAD}), frozenset({Role.PROVINCE})),
}
#: Where the office is late, the Front is told too.
_WITH_THE_OFFICE = (State.HANDLING, State.APPROVING)
_WATCHING = frozenset({Role.FRONT, Role.FRONT_LEAD})
_PROVINCE = frozenset({Role.PROVINCE})


def told(
    state: State, step: Step, able: Mapping[int, Role], *, assigned: int | None = None
) -> frozenset[int]:
    """Return the accounts that are told of a step; `able` are those who may know of the case, by role.

    Reminders go to whoever's turn it is, the one the case was given to before all others; overdue to the next level
    above and to the Front; forgotten to the province's Front. A level of which nobody may know of the case is left
    out, so that the next one stands in.
    """
    if state not in LEVELS:
        return frozenset()
    if step is Step.FORGOTTEN:
        return _of(able, _PROVINCE)
    turn, above = _turn(state, able, assigned)
    watching = _of(able, _WATCHING) or _of(able, _PROVINCE)
    if step is not Step.OVERDUE:
        # Nobody of the office may know of it: the Front must, or nobody would.
        return turn or watching
    late = above or turn
    return late | watching if state in _WITH_THE_OFFICE else late


def _turn(
    state: State, able: Mapping[int, Role], assigned: int | None
) -> tuple[frozenset[int], frozenset[int]]:
    """Return whose turn it is, and the next level above them; either may be nobody."""
    ladder = [found for roles in LEVELS[state] if (found := _of(able, roles))]
    own = frozenset({assigned}) if assigned is not None and state is State.HANDLING else frozenset()
    for number, level in enumerate(ladder):
        above = ladder[number + 1] if number + 1 < len(ladder) else frozenset()
        if own and own <= level:
            return own, above
    return ladder[0] if ladder else frozenset(), ladder[1] if len(ladder) > 1 else frozenset()


def _of(able: Mapping[int, Role], roles: Collection[Role]) -> frozenset[int]:
    return frozenset(number for number, role in able.items() if role in roles)
