"""The work calendar's entered days: added by decision, taken back with a reason, never deleted."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from core import clock
from core.domain.access import Permission, Scope
from core.domain.workdays import Ruling, WorkCalendar
from core.models import CalendarDay
from core.queries import calendar as query
from core.queries import units
from core.services import locks
from core.services.complaints import running
from core.services.places.changing import Change, PlaceRefused, UnknownPlace, changing


@dataclass(frozen=True, kw_only=True)
class Announcement:
    """What a decision says: a day off, a day worked, or both as an exchange."""

    day_off: date | None
    day_worked: date | None
    document: str
    document_date: date
    reason: str

    @property
    def rulings(self) -> tuple[tuple[date, Ruling], ...]:
        """Each of its days with what it becomes."""
        both = ((self.day_off, Ruling.OFF), (self.day_worked, Ruling.WORK))
        return tuple((day, ruling) for day, ruling in both if day is not None)


def announce(scope: Scope, unit_id: int, announced: Announcement, *, actor: str) -> tuple[int, ...]:
    """Enter the days of a decision for a unit and everything below it; return their ids.

    Raise PlaceRefused: `no_day`, `year_unknown`, `already_entered`, `already_off`, `already_worked`.
    """
    if not announced.rulings:
        raise PlaceRefused("no_day")
    added: list[int] = []
    with changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_CALENDAR) as change:
        calendar = query.of_unit(scope, unit_id, session=change.session)
        for day, ruling in announced.rulings:
            _check(change, calendar, day, ruling)
            number = change.next_id(CalendarDay)
            change.session.add(_row(unit_id, number, day, ruling, announced))
            added.append(number)
            change.note(
                "calendar.add",
                id=number,
                day=str(day),
                ruling=str(ruling),
                document=announced.document,
                document_date=str(announced.document_date),
                reason=announced.reason,
            )
        _count_anew(change)
    return tuple(added)


def revoke(scope: Scope, unit_id: int, day_id: int, *, why: str, actor: str) -> None:
    """Take back a day this unit entered; it stays readable. Raise UnknownPlace, PlaceRefused `already_revoked`."""
    with changing(scope, unit_id, actor=actor, permission=Permission.MANAGE_CALENDAR) as change:
        row = change.session.get(CalendarDay, day_id)
        if row is None or row.unit_id != unit_id:
            raise UnknownPlace("unknown_place", kind="calendar_day", id=day_id)
        if row.revoked_at is not None:
            raise PlaceRefused("already_revoked")
        row.revoked_at = clock.now()
        row.revoked_why = why
        change.note("calendar.revoke", id=day_id, day=str(row.day), ruling=row.ruling, why=why)
        _count_anew(change)


def _count_anew(change: Change) -> None:
    """Let what runs now end as many working days after its beginning as it should."""
    locks.file_complaint(change.session.connection())
    change.session.flush()
    running.recount(change.session, units.below(change.session, (change.unit_id,)))


def _row(unit_id: int, number: int, day: date, ruling: Ruling, announced: Announcement) -> CalendarDay:
    return CalendarDay(
        id=number,
        unit_id=unit_id,
        day=day,
        ruling=str(ruling),
        document=announced.document,
        document_date=announced.document_date,
        reason=announced.reason,
        entered_at=clock.now(),
        revoked_why="",
    )


def _check(change: Change, calendar: WorkCalendar | None, day: date, ruling: Ruling) -> None:
    """Refuse a day that is entered already, or that is what it would become anyway."""
    if calendar is None or not calendar.first <= day <= calendar.last:
        known = query.years()
        raise PlaceRefused("year_unknown", first=known[0], last=known[-1])
    own = select(CalendarDay.document).where(
        CalendarDay.unit_id == change.unit_id, CalendarDay.day == day, CalendarDay.revoked_at.is_(None)
    )
    document = change.session.scalar(own)
    if document is not None:
        raise PlaceRefused("already_entered", day=day, document=document)
    if calendar.is_working_day(day) is (ruling is Ruling.WORK):
        raise PlaceRefused("already_worked" if ruling is Ruling.WORK else "already_off", day=day)
