"""The work calendar's entered days, on both databases: by decision, inherited downwards, taken back, never deleted."""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from core.db import write_session
from core.domain.access import SYSTEM, AccessDenied, Role, Scope
from core.domain.workdays import DayKind
from core.models import AuditEntry, CalendarDay, Unit
from core.queries import calendar as query
from core.services import calendar as service
from core.services.calendar import Announcement
from core.services.places.changing import PlaceRefused, UnknownPlace
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.worlds import World

PROVINCE = 9
ABOVE = Scope(1, Role.SYSADMIN, frozenset({PROVINCE, World.commune, World.centre, World.neighbour}))
MANAGER = Scope(2, Role.MANAGER, frozenset({World.centre}))
NEW_YEAR, SATURDAY = date(2026, 1, 2), date(2026, 1, 10)


@pytest.fixture
def world(app: Flask) -> World:
    """The office and its neighbour below one province."""
    with write_session() as session:
        world = worlds.office(session)
        session.add(
            Unit(
                id=PROVINCE,
                unit_id=PROVINCE,
                parent_id=None,
                code="tinh-mau",
                kind="province",
                name="Tỉnh Mẫu",
                valid_from=date(2025, 7, 1),
            )
        )
        session.flush()
        both = Unit.id.in_((world.commune, world.neighbour))
        session.execute(update(Unit).where(both).values(parent_id=PROVINCE))
    return world


def announced(off: date | None, worked: date | None = None, **changes: Any) -> Announcement:
    """Return what a decision says."""
    facts: dict[str, Any] = {
        "document": "Công văn 01/UBND",
        "document_date": date(2025, 12, 20),
        "reason": "Nghỉ Tết Dương lịch",
    }
    return Announcement(day_off=off, day_worked=worked, **{**facts, **changes})


def kinds(unit_id: int, *days: date) -> list[DayKind]:
    """Return what days are for a unit."""
    calendar = query.of_unit(SYSTEM, unit_id)
    assert calendar
    return [calendar.kind(day) for day in days]


def test_an_exchange_of_the_province_counts_for_everything_below_it(world: World) -> None:
    service.announce(ABOVE, PROVINCE, announced(NEW_YEAR, SATURDAY), actor="tinh")

    expected = [DayKind.ENTERED_OFF, DayKind.ENTERED_WORK]
    assert [kinds(unit, NEW_YEAR, SATURDAY) for unit in (PROVINCE, world.commune, world.centre)] == [
        expected
    ] * 3


def test_a_local_day_counts_for_the_own_unit_only(world: World) -> None:
    service.announce(MANAGER, world.centre, announced(NEW_YEAR), actor="an")

    assert kinds(world.centre, NEW_YEAR) == [DayKind.ENTERED_OFF]
    assert kinds(world.commune, NEW_YEAR) == kinds(world.neighbour, NEW_YEAR) == [DayKind.WORKING]


def test_the_nearest_unit_has_the_last_word(world: World) -> None:
    service.announce(ABOVE, PROVINCE, announced(NEW_YEAR), actor="tinh")
    service.announce(ABOVE, world.commune, announced(None, NEW_YEAR), actor="xa")

    assert kinds(world.centre, NEW_YEAR) == [DayKind.ENTERED_WORK]
    assert kinds(world.neighbour, NEW_YEAR) == [DayKind.ENTERED_OFF]


def test_taking_back_leaves_the_day_readable_and_both_acts_in_the_audit_chain(world: World) -> None:
    number, _worked = service.announce(ABOVE, PROVINCE, announced(NEW_YEAR, SATURDAY), actor="tinh")
    service.revoke(ABOVE, PROVINCE, number, why="Quyết định được thay thế", actor="tinh")

    assert kinds(world.centre, NEW_YEAR, SATURDAY) == [DayKind.WORKING, DayKind.ENTERED_WORK]
    found = query.entries(MANAGER, world.centre, 2026)
    assert [(one.day, one.counts, one.unit_name, one.revoked_why) for one in found] == [
        (NEW_YEAR, False, "Tỉnh Mẫu", "Quyết định được thay thế"),
        (SATURDAY, True, "Tỉnh Mẫu", ""),
    ]
    acts = [(action, json.loads(facts)["day"]) for action, facts in rows(AuditEntry.action, AuditEntry.facts)]
    assert acts == [
        ("calendar.add", "2026-01-02"),
        ("calendar.add", "2026-01-10"),
        ("calendar.revoke", "2026-01-02"),
    ]


