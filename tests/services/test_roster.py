"""The roster at the desk: what saving, copying and standing in write down, and whose answers those are."""

import json
from datetime import date, datetime, time

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db, write_session
from core.domain.access import CITIZEN, SYSTEM, AccessDenied, Role, Scope
from core.domain.periods import Kind, containing
from core.domain.roster import Half, Hours, Shift, Slot
from core.models import AuditEntry, DutyEntry, InboxRevision
from core.queries import entries
from core.queries import roster as query
from core.services import audit, submissions
from core.services.calendar import Announcement, announce
from core.services.places import officers, roster, seats
from core.services.places.changing import PlaceRefused, UnknownPlace
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.worlds import World

MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))
ACTOR = "quan-ly"
#: The clock stands on Saturday the 21st; Monday the 23rd begins the week that is planned.
MONDAY = date(2026, 11, 23)
WEEK = containing(Kind.WEEK, MONDAY)
THIS_WEEK = WEEK.previous()


@pytest.fixture
def world(app: Flask) -> World:
    """The example office; on Saturday 07:30–11:30 An, then Bình until 17:00 at counter 3, Chi at counter 1."""
    with write_session() as session:
        return worlds.office(session)


def slot(counter: int, day: int = 23, half: Half = Half.MORNING) -> Slot:
    return Slot(counter, date(2026, 11, day), half)


def save(choices: dict[Slot, int | None]) -> int:
    return roster.save(MANAGER, World.centre, WEEK, choices, actor=ACTOR)


def standing(since: str = "2026-11-22T00:00") -> list[tuple[int, int, str, str]]:
    """Return the entries that stand from a moment on: counter, officer, begin, end in the office's time."""
    moment = datetime.fromisoformat(since).replace(tzinfo=clock.OFFICE_ZONE)
    with db.engine.connect() as connection:
        found = connection.execute(
            select(DutyEntry.counter_id, DutyEntry.officer_id, DutyEntry.starts_at, DutyEntry.ends_at).where(
                DutyEntry.replaced_at.is_(None), DutyEntry.ends_at > moment
            )
        ).all()
    return sorted(
        (
            counter,
            officer,
            clock.local(begins).strftime("%d %H:%M"),
            clock.local(ends).strftime("%d %H:%M"),
        )
        for counter, officer, begins, ends in found
    )


def fresh() -> None:
    """Forget what the reading session has seen, as the next request does."""
    db.session.rollback()


def refusal(act: object) -> str:
    with pytest.raises(PlaceRefused) as refused:
        act()  # type: ignore[operator]
    return refused.value.code


def last_acts() -> list[str]:
    assert audit.verify().first_break is None
    return [row[1] for row in rows(AuditEntry.number, AuditEntry.action)]


def test_half_days_are_filled_with_the_office_hours_and_noted_once(world: World) -> None:
    changed = save(
        {slot(world.single_counter): world.an, slot(world.many_counter, 24, Half.AFTERNOON): world.binh}
    )

    assert changed == 2
    assert standing() == [
        (world.single_counter, world.an, "23 07:30", "23 11:30"),
        (world.many_counter, world.binh, "24 13:30", "24 17:00"),
    ]
    assert last_acts() == ["roster.save"]


def test_who_was_put_where_is_noted_with_who_sat_there_before(world: World) -> None:
    save({slot(world.single_counter): world.an, slot(world.many_counter): world.binh})
    save({slot(world.single_counter): None, slot(world.many_counter): world.an})
    roster.copy(MANAGER, World.centre, containing(Kind.WEEK, date(2026, 12, 1)), actor=ACTOR)

    single, many, an, binh = world.single_counter, world.many_counter, world.an, world.binh
    noted = [json.loads(facts)["seats"] for _, facts in rows(AuditEntry.number, AuditEntry.facts)]
    assert noted == [
        sorted([f"Q{single} 2026-11-23 s: 0→{an}", f"Q{many} 2026-11-23 s: 0→{binh}"]),
        sorted([f"Q{single} 2026-11-23 s: {an}→0", f"Q{many} 2026-11-23 s: {binh}→{an}"]),
        [f"Q{many} 2026-11-30 s: 0→{an}"],
    ]


