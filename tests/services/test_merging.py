"""Merging communes, on both databases: figures stay and roll up, codes answer, people see the new commune."""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, update

from core import clock
from core.db import db, write_session
from core.domain.access import CITIZEN, AccessDenied, Role, Scope
from core.domain.office import Kind, UnitKind
from core.domain.periods import Period, parse
from core.models import (
    Account,
    AuditEntry,
    FieldGroup,
    StaffSession,
    Submission,
    Target,
    Unit,
    UnitMerger,
    UnitPredecessor,
)
from core.queries import entries, mergers, people, provinces, published, touchpoints
from core.queries import office as office_query
from core.queries.entries import CodeState
from core.queries.places import merging as query
from core.reports import office_template
from core.services import audit, office_import, office_workbook, settling, submissions, targets
from core.services.places import merging, units
from core.services.places.changing import PlaceRefused, UnknownPlace
from core.services.places.merging import Merger
from core.services.places.units import UnitFacts
from core.services.sessions import hash_token
from core.services.signing_in import sign_in
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.counted import satisfied
from tests.support.published import closed, each_day, given, settled
from tests.support.worlds import PASSWORD, World

PROVINCE, MERGED = 9, 10
DAY = date(2026, 11, 2)
OCTOBER, NOVEMBER, YEAR = parse("month", "2026-10"), parse("month", "2026-11"), parse("year", "2026")
ALL = frozenset({PROVINCE, World.commune, World.centre, World.neighbour, MERGED})
SYSADMIN = Scope(1, Role.SYSADMIN, ALL - {MERGED})
ABOVE = Scope(2, Role.PROVINCE, ALL)
LEADER = Scope(3, Role.LEADER, ALL - {PROVINCE})


@pytest.fixture
def world(app: Flask) -> World:
    """Two communes below a province, the first with a target without end, one account in each."""
    with write_session() as session:
        world = worlds.office(session)
        worlds.target(session, 8500)
        session.add(
            Unit(
                id=PROVINCE,
                unit_id=PROVINCE,
                code="tinh-mau",
                kind="province",
                name="Tỉnh Mẫu",
                valid_from=worlds.BEGINNING,
            )
        )
        session.flush()
        both = Unit.id.in_((world.commune, world.neighbour))
        session.execute(update(Unit).where(both).values(parent_id=PROVINCE))
        worlds.account(session, Role.LEADER, unit_id=world.commune, login="lan")
        worlds.account(session, Role.LEADER, unit_id=world.neighbour, login="hoa")
        worlds.account(session, Role.MANAGER, unit_id=world.centre, login="minh")
    return world


def wish(**changes: Any) -> Merger:
    """Return what a person writes."""
    facts: dict[str, Any] = {
        "unit_ids": frozenset({World.commune, World.neighbour}),
        "name": "Xã Hợp Nhất",
        "help_phone": "1022",
        "day": DAY,
        "document": "Nghị quyết 10",
    }
    return Merger(**{**facts, **changes})


def merge(**changes: Any) -> int:
    """Merge as the province's administrator."""
    number = merging.merge(SYSADMIN, PROVINCE, wish(**changes), actor="quan-tri")
    # What was read before stands in a transaction of its own.
    db.session.rollback()
    return number


def answered() -> None:
    """Ten people a day in the first commune's centre and five in the second, over October and November."""
    for day in each_day(date(2026, 10, 5), 47):
        settled(
            given(day, satisfied(9, of=10)),
            given(day, satisfied(1, of=5), unit=World.neighbour, field=World.neighbours_field),
        )
    closed(date(2026, 11, 20))


def listed(period: Period) -> dict[str, int]:
    """Return how many answers stand beside each commune of the province."""
    return {line.name: line.standing.n for line in provinces.overview(ABOVE, period).communes}


def figures(scope: Scope, period: Period) -> int:
    """Return how many answers the headline of an office rests on."""
    return published.overview(scope, period).overview.headline.n


