"""The duty roster of one unit and one week, as a grid of counters and half-days."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select

from core import clock
from core.db import db
from core.domain import roster
from core.domain.access import Scope
from core.domain.alphabet import by_given_name
from core.domain.periods import Period
from core.domain.roster import Half, Hours, Shift, Slot
from core.domain.workdays import DayKind
from core.models import Counter, DutyCorrection, DutyDecision, DutyEntry, OfficeHours, Officer
from core.queries import calendar, duty_officers
from core.queries.places.pages import PER_PAGE, Page, offset_of


@dataclass(frozen=True)
class Correction:
    """What was proposed about a past shift; `is_accepted` is None while it waits."""

    officer: str
    is_accepted: bool | None


@dataclass(frozen=True)
class Seat:
    """One officer at a counter, as long as the shift held; moments in the office's time."""

    entry_id: int
    officer_id: int
    officer: str
    starts_at: datetime
    stood_until: datetime
    is_over: bool
    #: It began, is not over, and was not replaced.
    is_running: bool
    correction: Correction | None = None


@dataclass(frozen=True)
class Cell:
    """One counter on half a day."""

    slot: Slot
    seats: tuple[Seat, ...]
    is_over: bool

    @property
    def present(self) -> tuple[Seat, ...]:
        """Who sits there now or will."""
        return tuple(seat for seat in self.seats if not seat.is_over)

    @property
    def officer_id(self) -> int | None:
        """The one officer there now or to come, 0 when there is nobody, None when there are several."""
        ids = {seat.officer_id for seat in self.present}
        return next(iter(ids), 0) if len(ids) < 2 else None

    @property
    def is_plain(self) -> bool:
        """Is there nothing to say beside the officer's name?"""
        return len(self.seats) < 2


@dataclass(frozen=True)
class Row:
    """A counter's mornings, or its afternoons."""

    counter_id: int
    counter: str
    is_open: bool
    half: Half
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Choice:
    """An officer who can be put on duty."""

    id: int
    name: str


@dataclass(frozen=True)
class Week:
    """The roster of a unit's week."""

    period: Period
    days: tuple[date, ...]
    hours: Hours
    rows: Page[Row]
    officers: tuple[Choice, ...]
    #: Holidays and days off by the work calendar: still open to choice, never filled in one go.
    off: Mapping[date, DayKind]


def hours(scope: Scope, unit_id: int) -> Hours:
    """Return when the unit's counters are open: as it says, else the usual hours."""
    return hours_of(db.session.get(OfficeHours, unit_id) if scope.sees(unit_id) else None)


def hours_of(row: OfficeHours | None) -> Hours:
    """Return the hours a unit has written down, else the usual ones."""
    if row is None:
        return Hours(clock.OFFICE_ZONE)
    return Hours(
        clock.OFFICE_ZONE,
        (row.morning_from, row.morning_to),
        (row.afternoon_from, row.afternoon_to),
        row.last_weekday,
    )


def week(scope: Scope, unit_id: int, period: Period, number: int = 1) -> Week | None:
    """Return a page of a unit's week, or None for another's unit. Six statements, all of this unit and week."""
    if not scope.sees(unit_id):
        return None
    open_hours = hours(scope, unit_id)
    shifts = [shift for shift in _shifts(unit_id, period) if shift.has_stood]
    counters = db.session.execute(
        select(Counter.id, Counter.name, Counter.code, Counter.is_open).where(
            Counter.unit_id == unit_id,
            or_(Counter.is_open, Counter.id.in_({shift.counter_id for shift in shifts})),
        )
    ).all()
    ordered = sorted(counters, key=lambda row: (not row.is_open, len(row.code), row.code))
    number, start = offset_of(number, len(ordered))
    officers = db.session.execute(
        select(Officer.id, Officer.name, Officer.is_active).where(Officer.unit_id == unit_id)
    ).all()
    names = {row.id: row.name for row in officers}
    seats = _seats(shifts, names)
    in_slots = _in_slots(shifts, open_hours)
    days = _days(period, open_hours, shifts)
    rows = tuple(
        Row(
            row.id,
            row.name,
            row.is_open,
            half,
            tuple(_cell(Slot(row.id, day, half), open_hours, in_slots, seats) for day in days),
        )
        for row in ordered[start : start + PER_PAGE]
        for half in Half
    )
    choices = sorted(
        (Choice(row.id, row.name) for row in officers if row.is_active),
        key=lambda choice: by_given_name(choice.name),
    )
    off = calendar.closed_days(scope, unit_id, period.first, period.last)
    return Week(period, days, open_hours, Page(rows, number, len(ordered)), tuple(choices), off)


@dataclass(frozen=True)
class EntryLine:
    """One shift and what may be done with it."""

    seat: Seat
    counter: str
    ends_at: datetime
    #: Whom its answers count for now, by the last accepted correction; 0: nobody.
    counts_for: int


