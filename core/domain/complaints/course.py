"""The course of a case: one table of moves, from which buttons, rules and deadlines all come."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from core.domain.access import Role
from core.domain.complaints.kinds import Channel
from core.domain.errors import DomainError


class State(StrEnum):
    """Where a case stands."""

    #: Received; only the Front opens it.
    NEW = "new"
    #: The office works on it.
    HANDLING = "handling"
    #: The leader reads the answer.
    APPROVING = "approving"
    #: The Front reads it once more.
    CHECKING = "checking"
    #: The citizen has it, and may say whether it satisfies.
    ANSWERED = "answered"
    #: Contested a second time: the Front decides.
    APPEALED = "appealed"
    CLOSED = "closed"


class Party(StrEnum):
    """Who may make a move: staff by role, the citizen who holds the receipt, or time itself."""

    FRONT = "front"
    FRONT_LEAD = "front_lead"
    OFFICE = "office"
    LEADER = "leader"
    CITIZEN = "citizen"
    TIME = "time"
    #: The Front in the citizen's place, where nobody holds the receipt (see `parties_of`).
    STAND_IN = "stand_in"


class Action(StrEnum):
    """What somebody does with a case."""

    FILE = "file"
    TRIAGE = "triage"
    END = "end"
    ASSIGN = "assign"
    SUBMIT = "submit"
    RETURN = "return"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    RELEASE = "release"
    EXTEND = "extend"
    CONFIRM = "confirm"
    CONTEST = "contest"
    LAPSE = "lapse"
    ORDER = "order"
    CONCLUDE = "conclude"
    WITHDRAW = "withdraw"
    #: Written in the timeline without changing the state.
    ASK = "ask"
    REPLY = "reply"
    NOTE = "note"
    #: The citizen's own words were replaced by others, as they asked (core/domain/complaints/erasing.py).
    CORRECT = "correct"
    #: Answered together with another letter on the same matter, and on its own again.
    MERGE = "merge"
    SEPARATE = "separate"
    #: Whom it names, said or corrected after it was passed on.
    NAME = "name"
    LINK = "link"
    UNLINK = "unlink"
    TAG = "tag"


#: Which roles speak for which party. The province's Front stands in for everybody whom a case names or who forgot it:
#: it only ever meets cases that somebody of the commune cannot or did not go on with (queries/complaints/guard.py).
PARTIES: dict[Role, frozenset[Party]] = {
    Role.FRONT: frozenset({Party.FRONT}),
    Role.FRONT_LEAD: frozenset({Party.FRONT, Party.FRONT_LEAD}),
    Role.MANAGER: frozenset({Party.OFFICE}),
    Role.LEADER: frozenset({Party.OFFICE, Party.LEADER}),
    Role.PROVINCE: frozenset({Party.FRONT, Party.FRONT_LEAD, Party.OFFICE, Party.LEADER}),
}
#: Who is waited for, but not among the staff.
_NOT_STAFF = frozenset({Party.CITIZEN, Party.TIME, Party.STAND_IN})


@dataclass(frozen=True)
class Move:
    """One line of the table: in this state, this party may do this, and then it stands there."""

    state: State
    action: Action
    party: Party
    then: State


#: What the Front may do besides; nobody waits for it.
ASIDE = frozenset({Action.END, Action.MERGE, Action.SEPARATE})
_OPEN = (State.HANDLING, State.APPROVING, State.CHECKING, State.ANSWERED, State.APPEALED)

MOVES: tuple[Move, ...] = (
    Move(State.NEW, Action.TRIAGE, Party.FRONT, State.HANDLING),
    Move(State.NEW, Action.END, Party.FRONT, State.CLOSED),
    Move(State.NEW, Action.WITHDRAW, Party.CITIZEN, State.CLOSED),
    #: Found out too late to be none of the office's business: see `kinds.FOUND_LATER`.
    *(
        Move(state, Action.END, Party.FRONT, State.CLOSED)
        for state in (State.HANDLING, State.APPROVING, State.CHECKING)
    ),
    Move(State.HANDLING, Action.ASSIGN, Party.OFFICE, State.HANDLING),
    Move(State.HANDLING, Action.SUBMIT, Party.OFFICE, State.APPROVING),
    Move(State.HANDLING, Action.EXTEND, Party.LEADER, State.HANDLING),
    Move(State.HANDLING, Action.WITHDRAW, Party.CITIZEN, State.CLOSED),
    Move(State.APPROVING, Action.RETURN, Party.LEADER, State.HANDLING),
    Move(State.APPROVING, Action.APPROVE, Party.LEADER, State.CHECKING),
    Move(State.APPROVING, Action.WITHDRAW, Party.CITIZEN, State.CLOSED),
    Move(State.CHECKING, Action.SEND_BACK, Party.FRONT, State.HANDLING),
    Move(State.CHECKING, Action.RELEASE, Party.FRONT, State.ANSWERED),
    Move(State.CHECKING, Action.WITHDRAW, Party.CITIZEN, State.CLOSED),
    Move(State.ANSWERED, Action.CONFIRM, Party.CITIZEN, State.CLOSED),
    #: As long as somebody who is answered together with them has not spoken yet (see `after_confirming`).
    Move(State.ANSWERED, Action.CONFIRM, Party.CITIZEN, State.ANSWERED),
    #: The first time it goes back to the office; the second time to the Front (see `after_contest`).
    Move(State.ANSWERED, Action.CONTEST, Party.CITIZEN, State.HANDLING),
    Move(State.ANSWERED, Action.CONTEST, Party.CITIZEN, State.APPEALED),
    Move(State.ANSWERED, Action.LAPSE, Party.TIME, State.CLOSED),
    Move(State.ANSWERED, Action.ORDER, Party.STAND_IN, State.HANDLING),
    Move(State.ANSWERED, Action.CONCLUDE, Party.STAND_IN, State.CLOSED),
    Move(State.APPEALED, Action.ORDER, Party.FRONT, State.HANDLING),
    Move(State.APPEALED, Action.CONCLUDE, Party.FRONT_LEAD, State.CLOSED),
    *(Move(state, Action.ASK, Party.FRONT, state) for state in (State.NEW, *_OPEN)),
    *(Move(state, Action.ASK, Party.OFFICE, state) for state in (State.HANDLING, State.APPROVING)),
    *(Move(state, Action.REPLY, Party.CITIZEN, state) for state in (State.NEW, *_OPEN)),
    *(Move(state, Action.NOTE, Party.FRONT, state) for state in (State.NEW, *_OPEN)),
    *(Move(state, Action.NOTE, Party.OFFICE, state) for state in _OPEN),
    *(
        Move(state, Action.MERGE, Party.FRONT, State.CLOSED)
        for state in (State.NEW, State.HANDLING, State.APPROVING, State.CHECKING)
    ),
    #: Only what was merged, and only before the answer (services/complaints/merging.py).
    Move(State.CLOSED, Action.SEPARATE, Party.FRONT, State.HANDLING),
    *(Move(state, Action.NAME, Party.FRONT, state) for state in _OPEN),
    *(
        Move(state, action, Party.FRONT, state)
        for state in (State.NEW, *_OPEN)
        for action in (Action.LINK, Action.UNLINK, Action.TAG)
    ),
    *(Move(state, Action.TAG, Party.OFFICE, state) for state in _OPEN),
)


class MoveRefused(DomainError):
    """This party may not do this here and now."""


def after_contest(contests: int) -> State:
    """Return where a contested answer goes: once back to the office, then to the Front."""
    return State.HANDLING if contests == 0 else State.APPEALED


def after_confirming(*, is_last: bool) -> State:
    """Return where a satisfied word leads: to the end once everybody who gets this answer is satisfied."""
    return State.CLOSED if is_last else State.ANSWERED


def next_state(
    state: State, action: Action, parties: Collection[Party], *, contests: int = 0, is_last: bool = True
) -> State:
    """Return where an action of somebody leads; raise MoveRefused `no_such_move` or `not_yours`.

    `is_last`: is nobody left who gets the same answer and has not said that it satisfies?
    """
    there = [move for move in MOVES if move.state is state and move.action is action]
    if not there:
        raise MoveRefused("no_such_move", state=state, action=action)
    own = [move for move in there if move.party in parties]
    if not own:
        raise MoveRefused("not_yours", state=state, action=action)
    if action is Action.CONTEST:
        return after_contest(contests)
    if action is Action.CONFIRM:
        return after_confirming(is_last=is_last)
    return own[0].then


def parties_of(role: Role | None, channel: Channel | None = None) -> frozenset[Party]:
    """Return for whom somebody of the staff speaks; for nobody where the role has no part in cases.

    Of a case made of a survey's comment nobody holds the receipt: the Front says whether the answer is good enough.
    """
    own = PARTIES.get(role, frozenset()) if role is not None else frozenset()
    stands_in = channel is Channel.SURVEY and Party.FRONT in own
    return own | {Party.STAND_IN} if stands_in else own


def waits_for(state: State) -> frozenset[Party]:
    """Return which of the staff lead a case on from here; nobody when the citizen has the word or it is closed."""
    return frozenset(
        move.party
        for move in MOVES
        if move.state is state
        and move.then is not state
        and move.party not in _NOT_STAFF
        and move.action not in ASIDE
    )


def actions(state: State, parties: Collection[Party]) -> tuple[Action, ...]:
    """Return what somebody may do with a case, in the table's order."""
    found = [move.action for move in MOVES if move.state is state and move.party in parties]
    return tuple(dict.fromkeys(found))
