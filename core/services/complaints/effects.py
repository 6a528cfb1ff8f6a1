"""Effects of a move: what each action changes in a case, and whom it may be given to or name."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from core import clock
from core.domain.access import Scope
from core.domain.complaints import clocks
from core.domain.complaints.clocks import Clock
from core.domain.complaints.course import Action, MoveRefused, State
from core.domain.complaints.kinds import ENDS_AS, FOUND_LATER, Kind, Outcome
from core.models import Complaint, ServiceField
from core.queries import calendar
from core.queries.complaints import persons
from core.queries.complaints.cases import deadline_of
from core.services.complaints import answers, linking, merging, naming, tagging, timeline, together

#: What the citizen sees of the timeline; everything else is the staff's own.
_PUBLIC = frozenset(
    {
        Action.TRIAGE,
        Action.END,
        Action.EXTEND,
        Action.RELEASE,
        Action.CONFIRM,
        Action.CONTEST,
        Action.LAPSE,
        Action.ORDER,
        Action.CONCLUDE,
        Action.WITHDRAW,
        Action.ASK,
        Action.REPLY,
        Action.MERGE,
        Action.SEPARATE,
    }
)
_NEEDS_WORDS = frozenset(
    {
        Action.END,
        Action.SUBMIT,
        Action.RETURN,
        Action.SEND_BACK,
        Action.EXTEND,
        Action.CONTEST,
        Action.ORDER,
        Action.CONCLUDE,
        Action.ASK,
        Action.REPLY,
        Action.NOTE,
    }
)


@dataclass(frozen=True)
class Said:
    """What comes with a move; each action takes what belongs to it."""

    text: str = ""
    #: Why somebody does it all the same; stands in the staff's part of the timeline only.
    why: str = ""
    kind: Kind | None = None
    field_id: int | None = None
    officer_ids: tuple[int, ...] = ()
    account_ids: tuple[int, ...] = ()
    unit_id: int | None = None
    account_id: int | None = None
    due_on: date | None = None
    rating: int | None = None
    #: The case it is merged into, or linked with.
    other_id: bytes | None = None
    tags: tuple[str, ...] = ()
    #: Do the tags come besides those that stand there?
    adds: bool = False


def apply(
    session: Session, case: Complaint, action: Action, said: Said, key: bytes, *, other: Complaint | None
) -> tuple[bool, str]:
    """Change what an action changes; return whether the citizen sees its line, and the line's words."""
    text = said.text.strip()
    match action:
        case Action.TRIAGE:
            _triage(session, case, said)
        case Action.END:
            _end(session, case, said)
        case Action.ASSIGN:
            _assign(session, case, said)
        case Action.EXTEND:
            _extend(session, case, said)
        case Action.RELEASE:
            text = answers.submitted(session, case.id, key)
            _answered(case)
        case Action.CONTEST:
            case.contests += 1
            case.rating = said.rating or case.rating
        case Action.ORDER if State(case.state) is State.ANSWERED:
            # In the place of a citizen nobody can ask: it counts as their «Chưa thỏa đáng».
            case.contests += 1
        case Action.CONFIRM:
            case.rating = said.rating
            case.outcome = str(Outcome.CONFIRMED) if together.is_last_word(session, case) else None
        case Action.CONCLUDE:
            case.outcome = str(Outcome.CONCLUDED)
        case Action.LAPSE:
            confirmed = timeline.has_confirmed(session, case.id)
            case.outcome = str(Outcome.CONFIRMED if confirmed else Outcome.UNCONTESTED)
        case Action.WITHDRAW:
            merging.scatter(session, case)
            case.outcome = str(Outcome.WITHDRAWN)
        case Action.NAME:
            text = naming.name(session, case, said.officer_ids, said.account_ids)
        case Action.MERGE:
            merging.merge(session, case, other)
        case Action.SEPARATE:
            merging.separate(session, case)
        case Action.LINK | Action.UNLINK:
            linking.change(session, case, other, is_linked=action is Action.LINK)
        case Action.TAG:
            text = tagging.tag(session, case, said.tags, adds=said.adds)
        case _:
            pass
    if not text and action in _NEEDS_WORDS:
        raise MoveRefused("words_missing", action=action)
    return action in _PUBLIC, text


def check_reach(scope: Scope, action: Action, said: Said) -> None:
    """Refuse what lies outside a person's part of the administration. Raise MoveRefused `unknown_unit`."""
    if action is Action.ASSIGN and said.unit_id is not None and not scope.sees(said.unit_id):
        raise MoveRefused("unknown_unit")


def check_second_person(session: Session, case: Complaint, account_id: int) -> None:
    """Let nobody approve what they wrote themselves. Raise MoveRefused `own_answer`."""
    if answers.submitter(session, case.id) == account_id:
        raise MoveRefused("own_answer")


def _triage(session: Session, case: Complaint, said: Said) -> None:
    case.kind, case.triaged_on = str(Kind.PETITION), clock.today()
    if said.field_id is not None:
        field = session.get(ServiceField, said.field_id)
        if field is None or field.unit_id != case.unit_id:
            raise MoveRefused("unknown_field")
        case.field_id = field.id
    naming.name(session, case, said.officer_ids, said.account_ids)


def _end(session: Session, case: Complaint, said: Said) -> None:
    """Close what the office does not answer; what was answered together with it goes on by itself."""
    is_new = State(case.state) is State.NEW
    if said.kind is None or said.kind is Kind.PETITION or not (is_new or said.kind in FOUND_LATER):
        raise MoveRefused("kind_missing")
    merging.scatter(session, case)
    case.kind, case.outcome = str(said.kind), str(ENDS_AS[said.kind])
    case.triaged_on = case.triaged_on or clock.today()
    case.assigned_unit_id = case.assigned_account_id = None


def _assign(session: Session, case: Complaint, said: Said) -> None:
    """Give the case to a unit or to somebody who may see it; to nobody when neither is named."""
    if said.account_id is not None:
        able = persons.holders(case.id, case.unit_id, session=session)
        if said.account_id not in {person.id for person in able}:
            raise MoveRefused("unknown_person")
    case.assigned_unit_id, case.assigned_account_id = said.unit_id, said.account_id


def _extend(session: Session, case: Complaint, said: Said) -> None:
    """Give the answer more time, once, before it is late, by at most ten working days."""
    deadline = deadline_of(case)
    if deadline is None or deadline.clock not in (Clock.ANSWER, Clock.AGAIN):
        raise MoveRefused("no_such_move")
    if deadline.is_extended or timeline.has(session, case.id, Action.EXTEND):
        raise MoveRefused("extended_already")
    if clock.today() > deadline.due_on:
        raise MoveRefused("deadline_past")
    if said.due_on is None:
        raise MoveRefused("date_missing")
    days = calendar.work(session, case.unit_id)
    latest = clocks.latest_extension(days, deadline)
    if not deadline.due_on < said.due_on <= latest or not days.is_working_day(said.due_on):
        raise MoveRefused("date_out_of_range", first=deadline.due_on, last=latest)
    case.due_on = said.due_on


def _answered(case: Complaint) -> None:
    if case.answered_on is None:
        case.answered_on = clock.today()
        case.answer_due_on, case.answer_first_due_on = case.due_on, case.first_due_on
