"""What every change of a place begins with: may this person, is the unit theirs, and the one transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import Base, write_session
from core.domain import naming
from core.domain.access import Permission, Scope
from core.domain.errors import DomainError, Unknown
from core.models import Counter, FieldGroup, Officer, ServiceField, Target, Touchpoint, Unit
from core.services import audit, locks

Row = TypeVar("Row", Unit, FieldGroup, ServiceField, Counter, Officer, Touchpoint, Target)


class UnknownPlace(Unknown):
    """There is no such thing in this person's part of the administration."""


class PlaceRefused(DomainError):
    """The change does not fit what stands; `code` says why."""


@dataclass(frozen=True)
class Change:
    """One open transaction on the places of a unit, by whom."""

    session: Session
    unit_id: int
    actor: str

    def find(self, kind: type[Row], number: int) -> Row:
        """Return a row of this unit, or raise UnknownPlace."""
        row = self.session.get(kind, number)
        if row is None or row.unit_id != self.unit_id:
            raise UnknownPlace("unknown_place", kind=kind.__tablename__, id=number)
        return row

    def note(self, action: str, **facts: Any) -> None:
        """Write down what was done, in the same transaction."""
        self.session.flush()
        audit.record(
            self.session.connection(), actor=self.actor, action=action, unit_id=self.unit_id, facts=facts
        )

    def next_id(self, kind: type[Base]) -> int:
        """Return the first free id; nobody else gives ids meanwhile (see locks.set_up_places)."""
        self.session.flush()
        return int(self.session.scalar(select(func.max(kind.__table__.c.id))) or 0) + 1

    def code(
        self,
        kind: type[FieldGroup | ServiceField | Counter | Officer],
        name: str,
        *,
        longest: int,
        otherwise: str,
    ) -> str:
        """Return a code for a new name that is free within the unit."""
        taken = set(self.session.scalars(select(kind.code).where(kind.unit_id == self.unit_id)))
        return naming.code(name, taken, longest=longest, otherwise=otherwise)


@contextmanager
def changing(
    scope: Scope, unit_id: int, *, actor: str, permission: Permission = Permission.MANAGE_PLACES
) -> Iterator[Change]:
    """Open the one transaction of a change; raise AccessDenied, or UnknownPlace for a unit that is not theirs."""
    scope.require(permission)
    if not scope.sees(unit_id):
        raise UnknownPlace("unknown_place", kind="unit", id=unit_id)
    with write_session() as session:
        locks.set_up_places(session.connection())
        yield Change(session, unit_id, actor)