def test_the_old_communes_end_the_day_before_and_their_successor_says_why(world: World) -> None:
    assert merge() == MERGED

    assert rows(Unit.id, Unit.name, Unit.parent_id, Unit.valid_from, Unit.valid_to) == [
        (world.commune, "Xã Mẫu", MERGED, worlds.BEGINNING, date(2026, 11, 1)),
        (world.centre, "Trung tâm Phục vụ hành chính công", world.commune, worlds.BEGINNING, None),
        (world.neighbour, "Xã Bên", MERGED, worlds.BEGINNING, date(2026, 11, 1)),
        (PROVINCE, "Tỉnh Mẫu", None, worlds.BEGINNING, None),
        (MERGED, "Xã Hợp Nhất", PROVINCE, DAY, None),
    ]
    assert rows(UnitPredecessor.predecessor_id, UnitPredecessor.unit_id) == [
        (world.commune, MERGED),
        (world.neighbour, MERGED),
    ]
    assert rows(UnitMerger.unit_id, UnitMerger.day, UnitMerger.document) == [(MERGED, DAY, "Nghị quyết 10")]


def test_figures_of_earlier_periods_stay_with_the_old_communes(world: World) -> None:
    answered()
    before = listed(OCTOBER)
    merge()

    assert listed(OCTOBER) == before
    assert before.keys() == {"Xã Bên", "Xã Mẫu"}
    assert min(before.values()) >= 100


def test_figures_since_the_day_and_across_it_are_the_new_communes(world: World) -> None:
    answered()
    before = {period: sum(listed(period).values()) for period in (NOVEMBER, YEAR)}
    merge()

    assert {period: listed(period) for period in (NOVEMBER, YEAR)} == {
        period: {"Xã Hợp Nhất": n} for period, n in before.items()
    }


def test_the_new_communes_people_read_the_old_periods_too_with_the_border(world: World) -> None:
    answered()
    alone = listed(OCTOBER)
    merge()

    assert figures(LEADER, OCTOBER) == sum(alone.values())
    (border,) = mergers.borders(LEADER, YEAR)
    assert (border.name, border.day, border.is_reached) == ("Xã Hợp Nhất", DAY, True)
    assert [former.name for former in border.formers] == ["Xã Bên", "Xã Mẫu"]
    assert [one.is_reached for one in mergers.borders(LEADER, OCTOBER)] == [False]
    assert mergers.borders(LEADER, parse("week", "2026-W46")) == ()


def test_each_old_commune_is_readable_alone_by_whoever_reads_the_new_one(world: World) -> None:
    answered()
    alone = listed(OCTOBER)
    merge()

    for code, name in (("xa-mau", "Xã Mẫu"), ("xa-ben", "Xã Bên")):
        for scope in (LEADER, ABOVE):
            found = provinces.narrowed(scope, code) if scope is ABOVE else mergers.narrowed(scope, code)
            assert found
            assert (found[1], figures(found[0], OCTOBER)) == (name, alone[name])
        went_into = mergers.successor(LEADER, code)
        assert went_into
        assert (went_into.name, went_into.day) == ("Xã Hợp Nhất", DAY)
    stranger = Scope(4, Role.LEADER, frozenset({World.neighbour}))
    assert mergers.narrowed(stranger, "xa-mau") is None
    assert mergers.narrowed(LEADER, "trung-tam") is None


@pytest.mark.parametrize("code", [World.many, World.entrance, World.elsewhere])
def test_printed_codes_keep_answering_under_the_new_name(world: World, code: str) -> None:
    before = entries.entry(CITIZEN, code, clock.now())
    merge()
    after = entries.entry(CITIZEN, code, clock.now())

    assert before
    assert after
    assert after.state is CodeState.OPEN
    assert (after.unit_id, after.touchpoint_id, after.fields, after.officer) == (
        before.unit_id,
        before.touchpoint_id,
        before.fields,
        before.officer,
    )
    assert after.office == "Xã Hợp Nhất"
    assert after.unit == ("Xã Hợp Nhất" if code == World.elsewhere else before.unit)
    printed = touchpoints.one(LEADER, "https://danhgia.example", code)
    assert printed
    assert printed.office == "Xã Hợp Nhất"


def test_a_code_of_a_unit_that_ended_without_a_successor_stays_closed(world: World) -> None:
    with write_session() as session:
        session.execute(update(Unit).where(Unit.id == world.neighbour).values(valid_to=date(2026, 11, 1)))

    found = entries.entry(CITIZEN, world.elsewhere, clock.now())

    assert found
    assert found.state is CodeState.EXPIRED


def test_answers_before_and_after_keep_the_place_they_were_given_at(world: World, clock: Clock) -> None:
    submissions.accept(worlds.draft(world, field_id=world.land))
    clock.advance(days=1)
    merge()
    submissions.accept(worlds.draft(world, day=date(2026, 11, 22), field_id=world.land))
    clock.advance(days=1)
    settling.settle()

    assert rows(Submission.day, Submission.unit_id, Submission.field_id) == [
        (date(2026, 11, 21), world.centre, world.land),
        (date(2026, 11, 22), world.centre, world.land),
    ]


