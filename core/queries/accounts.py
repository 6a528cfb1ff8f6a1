"""Accounts as their administrator and their owner see them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, func, or_, select

from core import clock
from core.db import db
from core.domain.access import Permission, Role, Scope
from core.domain.account_state import AccountState
from core.domain.credentials import ABSOLUTE, IDLE
from core.domain.second_factor import FactorKind
from core.models import Account, CardLine, Invitation, RecoveryCode, SecondFactor, StaffSession, Unit

#: Accounts on one page of the list.
PAGE = 50


@dataclass(frozen=True)
class Line:
    """One account in the administrator's list."""

    id: int
    login: str
    name: str
    role: Role
    unit_name: str
    state: AccountState
    factor: FactorKind | None
    #: Until when the present invitation opens the account.
    invited_until: datetime | None


@dataclass(frozen=True)
class Listing:
    """One page of accounts, by login, and how many there are."""

    lines: tuple[Line, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // PAGE))


@dataclass(frozen=True)
class UnitChoice:
    """A unit an account may belong to."""

    id: int
    code: str
    name: str


@dataclass(frozen=True)
class OwnSession:
    """One browser in which a person is signed in; nothing says where it stands."""

    token_hash: str
    started_at: datetime
    seen_at: datetime


@dataclass(frozen=True)
class OwnFactor:
    """What is left of a person's card and recovery sheet."""

    card_number: int
    next_line: int | None
    lines_left: int
    recovery_left: int


def listing(scope: Scope, *, words: str = "", page: int = 1) -> Listing:
    """Return the accounts of one's own part of the administration; `words` narrows by login or name."""
    scope.require(Permission.MANAGE_ACCOUNTS)
    conditions: list[ColumnElement[bool]] = [Account.unit_id.in_(scope.unit_ids)]
    if words:
        pattern = f"%{_escaped(words.lower())}%"
        conditions.append(
            or_(Account.login.like(pattern, escape="\\"), Account.name.ilike(pattern, escape="\\"))
        )
    total = db.session.scalar(select(func.count(Account.id)).where(*conditions)) or 0
    statement = _lines().where(*conditions).order_by(Account.login)
    rows = db.session.execute(statement.limit(PAGE).offset((page - 1) * PAGE))
    return Listing(lines=tuple(_line(row) for row in rows), total=total, page=page)


def one(scope: Scope, account_id: int) -> Line | None:
    """Return one account, or None when it is not in this part of the administration."""
    scope.require(Permission.MANAGE_ACCOUNTS)
    row = db.session.execute(
        _lines().where(Account.id == account_id, Account.unit_id.in_(scope.unit_ids))
    ).one_or_none()
    return None if row is None else _line(row)


def units(scope: Scope, *, limit: int) -> tuple[UnitChoice, ...]:
    """Return the units an account may belong to, at most `limit`."""
    scope.require(Permission.MANAGE_ACCOUNTS)
    rows = db.session.execute(
        select(Unit.id, Unit.code, Unit.name)
        .where(Unit.id.in_(scope.unit_ids))
        .order_by(Unit.name)
        .limit(limit)
    )
    return tuple(UnitChoice(id=row.id, code=row.code, name=row.name) for row in rows)


def own_sessions(scope: Scope) -> tuple[OwnSession, ...]:
    """Return the sessions of the asking person that still hold, the one used last first."""
    now = clock.now()
    rows = db.session.scalars(
        select(StaffSession)
        .where(
            StaffSession.account_id == scope.account_id,
            StaffSession.started_at > now - ABSOLUTE,
            StaffSession.seen_at > now - IDLE,
        )
        .order_by(StaffSession.seen_at.desc())
    )
    return tuple(OwnSession(row.token_hash, row.started_at, row.seen_at) for row in rows)


def own_factor(scope: Scope) -> OwnFactor:
    """Return what is left of the asking person's card and recovery sheet."""
    unused = CardLine.account_id == scope.account_id, CardLine.is_used.is_(False)
    next_line, lines_left = db.session.execute(
        select(func.min(CardLine.number), func.count()).where(*unused)
    ).one()
    recovery_left = db.session.scalar(
        select(func.count()).where(
            RecoveryCode.account_id == scope.account_id, RecoveryCode.is_used.is_(False)
        )
    )
    card_number = db.session.scalar(select(Account.cards_made).where(Account.id == scope.account_id))
    return OwnFactor(
        card_number=card_number or 0,
        next_line=next_line,
        lines_left=lines_left,
        recovery_left=recovery_left or 0,
    )


def invited(_scope: Scope, token_hash: str) -> Line | None:
    """Return the account an invitation's link opens, or None when the link opens nothing any more."""
    row = db.session.execute(
        _lines().where(
            Invitation.token_hash == token_hash, Invitation.expires_at > clock.now(), Account.is_active
        )
    ).one_or_none()
    return None if row is None else _line(row)


def _lines() -> Select[Account, str, str, datetime]:
    return (
        select(Account, Unit.name, SecondFactor.kind, Invitation.expires_at)
        .join(Unit, Unit.id == Account.unit_id)
        .outerjoin(SecondFactor, SecondFactor.account_id == Account.id)
        .outerjoin(Invitation, Invitation.account_id == Account.id)
    )


def _line(row: Row[Account, str, str, datetime]) -> Line:
    account, unit_name, kind, expires_at = row
    return Line(
        id=account.id,
        login=account.login,
        name=account.name,
        role=Role(account.role),
        unit_name=unit_name,
        state=_state(account, kind, expires_at),
        factor=FactorKind(kind) if kind else None,
        invited_until=expires_at,
    )


def _state(account: Account, kind: str | None, expires_at: datetime | None) -> AccountState:
    if not account.is_active:
        return AccountState.DISABLED
    if kind is not None:
        return AccountState.ACTIVE
    if expires_at is None:
        return AccountState.UNENROLLED
    return AccountState.INVITED if expires_at > clock.now() else AccountState.LAPSED


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
