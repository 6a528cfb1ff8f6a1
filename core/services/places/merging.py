"""Merging communes: one new unit in the place of several, from a day on, in one transaction.

A place where citizens are served keeps its number, its counters, its people and its printed codes. The old communes
end the day before and hang below the new one, so that whoever reads the new unit reads everything that went into it;
what was recorded under the old ones stays theirs (docs/decisions/0022).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from core import clock
from core.db import Base
from core.domain import naming
from core.domain.access import Permission, Scope
from core.domain.office import UnitKind
from core.models import (
    Account,
    CardLine,
    Invitation,
    KeptForm,
    PlanChoice,
    RecoveryCode,
    SavedView,
    SecondFactor,
    StaffSession,
    Target,
    Unit,
    UnitMerger,
    UnitPredecessor,
)
from core.queries import units
from core.services import audit, sessions
from core.services.places.changing import Change, PlaceRefused, UnknownPlace, changing

_LONGEST_CODE = 40
#: What belongs to an account and says whose it is.
_OF_ACCOUNTS: tuple[type[Base], ...] = (
    StaffSession,
    SecondFactor,
    CardLine,
    RecoveryCode,
    Invitation,
    KeptForm,
    SavedView,
)


@dataclass(frozen=True, kw_only=True)
class Merger:
    """What a person writes about a merger."""

    unit_ids: frozenset[int]
    name: str
    help_phone: str
    #: The first day of the new unit: today or earlier.
    day: date
    document: str
    #: Accounts of the old communes that end; all others move to the new unit.
    ending_account_ids: frozenset[int] = frozenset()


def merge(scope: Scope, parent_id: int, merger: Merger, *, actor: str) -> int:
    """Make one new commune below `parent_id` of several there and return its id.

    Raise AccessDenied; UnknownPlace for a unit above, or a commune, that is not this person's; PlaceRefused
    `too_few`, `ended_already`, `parents_differ`, `day_ahead`, `day_too_early`, `name_taken`.
    """
    with changing(scope, parent_id, actor=actor, permission=Permission.MERGE_UNITS) as change:
        old = _old_units(change, scope, merger)
        _check(change, merger, old)
        unit = _new_unit(change, merger)
        ended, dropped = _end_targets(
            change.session, units.below(change.session, merger.unit_ids), merger.day
        )
        for one in old:
            one.valid_to = merger.day - timedelta(days=1)
            one.parent_id = unit.id
            change.session.add(UnitPredecessor(unit_id=unit.id, predecessor_id=one.id))
        change.session.add(UnitMerger(unit_id=unit.id, day=merger.day, document=merger.document))
        moved, stopped = _move_accounts(change.session, merger, unit.id)
        facts = {
            "unit": unit.id,
            "code": unit.code,
            "name": unit.name,
            "day": str(merger.day),
            "document": merger.document,
            "predecessors": [one.code for one in old],
            "targets_ended": ended,
            "targets_dropped": dropped,
            "accounts_moved": moved,
            "accounts_ended": stopped,
        }
        _record(change, facts, unit, old)
    return unit.id


def _old_units(change: Change, scope: Scope, merger: Merger) -> list[Unit]:
    """Return the communes that end, by name; whoever merges sees all of them."""
    wanted = select(Unit).where(Unit.id.in_(merger.unit_ids)).order_by(Unit.name, Unit.id)
    found = list(change.session.scalars(wanted))
    for number in merger.unit_ids - {unit.id for unit in found if scope.sees(unit.id)}:
        raise UnknownPlace("unknown_place", kind="unit", id=number)
    return found


def _check(change: Change, merger: Merger, old: Sequence[Unit]) -> None:
    if len(old) < 2:
        raise PlaceRefused("too_few")
    for unit in old:
        if unit.kind != UnitKind.COMMUNE or unit.valid_to is not None:
            raise PlaceRefused("ended_already", name=unit.name)
        if unit.parent_id != change.unit_id:
            raise PlaceRefused("parents_differ", name=unit.name)
    if merger.day > clock.today():
        raise PlaceRefused("day_ahead")
    youngest = max(old, key=lambda unit: unit.valid_from)
    if merger.day <= youngest.valid_from:
        raise PlaceRefused("day_too_early", name=youngest.name, day=youngest.valid_from)
    same = select(Unit.id).where(
        Unit.name == merger.name,
        Unit.parent_id == change.unit_id,
        Unit.valid_to.is_(None),
        Unit.id.not_in(merger.unit_ids),
    )
    if change.session.scalar(same.limit(1)) is not None:
        raise PlaceRefused("name_taken", name=merger.name)


def _new_unit(change: Change, merger: Merger) -> Unit:
    codes = set(change.session.scalars(select(Unit.code)))
    number = change.next_id(Unit)
    unit = Unit(
        id=number,
        unit_id=number,
        parent_id=change.unit_id,
        code=naming.code(merger.name, codes, longest=_LONGEST_CODE, otherwise="xa"),
        kind=str(UnitKind.COMMUNE),
        name=merger.name,
        help_phone=merger.help_phone,
        valid_from=merger.day,
        valid_to=None,
    )
    change.session.add(unit)
    change.session.flush()
    return unit


def _end_targets(session: Session, unit_ids: Sequence[int], day: date) -> tuple[int, int]:
    """End the old communes' targets the day before and drop those that would begin later; return how many each.

    The new commune follows no plan until it chooses one.
    """
    of_them = Target.unit_id.in_(unit_ids)
    dropped = session.execute(delete(Target).where(of_them, Target.valid_from >= day))
    ended = session.execute(
        update(Target)
        .where(of_them, or_(Target.valid_to.is_(None), Target.valid_to >= day))
        .values(valid_to=day - timedelta(days=1))
    )
    # A plan chosen later replaces the rows of the plan before; what held for the old communes has to stay.
    session.execute(update(Target).where(of_them).values(set_code=""))
    session.execute(delete(PlanChoice).where(PlanChoice.unit_id.in_(unit_ids)))
    return _rows(ended), _rows(dropped)


def _rows(result: Any) -> int:
    return int(result.rowcount)


def _move_accounts(session: Session, merger: Merger, unit_id: int) -> tuple[list[str], list[str]]:
    """Move the old communes' own accounts to the new one, or end them; return the logins of both kinds."""
    accounts = session.scalars(
        select(Account).where(Account.unit_id.in_(merger.unit_ids)).order_by(Account.login)
    ).all()
    ended = [one for one in accounts if one.is_active and one.id in merger.ending_account_ids]
    for account in ended:
        account.is_active = False
        invitation = session.get(Invitation, account.id)
        if invitation is not None:
            session.delete(invitation)
        sessions.close(session, account)
    numbers = [account.id for account in accounts]
    for account in accounts:
        account.unit_id = unit_id
    session.flush()
    for kind in _OF_ACCOUNTS:
        columns = kind.__table__.c
        session.execute(
            update(kind.__table__).where(columns.account_id.in_(numbers)).values(unit_id=unit_id)  # type: ignore[arg-type]
        )
    stopped = {account.login for account in ended}
    return [one.login for one in accounts if one.login not in stopped], sorted(stopped)


def _record(change: Change, facts: dict[str, Any], unit: Unit, old: Sequence[Unit]) -> None:
    """Write the merger down for the new commune and for each that ended."""
    change.session.flush()
    connection = change.session.connection()
    audit.record(connection, actor=change.actor, action="unit.merge", unit_id=unit.id, facts=facts)
    for one in old:
        audit.record(
            connection,
            actor=change.actor,
            action="unit.end",
            unit_id=one.id,
            facts={"code": one.code, "name": one.name, "last_day": str(one.valid_to), "successor": unit.code},
        )