def test_accounts_move_to_the_new_commune_or_end(world: World) -> None:
    token, gone = sign_in("lan", PASSWORD), sign_in("hoa", PASSWORD)
    merge(ending_account_ids=frozenset({2}))

    lan = people.signed_in(SYSADMIN, hash_token(token))
    assert lan
    assert (lan.unit_name, lan.scope.unit_ids) == ("Xã Hợp Nhất", LEADER.unit_ids)
    assert people.signed_in(SYSADMIN, hash_token(gone)) is None
    assert rows(Account.login, Account.unit_id, Account.is_active) == [
        ("hoa", MERGED, False),
        ("lan", MERGED, True),
        ("minh", world.centre, True),
    ]
    assert rows(StaffSession.unit_id) == [(MERGED,)]


def test_targets_end_the_day_before_and_later_ones_are_dropped(world: World) -> None:
    with write_session() as session:
        later = {"id": 2, "unit_id": world.neighbour, "subject": "overall", "threshold": 9000}
        session.add(Target(**later, valid_from=date(2027, 1, 1), document="KH 2027", article=""))
    seen = query.outcome(SYSADMIN, [world.commune, world.neighbour], DAY)
    merge()

    assert rows(Target.id, Target.valid_from, Target.valid_to) == [(1, worlds.BEGINNING, date(2026, 11, 1))]
    assert [(part.commune.name, part.targets_ended, part.targets_dropped) for part in seen.parts] == [
        ("Xã Bên", 0, 1),
        ("Xã Mẫu", 1, 0),
    ]


def test_the_consequences_are_counted_and_nothing_is_changed_by_asking(world: World) -> None:
    before = rows(Unit.id, Unit.parent_id, Unit.valid_to)

    seen = query.outcome(SYSADMIN, [world.commune, world.neighbour], DAY)

    assert [(part.counters, part.officers, part.places) for part in seen.parts] == [
        (0, 0, ("Xã Bên",)),
        (3, 3, ("Xã Mẫu", "Trung tâm Phục vụ hành chính công")),
    ]
    assert [(one.login, one.unit_name) for one in seen.logins] == [("hoa", "Xã Bên"), ("lan", "Xã Mẫu")]
    assert rows(Unit.id, Unit.parent_id, Unit.valid_to) == before


def test_the_chain_tells_the_merger_to_the_new_commune_and_to_each_old_one(world: World) -> None:
    merge(ending_account_ids=frozenset({2}))

    acts = rows(AuditEntry.number, AuditEntry.unit_id, AuditEntry.action, AuditEntry.facts)[-3:]
    assert [(unit, action) for _, unit, action, _ in acts] == [
        (MERGED, "unit.merge"),
        (world.neighbour, "unit.end"),
        (world.commune, "unit.end"),
    ]
    facts = json.loads(acts[0][3])
    assert facts["predecessors"] == ["xa-ben", "xa-mau"]
    assert (facts["accounts_moved"], facts["accounts_ended"]) == (["lan"], ["hoa"])
    assert (facts["targets_ended"], facts["targets_dropped"]) == (1, 0)
    assert audit.verify().first_break is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"unit_ids": frozenset({World.commune})}, "too_few"),
        ({"unit_ids": frozenset({World.commune, World.centre})}, "ended_already"),
        ({"day": date(2026, 11, 22)}, "day_ahead"),
        ({"day": worlds.BEGINNING}, "day_too_early"),
    ],
)
def test_what_cannot_be_merged_is_refused_and_changes_nothing(
    world: World, changes: dict[str, Any], code: str
) -> None:
    before = rows(Unit.id, Unit.parent_id, Unit.valid_to)

    with pytest.raises(PlaceRefused) as refusal:
        merge(**changes)

    assert refusal.value.code == code
    assert rows(Unit.id, Unit.parent_id, Unit.valid_to) == before


