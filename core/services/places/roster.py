"""Roster: puts officers on duty in the week's grid, copies last week, lets somebody stand in, sets the hours.

What is over is never changed here: only a signed correction changes whom its answers count for.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta

from sqlalchemy import insert, select, update

from core import clock
from core.domain import roster
from core.domain.access import Scope
from core.domain.periods import Period
from core.domain.roster import Hours, Shift, Slot
from core.models import Counter, DutyEntry, OfficeHours, Officer
from core.queries import calendar
from core.queries.roster import hours_of, shift_of
from core.services.places import seats
from core.services.places.changing import Change, PlaceRefused, UnknownPlace, changing


def save(
    scope: Scope, unit_id: int, period: Period, choices: Mapping[Slot, int | None], *, actor: str
) -> int:
    """Let each chosen officer (None: nobody) have the half-day, from now on; return how many half-days changed.

    Raise PlaceRefused `over` for a half-day that is over, `officer_twice` or `counter_twice` for what cannot be,
    UnknownPlace for a day outside the period.
    """
    with changing(scope, unit_id, actor=actor) as change:
        hours = hours_of(change.session.get(OfficeHours, unit_id))
        _check_names(change, choices)
        _check_days(period, choices)
        standing = _standing(change, period)
        now = _this_minute()
        left = standing
        for slot in sorted(choices):
            if roster.is_over(left, slot, hours=hours, now=now):
                raise PlaceRefused("over", day=slot.day)
            left = roster.seat(left, slot, choices[slot], hours=hours, now=now)
        if not _rearrange(change, standing, left):
            return 0
        told = seats.told(choices, standing, left, hours=hours)
        change.note("roster.save", week=str(period), halves=len(choices), seats=told)
    return len(choices)


def copy(scope: Scope, unit_id: int, period: Period, *, actor: str) -> tuple[int, int]:
    """Fill the week's free half-days as in the week before; return how many shifts came and how many did not fit.

    Closed counters, officers who have left and days off stay out. Raise PlaceRefused `over` or `nothing_before`.
    """
    if period.last < clock.today():
        raise PlaceRefused("over", day=period.last)
    with changing(scope, unit_id, actor=actor) as change:
        open_counters, officers = _open_counters(change), _officers(change)
        earlier = [
            shift
            for shift in _shifts(change, period.previous())
            if shift.has_stood and shift.counter_id in open_counters and shift.officer_id in officers
        ]
        off = calendar.closed_days(scope, unit_id, period.first, period.last, session=change.session)
        week = timedelta(weeks=1)
        wanted = [shift for shift in earlier if (shift.starts_at + week).date() not in off]
        standing = _standing(change, period)
        new, left_out = roster.copied(wanted, standing, now=_this_minute())
        if not new and not left_out:
            raise PlaceRefused("nothing_before")
        if _rearrange(change, standing, [*standing, *new]):
            hours = hours_of(change.session.get(OfficeHours, unit_id))
            told = seats.told(seats.slots_of(new, hours=hours), standing, [*standing, *new], hours=hours)
            change.note("roster.copy", week=str(period), shifts=len(new), left_out=left_out, seats=told)
    return len(new), left_out


def substitute(
    scope: Scope, unit_id: int, entry_id: int, *, officer_id: int | None, at: datetime | None, actor: str
) -> None:
    """Let somebody else (None: nobody) take a shift over, now or at a later moment of it.

    Answers begun before that moment count for the first officer, later ones for the second. Raise PlaceRefused
    `over`, `same_officer`, `outside_shift`, `passed` or `officer_twice`.
    """
    with changing(scope, unit_id, actor=actor) as change:
        row = change.session.get(DutyEntry, entry_id)
        if row is None or row.unit_id != unit_id:
            raise UnknownPlace("unknown_place", kind="duty_entry", id=entry_id)
        shift, now = shift_of(row), _this_minute()
        _check_substitute(change, shift, officer_id, at=at, now=now)
        changed = roster.substitute(shift, officer_id, at=at or now, now=now)
        day = datetime.combine(shift.starts_at.date(), time(), tzinfo=clock.OFFICE_ZONE)
        standing = _stood_between(change, day, day + timedelta(days=1))
        left = [one for one in standing if one.number != entry_id]
        _rearrange(change, standing, [*left, *changed])
        change.note(
            "roster.substitute",
            duty_entry=entry_id,
            officer=officer_id or 0,
            at=(at or now).isoformat(timespec="minutes"),
        )


def set_hours(scope: Scope, unit_id: int, hours: Hours, *, actor: str) -> None:
    """Say when the unit's counters are open; shifts that stand stay. Raise PlaceRefused `hours_order`."""
    times = (*hours.morning, *hours.afternoon)
    if list(times) != sorted(times) or times[0] == times[1] or times[2] == times[3]:
        raise PlaceRefused("hours_order")
    with changing(scope, unit_id, actor=actor) as change:
        row = change.session.get(OfficeHours, unit_id)
        if row is None:
            row = OfficeHours(unit_id=unit_id)
            change.session.add(row)
        row.morning_from, row.morning_to, row.afternoon_from, row.afternoon_to = times
        row.last_weekday = hours.last_weekday
        change.note(
            "roster.hours",
            times=[f"{hour:%H:%M}" for hour in times],
            last_weekday=hours.last_weekday,
        )