def test_a_long_list_of_seats_is_noted_by_its_length() -> None:
    hours = Hours(clock.OFFICE_ZONE)
    shifts = [Shift(number, 31, *hours.of(slot(number))) for number in range(1, 202)]

    def noted(some: list[Shift]) -> list[str] | int:
        return seats.told(seats.slots_of(some, hours=hours), [], some, hours=hours)

    assert noted(shifts) == 201
    assert noted(shifts[:200])[-1] == "Q200 2026-11-23 s: 0→31"  # type: ignore[index]


def test_a_day_outside_the_week_is_refused(world: World) -> None:
    for day in (22, 30):
        with pytest.raises(UnknownPlace):
            save({slot(world.single_counter): world.an, slot(world.single_counter, day): world.an})

    assert standing() == []
    assert last_acts() == []


def test_hours_of_ones_own_hold_for_new_shifts_only(world: World) -> None:
    save({slot(world.single_counter): world.an})
    own = Hours(clock.OFFICE_ZONE, (time(7), time(11)), (time(13), time(16, 30)), last_weekday=5)
    roster.set_hours(MANAGER, World.centre, own, actor=ACTOR)
    save({slot(world.single_counter, 24): world.an, slot(world.single_counter, 24, Half.AFTERNOON): world.an})

    assert [(begins, ends) for _, _, begins, ends in standing()] == [
        ("23 07:30", "23 11:30"),
        ("24 07:00", "24 11:00"),
        ("24 13:00", "24 16:30"),
    ]
    assert query.hours(MANAGER, World.centre) == own
    assert query.hours(MANAGER, World.neighbour).morning == (time(7, 30), time(11, 30))


def test_hours_that_make_no_day_are_refused(world: World) -> None:
    upside_down = Hours(clock.OFFICE_ZONE, (time(7), time(11)), (time(10), time(16)))

    assert refusal(lambda: roster.set_hours(MANAGER, 2, upside_down, actor=ACTOR)) == "hours_order"


def test_a_future_shift_is_replaced_and_stays_in_the_history(world: World) -> None:
    save({slot(world.single_counter): world.an})
    save({slot(world.single_counter): world.binh})
    save({slot(world.single_counter): None})

    assert standing() == []
    kept = [row for row in rows(DutyEntry.officer_id, DutyEntry.starts_at) if row[1].date() == MONDAY]
    assert sorted(officer for officer, _ in kept) == [world.an, world.binh]


def test_choosing_who_sits_there_already_changes_nothing(world: World) -> None:
    save({slot(world.single_counter): world.an})
    before = rows(DutyEntry.id)

    save({slot(world.single_counter): world.an})

    assert len(rows(DutyEntry.id)) == len(before)
    assert standing() == [(world.single_counter, world.an, "23 07:30", "23 11:30")]


def test_nobody_sits_at_two_counters_at_once(world: World) -> None:
    both = {slot(world.single_counter): world.an, slot(world.many_counter): world.an}
    with pytest.raises(PlaceRefused) as refused:
        save(both)

    assert refused.value.code == "officer_twice"
    assert refused.value.facts["officer"] == "Nguyễn Văn An"
    assert refused.value.facts["counters"] == ["Quầy 1", "Quầy 3"]
    assert standing() == []
    assert last_acts() == []


def test_two_officers_change_places_in_one_go(world: World) -> None:
    save({slot(world.single_counter): world.an, slot(world.many_counter): world.binh})

    save({slot(world.single_counter): world.binh, slot(world.many_counter): world.an})

    assert [(counter, officer) for counter, officer, *_ in standing()] == [
        (world.single_counter, world.binh),
        (world.many_counter, world.an),
    ]


def test_what_is_over_is_never_changed(world: World, clock: Clock) -> None:
    clock.set("2026-11-23T11:30:00+07:00")

    assert refusal(lambda: save({slot(world.single_counter): world.an})) == "over"
    assert refusal(lambda: roster.copy(MANAGER, 2, THIS_WEEK, actor=ACTOR)) == "over"


