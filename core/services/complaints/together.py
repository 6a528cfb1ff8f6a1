"""Together: the word of each sender whose letters are answered as one.

Everybody keeps their own word. One who is not satisfied reopens the case for all, once, as the only sender would; it is
over when all are satisfied, or when the time for a word has passed.
"""

from sqlalchemy.orm import Session

from core.domain.complaints.course import Action, MoveRefused, Party, State, next_state
from core.domain.complaints.kinds import Channel, Outcome
from core.models import Complaint
from core.services.complaints import merging, naming, news, running, timeline

_CITIZEN = frozenset({Party.CITIZEN})
_WITH_WORDS = (Action.CONTEST, Action.REPLY)
#: What everybody who gets the answer reads of its course, under a key of their own; in words only the answer itself.
_ANSWERS = (Action.RELEASE, Action.CONCLUDE)
_ECHOED = (*_ANSWERS, Action.EXTEND, Action.ORDER, Action.LAPSE)


def is_last_word(session: Session, case: Complaint) -> bool:
    """Are all others who get this case's answer satisfied already?"""
    return all(_has_no_more_to_say(session, other) for other in naming.merged(session, case))


def _has_no_more_to_say(session: Session, case: Complaint) -> bool:
    """Is nobody's word waited for: said already, never to come, or gone with everything its sender wrote?"""
    return (
        case.channel == str(Channel.SURVEY)
        or not timeline.has_key(session, case.id)
        or timeline.has_confirmed(session, case.id)
    )


def say(session: Session, case: Complaint, action: Action, text: str, rating: int | None) -> State:
    """Do what the sender of a merged letter may do, as the case stands into which it was merged.

    Return where that one stands then. What was written stays under the letter's own key; the other timeline only says
    that something came. Raise MoveRefused.
    """
    main = session.get(Complaint, case.merged_into)
    if main is None:
        raise MoveRefused("no_such_move", action=action)
    before = State(main.state)
    if action in (Action.CONFIRM, Action.CONTEST) and timeline.has_confirmed(session, case.id):
        raise MoveRefused("no_such_move", state=before, action=action)
    then = next_state(before, action, _CITIZEN, contests=main.contests, is_last=_is_last(session, case, main))
    if not text and action in _WITH_WORDS:
        raise MoveRefused("words_missing", action=action)
    key = timeline.key_of(session, case.id, text)
    connection = session.connection()
    if action is Action.REPLY and timeline.ends_with(connection, case.id, key=key, action=action, text=text):
        return before
    case.rating = rating or case.rating
    timeline.mirror(session, case, action, party=Party.CITIZEN, is_public=True, text=text)
    timeline.mirror(session, main, action, party=Party.CITIZEN, text=case.register)
    if action is Action.WITHDRAW:
        case.outcome, case.merged_into = str(Outcome.WITHDRAWN), None
        news.forget(session.connection(), case.id)
        return before
    if action is Action.CONTEST and not timeline.has_key(session, main.id):
        # Nothing more can be written in that one; this sender is answered by themselves.
        merging.go_alone(session, case, main)
        return State(case.state)
    if then is not before:
        _bring(session, main, then)
        tell(session, main, action, then, party=Party.CITIZEN)
    return then


def course_of(session: Session, case: Complaint) -> Complaint:
    """Return the case whose course counts for a letter: the one it is answered with, or itself."""
    main = session.get(Complaint, case.merged_into) if case.merged_into else None
    return main or case


def tell(
    session: Session, case: Complaint, action: Action, then: State, *, party: Party, text: str = ""
) -> None:
    """Let everybody who gets this case's answer have its course in their own timeline, and the mails they asked for."""
    letters = naming.merged(session, case)
    for one in letters if action in _ECHOED else ():
        said = text if action in _ANSWERS else ""
        timeline.mirror(session, one, action, party=party, is_public=True, text=said)
    for one in (case, *letters):
        news.note(session.connection(), one.id, one.unit_id, action, then)


def _bring(session: Session, main: Complaint, then: State) -> None:
    if then is State.CLOSED:
        main.outcome = str(Outcome.CONFIRMED)
    else:
        main.contests += 1
    main.state = str(then)
    running.set_clock(session, main, then)


def _is_last(session: Session, case: Complaint, main: Complaint) -> bool:
    others = (other for other in (main, *naming.merged(session, main)) if other.id != case.id)
    return all(_has_no_more_to_say(session, other) for other in others)
