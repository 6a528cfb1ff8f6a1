"""Choosing a plan: its targets take the place of the earlier plan's, and nothing else moves."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from core.db import db
from core.domain.office import OfficeTarget
from core.domain.target_sets import Subject, UnknownTargetSet
from core.models import AuditEntry, Target
from core.services import audit, office_import, targets
from core.services.targets import TargetSetRefused
from tests.services.office_files import LAND, contents, office

COMMUNE, CENTRE = 1, 2


def stored():
    """The targets as (set, subject, threshold, first day, last day)."""
    with db.engine.connect() as connection:
        found = connection.execute(
            select(Target).order_by(Target.set_code, Target.valid_from, Target.subject.desc())
        )
        return [(row.set_code, row.subject, row.threshold, row.valid_from, row.valid_to) for row in found]


@pytest.fixture
def an_office(app):
    """An office that follows the plan of Nam Đàn."""
    office_import.apply(office(), actor="quan-tri")


def test_another_plan_takes_the_place_of_the_one_before(an_office):
    chosen = targets.choose("tue-tinh-2026", CENTRE, "quan-tri")

    assert stored() == [
        ("tue-tinh-2026", "overall", 9500, date(2028, 1, 1), date(2030, 12, 31)),
        ("tue-tinh-2026", "group", 9000, date(2028, 1, 1), date(2030, 12, 31)),
    ]
    assert (chosen.replaced, chosen.added, chosen.unit_ids) == (2, 2, (CENTRE,))


def test_a_plan_chosen_for_the_commune_holds_for_its_centre(an_office):
    chosen = targets.choose("kim-dong-2024", COMMUNE, "quan-tri")

    assert chosen.unit_ids == (CENTRE,)
    assert [row[2:] for row in stored()] == [
        (9000, date(2024, 1, 1), date(2024, 12, 31)),
        (9000, date(2025, 1, 1), date(2025, 12, 31)),
        (9500, date(2030, 1, 1), date(2030, 12, 31)),
    ]


def test_a_plan_without_targets_leaves_none(an_office):
    chosen = targets.choose("long-dien-a-2023", CENTRE, "quan-tri")

    assert stored() == []
    assert chosen.target_set.is_silent


def test_choosing_the_same_plan_twice_changes_nothing(an_office):
    before = stored()

    targets.choose("nam-dan-2026", CENTRE, "quan-tri")

    assert stored() == before


def test_a_target_entered_by_hand_stays(app):
    own = OfficeTarget(
        unit_code="tt",
        subject=Subject.GROUP,
        subject_code=LAND,
        threshold=8000,
        first_day=date(2026, 1, 1),
        last_day=None,
        document="Kế hoạch số 1",
        article="Mục 2",
    )
    office_import.apply(office(target_sets={}, targets=(own,)), actor="quan-tri")

    targets.choose("kim-dong-2024", CENTRE, "quan-tri")
    targets.choose("kim-thanh-2024", CENTRE, "quan-tri")

    assert stored() == [("", "group", 8000, date(2026, 1, 1), None)]


def test_the_choice_is_in_the_audit_chain(an_office):
    targets.choose("tue-tinh-2026", COMMUNE, "giam-doc")

    with db.engine.connect() as connection:
        last = connection.execute(select(AuditEntry).order_by(AuditEntry.number.desc()).limit(1)).one()
    assert (last.action, last.actor, last.unit_id) == ("targets.choose", "giam-doc", COMMUNE)
    assert '"set":"tue-tinh-2026"' in last.facts.replace(" ", "")
    assert audit.verify().first_break is None


def test_an_unknown_plan_is_refused_and_changes_nothing(an_office):
    before = contents()

    with pytest.raises(UnknownTargetSet):
        targets.choose("xa-khac-2026", CENTRE, "quan-tri")

    assert contents() == before


@pytest.mark.parametrize(("unit_id", "code"), [(99, "unknown_unit"), (CENTRE, "subject_missing")])
def test_a_plan_that_does_not_fit_is_refused_and_changes_nothing(app, unit_id, code):
    whole = office(groups=(), target_sets={})
    bare = tuple(replace(field, group_code=None) for field in whole.fields)
    office_import.apply(replace(whole, fields=bare), actor="quan-tri")
    before = contents()

    with pytest.raises(TargetSetRefused) as refused:
        targets.choose("nam-dan-2026", unit_id, "quan-tri")

    assert refused.value.code == code
    assert contents() == before


def test_a_unit_without_fields_is_refused(app):
    whole = office()
    commune_only = replace(
        whole,
        units=whole.units[:1],
        groups=(),
        fields=(),
        counters=(),
        officers=(),
        duties=(),
        target_sets={},
    )
    office_import.apply(commune_only, actor="quan-tri")

    with pytest.raises(TargetSetRefused) as refused:
        targets.choose("nam-dan-2026", COMMUNE, "quan-tri")

    assert refused.value.code == "no_fields"