def test_another_units_counters_and_people_who_left_are_unknown(world: World) -> None:
    officers.leave(MANAGER, World.centre, world.an, actor=ACTOR)
    elsewhere = Scope(1, Role.MANAGER, frozenset({World.neighbour}))

    for choices in ({slot(99): world.binh}, {slot(world.single_counter): world.an}):
        with pytest.raises(UnknownPlace):
            save(choices)
    with pytest.raises(UnknownPlace):
        roster.save(elsewhere, World.centre, WEEK, {slot(world.single_counter): world.binh}, actor=ACTOR)
    with pytest.raises(UnknownPlace):
        roster.substitute(elsewhere, World.neighbour, world.duty_of_an, officer_id=None, at=None, actor="x")
    with pytest.raises(AccessDenied):
        roster.save(CITIZEN, World.centre, WEEK, {}, actor=ACTOR)
    assert query.week(elsewhere, World.centre, WEEK) is None


def test_a_roster_changed_at_ten_gives_answers_begun_before_and_after_to_different_officers(
    world: World, clock: Clock
) -> None:
    clock.set("2026-11-21T09:59:00+07:00")
    before = entries.entry(SYSTEM, world.many, clock.moment)
    assert before
    fresh()
    clock.set("2026-11-21T10:00:20+07:00")
    roster.substitute(MANAGER, 2, world.duty_of_an, officer_id=world.binh, at=None, actor=ACTOR)
    clock.set("2026-11-21T10:01:00+07:00")
    after = entries.entry(SYSTEM, world.many, clock.moment)
    assert after

    for duty in (before.duty_entry_id, after.duty_entry_id):
        submissions.accept(worlds.draft(world, duty_entry_id=duty))

    assert (before.officer, after.officer) == ("Nguyễn Văn An", "Trần Thị Bình")
    found = dict(rows(InboxRevision.duty_entry_id, InboxRevision.officer_id))
    assert found == {world.duty_of_an: world.an, after.duty_entry_id: world.binh}
    assert standing("2026-11-21T10:01")[1:] == [
        (world.many_counter, world.binh, "21 10:00", "21 11:30"),
        (world.many_counter, world.binh, "21 11:30", "21 17:00"),
    ]


def test_somebody_stands_in_from_a_later_time_of_the_running_shift(world: World, clock: Clock) -> None:
    clock.set("2026-11-21T09:40:00+07:00")
    ten = clock.moment.replace(hour=10, minute=0)
    roster.substitute(MANAGER, 2, world.duty_of_an, officer_id=world.binh, at=ten, actor=ACTOR)

    who = {
        hour: getattr(entries.entry(SYSTEM, world.many, datetime.fromisoformat(hour)), "officer", None)
        for hour in ("2026-11-21T09:41:00+07:00", "2026-11-21T09:59:00+07:00", "2026-11-21T10:00:00+07:00")
    }

    assert list(who.values()) == ["Nguyễn Văn An", "Nguyễn Văn An", "Trần Thị Bình"]


def test_what_cannot_be_about_standing_in_is_refused(world: World, clock: Clock) -> None:
    def stand_in(officer: int | None, at: str | None, entry: int = World.duty_of_an) -> str:
        moment = datetime.fromisoformat(f"2026-11-21T{at}:00+07:00") if at else None
        return refusal(
            lambda: roster.substitute(MANAGER, 2, entry, officer_id=officer, at=moment, actor=ACTOR)
        )

    clock.set("2026-11-21T10:00:00+07:00")

    assert stand_in(world.an, None) == "same_officer"
    assert stand_in(world.binh, "09:59") == "passed"
    assert stand_in(world.binh, "11:30") == "outside_shift"
    assert stand_in(world.chi, None) == "officer_twice"
    assert stand_in(world.binh, None, World.replaced_duty) == "over"


def test_an_empty_chair_has_no_officer_from_then_on(world: World, clock: Clock) -> None:
    roster.substitute(MANAGER, 2, world.duty_of_an, officer_id=None, at=None, actor=ACTOR)

    found = entries.entry(SYSTEM, world.many, clock.moment)

    assert found
    assert found.duty_entry_id is None


