"""Who may know of a case: one condition in every query, so that what is hidden does not exist (docs/promises.md D13).

Whoever a case names never meets it, nor does their line manager: the centre's manager for its officers, the leader
for the manager, the Front's lead for its members. Who stands in for an officer is an officer, and no officer has a
part in cases. Accusations (tố cáo) leave the commune; what concerns the Front is the province's Front's.
"""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_
from sqlalchemy.orm import aliased

from core.domain.access import Role, Scope
from core.domain.complaints.clocks import Step
from core.domain.complaints.course import Action, State
from core.domain.complaints.kinds import Kind
from core.models import (
    Account,
    Complaint,
    ComplaintAccount,
    ComplaintEvent,
    ComplaintOfficer,
    ComplaintRecusal,
    ComplaintStep,
)
from core.queries.within import within

_FRONT = (Role.FRONT, Role.FRONT_LEAD)


def visible(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a case exists for this person."""
    if scope.role in _FRONT:
        own: ColumnElement[bool] = and_(~Complaint.concerns_front, _is_no_accusation())
        if scope.role is Role.FRONT_LEAD:
            own = and_(own, ~_names_staff(Role.FRONT))
    elif scope.role is Role.MANAGER:
        own = and_(_is_with_the_office(), ~_names_an_officer(), ~_names_staff(Role.MANAGER, Role.LEADER))
    elif scope.role is Role.LEADER:
        own = and_(_is_with_the_office(), ~_names_staff(Role.MANAGER, Role.LEADER))
    elif scope.role is Role.PROVINCE:
        own = or_(
            Complaint.concerns_front,
            Complaint.kind == str(Kind.DENUNCIATION),
            _names_staff(Role.MANAGER, Role.LEADER, *_FRONT),
            _is_forgotten(),
            _waits_for_a_second_person(),
        )
    else:
        return false()
    return and_(within(Complaint.unit_id, scope.unit_ids), own, *_is_not_out(scope))


def is_common(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which somebody without a part in cases may read in the log that there is one."""
    return and_(~Complaint.concerns_front, _is_no_accusation(), *_is_not_out(scope))


def is_publishable(scope: Scope | None = None) -> ColumnElement[bool]:
    """Return the condition under which a case may stand in what everybody reads, the Council among them.

    It names nobody of the staff: whoever a case names knows at least of all cases that name nobody, and would find
    the case as the difference. With a scope: of its units, and none that this very person withdrew from.
    """
    common = (
        ~Complaint.concerns_front,
        _is_no_accusation(),
        ~_names_an_officer(),
        ~exists().where(ComplaintAccount.complaint_id == Complaint.id),
    )
    return (
        and_(*common)
        if scope is None
        else and_(within(Complaint.unit_id, scope.unit_ids), *common, *_is_not_out(scope))
    )


def _is_no_accusation() -> ColumnElement[bool]:
    return or_(Complaint.kind.is_(None), Complaint.kind != str(Kind.DENUNCIATION))


def _is_with_the_office() -> ColumnElement[bool]:
    """Only what the Front found to be a petition, or praise, reaches the office."""
    return and_(
        ~Complaint.concerns_front,
        Complaint.state != str(State.NEW),
        Complaint.kind.in_((str(Kind.PETITION), str(Kind.PRAISE))),
    )


def _names_an_officer() -> ColumnElement[bool]:
    return exists().where(ComplaintOfficer.complaint_id == Complaint.id)


def _names_staff(*roles: Role) -> ColumnElement[bool]:
    # An alias: a list that joins the account a case was given to would otherwise be asked for that one's role.
    named = aliased(Account)
    return exists().where(
        ComplaintAccount.complaint_id == Complaint.id,
        named.id == ComplaintAccount.account_id,
        named.role.in_([str(role) for role in roles]),
    )


def _is_forgotten() -> ColumnElement[bool]:
    return exists().where(
        ComplaintStep.complaint_id == Complaint.id, ComplaintStep.step == str(Step.FORGOTTEN)
    )


def _waits_for_a_second_person() -> ColumnElement[bool]:
    """Did a leader write the answer that waits for a leader? Nobody approves their own (effects.py)."""
    writer, later = aliased(Account), aliased(ComplaintEvent)
    is_overtaken = exists().where(
        later.complaint_id == ComplaintEvent.complaint_id,
        later.action == str(Action.SUBMIT),
        later.number > ComplaintEvent.number,
    )
    return and_(
        Complaint.state == str(State.APPROVING),
        exists().where(
            ComplaintEvent.complaint_id == Complaint.id,
            ComplaintEvent.action == str(Action.SUBMIT),
            writer.id == ComplaintEvent.account_id,
            writer.role == str(Role.LEADER),
            ~is_overtaken,
        ),
    )


def _is_not_out(scope: Scope) -> tuple[ColumnElement[bool], ...]:
    """Return that this person is not named, as account or as the officer they are, and did not withdraw.

    Each apart: so PostgreSQL looks through each table once instead of once for every case.
    """

    def touched(table: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = exists().where(
            table.complaint_id == Complaint.id, table.account_id == scope.account_id
        )
        return found

    apart = (~touched(ComplaintAccount), ~touched(ComplaintRecusal))
    if scope.officer_id is None:
        return apart
    named = exists().where(
        ComplaintOfficer.complaint_id == Complaint.id, ComplaintOfficer.officer_id == scope.officer_id
    )
    return (*apart, ~named)