def officers(scope: Scope, unit_id: int, *, with_former: bool = False) -> tuple[Choice, ...]:
    """Return a unit's officers by given name; those who have left only where asked for."""
    if not scope.sees(unit_id):
        return ()
    rows = db.session.execute(
        select(Officer.id, Officer.name, Officer.is_active).where(Officer.unit_id == unit_id)
    )
    found = (Choice(row.id, row.name) for row in rows if row.is_active or with_former)
    return tuple(sorted(found, key=lambda choice: by_given_name(choice.name)))


def entry(scope: Scope, unit_id: int, entry_id: int) -> EntryLine | None:
    """Return a shift of this unit that has held or will, or None."""
    row = db.session.execute(
        select(DutyEntry, Counter.name, Officer.name)
        .join(Counter, Counter.id == DutyEntry.counter_id)
        .join(Officer, Officer.id == DutyEntry.officer_id)
        .where(DutyEntry.id == entry_id, DutyEntry.unit_id == unit_id)
    ).one_or_none()
    if row is None or not scope.sees(unit_id):
        return None
    shift = shift_of(row[0])
    if not shift.has_stood:
        return None
    seat = _seats([shift], {row[0].officer_id: row[2]})[entry_id]
    counted = duty_officers.counts_for(db.session.connection(), entry_id)
    return EntryLine(seat, row[1], shift.ends_at, counted)


def _shifts(unit_id: int, period: Period) -> list[Shift]:
    """Return the entries that begin within the period, replaced ones too."""
    first = datetime.combine(period.first, time(), tzinfo=clock.OFFICE_ZONE)
    rows = db.session.scalars(
        select(DutyEntry)
        .where(
            DutyEntry.unit_id == unit_id,
            DutyEntry.starts_at >= first,
            DutyEntry.starts_at < first + timedelta(days=period.days),
        )
        .order_by(DutyEntry.starts_at, DutyEntry.id)
    )
    return [shift_of(row) for row in rows]


def shift_of(row: DutyEntry) -> Shift:
    """Return a duty entry as the rules read it, in the office's time."""
    return Shift(
        row.counter_id,
        row.officer_id,
        clock.local(row.starts_at),
        clock.local(row.ends_at),
        row.id,
        clock.local(row.replaced_at) if row.replaced_at else None,
    )


def _seats(shifts: Collection[Shift], names: Mapping[int, str]) -> dict[int, Seat]:
    now = clock.now()
    corrections = _corrections([shift.number or 0 for shift in shifts if shift.stood_until <= now])
    return {
        shift.number or 0: Seat(
            entry_id=shift.number or 0,
            officer_id=shift.officer_id,
            officer=names.get(shift.officer_id, ""),
            starts_at=shift.starts_at,
            stood_until=shift.stood_until,
            is_over=shift.replaced_at is not None or shift.ends_at <= now,
            is_running=shift.replaced_at is None and shift.starts_at <= now < shift.ends_at,
            correction=corrections.get(shift.number or 0),
        )
        for shift in shifts
    }


def _corrections(entry_ids: Collection[int]) -> dict[int, Correction]:
    """Return the last thing proposed about each entry; a refused proposal leaves what was accepted before."""
    if not entry_ids:
        return {}
    rows = db.session.execute(
        select(DutyCorrection.duty_entry_id, Officer.name, DutyDecision.is_accepted)
        .outerjoin(Officer, Officer.id == DutyCorrection.officer_id)
        .outerjoin(DutyDecision, DutyDecision.correction_id == DutyCorrection.id)
        .where(DutyCorrection.duty_entry_id.in_(entry_ids))
        .order_by(DutyCorrection.id)
    )
    found: dict[int, Correction] = {}
    for entry_id, name, is_accepted in rows:
        before = found.get(entry_id)
        if is_accepted is False and before is not None and before.is_accepted:
            continue
        found[entry_id] = Correction(name or "", is_accepted)
    return found


def _days(period: Period, open_hours: Hours, shifts: Iterable[Shift]) -> tuple[date, ...]:
    """Return the days the office works, and any other on which somebody was on duty."""
    busy = {shift.starts_at.date() for shift in shifts}
    days = (period.first + timedelta(days=number) for number in range(period.days))
    return tuple(day for day in days if day.weekday() <= open_hours.last_weekday or day in busy)


def _in_slots(shifts: Iterable[Shift], open_hours: Hours) -> dict[Slot, list[Shift]]:
    """Return the shifts of each half-day; one over the whole day stands in both."""
    found: defaultdict[Slot, list[Shift]] = defaultdict(list)
    for shift in shifts:
        for half in open_hours.halves(shift):
            found[Slot(shift.counter_id, shift.starts_at.date(), half)].append(shift)
    return found


def _cell(
    slot: Slot, open_hours: Hours, in_slots: Mapping[Slot, list[Shift]], seats: Mapping[int, Seat]
) -> Cell:
    shifts = in_slots.get(slot, [])
    standing = [shift for shift in shifts if shift.replaced_at is None]
    is_over = roster.is_over(standing, slot, hours=open_hours, now=clock.local(clock.now()))
    return Cell(slot, tuple(seats[shift.number or 0] for shift in shifts), is_over)
