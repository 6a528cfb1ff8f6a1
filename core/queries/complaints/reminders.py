"""Reminders: what time did to cases, as each person of the staff is told of it, and what the case's log says of it.

The guard stands here too: who may not know of a case any more is not reminded of it either.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from core.db import db
from core.domain.access import Permission, Role, Scope
from core.domain.complaints.clocks import Clock, Step
from core.models import Account, Complaint, ComplaintReminder, ComplaintStep
from core.queries.complaints import guard

#: The gravest first.
_WEIGHT = {step: number for number, step in enumerate(reversed(Step))}
#: What a person should read even when the case has gone on meanwhile.
_LASTING = (str(Step.OVERDUE), str(Step.FORGOTTEN))


@dataclass(frozen=True)
class Reminder:
    """One case of which this person was told something they have not ticked yet: the gravest step of it."""

    complaint_id: bytes
    register: str
    clock: Clock
    step: Step
    #: Since when it is so.
    day: date
    due_on: date | None


@dataclass(frozen=True)
class StepLine:
    """What time did to a case, and who was told of it, by role."""

    day: date
    clock: Clock
    step: Step
    told: tuple[Role, ...] = ()


def unread(scope: Scope) -> tuple[Reminder, ...]:
    """Return what this person was told and has not ticked: one line for each case, the gravest and oldest first.

    A reminder is over when its clock no longer runs; that something was overdue stays until it is ticked.
    """
    if not scope.may(Permission.READ_CASES):
        return ()
    runs = (Complaint.clock == ComplaintReminder.clock) & (Complaint.clock_since == ComplaintReminder.since)
    rows = db.session.execute(
        select(ComplaintReminder, Complaint.register, Complaint.due_on)
        .join(Complaint, Complaint.id == ComplaintReminder.complaint_id)
        .where(
            ComplaintReminder.account_id == scope.account_id,
            ComplaintReminder.seen_on.is_(None),
            or_(runs, ComplaintReminder.step.in_(_LASTING)),
            guard.visible(scope),
        )
    )
    found = [
        Reminder(
            row.ComplaintReminder.complaint_id,
            row.register,
            Clock(row.ComplaintReminder.clock),
            Step(row.ComplaintReminder.step),
            row.ComplaintReminder.day,
            row.due_on,
        )
        for row in rows
    ]
    found.sort(key=lambda one: (_WEIGHT[one.step], one.day, one.register))
    gravest: dict[bytes, Reminder] = {}
    for one in found:
        gravest.setdefault(one.complaint_id, one)
    return tuple(gravest.values())


def steps_of(complaint_id: bytes) -> tuple[StepLine, ...]:
    """Return what time did to a case whose reader the guard let in, in order, with the roles that were told."""
    steps = db.session.scalars(select(ComplaintStep).where(ComplaintStep.complaint_id == complaint_id)).all()
    told = db.session.execute(
        select(ComplaintReminder.clock, ComplaintReminder.since, ComplaintReminder.step, Account.role)
        .join(Account, Account.id == ComplaintReminder.account_id)
        .where(ComplaintReminder.complaint_id == complaint_id)
        .distinct()
    ).all()
    order = list(Role)
    found = [
        StepLine(
            row.day,
            Clock(row.clock),
            Step(row.step),
            tuple(
                sorted(
                    (
                        Role(one.role)
                        for one in told
                        if (one.clock, one.since, one.step) == (row.clock, row.since, row.step)
                    ),
                    key=order.index,
                )
            ),
        )
        for row in steps
    ]
    return tuple(sorted(found, key=lambda line: (line.day, list(Step).index(line.step))))
