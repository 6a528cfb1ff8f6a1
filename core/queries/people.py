"""Who is signed in: read on every request, so that a disabled account or an ended session stops at once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core import clock
from core.db import db
from core.domain import second_factor
from core.domain.access import Role, Scope
from core.domain.credentials import ABSOLUTE, IDLE
from core.domain.second_factor import FactorKind, Stage
from core.models import Account, SecondFactor, StaffSession, Unit
from core.queries import units


@dataclass(frozen=True)
class Staff:
    """A signed-in person and the part of the administration they may see."""

    account_id: int
    login: str
    name: str
    role: Role
    locale: str
    unit_id: int
    unit_name: str
    must_change_password: bool
    seen_at: datetime
    #: When the session ends at the latest, however busy.
    ends_at: datetime
    factor: FactorKind | None
    #: When the second factor was last shown in this session.
    factor_at: datetime | None
    scope: Scope

    @property
    def stage(self) -> Stage:
        """How far the sign-in has come."""
        return second_factor.stage(
            has_factor=self.factor is not None,
            factor_at=self.factor_at,
            must_change_password=self.must_change_password,
        )

    def seconds_left(self, now: datetime) -> int:
        """Return how long the session lasts if nothing more is asked."""
        return max(0, int((min(self.seen_at + IDLE, self.ends_at) - now).total_seconds()))


def signed_in(_scope: Scope, token_hash: str) -> Staff | None:
    """Return who holds this session, or None when it is over, unknown, or the account is disabled."""
    now = clock.now()
    row = db.session.execute(
        select(Account, StaffSession, Unit, SecondFactor.kind)
        .join(StaffSession, StaffSession.account_id == Account.id)
        .join(Unit, Unit.id == Account.unit_id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .where(
            StaffSession.token_hash == token_hash,
            StaffSession.started_at > now - ABSOLUTE,
            StaffSession.seen_at > now - IDLE,
            Account.is_active,
        )
    ).one_or_none()
    if row is None:
        return None
    account, session, unit, kind = row
    role = Role(account.role)
    return Staff(
        account_id=account.id,
        login=account.login,
        name=account.name,
        role=role,
        locale=account.locale,
        unit_id=unit.id,
        unit_name=unit.name,
        must_change_password=account.must_change_password,
        seen_at=session.seen_at,
        ends_at=session.started_at + ABSOLUTE,
        factor=FactorKind(kind) if kind else None,
        factor_at=session.factor_at,
        scope=Scope(
            account_id=account.id,
            role=role,
            unit_ids=frozenset(units.below(db.session, (unit.id,))),
            # Whoever was an officer before stays that officer to the cases that name them.
            officer_id=account.officer_id,
        ),
    )
