"""Moving a case on: by the one table of moves, in one transaction with its timeline and the audit chain."""

import logging
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import UNAVAILABLE, write_session
from core.domain.access import Permission, Scope
from core.domain.complaints.course import Action, MoveRefused, Party, State, next_state, parties_of
from core.domain.complaints.kinds import Channel
from core.domain.errors import Unknown
from core.domain.submission import StorageUnavailable
from core.models import Complaint
from core.queries.complaints import guard
from core.services import audit, data_key, locks
from core.services.complaints import effects, naming, running, timeline, together
from core.services.complaints.effects import Said
from core.services.complaints.filing import RECEIPT_PURPOSE

log = logging.getLogger("langnghe")

#: What stands in the audit chain for each move of the staff.
ACTS: Mapping[Action, str] = {
    Action.TRIAGE: "case.triage",
    Action.END: "case.end",
    Action.ASSIGN: "case.assign",
    Action.SUBMIT: "case.submit",
    Action.RETURN: "case.return",
    Action.APPROVE: "case.approve",
    Action.SEND_BACK: "case.send_back",
    Action.RELEASE: "case.release",
    Action.EXTEND: "case.extend",
    Action.ORDER: "case.order",
    Action.CONCLUDE: "case.conclude",
    Action.ASK: "case.ask",
    Action.NOTE: "case.note",
    Action.MERGE: "case.merge",
    Action.SEPARATE: "case.separate",
    Action.NAME: "case.name",
    Action.LINK: "case.link",
    Action.UNLINK: "case.unlink",
    Action.TAG: "case.tag",
}


class UnknownCase(Unknown):
    """There is no such case for this person."""


def move(scope: Scope, complaint_id: bytes, action: Action, said: Said, *, actor: str) -> State:
    """Do what somebody of the staff may do with a case; return where it stands then.

    Raise UnknownCase for what this person may not know of, MoveRefused for what does not fit.
    """
    with write_session() as session:
        locks.file_complaint(session.connection())
        return move_in(session, scope, complaint_id, action, said, actor=actor)


def move_in(
    session: Session, scope: Scope, complaint_id: bytes, action: Action, said: Said, *, actor: str
) -> State:
    """Do the same as part of the caller's transaction, which holds the lock of cases."""
    case = _visible(session, scope, complaint_id)
    effects.check_reach(scope, action, said)
    if action is Action.APPROVE:
        effects.check_second_person(session, case, scope.account_id)
    other = _other(session, scope, said)
    own = parties_of(scope.role, Channel(case.channel))
    state = _move(session, case, action, own, said, account_id=scope.account_id, other=other)
    _note(session, case, actor, action)
    return state


def _other(session: Session, scope: Scope, said: Said) -> Complaint | None:
    """Return the second case of a move that joins two; refused like one that never was where it is hidden."""
    if said.other_id is None:
        return None
    try:
        return _visible(session, scope, said.other_id)
    except UnknownCase as unknown:
        raise MoveRefused("unknown_other") from unknown


def move_by_citizen(receipt: str, action: Action, said: Said) -> State:
    """Do what the holder of a receipt code may do; a message sent twice in a row is one.

    Raise UnknownCase or MoveRefused; StorageUnavailable when the disk fails: then nothing is stored.
    """
    try:
        with write_session() as session:
            locks.file_complaint(session.connection())
            case = of_receipt(session, receipt)
            if case.merged_into is not None:
                return together.say(session, case, action, said.text.strip(), said.rating)
            return _move(session, case, action, frozenset({Party.CITIZEN}), said, account_id=0)
    except (*UNAVAILABLE, OSError) as error:
        log.error("a citizen's word could not be stored: %s", type(error).__name__)
        raise StorageUnavailable("storage_unavailable") from error


def recuse(scope: Scope, complaint_id: bytes, *, reason: str, actor: str) -> None:
    """Withdraw from a case for good: from now on it does not exist for this person. Raise UnknownCase."""
    with write_session() as session:
        locks.file_complaint(session.connection())
        case = _visible(session, scope, complaint_id)
        naming.recuse(session, case, scope.account_id)
        session.flush()
        audit.record(
            session.connection(),
            actor=actor,
            action="case.recuse",
            unit_id=case.unit_id,
            facts={"case": case.register, "reason": reason},
        )


