"""Merging: letters on one matter are answered once, and each sender reads the answer by their own receipt.

Only a case that was found to be a petition takes others in: what it is, and whom it names, is known by then, and both
hold for all of them from there on. The oldest letter's deadline counts.
"""

from sqlalchemy.orm import Session

from core import clock
from core.domain.complaints.course import Action, MoveRefused, Party, State, after_contest
from core.domain.complaints.kinds import Channel, Kind, Outcome
from core.models import Complaint
from core.services.complaints import answers, naming, news, running, timeline

#: The office works on it: what was merged may still go its own way.
_BEFORE_THE_ANSWER = (State.HANDLING, State.APPROVING, State.CHECKING)


def merge(session: Session, case: Complaint, main: Complaint | None) -> None:
    """Close one case, to be answered with another.

    Raise MoveRefused: `unknown_other`, `other_unit`, `other_not_open`, `other_erased`, `other_has_no_sender`, or
    `has_merged` for one that took others in.
    """
    if main is None or main.id == case.id:
        raise MoveRefused("unknown_other")
    if main.unit_id != case.unit_id or main.concerns_front is not case.concerns_front:
        raise MoveRefused("other_unit")
    if main.state in (State.NEW, State.CLOSED) or main.kind != str(Kind.PETITION):
        raise MoveRefused("other_not_open")
    if not timeline.has_key(session, main.id):
        raise MoveRefused("other_erased")
    if naming.merged(session, case):
        raise MoveRefused("has_merged")
    if main.channel == str(Channel.SURVEY) and case.channel != main.channel:
        # Whoever holds a receipt keeps their word; of a comment the Front has it.
        raise MoveRefused("other_has_no_sender")
    case.state, case.outcome = str(State.CLOSED), str(Outcome.MERGED)
    case.kind = str(Kind.PETITION)
    case.triaged_on = case.triaged_on or clock.today()
    case.assigned_unit_id = case.assigned_account_id = None
    case.merged_into = main.id
    naming.share(session, case, main)
    if said := answers.released(session, main.id):
        timeline.mirror(session, case, Action.RELEASE, party=Party.FRONT, is_public=True, text=said)
        news.note(session.connection(), case.id, case.unit_id, Action.RELEASE, State.ANSWERED)
    if State(main.state) is State.ANSWERED:
        # Who reads the answer only now has as long as the others had to say whether it satisfies.
        running.restart(session, main)
    _count(session, main)


def separate(session: Session, case: Complaint) -> None:
    """Let a merged case go its own way again, before the answer; the names of both stay with both.

    Raise MoveRefused `no_such_move` or `answered_already`.
    """
    main = session.get(Complaint, case.merged_into) if case.merged_into else None
    if main is None or case.outcome != str(Outcome.MERGED):
        raise MoveRefused("no_such_move")
    if State(main.state) not in _BEFORE_THE_ANSWER or main.answered_on is not None:
        raise MoveRefused("answered_already")
    if not timeline.has_key(session, case.id):
        raise MoveRefused("erased")
    _release(session, case, main)


def scatter(session: Session, main: Complaint) -> None:
    """Let everything that was answered with a case go on by itself, since its sender withdraws it."""
    for case in naming.merged(session, main):
        if not timeline.has_key(session, case.id):
            # Nobody could answer it: its sender had everything erased.
            case.outcome, case.merged_into = str(Outcome.WITHDRAWN), None
            continue
        if timeline.has_confirmed(session, case.id):
            # For this sender it is over.
            case.outcome, case.merged_into = str(Outcome.CONFIRMED), None
            continue
        _release(session, case, main)
        running.set_clock(session, case, State.HANDLING)
        timeline.mirror(session, case, Action.SEPARATE, party=Party.TIME, is_public=True)


def go_alone(session: Session, case: Complaint, main: Complaint) -> None:
    """Let a letter whose sender is not satisfied go on without the case that answered it, as contested once more."""
    then = after_contest(main.contests)
    _release(session, case, main)
    case.contests = main.contests + 1
    case.state = str(then)
    running.set_clock(session, case, then)


def _release(session: Session, case: Complaint, main: Complaint) -> None:
    case.state = str(State.HANDLING)
    case.outcome = case.closed_on = case.merged_into = None
    # The answer they had together, if any, and whether it came in time, was this sender's too.
    case.contests, case.answered_on = main.contests, main.answered_on
    case.answer_due_on, case.answer_first_due_on = main.answer_due_on, main.answer_first_due_on
    session.flush()
    _count(session, main)


def _count(session: Session, main: Complaint) -> None:
    """Count the deadline from the oldest of the letters that are answered together."""
    days = [one.received_on for one in (main, *naming.merged(session, main))]
    running.count_from(session, main, min(days))
