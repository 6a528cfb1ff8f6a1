"""An office imported again: what differs is brought up to date, what is gone is closed, nothing is doubled."""

from dataclasses import replace
from datetime import date

from core.domain.office import Kind, OfficeCounter, OfficeTarget, OfficeTouchpoint, Tally, TouchpointKind
from core.domain.target_sets import Subject
from core.models import Counter, CounterField, Officer, ServiceField, Target, Touchpoint
from tests.services.office_files import apply, contents, office, rows


def test_a_second_run_changes_nothing_but_the_audit_chain(app):
    apply(office())
    before = contents(without=("audit_entry",))

    done = apply(office())

    assert done.changes == 0
    assert contents(without=("audit_entry",)) == before


def test_new_names_are_taken_over_and_ids_and_codes_stay(app):
    apply(office())
    codes = rows(Touchpoint.id, Touchpoint.code)
    whole = office()
    renamed = replace(
        whole,
        counters=(replace(whole.counters[0], name="Quầy Hộ tịch"), whole.counters[1]),
        officers=(replace(whole.officers[0], name="Công chức Á.", title=""), whole.officers[1]),
    )

    done = apply(renamed)

    assert done[Kind.COUNTER] == Tally(updated=1, unchanged=1)
    assert done[Kind.OFFICER] == Tally(updated=1, unchanged=1)
    assert done.changes == 2
    assert rows(Counter.id, Counter.name) == [(1, "Quầy Hộ tịch"), (2, "Quầy 2")]
    assert rows(Officer.id, Officer.name, Officer.title) == [(1, "Công chức Á.", ""), (2, "Công chức B.", "")]
    assert rows(Touchpoint.id, Touchpoint.code) == codes


def test_other_fields_of_a_counter_are_taken_over(app):
    apply(office())
    whole = office()

    done = apply(
        replace(whole, counters=(whole.counters[0], replace(whole.counters[1], field_codes=("ho-tich",))))
    )

    assert done[Kind.COUNTER] == Tally(updated=1, unchanged=1)
    assert rows(CounterField.counter_id, CounterField.sort, CounterField.field_id) == [(1, 1, 2), (2, 1, 2)]


def test_a_counter_that_is_new_and_one_that_is_renamed_are_told_apart(app):
    apply(office())
    whole = office()
    third = OfficeCounter(unit_code="tt", code="q3", name="Quầy 3", field_codes=("khac",))

    done = apply(replace(whole, counters=(*whole.counters, third)))

    assert done[Kind.COUNTER] == Tally(created=1, unchanged=2)
    assert done[Kind.TOUCHPOINT] == Tally(created=1, unchanged=3)


def test_what_the_workbook_no_longer_has_is_closed_and_keeps_its_code(app):
    apply(office())
    whole = office()

    done = apply(
        replace(whole, counters=whole.counters[:1], officers=whole.officers[:1], duties=whole.duties[:1])
    )

    assert rows(Counter.code, Counter.is_open) == [("q1", True), ("q2", False)]
    assert rows(Officer.code, Officer.is_active) == [("cc-a", True), ("cc-b", False)]
    assert done[Kind.COUNTER] == Tally(unchanged=1, closed=1)
    assert done[Kind.OFFICER] == Tally(unchanged=1, closed=1)
    assert done[Kind.DUTY] == Tally(unchanged=5, closed=5)
    assert len(rows(Touchpoint.id)) == 3


def test_what_comes_back_is_opened_again_under_its_old_id(app):
    apply(office())
    whole = office()
    apply(
        replace(
            whole, counters=whole.counters[:1], fields=whole.fields[1:], groups=(), target_sets={}, duties=()
        )
    )

    apply(office())

    assert rows(Counter.id, Counter.is_open) == [(1, True), (2, True)]
    assert rows(ServiceField.id, ServiceField.is_active) == [(1, True), (2, True), (3, True)]
    assert len(rows(Touchpoint.id)) == 3


def test_parts_without_any_row_stay_as_they_are(app):
    apply(office())

    done = apply(office(officers=(), duties=(), target_sets={}))

    assert done.changes == 0


def test_a_target_entered_by_hand_takes_the_place_of_the_plans(app):
    apply(office())
    own = OfficeTarget(
        unit_code="tt",
        subject=Subject.FIELD,
        subject_code="ho-tich",
        threshold=9700,
        first_day=date(2026, 1, 1),
        last_day=date(2026, 12, 31),
        document="Kế hoạch số 1",
        article="Mục 2",
    )

    done = apply(office(target_sets={}, targets=(own,)))

    assert done[Kind.TARGET] == Tally(created=1, closed=2)
    assert rows(Target.threshold, Target.subject, Target.field_id, Target.set_code) == [
        (9700, "field", 2, "")
    ]


def test_a_code_of_the_offices_own_is_made_once_and_relabelled(app):
    slip = OfficeTouchpoint(unit_code="tt", kind=TouchpointKind.SLIP, label="Phiếu từ chối")
    bench = OfficeTouchpoint(
        unit_code="tt",
        kind=TouchpointKind.COUNTER,
        subject_code="q1",
        label="Bàn 1",
        questionnaire_code="ministry",
    )
    apply(office())

    first = apply(office(touchpoints=(slip, bench)))
    second = apply(office(touchpoints=(slip, bench)))

    assert first[Kind.TOUCHPOINT] == Tally(created=1, updated=1, unchanged=2)
    assert second[Kind.TOUCHPOINT] == Tally(unchanged=4)
    assert ("Bàn 1", "ministry", 1) in rows(
        Touchpoint.label, Touchpoint.questionnaire_code, Touchpoint.counter_id
    )


def test_an_entrance_of_another_name_is_enough(app):
    apply(
        office(
            touchpoints=(OfficeTouchpoint(unit_code="tt", kind=TouchpointKind.ENTRANCE, label="Cửa chính"),)
        )
    )

    done = apply(office())

    assert done[Kind.TOUCHPOINT] == Tally(unchanged=3)
