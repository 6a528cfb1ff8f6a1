"""Noted changes: what the audit chain says an act changed, from the old value to the new one."""

import json
from datetime import date
from typing import Any

import pytest
from flask import Flask

from core.db import write_session
from core.domain.access import Role, Scope
from core.domain.office import UnitKind
from core.domain.target_sets import Subject
from core.models import AuditEntry
from core.services import audit
from core.services.places import aims, counters, fields, officers, units
from core.services.places.aims import OwnTarget
from core.services.places.units import UnitFacts
from tests.services.office_files import rows
from tests.support import worlds
from tests.support.worlds import World

MANAGER = Scope(1, Role.MANAGER, frozenset({World.centre}))
ACTOR = "quan-ly"
TARGET = {
    "subject": Subject.OVERALL,
    "subject_id": None,
    "threshold": 9500,
    "first_day": date(2026, 1, 1),
    "last_day": None,
    "document": "Kế hoạch số 1",
    "article": "Mục I",
}


@pytest.fixture
def world(app: Flask) -> World:
    with write_session() as session:
        return worlds.office(session)


def noted() -> list[tuple[str, dict[str, Any]]]:
    """Return every act of the chain with its facts, and check that the chain is whole."""
    assert audit.verify().first_break is None
    found = rows(AuditEntry.number, AuditEntry.action, AuditEntry.facts)
    return [(action, json.loads(facts)) for _, action, facts in found]


def test_an_officer_is_noted_with_old_and_new_name_and_title(world: World) -> None:
    number = officers.add(MANAGER, world.centre, name="Lê Thị Én", title="Công chức", actor=ACTOR)
    for title in ("Công chức", "Chuyên viên", "Chuyên viên"):
        officers.update(MANAGER, world.centre, number, name="Lê Thị Yến", title=title, actor=ACTOR)

    assert noted() == [
        ("officer.add", {"officer": number, "code": "le-thi-en", "name": "Lê Thị Én", "title": "Công chức"}),
        (
            "officer.update",
            {"officer": number, "before": {"name": "Lê Thị Én"}, "after": {"name": "Lê Thị Yến"}},
        ),
        (
            "officer.update",
            {"officer": number, "before": {"title": "Công chức"}, "after": {"title": "Chuyên viên"}},
        ),
    ]


def test_a_field_and_a_group_are_noted_with_old_and_new_values(world: World) -> None:
    (field,) = fields.add(MANAGER, world.centre, [("Lao động", "Lao động")], actor=ACTOR)
    group = fields.add_group(MANAGER, world.centre, "Xã hội", actor=ACTOR)
    for _ in range(2):
        fields.update_field(
            MANAGER, world.centre, field, name="Việc làm", short_name="Lao động", group_id=None, actor=ACTOR
        )
        fields.update_group(MANAGER, world.centre, group, name="Xã hội", field_ids=[field], actor=ACTOR)

    assert noted() == [
        ("field.add", {"fields": [field], "names": ["Lao động"], "group": None}),
        ("group.add", {"group": group, "name": "Xã hội", "fields": []}),
        (
            "field.update",
            {"field": field, "before": {"name": "Lao động"}, "after": {"name": "Việc làm"}},
        ),
        ("group.update", {"group": group, "before": {"fields": []}, "after": {"fields": [field]}}),
        # Saved again with no group, as the form said: a change of the field, and then of the group again.
        ("field.update", {"field": field, "before": {"group_id": group}, "after": {"group_id": None}}),
        ("group.update", {"group": group, "before": {"fields": []}, "after": {"fields": [field]}}),
    ]


def test_a_counter_is_noted_with_old_and_new_values(world: World) -> None:
    for _ in range(2):
        counters.update(
            MANAGER,
            world.centre,
            world.many_counter,
            name="Quầy 5",
            field_ids=[world.environment, world.environment],
            actor=ACTOR,
        )

    ((action, facts),) = noted()
    assert action == "counter.update"
    assert facts["counter"] == world.many_counter
    assert facts["before"]["name"] == "Quầy 3"
    assert set(facts["before"]["fields"]) > {world.environment}
    assert facts["after"] == {"name": "Quầy 5", "fields": [world.environment]}


def test_a_target_is_noted_with_old_and_new_values(world: World) -> None:
    number = aims.add(MANAGER, world.centre, OwnTarget(**TARGET), actor=ACTOR)  # type: ignore[arg-type]
    changed = OwnTarget(**{**TARGET, "threshold": 9000, "last_day": date(2026, 12, 31)})  # type: ignore[arg-type]
    for _ in range(2):
        aims.update(MANAGER, world.centre, number, changed, actor=ACTOR)

    assert noted()[1:] == [
        (
            "target.update",
            {
                "target": number,
                "before": {"threshold": 9500, "valid_to": None},
                "after": {"threshold": 9000, "valid_to": "2026-12-31"},
            },
        )
    ]


def test_a_unit_is_noted_with_old_and_new_values(world: World) -> None:
    above = Scope(1, Role.MANAGER, frozenset({world.commune, world.centre}))
    facts = UnitFacts(
        name="Một cửa", kind=UnitKind.CENTRE, help_phone="113", valid_from=date(2026, 1, 2), valid_to=None
    )
    number = units.add(above, world.commune, facts, actor=ACTOR)
    later = UnitFacts(
        name="Một cửa", kind=UnitKind.CENTRE, help_phone="114", valid_from=date(2026, 2, 3), valid_to=None
    )
    wider = Scope(1, Role.MANAGER, frozenset({world.commune, world.centre, number}))
    for _ in range(2):
        units.update(wider, number, later, actor=ACTOR, own_unit_id=world.commune)

    assert noted()[1:] == [
        (
            "unit.update",
            {
                "unit": number,
                "before": {"help_phone": "113", "valid_from": "2026-01-02"},
                "after": {"help_phone": "114", "valid_from": "2026-02-03"},
            },
        )
    ]
