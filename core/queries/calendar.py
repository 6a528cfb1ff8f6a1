"""The work calendar of a unit: computed holidays, and what it or a unit above it entered by decision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, scoped_session

from core import clock
from core.db import db
from core.domain.access import Scope
from core.domain.workdays import DayKind, Ruling, SpecialDay, WorkCalendar
from core.models import CalendarDay, Unit
from core.queries import public_holidays

#: The request's session, or that of a service.
Reading = Session | scoped_session[Any]
#: The first year the calendar knows: the two-level administration began in it.
FIRST_YEAR = 2025
#: Years it shows at least, and how far it reaches beyond the present one.
_SHOWN_UNTIL = 2030
_AHEAD = 3


@dataclass(frozen=True)
class EnteredDay:
    """One day somebody entered, whether it still counts or not."""

    id: int
    unit_id: int
    unit_name: str
    day: date
    ruling: Ruling
    document: str
    document_date: date
    reason: str
    entered_at: datetime
    revoked_at: datetime | None
    revoked_why: str

    @property
    def counts(self) -> bool:
        """Was it not taken back?"""
        return self.revoked_at is None


def years() -> range:
    """Return the years the calendar can show."""
    return range(FIRST_YEAR, max(_SHOWN_UNTIL, clock.today().year + _AHEAD) + 1)


def work(session: Reading, unit_id: int) -> WorkCalendar:
    """Return a unit's calendar over every known year, for the product's own counting."""
    known = years()
    return WorkCalendar(
        first=date(known[0], 1, 1),
        last=date(known[-1], 12, 31),
        computed=public_holidays.computed(known[0], known[-1]),
        entered=_entered(session, unit_id),
    )


def of_unit(scope: Scope, unit_id: int, *, session: Reading | None = None) -> WorkCalendar | None:
    """Return a unit's calendar over every known year; None for a unit the scope does not see.

    Of several entries for a day the one of the nearest unit counts: its own, else that of the unit right above it.
    The product itself (no role) may ask about every unit; a service asks inside its own transaction.
    """
    if scope.role is not None and not scope.sees(unit_id):
        return None
    return work(session or db.session, unit_id)


def days_off(scope: Scope, unit_id: int, first: date, last: date) -> Mapping[date, DayKind]:
    """Return the days of a stretch on which a unit does not work, weekends included; none for another's unit.

    Raise DomainError `calendar_ends` where the stretch leaves the known years.
    """
    calendar = of_unit(scope, unit_id)
    return {} if calendar is None else calendar.days_off(first, last)


def closed_days(
    scope: Scope, unit_id: int, first: date, last: date, *, session: Reading | None = None
) -> Mapping[date, DayKind]:
    """Return the holidays and days off of a stretch, weekly rest left out: an office may open on Saturdays.

    Outside the known years nothing is known to be off, so nothing is returned.
    """
    known = years()
    calendar = of_unit(scope, unit_id, session=session)
    if calendar is None or first.year not in known or last.year not in known:
        return {}
    return {day: kind for day, kind in calendar.days_off(first, last).items() if kind is not DayKind.WEEKEND}


def entries(scope: Scope, unit_id: int, year: int) -> tuple[EnteredDay, ...]:
    """Return what this unit and those above it entered for a year, by day, revoked ones too."""
    if not scope.sees(unit_id):
        return ()
    of_year = CalendarDay.day.between(date(year, 1, 1), date(year, 12, 31))
    return tuple(_rows(db.session, _line(db.session, unit_id), of_year))


def entry(scope: Scope, unit_id: int, day_id: int) -> EnteredDay | None:
    """Return one day that this very unit entered, or None."""
    if not scope.sees(unit_id):
        return None
    return next(iter(_rows(db.session, [unit_id], CalendarDay.id == day_id)), None)


def _entered(session: Reading, unit_id: int) -> dict[date, SpecialDay]:
    """Return what counts, from the top of the tree down, so that the nearest unit has the last word."""
    line = _line(session, unit_id)
    standing = _rows(session, line, CalendarDay.revoked_at.is_(None))
    rows = sorted(standing, key=lambda row: line.index(row.unit_id), reverse=True)
    return {
        row.day: SpecialDay(row.day, row.ruling.day_kind, row.reason, row.document, row.unit_name)
        for row in rows
    }


def _line(session: Reading, unit_id: int) -> list[int]:
    """Return a unit and those above it, the nearest first; they may lie outside the scope: their days bind it."""
    tree = select(Unit.id, Unit.parent_id).where(Unit.id == unit_id).cte("line", recursive=True)
    tree = tree.union(select(Unit.id, Unit.parent_id).join(tree, Unit.id == tree.c.parent_id))
    above = {row.id: row.parent_id for row in session.execute(select(tree.c.id, tree.c.parent_id))}
    line: list[int] = []
    at: int | None = unit_id
    while at is not None and at in above and at not in line:
        line.append(at)
        at = above[at]
    return line


def _rows(session: Reading, unit_ids: Iterable[int], condition: ColumnElement[bool]) -> Iterable[EnteredDay]:
    rows = session.execute(
        select(CalendarDay, Unit.name)
        .join(Unit, Unit.id == CalendarDay.unit_id)
        .where(CalendarDay.unit_id.in_(list(unit_ids)), condition)
        .order_by(CalendarDay.day, CalendarDay.id)
    )
    for row, unit_name in rows:
        yield EnteredDay(
            id=row.id,
            unit_id=row.unit_id,
            unit_name=unit_name,
            day=row.day,
            ruling=Ruling(row.ruling),
            document=row.document,
            document_date=row.document_date,
            reason=row.reason,
            entered_at=row.entered_at,
            revoked_at=row.revoked_at,
            revoked_why=row.revoked_why,
        )
