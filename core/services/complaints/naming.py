"""Naming: whom a case names, who withdrew from it, and that either loses it at once."""

from collections.abc import Collection, Iterator

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from core.domain.access import Role
from core.domain.complaints.course import MoveRefused
from core.models import Account, Complaint, ComplaintAccount, ComplaintOfficer, ComplaintRecusal, Officer
from core.queries.complaints import persons

_TABLES: tuple[tuple[type[ComplaintOfficer] | type[ComplaintAccount], str], ...] = (
    (ComplaintOfficer, "officer_id"),
    (ComplaintAccount, "account_id"),
)


def name(
    session: Session, case: Complaint, officer_ids: Collection[int], account_ids: Collection[int]
) -> str:
    """Let a case, and those answered with it, name exactly these; return their names, for the staff's column.

    Raise MoveRefused `unknown_person`.
    """
    names = [*_of(session, Officer, officer_ids), *_of(session, Account, account_ids)]
    for one in (case, *merged(session, case)):
        _put(session, one, officer_ids, account_ids)
    return ", ".join(names) or "–"


def share(session: Session, case: Complaint, other: Complaint) -> None:
    """Let two cases name whoever one of them names: what is answered together is hidden together."""
    officers, accounts = (
        set(
            session.scalars(select(getattr(table, column)).where(table.complaint_id.in_((case.id, other.id))))
        )
        for table, column in _TABLES
    )
    _share_recusals(session, case, other)
    for one in (case, other):
        _put(session, one, officers, accounts)


def _share_recusals(session: Session, case: Complaint, other: Complaint) -> None:
    """Who withdrew from one of them because they know who is in it meets neither."""
    both = (case.id, other.id)
    rows = session.execute(
        select(ComplaintRecusal.complaint_id, ComplaintRecusal.account_id).where(
            ComplaintRecusal.complaint_id.in_(both)
        )
    )
    known = {(row.complaint_id, row.account_id) for row in rows}
    missing = {(one, account) for one in both for _own, account in known} - known
    units = {case.id: case.unit_id, other.id: other.unit_id}
    session.add_all(
        ComplaintRecusal(complaint_id=one, account_id=account, unit_id=units[one]) for one, account in missing
    )


def recuse(session: Session, case: Complaint, account_id: int) -> None:
    """Let somebody meet neither a case nor anything it is answered with."""
    main = session.get(Complaint, case.merged_into) if case.merged_into else None
    main = main or case
    for one in (main, *merged(session, main)):
        if session.get(ComplaintRecusal, (one.id, account_id)) is None:
            session.add(ComplaintRecusal(complaint_id=one.id, account_id=account_id, unit_id=one.unit_id))
        if one.assigned_account_id == account_id:
            one.assigned_account_id = None


def merged(session: Session, case: Complaint) -> tuple[Complaint, ...]:
    """Return the cases that are answered with this one, in an order that stays."""
    found = select(Complaint).where(Complaint.merged_into == case.id).order_by(Complaint.register)
    return tuple(session.scalars(found))


def _of(session: Session, kind: type[Officer] | type[Account], numbers: Collection[int]) -> Iterator[str]:
    found = session.execute(select(kind.id, kind.name).where(kind.id.in_(numbers)).order_by(kind.name)).all()
    if {row.id for row in found} != set(numbers):
        raise MoveRefused("unknown_person")
    return (row.name for row in found)


def _put(
    session: Session, case: Complaint, officer_ids: Collection[int], account_ids: Collection[int]
) -> None:
    session.flush()
    account_ids = {*account_ids, *_accounts_of(session, officer_ids)}
    own = {"complaint_id": case.id, "unit_id": case.unit_id}
    connection = session.connection()
    for (table, column), numbers in zip(_TABLES, (officer_ids, account_ids), strict=True):
        connection.execute(delete(table).where(table.complaint_id == case.id))
        if numbers:
            connection.execute(insert(table), [{**own, column: number} for number in sorted(set(numbers))])
    holder = case.assigned_account_id
    if holder is not None and holder not in {
        person.id for person in persons.holders(case.id, case.unit_id, session=session)
    }:
        case.assigned_account_id = None


def _accounts_of(session: Session, officer_ids: Collection[int]) -> set[int]:
    """Return the accounts of officers who are, or have become, somebody who could meet the case."""
    found = select(Account.id).where(Account.officer_id.in_(officer_ids), Account.role != str(Role.OFFICER))
    return set(session.scalars(found))