def test_last_week_is_copied_where_there_is_room(world: World, clock: Clock) -> None:
    clock.set("2026-11-22T09:00:00+07:00")
    save({slot(world.many_counter, 28): world.chi})

    assert roster.copy(MANAGER, World.centre, WEEK, actor=ACTOR) == (1, 2)
    assert standing() == [
        # Chi's Saturday at counter 1 meets her own new shift, An's place at counter 3 is taken.
        (world.many_counter, world.binh, "28 11:30", "28 17:00"),
        (world.many_counter, world.chi, "28 07:30", "28 11:30"),
    ]
    assert roster.copy(MANAGER, World.centre, WEEK, actor=ACTOR)[0] == 0
    assert last_acts() == ["roster.save", "roster.copy"]


def test_a_substitute_and_who_has_left_are_not_copied(world: World, clock: Clock) -> None:
    clock.set("2026-11-21T10:00:00+07:00")
    roster.substitute(MANAGER, 2, world.duty_of_an, officer_id=world.binh, at=None, actor=ACTOR)
    officers.leave(MANAGER, World.centre, world.chi, actor=ACTOR)

    roster.copy(MANAGER, World.centre, WEEK, actor=ACTOR)

    assert standing() == [
        (world.many_counter, world.an, "28 07:30", "28 11:30"),
        (world.many_counter, world.binh, "28 11:30", "28 17:00"),
    ]


def test_copying_leaves_a_day_off_by_decision_free(world: World) -> None:
    save({slot(world.many_counter, 23): world.an, slot(world.many_counter, 24): world.an})
    decision = Announcement(
        day_off=date(2026, 12, 1),
        day_worked=None,
        document="Quyết định mẫu số 1",
        document_date=MONDAY,
        reason="Nghỉ bù",
    )
    announce(MANAGER, World.centre, decision, actor=ACTOR)

    came, left_out = roster.copy(MANAGER, World.centre, WEEK.next(), actor=ACTOR)

    assert (came, left_out) == (1, 0)
    assert [starts for *_, starts, _ends in standing("2026-11-30T00:00")] == ["30 07:30"]


def test_a_week_after_nothing_has_nothing_to_copy(world: World) -> None:
    assert refusal(lambda: roster.copy(MANAGER, 2, WEEK.next().next(), actor=ACTOR)) == "nothing_before"


def test_the_week_is_read_as_a_grid_with_what_is_over_what_runs_and_what_lacks(
    world: World, clock: Clock
) -> None:
    clock.set("2026-11-21T10:00:00+07:00")
    roster.substitute(MANAGER, 2, world.duty_of_an, officer_id=world.binh, at=None, actor=ACTOR)

    week = query.week(MANAGER, World.centre, THIS_WEEK)

    assert week
    assert [day.day for day in week.days] == [16, 17, 18, 19, 20, 21]
    assert [(row.counter, str(row.half)) for row in week.rows.items] == [
        ("Quầy 1", "s"), ("Quầy 1", "c"), ("Quầy 2", "s"), ("Quầy 2", "c"), ("Quầy 3", "s"), ("Quầy 3", "c"),
    ]  # fmt: skip
    saturday = [row.cells[-1] for row in week.rows.items]
    assert [[seat.officer for seat in cell.seats] for cell in saturday] == [
        ["Lê Ngọc Chi"],
        ["Lê Ngọc Chi"],
        [],
        [],
        ["Nguyễn Văn An", "Trần Thị Bình"],
        ["Trần Thị Bình"],
    ]
    assert [(seat.is_over, seat.is_running) for seat in saturday[4].seats] == [(True, False), (False, True)]
    assert [cell.officer_id for cell in saturday] == [world.chi, world.chi, 0, 0, world.binh, world.binh]
    assert [cell.is_over for cell in week.rows.items[0].cells] == [True] * 5 + [False]


def test_a_shift_that_was_taken_over_stood_until_then_and_one_that_never_began_is_not_shown(
    world: World, clock: Clock
) -> None:
    roster.substitute(MANAGER, 2, world.duty_of_an, officer_id=world.binh, at=None, actor=ACTOR)

    entry = query.entry(MANAGER, World.centre, world.duty_of_an)

    assert entry
    assert entry.seat.is_over
    assert entry.seat.stood_until == clock.moment
    assert query.entry(MANAGER, World.centre, world.replaced_duty) is None
