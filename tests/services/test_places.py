"""Places changed at the desk: what each act does, what is refused, and whose things nobody else touches."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from core import clock
from core.db import db, write_session
from core.domain.access import CITIZEN, AccessDenied, Role, Scope
from core.domain.office import TouchpointKind, UnitKind
from core.domain.target_sets import LAND_GROUP_CODE, Subject
from core.models import (
    AuditEntry,
    Counter,
    CounterField,
    DutyEntry,
    FieldGroup,
    Officer,
    PlanChoice,
    ServiceField,
    Target,
    Touchpoint,
    Unit,
)
from core.queries import entries
from core.services import audit, beginning
from core.services.places import aims, counters, fields, officers, touchpoints, units
from core.services.places.aims import OwnTarget
from core.services.places.changing import PlaceRefused, UnknownPlace
from core.services.places.units import UnitFacts
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.worlds import World

MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))
COMMUNE = Scope(1, Role.MANAGER, frozenset({World.commune, World.centre}))
ACTOR = "quan-ly"


@pytest.fixture
def world(app: Flask) -> World:
    """The example office with its neighbour."""
    with write_session() as session:
        return worlds.office(session)


@pytest.fixture
def begun(app: Flask) -> Scope:
    """An office of which nothing but commune and centre exist, and its manager."""
    beginning.begin("Xã Hòa Bình", "Trung tâm Phục vụ hành chính công", actor="command")
    return Scope(1, Role.MANAGER, frozenset({2}))


def actions() -> list[str]:
    """Return what the audit chain says was done, and check that it is whole."""
    assert audit.verify().first_break is None
    return [row[1] for row in rows(AuditEntry.number, AuditEntry.action)]


def fresh() -> None:
    """Forget what the reading session has seen."""
    db.session.rollback()


def own_target(**changes: object) -> OwnTarget:
    plain = {
        "subject": Subject.OVERALL,
        "subject_id": None,
        "threshold": 9500,
        "first_day": date(2026, 1, 1),
        "last_day": date(2026, 12, 31),
        "document": "Kế hoạch số 1",
        "article": "Mục I",
    }
    return OwnTarget(**{**plain, **changes})  # type: ignore[arg-type]


def test_an_office_begins_once(begun: Scope) -> None:
    assert rows(Unit.id, Unit.code, Unit.kind, Unit.parent_id) == [
        (1, "xa-hoa-binh", "commune", None),
        (2, "trung-tam-phuc-vu-hanh-chinh-cong", "centre", 1),
    ]
    with pytest.raises(beginning.DatabaseNotEmpty):
        beginning.begin("Xã Khác", "Trung tâm", actor="command")
    assert actions() == ["office.begin"]


def test_the_first_fields_bring_the_field_for_everything_else(begun: Scope) -> None:
    fields.add(begun, 2, [("Hộ tịch", "Hộ tịch"), ("Đất đai", "Đất đai")], actor=ACTOR)
    fields.add(begun, 2, [("Chứng thực", "Chứng thực")], actor=ACTOR)

    assert rows(ServiceField.id, ServiceField.code, ServiceField.sort, ServiceField.is_other) == [
        (1, "ho-tich", 1, False),
        (2, "dat-dai", 2, False),
        (3, "khac", 4, True),
        (4, "chung-thuc", 3, False),
    ]


def test_the_first_counter_brings_its_own_code_and_the_entrances(begun: Scope) -> None:
    (field,) = fields.add(begun, 2, [("Hộ tịch", "Hộ tịch")], actor=ACTOR)
    counters.add(begun, 2, name="Quầy 1", field_ids=[field], actor=ACTOR)
    counters.add(begun, 2, name="Quầy 2", field_ids=[field], actor=ACTOR)

    assert rows(Counter.code) == [("quay-1",), ("quay-2",)]
    assert rows(Touchpoint.id, Touchpoint.kind, Touchpoint.counter_id, Touchpoint.questionnaire_code) == [
        (1, "counter", 1, "quick"),
        (2, "entrance", None, "quick"),
        (3, "counter", 2, "quick"),
    ]
    code = rows(Touchpoint.id, Touchpoint.code)[0][1]
    found = entries.entry(CITIZEN, code, clock.now())
    assert found is not None
    assert (found.place, found.counter_number) == ("Quầy 1", "1")
    assert actions()[1:] == ["field.add", "counter.add", "counter.add"]


def test_chips_stand_in_the_order_somebody_gave_them(world: World) -> None:
    counters.update(
        MANAGER,
        world.centre,
        world.many_counter,
        name="Quầy 3",
        field_ids=[world.environment, world.land],
        actor=ACTOR,
    )
    found = entries.entry(CITIZEN, world.many, clock.now())

    assert found is not None
    assert [chip.name for chip in found.fields] == ["Môi trường", "Đất đai", "Lĩnh vực khác"]


def test_a_field_moves_up_and_down_and_stops_at_the_ends(world: World) -> None:
    def order() -> list[str]:
        fresh()
        found = select(ServiceField.code).where(
            ServiceField.unit_id == world.centre, ServiceField.is_other.is_(False)
        )
        return list(db.session.scalars(found.order_by(ServiceField.sort)))

    fields.move(MANAGER, world.centre, world.building, up=True, actor=ACTOR)
    assert order()[:2] == ["xay-dung", "dat-dai"]
    fields.move(MANAGER, world.centre, world.building, up=True, actor=ACTOR)
    assert order()[:2] == ["xay-dung", "dat-dai"]
    fields.move(MANAGER, world.centre, world.building, up=False, actor=ACTOR)
    assert order()[:2] == ["dat-dai", "xay-dung"]


def test_a_closed_field_leaves_its_counters_and_comes_back_behind_the_others(world: World) -> None:
    fields.close(MANAGER, world.centre, world.land, actor=ACTOR)
    served = rows(CounterField.counter_id, CounterField.field_id)
    fields.reopen(MANAGER, world.centre, world.land, actor=ACTOR)
    last = db.session.scalars(
        select(ServiceField.id)
        .where(ServiceField.unit_id == world.centre, ServiceField.is_active, ServiceField.is_other.is_(False))
        .order_by(ServiceField.sort.desc())
    ).first()

    assert (world.many_counter, world.land) not in served
    assert (world.many_counter, world.building) in served
    assert last == world.land


def test_the_only_field_of_a_counter_and_the_field_for_everything_else_cannot_be_closed(
    world: World,
) -> None:
    with pytest.raises(PlaceRefused, match="only_field") as refusal:
        fields.close(MANAGER, world.centre, world.civil, actor=ACTOR)
    with pytest.raises(PlaceRefused, match="is_other"):
        fields.close(MANAGER, world.centre, world.other, actor=ACTOR)

    assert refusal.value.facts == {"counters": ["Quầy 1", "Quầy 2"]}


def test_a_closed_counter_leaves_the_roster_and_keeps_past_shifts_and_its_code(world: World) -> None:
    with write_session() as session:
        session.add(
            DutyEntry(
                id=90,
                unit_id=world.centre,
                counter_id=world.many_counter,
                officer_id=world.an,
                starts_at=clock.now() - timedelta(days=2, hours=4),
                ends_at=clock.now() - timedelta(days=2),
            )
        )
    counters.close(MANAGER, world.centre, world.many_counter, actor=ACTOR)
    standing = {number for number, replaced in rows(DutyEntry.id, DutyEntry.replaced_at) if replaced is None}

    assert standing == {90, world.duty_of_chi}
    assert entries.entry(CITIZEN, world.many, clock.now()) is not None
    counters.reopen(MANAGER, world.centre, world.many_counter, actor=ACTOR)
    assert all(is_open for (is_open,) in rows(Counter.is_open))


def test_an_officer_who_leaves_is_no_longer_on_duty_and_may_come_back(world: World) -> None:
    before = entries.entry(CITIZEN, world.many, clock.now())
    officers.leave(MANAGER, world.centre, world.an, actor=ACTOR)
    fresh()
    after = entries.entry(CITIZEN, world.many, clock.now())
    officers.come_back(MANAGER, world.centre, world.an, actor=ACTOR)

    assert before is not None
    assert after is not None
    assert (before.officer, after.officer) == ("Nguyễn Văn An", "")
    assert all(active for (active,) in rows(Officer.is_active))


def test_two_officers_may_share_a_name_but_not_name_and_title(begun: Scope) -> None:
    officers.add(begun, 2, name="Trần Thị Bình", title="Kế toán", actor=ACTOR)
    officers.add(begun, 2, name="Trần Thị Bình", title="Hộ tịch", actor=ACTOR)

    with pytest.raises(PlaceRefused, match="name_taken"):
        officers.add(begun, 2, name="Trần Thị Bình", title="Hộ tịch", actor=ACTOR)
    assert rows(Officer.code) == [("tran-thi-binh",), ("tran-thi-binh-2",)]


def test_a_replaced_code_names_its_successor_and_a_revoked_one_none(world: World) -> None:
    new = touchpoints.replace(MANAGER, world.centre, world.single_point, actor=ACTOR)
    touchpoints.revoke(MANAGER, world.centre, world.entrance_point, actor=ACTOR)
    old, ended = (entries.entry(CITIZEN, code, clock.now()) for code in (world.single, world.entrance))
    successor = entries.entry(CITIZEN, new, clock.now())

    assert old is not None
    assert ended is not None
    assert successor is not None
    assert (old.state, ended.state, successor.state) == ("replaced", "revoked", "open")
    assert successor.place == "Quầy 1"
    with pytest.raises(PlaceRefused, match="code_ended"):
        touchpoints.replace(MANAGER, world.centre, world.single_point, actor=ACTOR)


def test_a_place_gets_no_second_code_with_the_same_questions(world: World) -> None:
    def add(kind: TouchpointKind, **more: object) -> str:
        facts = {"subject_id": None, "label": "", "questionnaire_code": "quick", **more}
        return touchpoints.add(MANAGER, world.centre, kind, actor=ACTOR, **facts)  # type: ignore[arg-type]

    with pytest.raises(PlaceRefused, match="code_stands"):
        add(TouchpointKind.COUNTER, subject_id=world.single_counter)
    with pytest.raises(PlaceRefused, match="no_label"):
        add(TouchpointKind.SLIP)
    with pytest.raises(PlaceRefused, match="no_subject"):
        add(TouchpointKind.ROUND, label="Đợt khảo sát")
    with pytest.raises(PlaceRefused, match="code_stands"):
        add(TouchpointKind.SLIP, label="Phiếu hẹn")
    assert len(add(TouchpointKind.OFFICER, subject_id=world.an)) == 6


def test_printing_is_noted_once_a_day(world: World) -> None:
    front = Scope(2, Role.FRONT, frozenset({world.centre}))
    for _ in range(2):
        touchpoints.note_printed(front, world.centre, [world.many, world.elsewhere], actor="front")

    printed = {code for code, day in rows(Touchpoint.code, Touchpoint.printed_on) if day is not None}
    assert printed == {world.many}
    assert actions() == ["touchpoint.print"]


def test_a_plan_makes_the_group_it_speaks_of_and_a_silent_one_is_remembered(world: World) -> None:
    _rename_group()
    with pytest.raises(PlaceRefused, match="group_empty"):
        aims.choose(MANAGER, world.centre, "nam-dan-2026", members={}, actor=ACTOR)
    aims.choose(
        MANAGER,
        world.centre,
        "nam-dan-2026",
        members={LAND_GROUP_CODE: [world.land, world.building]},
        actor=ACTOR,
    )
    chosen = rows(Target.id, Target.subject, Target.threshold, Target.set_code)
    aims.choose(MANAGER, world.centre, "long-dien-a-2023", members={}, actor=ACTOR)

    assert chosen == [(1, "overall", 9500, "nam-dan-2026"), (2, "group", 8500, "nam-dan-2026")]
    assert LAND_GROUP_CODE in {code for (code,) in rows(FieldGroup.code)}
    assert rows(Target.id) == []
    assert rows(PlanChoice.unit_id, PlanChoice.set_code) == [(world.centre, "long-dien-a-2023")]
    aims.drop(MANAGER, world.centre, actor=ACTOR)
    assert rows(PlanChoice.unit_id) == []


def _rename_group() -> None:
    """Call the example's group otherwise, so that the plan's group lacks."""
    with write_session() as session:
        group = session.get(FieldGroup, World.land_group)
        assert group is not None
        group.name = "Nhóm cũ"


def test_a_group_of_the_plans_name_is_the_plans_group_whatever_its_code(world: World) -> None:
    aims.choose(MANAGER, world.centre, "nam-dan-2026", members={}, actor=ACTOR)

    assert rows(FieldGroup.id, FieldGroup.code) == [(world.land_group, LAND_GROUP_CODE)]


def test_no_two_targets_hold_for_one_subject_on_a_day(world: World) -> None:
    aims.add(MANAGER, world.centre, own_target(), actor=ACTOR)

    with pytest.raises(PlaceRefused, match="overlap"):
        aims.add(MANAGER, world.centre, own_target(first_day=date(2026, 12, 31), last_day=None), actor=ACTOR)
    with pytest.raises(PlaceRefused, match="overlap"):
        aims.choose(MANAGER, world.centre, "nam-dan-2026", members={}, actor=ACTOR)
    aims.add(MANAGER, world.centre, own_target(first_day=date(2027, 1, 1), last_day=None), actor=ACTOR)
    aims.add(
        MANAGER,
        world.centre,
        own_target(subject=Subject.FIELD, subject_id=world.land, threshold=8000),
        actor=ACTOR,
    )
    assert len(rows(Target.id)) == 3


def test_a_target_by_hand_is_changed_and_removed_one_of_a_plan_is_not(world: World) -> None:
    number = aims.add(MANAGER, world.centre, own_target(last_day=date(2026, 3, 1)), actor=ACTOR)
    aims.update(MANAGER, world.centre, number, own_target(threshold=9050), actor=ACTOR)
    assert rows(Target.threshold, Target.valid_to) == [(9050, date(2026, 12, 31))]
    aims.remove(MANAGER, world.centre, number, actor=ACTOR)
    aims.choose(MANAGER, world.centre, "nam-dan-2026", members={}, actor=ACTOR)
    of_plan = rows(Target.id)[0][0]

    with pytest.raises(PlaceRefused, match="of_plan"):
        aims.remove(MANAGER, world.centre, of_plan, actor=ACTOR)
    with pytest.raises(PlaceRefused, match="days_reversed"):
        aims.add(MANAGER, world.centre, own_target(last_day=date(2025, 1, 1)), actor=ACTOR)


def test_a_unit_is_added_below_and_ones_own_keeps_its_kind(world: World) -> None:
    facts = UnitFacts(
        name="Phòng Kinh tế",
        kind=UnitKind.DEPARTMENT,
        help_phone="",
        valid_from=date(2026, 1, 1),
        valid_to=None,
    )
    number = units.add(COMMUNE, world.commune, facts, actor=ACTOR)
    units.update(
        COMMUNE,
        world.commune,
        UnitFacts(
            name="Xã Mẫu Mới",
            kind=UnitKind.CENTRE,
            help_phone="1022",
            valid_from=date(2030, 1, 1),
            valid_to=date(2030, 1, 1),
        ),
        actor=ACTOR,
        own_unit_id=world.commune,
    )

    with write_session() as session:
        unit, added = session.get(Unit, world.commune), session.get(Unit, number)
    assert unit is not None
    assert added is not None
    assert (unit.name, unit.kind, unit.help_phone, unit.valid_to) == ("Xã Mẫu Mới", "commune", "1022", None)
    assert (added.code, added.parent_id) == ("phong-kinh-te", world.commune)
    with pytest.raises(PlaceRefused, match="name_taken"):
        units.add(COMMUNE, world.commune, facts, actor=ACTOR)
    with pytest.raises(PlaceRefused, match="kind_above"):
        units.add(COMMUNE, world.centre, facts, actor=ACTOR)


#: Every act, on a neighbour's unit and on a neighbour's thing under one's own unit.
ACTS: dict[str, Callable[[Scope, int], object]] = {
    "unit": lambda scope, unit: units.add(
        scope,
        unit,
        UnitFacts(name="A", kind=UnitKind.CENTRE, help_phone="", valid_from=date(2026, 1, 1), valid_to=None),
        actor=ACTOR,
    ),
    "field": lambda scope, unit: fields.close(scope, unit, World.neighbours_field, actor=ACTOR),
    "group": lambda scope, unit: fields.add_group(
        scope, unit, "Nhóm", field_ids=[World.neighbours_field], actor=ACTOR
    ),
    "counter": lambda scope, unit: counters.add(
        scope, unit, name="Quầy 9", field_ids=[World.neighbours_field], actor=ACTOR
    ),
    "officer": lambda scope, unit: officers.leave(scope, unit, 999, actor=ACTOR),
    "touchpoint": lambda scope, unit: touchpoints.revoke(scope, unit, 63, actor=ACTOR),
    "target": lambda scope, unit: aims.add(
        scope, unit, own_target(subject=Subject.FIELD, subject_id=World.neighbours_field), actor=ACTOR
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_nobody_touches_another_units_things(world: World, act: str) -> None:
    with pytest.raises(UnknownPlace):
        ACTS[act](MANAGER, World.neighbour)
    if act != "unit":
        with pytest.raises(UnknownPlace):
            ACTS[act](MANAGER, World.centre)

    assert actions() == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGER])
@pytest.mark.parametrize("act", [act for act in ACTS if act != "unit"])
def test_only_a_manager_changes_places(world: World, act: str, role: Role) -> None:
    with pytest.raises(AccessDenied):
        ACTS[act](Scope(1, role, frozenset({World.centre})), World.centre)


def test_the_command_begins_an_office_and_hands_out_two_accounts(app: Flask) -> None:
    runner = app.test_cli_runner()
    begun = runner.invoke(args=["office", "begin", "--commune", "Xã Hòa Bình"])
    again = runner.invoke(args=["office", "begin", "--commune", "Xã Hòa Bình"])

    assert begun.exit_code == 0, begun.output
    assert "quan-tri" in begun.output
    assert "quan-ly" in begun.output
    # The codes that `flask account create --unit CODE` asks for.
    assert "Xã Hòa Bình xa-hoa-binh · Trung tâm Phục vụ hành chính công trung-tam" in begun.output
    assert again.exit_code == 1
    assert rows(Unit.id, Unit.name)[1] == (2, "Trung tâm Phục vụ hành chính công")
