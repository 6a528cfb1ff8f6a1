"""Acts: which forms the page of a case offers, in whose column each stands, and who reads what is sent."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from core import clock
from core.domain.access import Scope
from core.domain.complaints.clocks import Clock
from core.domain.complaints.course import ASIDE, MOVES, Action, actions, parties_of
from core.queries.complaints.cases import Case


class Side(StrEnum):
    """Whose column a form stands in: by who will read what is written in it."""

    CITIZEN = "citizen"
    STAFF = "staff"


@dataclass(frozen=True)
class Act:
    """One form of the page of a case."""

    #: Its word in the address.
    slug: str
    actions: tuple[Action, ...]
    name: LazyString
    side: Side
    #: What the button says: who will read it.
    send: LazyString


ACTS = (
    Act(
        "phan-loai",
        (Action.TRIAGE, Action.END),
        _l("Find out what it is"),
        Side.STAFF,
        _l("Pass it on; the office reads the letter, the sender that it was passed on"),
    ),
    Act(
        "tra-loi",
        (Action.SUBMIT,),
        _l("Write the answer"),
        Side.CITIZEN,
        _l("Submit; the leader and the Front read it before the sender does"),
    ),
    Act(
        "duyet",
        (Action.APPROVE,),
        _l("Approve the answer"),
        Side.STAFF,
        _l("Approve; the Front reads it before the sender does"),
    ),
    Act(
        "tra-lai",
        (Action.RETURN, Action.SEND_BACK),
        _l("Return the answer to be put right"),
        Side.STAFF,
        _l("Return; only the office reads the reason"),
    ),
    Act(
        "gui",
        (Action.RELEASE,),
        _l("Send the answer"),
        Side.CITIZEN,
        _l("Send; the sender will read this answer"),
    ),
    Act(
        "lam-lai",
        (Action.ORDER,),
        _l("Ask the office for another answer"),
        Side.CITIZEN,
        _l("Send; the office and the sender will read it"),
    ),
    Act(
        "ket-luan",
        (Action.CONCLUDE,),
        _l("Conclude"),
        Side.CITIZEN,
        _l("Conclude; the sender will read it"),
    ),
    Act(
        "giao-viec", (Action.ASSIGN,), _l("Give it to somebody"), Side.STAFF, _l("Give it; only staff see it")
    ),
    Act(
        "gia-han",
        (Action.EXTEND,),
        _l("Extend the deadline, once"),
        Side.CITIZEN,
        _l("Extend; the sender will read day and reason"),
    ),
    Act(
        "hoi-them",
        (Action.ASK,),
        _l("Ask the sender"),
        Side.CITIZEN,
        _l("Ask; the sender will read it"),
    ),
    Act(
        "nguoi-lien-quan",
        (Action.NAME,),
        _l("Write down whom it names"),
        Side.STAFF,
        _l("Write it down; whoever is ticked does not see the case any more"),
    ),
    Act(
        "gop-viec",
        (Action.MERGE,),
        _l("Merge into another case"),
        Side.STAFF,
        _l("Merge; the sender reads that others wrote about the same, never who"),
    ),
    Act(
        "tach-viec",
        (Action.SEPARATE,),
        _l("Part from the other case"),
        Side.STAFF,
        _l("Part; the sender reads that the case goes on by itself"),
    ),
    Act(
        "lien-ket",
        (Action.LINK, Action.UNLINK),
        _l("Linked cases"),
        Side.STAFF,
        _l("Save; only staff see it"),
    ),
    Act(
        "chuyen-ra",
        (Action.END,),
        _l("It is none of the office’s business"),
        Side.CITIZEN,
        _l("Take it from the office; the sender will read it"),
    ),
    Act("nhan", (Action.TAG,), _l("Tags"), Side.STAFF, _l("Save; only staff see it")),
    Act("ghi-chu", (Action.NOTE,), _l("Internal note"), Side.STAFF, _l("Note it; only staff read it")),
)
#: Withdrawing is no move of the case: anybody may, at any time.
RECUSE = Act(
    "xin-rut",
    (),
    _l("Withdraw, because I know somebody in it"),
    Side.STAFF,
    _l("Withdraw; the reason stands in the audit log"),
)
#: What leads on and is waited for; merging and parting are open to the Front besides.
_LEADS_ON = frozenset(move.action for move in MOVES if move.then is not move.state) - ASIDE


def offered(scope: Scope, case: Case) -> tuple[Act, ...]:
    """Return the acts this person may do with a case now, by the table of moves."""
    possible = set(actions(case.line.state, parties_of(scope.role, case.channel)))
    if not _can_be_extended(case):
        possible.discard(Action.EXTEND)
    if case.merged_into is None:
        possible.discard(Action.SEPARATE)
    # Finding out what a letter is, and finding out later that it is something else, are two forms.
    other = "chuyen-ra" if Action.TRIAGE in possible else "phan-loai"
    return (*(act for act in ACTS if possible & set(act.actions) and act.slug != other), RECUSE)


def action_of(scope: Scope, case: Case, act: Act) -> Action:
    """Return the one action an act with several names means in the state a case is in."""
    possible = actions(case.line.state, parties_of(scope.role, case.channel))
    return next(action for action in act.actions if action in possible)


def opened(case: Case, acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Return the acts whose forms stand open: those that lead on, where it is this person's turn."""
    return tuple(act for act in acts if case.line.is_turn and _LEADS_ON & set(act.actions))


def _can_be_extended(case: Case) -> bool:
    deadline = case.deadline
    return (
        deadline is not None
        and deadline.clock in (Clock.ANSWER, Clock.AGAIN)
        and not deadline.is_extended
        and clock.today() <= deadline.due_on
    )