def is_seen_still(scope: Scope, complaint_id: bytes) -> bool:
    """May this person know of a case now that it has moved? Read anew, not as it stood when the request began."""
    with write_session() as session:
        try:
            _visible(session, scope, complaint_id)
        except UnknownCase:
            return False
    return True


def of_receipt(session: Session, receipt: str) -> Complaint:
    """Return the case of a receipt code (as `receipts.normalise` writes it); raise UnknownCase."""
    prints = data_key.prints_of(receipt, purpose=RECEIPT_PURPOSE)
    case = session.scalars(select(Complaint).where(Complaint.receipt_print.in_(prints))).one_or_none()
    if case is None:
        raise UnknownCase("unknown_case")
    return case


def _visible(session: Session, scope: Scope, complaint_id: bytes) -> Complaint:
    scope.require(Permission.READ_CASES)
    case = session.scalars(
        select(Complaint).where(Complaint.id == complaint_id, guard.visible(scope))
    ).one_or_none()
    if case is None:
        raise UnknownCase("unknown_case")
    return case


def _note(session: Session, case: Complaint, actor: str, action: Action) -> None:
    """Write the act down, without a word of the case: the chain is read by more people than the case is."""
    session.flush()
    audit.record(
        session.connection(),
        actor=actor,
        action=ACTS[action],
        unit_id=case.unit_id,
        facts={"case": case.register},
    )


def _move(
    session: Session,
    case: Complaint,
    action: Action,
    own: frozenset[Party],
    said: Said,
    *,
    account_id: int,
    other: Complaint | None = None,
) -> State:
    before = State(case.state)
    if action in (Action.CONFIRM, Action.CONTEST) and timeline.has_confirmed(session, case.id):
        raise MoveRefused("no_such_move", state=before, action=action)
    is_last = action is not Action.CONFIRM or together.is_last_word(session, case)
    then = next_state(before, action, own, contests=case.contests, is_last=is_last)
    key = timeline.key_of(session, case.id, said.text, said.why)
    if action is Action.REPLY and timeline.ends_with(
        session.connection(), case.id, key=key, action=action, text=said.text.strip()
    ):
        return before
    is_public, text = effects.apply(session, case, action, said, key, other=other)
    # Where the words were erased, nothing can keep what an act writes down by itself.
    text = text if key else ""
    case.state = str(then)
    if then is not before:
        running.set_clock(session, case, then)
    session.flush()
    timeline.add(
        session.connection(),
        case.id,
        case.unit_id,
        key=key,
        action=action,
        party=_speaks_as(own, action, before),
        account_id=account_id,
        is_public=is_public,
        text=text,
    )
    if other is not None:
        # The other one's timeline says so too, to the staff alone; which it is, only the guarded lists tell.
        timeline.mirror(session, other, action, party=_speaks_as(own, action, before), account_id=account_id)
    if why := said.why.strip():
        timeline.add(
            session.connection(),
            case.id,
            case.unit_id,
            key=key,
            action=Action.NOTE,
            party=_speaks_as(own, action, before),
            account_id=account_id,
            is_public=False,
            text=why,
        )
    spoken = _speaks_as(own, action, before)
    together.tell(session, case, action, then, party=spoken, text=text if is_public else "")
    return then


def _speaks_as(own: frozenset[Party], action: Action, state: State) -> Party:
    """Return the party in whose name the move is made: the lowest that may make it."""
    for party in (
        Party.CITIZEN,
        Party.TIME,
        Party.STAND_IN,
        Party.FRONT,
        Party.OFFICE,
        Party.LEADER,
        Party.FRONT_LEAD,
    ):
        if party in own and _may(party, action, state):
            return party
    raise MoveRefused("not_yours", state=state, action=action)


def _may(party: Party, action: Action, state: State) -> bool:
    try:
        next_state(state, action, (party,))
    except MoveRefused:
        return False
    return True


def lapse(session: Session, case: Complaint) -> None:
    """Close an answered case whose citizen said nothing in time; part of the caller's transaction."""
    _move(session, case, Action.LAPSE, frozenset({Party.TIME}), Said(), account_id=0)