def test_only_the_administrator_above_merges(world: World) -> None:
    for role in set(Role) - {Role.SYSADMIN}:
        with pytest.raises(AccessDenied):
            merging.merge(Scope(9, role, ALL), PROVINCE, wish(), actor="x")
    below = Scope(9, Role.SYSADMIN, frozenset({World.commune, World.centre}))
    with pytest.raises(UnknownPlace):
        merging.merge(below, PROVINCE, wish(), actor="x")
    beside = Scope(9, Role.SYSADMIN, frozenset({PROVINCE, World.commune}))
    with pytest.raises(UnknownPlace):
        merging.merge(beside, PROVINCE, wish(), actor="x")
    assert query.candidates(below) == ()


def test_a_merged_commune_can_be_merged_again_and_codes_follow(world: World) -> None:
    merge()
    with write_session() as session:
        facts = {"code": "xa-ba", "kind": "commune", "name": "Xã Ba", "valid_from": worlds.BEGINNING}
        session.add(Unit(id=12, unit_id=12, parent_id=PROVINCE, **facts))
    scope = Scope(1, Role.SYSADMIN, ALL | {12})

    again = wish(unit_ids=frozenset({MERGED, 12}), name="Xã Lớn", day=date(2026, 11, 21))
    largest = merging.merge(scope, PROVINCE, again, actor="quan-tri")

    found = entries.entry(CITIZEN, world.elsewhere, clock.now())
    assert found
    assert (found.state, found.office) == (CodeState.OPEN, "Xã Lớn")
    province = Scope(2, Role.PROVINCE, scope.unit_ids | {largest})
    names = {
        str(period): [unit.name for unit in provinces.communes(province, period.last)]
        for period in (OCTOBER, parse("week", "2026-W46"), YEAR)
    }
    assert names == {
        "2026-10": ["Xã Ba", "Xã Bên", "Xã Mẫu"],
        "2026-W46": ["Xã Ba", "Xã Hợp Nhất"],
        "2026": ["Xã Lớn"],
    }


def test_units_can_still_be_changed_after_a_merger(world: World) -> None:
    merge()
    scope = Scope(1, Role.SYSADMIN, ALL)

    for number, name in ((MERGED, "Xã Hợp Nhất Mới"), (world.neighbour, "Xã Bên (cũ)")):
        facts = UnitFacts(name=name, kind=UnitKind.COMMUNE, help_phone="113", valid_from=DAY, valid_to=None)
        units.update(scope, number, facts, actor="quan-tri", own_unit_id=PROVINCE)

    found = dict(rows(Unit.id, Unit.name))
    assert (found[MERGED], found[world.neighbour]) == ("Xã Hợp Nhất Mới", "Xã Bên (cũ)")
    # The days of a merged commune are history.
    assert (world.neighbour, date(2026, 11, 1)) in rows(Unit.id, Unit.valid_to)
    db.session.rollback()
    assert [one.name for one in query.candidates(scope)] == ["Xã Hợp Nhất Mới"]


def test_the_spreadsheet_of_a_merged_commune_comes_back_unchanged(world: World) -> None:
    merge()
    manager = Scope(1, Role.MANAGER, LEADER.unit_ids)

    written = office_template.workbook(office_query.office(manager, MERGED))
    plan = office_import.plan(office_workbook.read(written))

    assert {unit.code for unit in office_workbook.read(written).units} >= {"xa-mau", "xa-ben", "trung-tam"}
    assert plan[Kind.UNIT].changes == 0


def test_a_plan_chosen_afterwards_leaves_the_targets_of_old_periods_as_they_were(world: World) -> None:
    with write_session() as session:
        session.execute(delete(Target))
        session.execute(update(FieldGroup).values(code="dat-dai-xay-dung-dau-tu"))
    targets.choose("nam-dan-2026", world.centre, "minh")
    before = rows(Target.threshold, Target.valid_from, Target.document)
    merge()
    targets.choose("nam-dan-2026", world.centre, "minh")

    found = rows(Target.threshold, Target.valid_from, Target.valid_to, Target.document, Target.set_code)
    old = [row for row in found if row[2] == date(2026, 11, 1)]
    new = [row for row in found if row[2] != date(2026, 11, 1)]
    assert [(threshold, first, document) for threshold, first, _, document, _ in old] == before
    assert [(row[0], row[1], row[4]) for row in new] == [
        (threshold, DAY, "nam-dan-2026") for threshold, _, _ in before
    ]
    manager = Scope(1, Role.MANAGER, LEADER.unit_ids)
    db.session.rollback()
    written = office_template.workbook(office_query.office(manager, MERGED))
    assert office_import.plan(office_workbook.read(written))[Kind.TARGET].changes == 0
