"""The desk's lists of cases: which cases stand in each, whose turn it is, and what stands first."""

from collections.abc import Iterator
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, exists, false, or_, select
from sqlalchemy.orm import aliased

from core import clock
from core.domain.access import Role, Scope
from core.domain.complaints.course import Party, State, parties_of, waits_for
from core.domain.complaints.inbox_words import REGISTER
from core.domain.complaints.kinds import Channel, Kind
from core.models import Account, Complaint, ComplaintOfficer, ComplaintRecusal, ComplaintWord
from core.queries.complaints import sealed
from core.queries.within import within


class View(StrEnum):
    """Which cases a list shows."""

    MINE = "mine"
    OPEN = "open"
    NEW = "new"
    WAITING = "waiting"
    PRAISE = "praise"
    DONE = "done"


class Urgency(StrEnum):
    """The groups of a list, the most urgent first."""

    TODAY = "today"
    LATE = "late"
    COMING = "coming"
    #: The citizen has the word.
    CITIZEN = "citizen"
    OVER = "over"


def of_view(scope: Scope, view: View) -> ColumnElement[bool]:
    """Return the condition under which a visible case stands in a list."""
    is_open = Complaint.state != str(State.CLOSED)
    match view:
        case View.NEW:
            return Complaint.state == str(State.NEW)
        case View.WAITING:
            return Complaint.state == str(State.ANSWERED)
        case View.PRAISE:
            return Complaint.kind == str(Kind.PRAISE)
        case View.DONE:
            # A case withdrawn before it was found out has no kind.
            return and_(~is_open, or_(Complaint.kind.is_(None), Complaint.kind != str(Kind.PRAISE)))
        case View.MINE:
            return is_turn(scope)
        case View.OPEN:
            return is_open


def is_turn(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a visible case waits for this very person, by the table of moves.

    What the office works on waits for whoever has it; unassigned it is the manager's, and the leader's only where
    no manager may see it.
    """
    own = parties_of(scope.role)
    states = [state for state in State if waits_for(state) & own]
    if State.HANDLING not in states or scope.role is Role.PROVINCE:
        waits = Complaint.state.in_([str(state) for state in states])
        return or_(waits, _stands_in()) if Party.FRONT in own else waits
    others = [str(state) for state in states if state is not State.HANDLING]
    has_it = Complaint.assigned_account_id == scope.account_id
    free = Complaint.assigned_account_id.is_(None)
    by_default = free if scope.role is Role.MANAGER else and_(free, ~_a_manager_may(scope))
    handling = and_(Complaint.state == str(State.HANDLING), or_(has_it, by_default))
    return or_(Complaint.state.in_(others), handling) if others else handling


def _stands_in() -> ColumnElement[bool]:
    """Return the condition under which the Front has the citizen's word: nobody holds the receipt."""
    return and_(Complaint.state == str(State.ANSWERED), Complaint.channel == str(Channel.SURVEY))


def due_by_today() -> ColumnElement[bool]:
    """Return the condition under which a case's deadline is today or past."""
    return Complaint.due_on <= clock.today()


def urgency(state: State, due_on: object) -> Urgency:
    """Return the group a case stands in today; the twin of `order`."""
    if state is State.CLOSED:
        return Urgency.OVER
    if state is State.ANSWERED:
        return Urgency.CITIZEN
    today = clock.today()
    if due_on == today:
        return Urgency.TODAY
    return Urgency.LATE if due_on is not None and due_on < today else Urgency.COMING  # type: ignore[operator]


def order(view: View | None) -> tuple[ColumnElement[object], ...]:
    """Return what stands first: due today, then overdue by age, then the rest; of what is over, the newest."""
    if view in (View.DONE, View.PRAISE):
        return Complaint.closed_on.desc(), Complaint.register  # type: ignore[return-value]
    today = clock.today()
    group = case(
        (Complaint.state == str(State.CLOSED), 4),
        (Complaint.state == str(State.ANSWERED), 3),
        (Complaint.due_on == today, 0),
        (Complaint.due_on < today, 1),
        else_=2,
    )
    return group, Complaint.due_on, Complaint.register  # type: ignore[return-value]


def with_words(typed: str) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions under which a case is what somebody looks for: its number, or all of the whole words."""
    number = REGISTER.search(typed)
    if number:
        yield Complaint.register == f"PA-{number[1]}"
        typed = typed.replace(number[0], " ")
    found = sealed.searched_words(typed)
    if typed.strip() and not found and not number:
        yield false()
    for forms in found:
        yield Complaint.id.in_(
            select(ComplaintWord.complaint_id).where(ComplaintWord.word.in_(sorted(forms)))
        )


def _a_manager_may(scope: Scope) -> ColumnElement[bool]:
    """Is there a manager who meets this case? Not when it names an officer, nor when they withdrew."""
    # An alias, as in the guard: the list itself joins the account a case was given to.
    manager = aliased(Account)
    withdrew = exists().where(
        ComplaintRecusal.complaint_id == Complaint.id, ComplaintRecusal.account_id == manager.id
    )
    there_is_one = exists().where(
        manager.role == str(Role.MANAGER),
        manager.is_active,
        within(manager.unit_id, scope.unit_ids),
        ~withdrew,
    )
    names_officer = exists().where(ComplaintOfficer.complaint_id == Complaint.id)
    return and_(~names_officer, there_is_one)
