"""Thirty-three cases received in October 2026 whose figures were counted by hand, and how to plant more of them."""

from datetime import date
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from core.models import Complaint, ComplaintAccount, ComplaintOfficer
from tests.support.worlds import World

FIRST, ANSWERED, DUE = date(2026, 10, 1), date(2026, 10, 12), date(2026, 10, 22)
_PETITION = {"kind": "petition", "triaged_on": FIRST}
#: Seven working days after receipt; the deadline is 15 working days, 22/10.
_ANSWERED = {
    **_PETITION,
    "answered_on": ANSWERED,
    "answer_due_on": DUE,
    "answer_first_due_on": DUE,
}


def plant(session: Session, number: int, **values: Any) -> bytes:
    """Plant a case of the centre, received on 1 October by the website, anonymous, and closed."""
    found = {
        "unit_id": World.centre,
        "register": f"PA-{10000 + number}",
        "state": "closed",
        "channel": "web",
        "is_named": False,
        "concerns_front": False,
        "received_on": FIRST,
        "contests": 0,
        **values,
    }
    if found["state"] == "closed":
        found.setdefault("outcome", "uncontested")
    own = bytes([number]) * 16
    session.add(Complaint(id=own, receipt_print=bytes([number]) * 32, **found))
    session.flush()
    return own


def running(clock: str, due_on: date, first_due_on: date | None = None) -> dict[str, Any]:
    """Return a clock that runs."""
    first = first_due_on or due_on
    return {"clock": clock, "clock_since": FIRST, "due_on": due_on, "first_due_on": first}


def october(session: Session, *, leader: int) -> None:
    """Plant the month; `leader` is the account that one case names."""
    numbers = count(1)

    def case(**values: Any) -> bytes:
        return plant(session, next(numbers), **values)

    # Twelve on time: two of them named, by telephone.
    for _ in range(2):
        case(**_ANSWERED, outcome="confirmed", is_named=True, channel="phone")
    for _ in range(4):
        case(**_ANSWERED, outcome="confirmed")
    for _ in range(3):
        case(**_ANSWERED)
    for _ in range(2):
        case(**_ANSWERED, state="answered", **running("word", date(2026, 11, 20)))
    case(**_ANSWERED, state="handling", contests=1, **running("again", date(2026, 10, 30)))
    # Two on time thanks to the extension, after 24 working days: named, on paper; one was contested first.
    for contests in (0, 1):
        extended = {**_ANSWERED, "answered_on": date(2026, 11, 4), "answer_due_on": date(2026, 11, 5)}
        case(**extended, outcome="confirmed", contests=contests, is_named=True, channel="paper")
    # Three late, after 21 working days.
    late = {**_ANSWERED, "answered_on": date(2026, 10, 30)}
    case(**late, outcome="concluded", contests=2)
    for _ in range(2):
        case(**late, outcome="confirmed")
    # Two past their deadline without an answer, one withdrawn, one within its time until 20/11.
    for _ in range(2):
        case(**_PETITION, state="handling", channel="poster", field_id=World.land, **running("answer", DUE))
    case(**_PETITION, outcome="withdrawn")
    last = date(2026, 10, 30)
    case(**_PETITION, state="handling", received_on=last, **running("answer", date(2026, 11, 20)))
    # Other kinds, and one that nobody has found out yet.
    for kind, outcome, how_many in (
        ("praise", "noted", 2),
        ("feedback", "noted", 3),
        ("grievance", "notice_given", 1),
        ("outside", "forwarded", 1),
    ):
        for _ in range(how_many):
            case(kind=kind, outcome=outcome, triaged_on=FIRST)
    case(state="new", received_on=last, **running("triage", date(2026, 11, 3)))
    hidden(session, leader=leader, start=next(numbers))


def hidden(session: Session, *, leader: int, start: int) -> None:
    """Plant what somebody must not know of: it names an officer, a leader, is an accusation, concerns the Front."""
    of_officer = plant(session, start, **_ANSWERED)
    own = {"unit_id": World.centre}
    session.add(ComplaintOfficer(complaint_id=of_officer, officer_id=World.an, **own))
    of_leader = plant(session, start + 1, **_ANSWERED)
    session.add(ComplaintAccount(complaint_id=of_leader, account_id=leader, **own))
    plant(session, start + 2, kind="denunciation", outcome="handed_over", triaged_on=FIRST)
    plant(session, start + 3, **_ANSWERED, concerns_front=True)
    session.flush()