def _check_names(change: Change, choices: Mapping[Slot, int | None]) -> None:
    """Refuse a closed counter, an officer who has left, or anybody else's."""
    wanted = {officer_id for officer_id in choices.values() if officer_id is not None}
    strange = wanted - _officers(change) or {slot.counter_id for slot in choices} - _open_counters(change)
    if strange:
        raise UnknownPlace("unknown_place", ids=sorted(strange))


def _check_days(period: Period, choices: Mapping[Slot, int | None]) -> None:
    """Refuse a day outside the period: only the period's own shifts are looked at for clashes."""
    outside = {slot.day for slot in choices if not period.first <= slot.day <= period.last}
    if outside:
        raise UnknownPlace("unknown_place", days=sorted(outside))


def _check_substitute(
    change: Change, shift: Shift, officer_id: int | None, *, at: datetime | None, now: datetime
) -> None:
    if shift.replaced_at is not None or shift.ends_at <= now:
        raise PlaceRefused("over", day=shift.starts_at.date())
    if officer_id is not None and officer_id not in _officers(change):
        raise UnknownPlace("unknown_place", kind="officer", id=officer_id)
    if officer_id == shift.officer_id:
        raise PlaceRefused("same_officer")
    if at is not None and not shift.starts_at <= at < shift.ends_at:
        raise PlaceRefused("outside_shift", starts=shift.starts_at, ends=shift.ends_at)
    if at is not None and at < now:
        raise PlaceRefused("passed", now=now)


def _rearrange(change: Change, standing: Collection[Shift], left: Collection[Shift]) -> bool:
    """Replace what no longer stands and write down what is new, or raise PlaceRefused; False: nothing changes."""
    stays = {shift.number for shift in left}
    leaving = [shift for shift in standing if shift.number not in stays]
    new = [shift for shift in left if shift.number is None]
    if not leaving and not new:
        return False
    clash = roster.first_clash(left)
    if clash:
        raise _clash(change, clash.one, clash.other, is_officer=clash.is_officer)
    if leaving:
        change.session.execute(
            update(DutyEntry)
            .where(DutyEntry.id.in_([shift.number for shift in leaving]))
            .values(replaced_at=clock.now())
        )
    if new:
        first = change.next_id(DutyEntry)
        change.session.execute(
            insert(DutyEntry), [_row(change, shift, number) for number, shift in enumerate(new, start=first)]
        )
    return True


def _row(change: Change, shift: Shift, number: int) -> dict[str, object]:
    return {
        "id": number,
        "unit_id": change.unit_id,
        "counter_id": shift.counter_id,
        "officer_id": shift.officer_id,
        "starts_at": shift.starts_at,
        "ends_at": shift.ends_at,
    }


def _clash(change: Change, one: Shift, other: Shift, *, is_officer: bool) -> PlaceRefused:
    officer = change.session.get_one(Officer, one.officer_id)
    counters = [change.session.get_one(Counter, shift.counter_id).name for shift in (one, other)]
    return PlaceRefused(
        "officer_twice" if is_officer else "counter_twice",
        officer=officer.name,
        counters=counters,
        day=other.starts_at.date(),
        starts=other.starts_at,
        ends=min(one.ends_at, other.ends_at),
        slots=((one.counter_id, one.starts_at), (other.counter_id, other.starts_at)),
    )


def _standing(change: Change, period: Period) -> list[Shift]:
    return [shift for shift in _shifts(change, period) if shift.replaced_at is None]


def _stood_between(change: Change, first: datetime, last: datetime) -> list[Shift]:
    return [shift for shift in _between(change, first, last) if shift.replaced_at is None]


def _shifts(change: Change, period: Period) -> list[Shift]:
    first = datetime.combine(period.first, time(), tzinfo=clock.OFFICE_ZONE)
    return _between(change, first, first + timedelta(days=period.days))


def _between(change: Change, first: datetime, last: datetime) -> list[Shift]:
    rows: Iterable[DutyEntry] = change.session.scalars(
        select(DutyEntry)
        .where(DutyEntry.unit_id == change.unit_id, DutyEntry.starts_at >= first, DutyEntry.starts_at < last)
        .order_by(DutyEntry.starts_at, DutyEntry.id)
    )
    return [shift_of(row) for row in rows]


def _officers(change: Change) -> set[int]:
    return set(
        change.session.scalars(select(Officer.id).where(Officer.unit_id == change.unit_id, Officer.is_active))
    )


def _open_counters(change: Change) -> set[int]:
    return set(
        change.session.scalars(select(Counter.id).where(Counter.unit_id == change.unit_id, Counter.is_open))
    )


def _this_minute() -> datetime:
    """Return the minute that runs: shifts begin and end at whole minutes, as the spreadsheet writes them."""
    return clock.local(clock.now()).replace(second=0, microsecond=0)
