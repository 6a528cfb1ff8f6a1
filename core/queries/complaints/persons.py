"""Persons around a case: whom it may name, and who may be given it because they may see it."""

from dataclasses import dataclass

from sqlalchemy import select

from core import clock
from core.db import db
from core.domain.access import Role, Scope
from core.domain.office import UnitKind
from core.models import (
    Account,
    Complaint,
    ComplaintAccount,
    ComplaintOfficer,
    Officer,
    ServiceField,
    Unit,
)
from core.queries.calendar import Reading
from core.queries.complaints import guard
from core.queries.within import within

#: Whose account can meet a case, and is therefore worth naming.
_NAMED_ROLES = (Role.MANAGER, Role.LEADER, Role.FRONT, Role.FRONT_LEAD)
_WORKING_ROLES = (Role.MANAGER, Role.LEADER)
_REMINDED_ROLES = (*_NAMED_ROLES, Role.PROVINCE)


@dataclass(frozen=True)
class Person:
    """Somebody as a form offers them."""

    id: int
    name: str
    #: An account's role; None for an officer.
    role: Role | None
    unit: str


@dataclass(frozen=True)
class Holder:
    """A unit that a case may be given to."""

    id: int
    name: str


def officers(unit_id: int) -> tuple[Person, ...]:
    """Return the officers of the commune a unit belongs to, by name."""
    rows = db.session.execute(
        select(Officer.id, Officer.name, Unit.name.label("unit"))
        .join(Unit, Unit.id == Officer.unit_id)
        .where(within(Officer.unit_id, _around(db.session, unit_id)), Officer.is_active)
        .order_by(Officer.name, Officer.id)
    )
    return tuple(Person(row.id, row.name, None, row.unit) for row in rows)


def accounts(unit_id: int) -> tuple[Person, ...]:
    """Return the accounts a case of this unit may name: of its commune, whoever could meet the case."""
    return _accounts(db.session, _around(db.session, unit_id), _NAMED_ROLES)


def named(complaint_id: bytes) -> tuple[list[int], list[int]]:
    """Return the officers and the accounts a case names."""
    officer_ids = select(ComplaintOfficer.officer_id).where(ComplaintOfficer.complaint_id == complaint_id)
    account_ids = select(ComplaintAccount.account_id).where(ComplaintAccount.complaint_id == complaint_id)
    return list(db.session.scalars(officer_ids)), list(db.session.scalars(account_ids))


def workers(unit_id: int) -> tuple[Person, ...]:
    """Return the accounts of the office that work on cases; whether one may see a case is asked case by case."""
    return _accounts(db.session, _line(db.session, unit_id), _WORKING_ROLES)


def fields(unit_id: int) -> tuple[tuple[int, str], ...]:
    """Return the fields in use at a case's unit, in their order."""
    rows = db.session.execute(
        select(ServiceField.id, ServiceField.name)
        .where(ServiceField.unit_id == unit_id, ServiceField.is_active)
        .order_by(ServiceField.sort, ServiceField.id)
    )
    return tuple((row.id, row.name) for row in rows)


def units(scope: Scope, unit_id: int) -> tuple[Holder, ...]:
    """Return the units of this person in the commune of a case that exist today, by name."""
    rows = db.session.execute(
        select(Unit.id, Unit.name)
        .where(
            within(Unit.id, scope.unit_ids & _around(db.session, unit_id)),
            Unit.valid_to.is_(None) | (Unit.valid_to >= clock.today()),
        )
        .order_by(Unit.name, Unit.id)
    )
    return tuple(Holder(row.id, row.name) for row in rows)


def holders(complaint_id: bytes, unit_id: int, *, session: Reading | None = None) -> tuple[Person, ...]:
    """Return the accounts of the office that may see this case, and therefore be given it."""
    reading = session or db.session
    found = _accounts(reading, _line(reading, unit_id), _WORKING_ROLES)
    return tuple(person for person in found if _may_see(reading, person, complaint_id, unit_id))


def able(complaint_id: bytes, unit_id: int, *, session: Reading) -> dict[int, Role]:
    """Return the active accounts that may know of this case now, by role: those whom it may be told to."""
    found = _accounts(session, _line(session, unit_id), _REMINDED_ROLES)
    return {
        person.id: person.role
        for person in found
        if person.role is not None and _may_see(session, person, complaint_id, unit_id)
    }


def _may_see(session: Reading, person: Person, complaint_id: bytes, unit_id: int) -> bool:
    # Its unit is the case's or one above: of all it sees, only the case's own unit matters here.
    officer_id = session.scalar(select(Account.officer_id).where(Account.id == person.id))
    theirs = Scope(person.id, person.role, frozenset({unit_id}), officer_id)
    found = select(Complaint.id).where(Complaint.id == complaint_id, guard.visible(theirs))
    return session.scalar(found) is not None


def _accounts(session: Reading, unit_ids: frozenset[int], roles: tuple[Role, ...]) -> tuple[Person, ...]:
    rows = session.execute(
        select(Account.id, Account.name, Account.role, Unit.name.label("unit"))
        .join(Unit, Unit.id == Account.unit_id)
        .where(
            within(Account.unit_id, unit_ids),
            Account.is_active,
            Account.role.in_([str(role) for role in roles]),
        )
        .order_by(Account.name, Account.id)
    )
    return tuple(Person(row.id, row.name, Role(row.role), row.unit) for row in rows)


def _line(session: Reading, unit_id: int) -> frozenset[int]:
    """Return a unit and those above it."""
    tree = select(Unit.id, Unit.parent_id).where(Unit.id == unit_id).cte("above", recursive=True)
    tree = tree.union(select(Unit.id, Unit.parent_id).join(tree, Unit.id == tree.c.parent_id))
    return frozenset(session.scalars(select(tree.c.id)))


def _around(session: Reading, unit_id: int) -> frozenset[int]:
    """Return a commune's units: those from this one up to below the province, and what belongs to them."""
    own = set(
        session.scalars(
            select(Unit.id).where(within(Unit.id, _line(session, unit_id)), Unit.kind != UnitKind.PROVINCE)
        )
    )
    below = session.scalars(select(Unit.id).where(within(Unit.parent_id, own)))
    return frozenset(own | set(below) | {unit_id})