def test_a_day_taken_back_can_be_entered_again(world: World) -> None:
    (number,) = service.announce(MANAGER, world.centre, announced(NEW_YEAR), actor="an")
    service.revoke(MANAGER, world.centre, number, why="sai ngày", actor="an")
    service.announce(MANAGER, world.centre, announced(NEW_YEAR), actor="an")

    assert sorted(revoked is None for (revoked,) in rows(CalendarDay.revoked_at)) == [False, True]


@pytest.mark.parametrize(
    ("off", "worked", "code"),
    [
        (None, None, "no_day"),
        (date(2026, 2, 17), None, "already_off"),
        (date(2026, 1, 3), None, "already_off"),
        (None, date(2026, 1, 5), "already_worked"),
        (date(2024, 1, 5), None, "year_unknown"),
        (date(2031, 1, 3), None, "year_unknown"),
    ],
)
def test_what_changes_nothing_or_lies_outside_the_years_is_refused(
    world: World, off: date | None, worked: date | None, code: str
) -> None:
    with pytest.raises(PlaceRefused) as refusal:
        service.announce(MANAGER, world.centre, announced(off, worked), actor="an")

    assert refusal.value.code == code
    assert rows(CalendarDay.id) == []


def test_half_an_exchange_is_never_entered(world: World) -> None:
    with pytest.raises(PlaceRefused):
        service.announce(MANAGER, world.centre, announced(NEW_YEAR, date(2026, 1, 5)), actor="an")

    assert rows(CalendarDay.id) == []


def test_a_day_is_entered_once_and_taken_back_once(world: World) -> None:
    (number,) = service.announce(MANAGER, world.centre, announced(NEW_YEAR), actor="an")
    with pytest.raises(PlaceRefused) as twice:
        service.announce(MANAGER, world.centre, announced(NEW_YEAR, document="Khác"), actor="an")
    service.revoke(MANAGER, world.centre, number, why="sai", actor="an")
    with pytest.raises(PlaceRefused) as again:
        service.revoke(MANAGER, world.centre, number, why="sai", actor="an")

    assert (twice.value.code, again.value.code) == ("already_entered", "already_revoked")
    assert twice.value.facts["document"] == "Công văn 01/UBND"


def test_nobody_touches_another_units_days(world: World) -> None:
    (number,) = service.announce(ABOVE, PROVINCE, announced(NEW_YEAR), actor="tinh")

    with pytest.raises(UnknownPlace):
        service.announce(MANAGER, world.neighbour, announced(NEW_YEAR), actor="an")
    with pytest.raises(UnknownPlace):
        service.revoke(MANAGER, PROVINCE, number, why="x", actor="an")
    with pytest.raises(UnknownPlace):
        service.revoke(MANAGER, world.centre, number, why="x", actor="an")
    for role in set(Role) - {Role.MANAGER, Role.SYSADMIN}:
        with pytest.raises(AccessDenied):
            service.announce(Scope(3, role, MANAGER.unit_ids), world.centre, announced(NEW_YEAR), actor="x")
    assert query.of_unit(MANAGER, world.neighbour) is None
    assert query.entries(MANAGER, PROVINCE, 2026) == ()


def test_a_roster_asks_which_days_of_a_week_are_off(world: World) -> None:
    service.announce(MANAGER, world.centre, announced(NEW_YEAR), actor="an")

    off = query.days_off(MANAGER, world.centre, date(2025, 12, 29), date(2026, 1, 4))

    assert off == {
        date(2026, 1, 1): DayKind.HOLIDAY,
        NEW_YEAR: DayKind.ENTERED_OFF,
        date(2026, 1, 3): DayKind.WEEKEND,
        date(2026, 1, 4): DayKind.WEEKEND,
    }
    assert query.days_off(MANAGER, world.neighbour, date(2025, 12, 29), date(2026, 1, 4)) == {}
