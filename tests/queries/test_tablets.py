"""What the desk reads of tablets: whose they are, when they are silent, and what may still come of a past shift."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from core.clock import OFFICE_ZONE, now
from core.db import db, write_session
from core.domain.access import Role, Scope
from core.domain.tablet import HeldReason
from core.models import (
    CalendarDay,
    Counter,
    DutyEntry,
    HeldItem,
    OfficeHours,
    Tablet,
    TabletContact,
    TabletHole,
)
from core.queries.kiosk import care, held, holes, offices, tablets, unheard
from core.queries.kiosk.care import Care
from tests.support import interviewing, pairing, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))
FRONT = Scope(2, Role.FRONT, frozenset({World.centre}))


@pytest.fixture(autouse=True)
def world(app: Flask, clock: Clock) -> World:
    """The example office on a Monday morning."""
    clock.set("2026-11-23T09:00:00+07:00")
    with write_session() as session:
        return worlds.office(session)


def active(
    heard: timedelta | None, *, unit_id: int = World.centre, counter: int = World.many_counter, **said: Any
) -> int:
    """Add a tablet at work since a week, heard of so long ago (None: never)."""
    with write_session() as session:
        number = pairing.waiting(
            session, phrase=f"{unit_id} {counter} {said} {heard} {now()}", counter=counter
        )
        tablet = session.get_one(Tablet, number)
        tablet.state, tablet.public_key, tablet.unit_id = "active", bytes(65), unit_id
        tablet.enrolled_at = now() - timedelta(days=7)
        tablet.phrase_hash = None
        if heard is not None:
            told = {"at": now() - heard, "beat": 1, "queue": 0, "shelf": 0, "next_number": 9}
            session.add(
                TabletContact(
                    tablet_id=number, unit_id=unit_id, app_version="1", clock_ahead=0, **{**told, **said}
                )
            )
    return number


def add(*things: Any) -> None:
    with write_session() as session:
        session.add_all(things)


def hole(number: int, first: int, last: int, **said: Any) -> TabletHole:
    day = date(2026, 11, 20)
    return TabletHole(
        tablet_id=number, first_number=first, last_number=last, unit_id=World.centre, noticed_on=day, **said
    )


def item(number: int, place: int, *, is_admitted: bool | None = None) -> HeldItem:
    return HeldItem(
        mark=bytes([place]) * 32,
        unit_id=World.centre,
        tablet_id=number,
        reason="conflict",
        envelope=b"\x01",
        held_on=date(2026, 11, 15 + place),
        is_admitted=is_admitted,
    )


def neighbours_counter() -> int:
    add(Counter(id=29, unit_id=World.neighbour, code="1", name="Quầy bên", is_open=True))
    return 29


def test_one_that_was_never_heard_of_is_silent_too() -> None:
    active(None)
    active(timedelta(minutes=20))
    active(timedelta(minutes=21))

    assert [line.is_silent for line in tablets.standing(MANAGER, World.centre).items] == [True, False, True]
    assert care.needed(MANAGER) == Care(silent=2)


def day(ruling: str, day: date) -> CalendarDay:
    return CalendarDay(
        id=1,
        unit_id=World.centre,
        day=day,
        ruling=ruling,
        document="1",
        document_date=date(2026, 11, 1),
        reason="Làm bù",
        entered_at=now(),
    )


@pytest.mark.parametrize(
    ("moment", "entered", "silent"),
    [
        ("2026-11-23T09:00:00+07:00", None, 1),
        ("2026-11-23T09:00:00+07:00", ("off", date(2026, 11, 23)), 0),
        ("2026-11-28T09:00:00+07:00", None, 0),
        ("2026-11-28T09:00:00+07:00", ("work", date(2026, 11, 28)), 1),
        # A day that was entered for another day changes nothing.
        ("2026-11-23T09:00:00+07:00", ("off", date(2026, 11, 24)), 1),
    ],
)
def test_the_office_s_own_calendar_says_when_silence_matters(
    clock: Clock, moment: str, entered: tuple[str, date] | None, silent: int
) -> None:
    clock.set(moment)
    if entered:
        add(day(*entered))
    active(timedelta(days=2))

    assert care.needed(MANAGER).silent == silent


def test_the_office_s_own_hours_say_when_silence_matters(clock: Clock) -> None:
    def at(hour: int, minute: int) -> Any:
        return datetime(2026, 1, 1, hour, minute, tzinfo=OFFICE_ZONE).time()

    add(
        OfficeHours(
            unit_id=World.centre,
            morning_from=at(8, 50),
            morning_to=at(11, 30),
            afternoon_from=at(13, 30),
            afternoon_to=at(17, 0),
            last_weekday=4,
        )
    )
    active(timedelta(days=2))

    assert care.needed(MANAGER).silent == 0
    clock.advance(minutes=11)
    assert care.needed(MANAGER).silent == 1


def test_only_what_nobody_has_explained_or_decided_needs_an_eye() -> None:
    number = active(timedelta(0), shelf=3)
    other = active(timedelta(0))
    add(hole(number, 41, 43), hole(number, 50, 50), hole(other, 7, 7, explanation="Máy vỡ"))
    add(item(number, 1), item(number, 2), item(other, 3, is_admitted=True))

    assert care.needed(FRONT) == Care(missing=1, shelf=1, held=1, held_at=World.centre)
    assert care.needed(MANAGER) == Care(missing=1, shelf=1)
    first, second = tablets.standing(MANAGER, World.centre).items
    assert (first.missing, first.held, first.shelf, first.needs_care) == (4, 2, 3, True)
    assert (second.missing, second.held, second.shelf, second.needs_care) == (0, 0, 0, False)


def test_a_unit_without_counters_is_listed_for_who_decides_over_what_its_phones_sent() -> None:
    with write_session() as session:
        interviewing.begun(session, unit_id=World.commune)
        phone = interviewing.waiting(session, 1)
        session.add(item(phone, 1))
        session.flush()
        session.get_one(HeldItem, bytes([1]) * 32).unit_id = World.commune
    both = frozenset({World.commune, World.centre})

    listed = offices.listed(Scope(2, Role.FRONT, both)).items
    assert {line.unit_id: line.held for line in listed} == {World.centre: 0, World.commune: 1}
    assert [line.unit_id for line in offices.listed(Scope(1, Role.MANAGER, both)).items] == [World.centre]
    assert care.needed(Scope(2, Role.FRONT, both)) == Care(held=1, held_at=World.commune)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COUNCIL, Role.OBSERVER, Role.PROVINCE])
def test_who_has_nothing_to_do_with_tablets_reads_nothing(role: Role) -> None:
    number = active(timedelta(days=2))
    stranger = Scope(9, role, frozenset({World.centre}))

    assert tablets.standing(stranger, World.centre).items == ()
    assert tablets.one(stranger, World.centre, number) is None
    assert holes.history(stranger, World.centre, number) is None
    assert offices.listed(stranger).items == ()
    assert not care.needed(stranger)


def test_another_unit_s_tablets_are_not_read() -> None:
    number = active(timedelta(days=2), unit_id=World.neighbour, counter=neighbours_counter())

    for read in (tablets.one, holes.history):
        assert read(MANAGER, World.neighbour, number) is None
        assert read(MANAGER, World.centre, number) is None
    assert care.needed(MANAGER) == Care()


def test_what_is_kept_aside_is_counted_by_tablet_and_reason_for_the_front_alone() -> None:
    number = active(timedelta(0))
    add(item(number, 1), item(number, 3), item(number, 2, is_admitted=False))

    lines = held.listed(FRONT, World.centre)

    assert [(line.count, line.is_admitted) for line in lines] == [(2, None), (1, False)]
    assert (lines[0].first_day, lines[0].last_day) == (date(2026, 11, 16), date(2026, 11, 18))
    assert held.waiting(FRONT, World.centre, number, HeldReason.CONFLICT) == lines[0]
    assert held.waiting(FRONT, World.centre, number, HeldReason.REVOKED) is None
    assert held.listed(MANAGER, World.centre) == ()


def test_several_offices_stand_by_name_with_what_needs_an_eye() -> None:
    counter = neighbours_counter()
    active(timedelta(days=2))
    active(timedelta(0))
    active(timedelta(days=2), unit_id=World.neighbour, counter=counter)
    with write_session() as session:
        pairing.waiting(session, phrase="chờ")
    everywhere = Scope(1, Role.SYSADMIN, frozenset({World.commune, World.centre, World.neighbour}))

    lines = {line.name: (line.active, line.waiting, line.silent) for line in offices.listed(everywhere).items}

    assert lines == {"Trung tâm Phục vụ hành chính công": (2, 1, 1), "Xã Bên": (1, 0, 1)}


@pytest.mark.parametrize("read", [tablets.standing, tablets.ended])
def test_a_list_takes_as_many_statements_however_long_it_is(read: Callable[..., Any]) -> None:
    def statements(count: int) -> int:
        for _ in range(count):
            active(timedelta(minutes=1))
        db.session.remove()
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        read(MANAGER, World.centre)
        event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    assert statements(1) == statements(5)


def shift_end() -> datetime:
    """Return when An's shift at counter 3 was over."""
    with write_session() as session:
        return session.get_one(DutyEntry, World.duty_of_an).ends_at


@pytest.mark.parametrize(
    ("heard_after", "queue", "names"),
    [(-1, 0, ["Máy 71"]), (1, 0, []), (1, 5, ["Máy 71"])],
)
def test_a_tablet_that_may_still_hold_answers_of_a_shift_is_named(
    clock: Clock, heard_after: int, queue: int, names: list[str]
) -> None:
    over = shift_end()
    clock.set((over + timedelta(hours=heard_after)).isoformat())
    active(timedelta(0), queue=queue)
    active(timedelta(0), counter=World.single_counter)
    clock.set((over + timedelta(days=2)).isoformat())

    found = unheard.since(FRONT, World.duty_of_an, over)

    assert [one.name for one in found] == names


def test_a_tablet_that_came_later_or_was_gone_before_holds_nothing_of_a_shift(clock: Clock) -> None:
    over = shift_end()
    later, earlier = active(None), active(None)
    with write_session() as session:
        session.get_one(Tablet, later).enrolled_at = over
        gone = session.get_one(Tablet, earlier)
        gone.state, gone.ended_at = "retired", over - timedelta(days=1)

    assert unheard.since(FRONT, World.duty_of_an, over) == ()
