"""The parts of an office: codes that are never words, duties by weekday, and what every office has."""

import random
from datetime import date, time

import pytest

from core.domain.office import (
    Duty,
    Office,
    OfficeCounter,
    OfficeField,
    OfficeTouchpoint,
    OfficeUnit,
    TouchpointKind,
    UnitKind,
    complete,
    weekdays,
)
from core.domain.office.codes import ALPHABET, draw, is_acceptable
from core.domain.office.example import example


def office(**parts):
    """One centre with one field and one counter, unless a test says otherwise."""
    centre = OfficeUnit(code="tt", name="Trung tâm", kind=UnitKind.CENTRE, valid_from=date(2025, 7, 1))
    field = OfficeField(unit_code="tt", code="dat-dai", name="Đất đai", short_name="Đất đai")
    counter = OfficeCounter(unit_code="tt", code="q1", name="Quầy 1", field_codes=("dat-dai",))
    return Office(**{"units": (centre,), "fields": (field,), "counters": (counter,), **parts})


def test_the_alphabet_has_no_vowel_and_nothing_taken_for_something_else():
    assert ALPHABET == "34679CDFHJKNPRTVX"


@pytest.mark.parametrize("code", ["J6XT97", "3TR399", "466D64"])
def test_a_code_of_scattered_letters_is_acceptable(code):
    assert is_acceptable(code)


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("CKT397", id="three letters in a row"),
        pytest.param("CC3947", id="the same letter twice in a row"),
        pytest.param("A34679", id="a vowel"),
        pytest.param("0D3467", id="a zero"),
        pytest.param("3467C", id="too short"),
        pytest.param("c4679d", id="small letters"),
    ],
)
def test_a_code_that_could_be_read_as_something_is_not(code):
    assert not is_acceptable(code)


def test_a_thousand_codes_are_acceptable_and_all_different():
    dice = random.Random(1)
    taken: set[str] = set()

    for _ in range(1000):
        code = draw(dice.choice, taken)
        assert is_acceptable(code)
        assert code not in taken
        taken.add(code)


def test_a_taken_code_is_drawn_again():
    letters = iter("346793" + "346794" + "347694")

    # One letter beside a code that is taken is too near as well.
    assert draw(lambda _alphabet: next(letters), {"346793"}) == "347694"


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("T2-T6", {0, 1, 2, 3, 4}),
        ("t2 – t6", {0, 1, 2, 3, 4}),
        ("Thứ 2 đến thứ 6", {0, 1, 2, 3, 4}),
        ("2,4,6", {0, 2, 4}),
        ("T2; T4 và T7", {0, 2, 5}),
        ("thứ hai, thứ năm", {0, 3}),
        ("T7-CN", {5, 6}),
        ("chủ nhật", {6}),
        ("8", {6}),
        ("hằng ngày", {0, 1, 2, 3, 4, 5, 6}),
    ],
)
def test_weekdays_are_read_as_people_write_them(text, days):
    assert weekdays.parse(text) == days


@pytest.mark.parametrize("text", ["", "T1", "T9", "T6-T2", "T2-T4-T6", "thứ chín", "T2,,T3", "Monday"])
def test_anything_else_names_no_weekdays(text):
    assert weekdays.parse(text) == frozenset()


@pytest.mark.parametrize(
    ("days", "text"), [({0, 1, 2, 3, 4}, "T2-T6"), ({5}, "T7"), ({0, 6}, "T2, CN"), ({0, 1}, "T2, T3")]
)
def test_weekdays_are_written_so_that_they_can_be_read(days, text):
    assert weekdays.write(frozenset(days)) == text
    assert weekdays.parse(text) == days


def test_a_duty_holds_on_its_weekdays_only_first_and_last_day_included():
    duty = Duty(
        unit_code="tt",
        counter_code="q1",
        officer_code="cc-a",
        first_day=date(2026, 11, 16),
        last_day=date(2026, 11, 23),
        weekdays=frozenset({0, 2}),
        starts=time(7, 30),
        ends=time(11, 30),
    )

    assert list(duty.days()) == [date(2026, 11, 16), date(2026, 11, 18), date(2026, 11, 23)]


def test_an_office_without_a_field_for_other_matters_gets_one_at_the_end():
    fields = complete(office()).fields

    assert [(field.code, field.is_other) for field in fields] == [("dat-dai", False), ("khac", True)]
    assert fields[-1].name == "Lĩnh vực khác"
    assert fields[-1].short_name == "Việc khác"


def test_a_field_marked_as_the_other_one_is_enough():
    own = OfficeField(
        unit_code="tt", code="linh-tinh", name="Việc lặt vặt", short_name="Lặt vặt", is_other=True
    )

    assert complete(office(fields=(own,))).fields == (own,)


def test_an_unmarked_field_under_the_known_code_becomes_the_other_one():
    own = OfficeField(unit_code="tt", code="khac", name="Lĩnh vực khác", short_name="Khác")

    fields = complete(office(fields=(own,))).fields

    assert [(field.code, field.is_other) for field in fields] == [("khac", True)]


def test_every_counter_gets_a_code_and_the_door_of_each_serving_unit_one():
    touchpoints = complete(office()).touchpoints

    assert [(one.kind, one.subject_code, one.label) for one in touchpoints] == [
        (TouchpointKind.COUNTER, "q1", ""),
        (TouchpointKind.ENTRANCE, None, "Lối vào"),
    ]


def test_what_the_workbook_names_itself_is_not_added():
    named = (
        OfficeTouchpoint(unit_code="tt", kind=TouchpointKind.COUNTER, subject_code="q1", label="Bàn số 1"),
        OfficeTouchpoint(unit_code="tt", kind=TouchpointKind.ENTRANCE, label="Cửa chính"),
    )

    assert complete(office(touchpoints=named)).touchpoints == named


def test_completing_twice_changes_nothing():
    once = complete(office())

    assert complete(once) == once


def test_the_example_commune_is_what_the_manual_promises():
    commune = example(date(2026, 11, 21))

    assert [unit.name for unit in commune.units] == ["Xã Mẫu", "Trung tâm Phục vụ hành chính công"]
    assert len(commune.counters) == 6
    third = next(counter for counter in commune.counters if counter.name == "Quầy 3")
    assert third.field_codes == ("dat-dai", "xay-dung", "dau-tu")
    assert sorted(len(counter.field_codes) for counter in commune.counters) == [1, 1, 1, 2, 3, 4]
    assert len(commune.fields) == 10
    assert [officer.name for officer in commune.officers][::7] == ["Công chức A.", "Công chức H."]
    assert commune.target_sets == {"tt-hcc-xa-mau": "nam-dan-2026"}


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 21), date(2026, 11, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2027, 1, 31)),
        (date(2027, 1, 31), date(2027, 1, 1), date(2027, 2, 28)),
    ],
)
def test_the_example_roster_covers_this_month_and_the_next(today, first, last):
    duties = example(today).duties

    assert {(duty.first_day, duty.last_day) for duty in duties} == {(first, last)}


def test_the_example_office_may_stay_shut_on_saturdays():
    duties = example(date(2026, 11, 21), is_open_on_saturdays=False).duties

    assert {duty.weekdays for duty in duties} == {frozenset({0, 1, 2, 3, 4})}
