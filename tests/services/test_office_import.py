"""Setting an office up from its workbook: all of it or nothing, and a second time only what differs."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import func

from core.domain.office import Kind, Tally
from core.domain.office.codes import is_acceptable
from core.domain.target_sets import by_code
from core.models import (
    AuditEntry,
    CounterField,
    DutyEntry,
    FieldGroup,
    OutboxItem,
    ServiceField,
    Target,
    Touchpoint,
    Unit,
)
from core.services import audit, office_import
from tests.services.office_files import LAND, apply, contents, duty, office, rows

ACTOR = "quan-tri"


def test_units_stand_under_each_other(app):
    apply(office())

    assert rows(Unit.code, Unit.kind, Unit.name, Unit.parent_id) == [
        ("tt", "centre", "Trung tâm", 1),
        ("xa", "commune", "Xã Thử", None),
    ]
    assert rows(Unit.id, Unit.unit_id) == [(1, 1), (2, 2)]


def test_fields_stand_in_the_order_of_the_workbook_with_their_group(app):
    apply(office())

    assert rows(FieldGroup.id, FieldGroup.code, FieldGroup.unit_id) == [(1, LAND, 2)]
    assert rows(
        ServiceField.sort,
        ServiceField.code,
        ServiceField.group_id,
        ServiceField.is_other,
        ServiceField.unit_id,
    ) == [(1, "dat-dai", 1, False, 2), (2, "ho-tich", None, False, 2), (3, "khac", None, True, 2)]


def test_a_counter_serves_its_fields_in_the_order_of_its_chips(app):
    apply(office())

    assert rows(CounterField.counter_id, CounterField.sort, CounterField.field_id) == [
        (1, 1, 2),
        (2, 1, 1),
        (2, 2, 2),
    ]


def test_an_office_without_a_field_for_other_matters_gets_one(app):
    whole = office()
    apply(replace(whole, fields=whole.fields[:2]))

    assert rows(ServiceField.sort, ServiceField.name, ServiceField.short_name, ServiceField.is_other)[-1] == (
        3,
        "Lĩnh vực khác",
        "Việc khác",
        True,
    )


def test_shifts_are_stored_as_moments_in_utc(app):
    apply(office(duties=(duty("q1", "cc-a", last_day=date(2026, 11, 23)),)))

    ((starts, ends, counter, officer, replaced),) = rows(
        DutyEntry.starts_at,
        DutyEntry.ends_at,
        DutyEntry.counter_id,
        DutyEntry.officer_id,
        DutyEntry.replaced_at,
    )
    assert starts.isoformat() == "2026-11-23T00:30:00+00:00"
    assert ends.isoformat() == "2026-11-23T04:30:00+00:00"
    assert (counter, officer, replaced) == (1, 1, None)


def test_every_counter_and_the_entrance_get_a_code_of_their_own(app):
    apply(office())

    found = rows(
        Touchpoint.id, Touchpoint.kind, Touchpoint.counter_id, Touchpoint.label, Touchpoint.questionnaire_code
    )
    assert [row[1:] for row in found] == [
        ("counter", 1, "", "quick"),
        ("counter", 2, "", "quick"),
        ("entrance", None, "Lối vào", "quick"),
    ]
    codes = [code for (code,) in rows(Touchpoint.code)]
    assert len(set(codes)) == 3
    assert all(is_acceptable(code) for code in codes)
    assert {day for (day,) in rows(Touchpoint.issued_on)} == {date(2026, 11, 21)}


def test_a_chosen_plan_sets_its_targets_with_document_and_article(app):
    apply(office())

    document = by_code("nam-dan-2026").document
    assert rows(
        Target.threshold, Target.subject, Target.group_id, Target.valid_from, Target.valid_to, Target.set_code
    ) == [
        (8500, "group", 1, date(2026, 3, 19), None, "nam-dan-2026"),
        (9500, "overall", None, date(2026, 3, 19), None, "nam-dan-2026"),
    ]
    assert rows(Target.document, Target.article) == [(document, "Mục III.5")] * 2


def test_an_import_is_in_the_audit_chain_with_its_numbers(app):
    apply(office())

    ((action, actor, unit_id, facts),) = rows(
        AuditEntry.action, AuditEntry.actor, AuditEntry.unit_id, AuditEntry.facts
    )
    assert (action, actor, unit_id) == ("office.import", "quan-tri", 1)
    assert '"duty":{"created":10}' in facts.replace(" ", "")
    assert audit.verify().first_break is None


def test_a_dry_run_tells_what_the_import_then_does_and_writes_nothing(app):
    before = contents()

    told = office_import.plan(office())

    assert contents() == before
    assert told.tallies == {
        Kind.UNIT: Tally(created=2),
        Kind.GROUP: Tally(created=1),
        Kind.FIELD: Tally(created=3),
        Kind.COUNTER: Tally(created=2),
        Kind.OFFICER: Tally(created=2),
        Kind.DUTY: Tally(created=10),
        Kind.TOUCHPOINT: Tally(created=3),
        Kind.TARGET: Tally(created=2),
        Kind.QUESTIONNAIRE: Tally(created=2),
    }
    assert apply(office()) == told


def test_one_impossible_row_at_the_end_leaves_nothing_of_the_rest(app):
    before = contents()
    # The database itself refuses a shift that ends before it begins, after hundreds of sound rows were sent.
    impossible = duty("q2", "cc-b", starts=time(11, 30), ends=time(7, 30))

    with pytest.raises(Exception, match="ck_duty_entry_order|CHECK constraint failed"):
        apply(office(duties=(duty("q1", "cc-a"), impossible)))

    assert contents() == before


def test_a_failure_after_the_last_row_leaves_nothing_either(app):
    before = contents()

    def stop(done, total):
        if done == total:
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power cut"):
        office_import.apply(office(), actor=ACTOR, progress=stop)

    assert contents() == before


def test_a_plan_whose_group_is_missing_leaves_nothing(app):
    before = contents()
    whole = office()
    bare = tuple(replace(field, group_code=None) for field in whole.fields)

    with pytest.raises(Exception, match="subject_missing"):
        apply(replace(whole, groups=(), fields=bare))

    assert contents() == before


def test_an_import_leaves_no_work_for_the_worker(app):
    apply(office())

    assert rows(func.count(OutboxItem.id)) == [(0,)]
