"""Roster: the half-days of a week, and what becomes of the shifts that stand when somebody else takes one over.

A shift stands from its beginning to its end, or until it was replaced. What is over is never touched here.
Moments carry the office's zone, so that their day and hour are the office's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


class Half(StrEnum):
    """A half of a working day."""

    MORNING = "s"
    AFTERNOON = "c"


class Slot(NamedTuple):
    """One field of the grid: a counter on half a day."""

    counter_id: int
    day: date
    half: Half


@dataclass(frozen=True)
class Hours:
    """When counters are open: the usual hours of a commune, unless its office says otherwise."""

    zone: tzinfo
    morning: tuple[time, time] = (time(7, 30), time(11, 30))
    afternoon: tuple[time, time] = (time(13, 30), time(17))
    #: The last day of the week that is worked; Monday is 0.
    last_weekday: int = 4

    def of(self, slot: Slot) -> tuple[datetime, datetime]:
        """Return when a shift of this half-day begins and ends."""
        first, last = self.morning if slot.half is Half.MORNING else self.afternoon
        return self._at(slot.day, first), self._at(slot.day, last)

    def noon(self, day: date) -> datetime:
        """Return the middle of the break, where a shift over the whole day is cut."""
        ends, begins = self._at(day, self.morning[1]), self._at(day, self.afternoon[0])
        return ends + (begins - ends) // (2 * _MINUTE) * _MINUTE

    def halves(self, shift: "Shift") -> tuple[Half, ...]:
        """Return the halves of its day a shift is shown in: whose hours it meets, else the nearer one."""
        day = shift.starts_at.date()
        met = []
        for half in Half:
            begins, ends = self.of(Slot(shift.counter_id, day, half))
            if shift.starts_at < ends and shift.ends_at > begins:
                met.append(half)
        if met:
            return tuple(met)
        return (Half.MORNING if shift.starts_at < self.noon(day) else Half.AFTERNOON,)

    def _at(self, day: date, hour: time) -> datetime:
        return datetime.combine(day, hour, tzinfo=self.zone)


@dataclass(frozen=True)
class Shift:
    """Who sits at a counter from when to when; `number` is None while it is not written down."""

    counter_id: int
    officer_id: int
    starts_at: datetime
    ends_at: datetime
    number: int | None = None
    replaced_at: datetime | None = None

    @property
    def stood_until(self) -> datetime:
        """Until when it held: to the minute where it was replaced while it ran."""
        if self.replaced_at is None:
            return self.ends_at
        return min(self.ends_at, self.replaced_at.replace(second=0, microsecond=0))

    @property
    def has_stood(self) -> bool:
        """Did it hold at all, or does it still?"""
        return self.stood_until > self.starts_at

    def meets(self, other: "Shift") -> bool:
        """Do the two overlap?"""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def between(self, first: datetime, last: datetime) -> list["Shift"]:
        """Return what a shift has between two moments, as a new one; nothing when it has nothing there."""
        starts, ends = max(self.starts_at, first), min(self.ends_at, last)
        if ends <= starts:
            return []
        return [replace(self, starts_at=starts, ends_at=ends, number=None)]


class Clash(NamedTuple):
    """Two shifts that cannot both be: one officer twice, or one counter twice."""

    is_officer: bool
    one: Shift
    other: Shift


def seat(
    standing: Sequence[Shift], slot: Slot, officer_id: int | None, *, hours: Hours, now: datetime
) -> list[Shift]:
    """Return the shifts that stand once this officer (None: nobody) has the half-day, from now on.

    Whoever sat there keeps what is over and, with a shift over the whole day, its other half. Hours that differ
    from the office's stay as they were.
    """
    met = [shift for shift in standing if _is_in(shift, slot, hours) and shift.ends_at > now]
    if [shift.officer_id for shift in met] == [officer_id]:
        return list(standing)
    begins, ends = hours.of(slot)
    parts = [part for shift in met for part in _inside(shift, slot, hours)]
    if parts:
        begins, ends = min(part.starts_at for part in parts), max(part.ends_at for part in parts)
    left = [shift for shift in standing if shift not in met]
    for shift in met:
        left += [rest for rest in _outside(shift, slot, hours) if rest.ends_at > now]
    if officer_id is not None:
        left.append(Shift(slot.counter_id, officer_id, begins, ends))
    # What begins before now is history: it has its own, replaced entry.
    return [
        part for shift in left for part in ([shift] if shift.number else shift.between(now, shift.ends_at))
    ]


def is_over(standing: Iterable[Shift], slot: Slot, *, hours: Hours, now: datetime) -> bool:
    """Is the half-day over, so that only a signed correction can change whom its answers count for?"""
    ends = [
        part.ends_at
        for shift in standing
        if _is_in(shift, slot, hours)
        for part in _inside(shift, slot, hours)
    ]
    return max(ends, default=hours.of(slot)[1]) <= now


def substitute(shift: Shift, officer_id: int | None, *, at: datetime, now: datetime) -> list[Shift]:
    """Return the shifts in the place of one: the first officer until `at`, then the other one, or nobody."""
    before = shift.between(max(now, shift.starts_at), at)
    after = [replace(part, officer_id=officer_id or 0) for part in shift.between(at, shift.ends_at)]
    return before + (after if officer_id is not None else [])


def copied(earlier: Iterable[Shift], standing: Sequence[Shift], *, now: datetime) -> tuple[list[Shift], int]:
    """Return the shifts a week takes over from the one before, and how many found their place taken.

    Who was replaced while on duty counts for the whole shift: a substitute is no plan.
    """
    planned: list[Shift] = []
    for shift in sorted(earlier, key=lambda one: (one.starts_at, one.replaced_at is not None)):
        if not any(_share(shift, other) and shift.meets(other) for other in planned):
            planned.append(shift)
    new: list[Shift] = []
    left_out = 0
    for shift in planned:
        later = replace(
            shift, starts_at=shift.starts_at + 7 * _DAY, ends_at=shift.ends_at + 7 * _DAY, replaced_at=None
        )
        for part in later.between(now, later.ends_at):
            if any(_share(part, other) and part.meets(other) for other in (*standing, *new)):
                left_out += 1
            else:
                new.append(part)
    return new, left_out


def first_clash(shifts: Iterable[Shift]) -> Clash | None:
    """Return the first two shifts that cannot both be, of which at least one is new."""
    for is_officer in (False, True):
        groups: defaultdict[int, list[Shift]] = defaultdict(list)
        for shift in shifts:
            groups[shift.officer_id if is_officer else shift.counter_id].append(shift)
        for group in groups.values():
            group.sort(key=lambda shift: shift.starts_at)
            for place, one in enumerate(group):
                for other in group[place + 1 :]:
                    if one.meets(other) and None in (one.number, other.number):
                        return Clash(is_officer, one, other)
    return None


def _share(one: Shift, other: Shift) -> bool:
    """Do the two need the same counter or the same officer?"""
    return one.counter_id == other.counter_id or one.officer_id == other.officer_id


def _is_in(shift: Shift, slot: Slot, hours: Hours) -> bool:
    return (
        shift.counter_id == slot.counter_id
        and shift.starts_at.date() == slot.day
        and slot.half in hours.halves(shift)
    )


def _inside(shift: Shift, slot: Slot, hours: Hours) -> list[Shift]:
    """Return the part of a shift that lies in this half of its day."""
    if len(hours.halves(shift)) == 1:
        return [shift]
    noon = hours.noon(slot.day)
    if slot.half is Half.MORNING:
        return shift.between(shift.starts_at, noon)
    return shift.between(noon, shift.ends_at)


def _outside(shift: Shift, slot: Slot, hours: Hours) -> list[Shift]:
    """Return the other half of a shift over the whole day."""
    if len(hours.halves(shift)) == 1:
        return []
    other = Half.AFTERNOON if slot.half is Half.MORNING else Half.MORNING
    return _inside(shift, slot._replace(half=other), hours)
