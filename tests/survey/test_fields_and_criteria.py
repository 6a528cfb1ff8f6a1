"""Counters with several fields, and the ministry's nineteen criteria."""

from collections import Counter

from flask import Flask

from core.services import rollups
from tests.support import ledger
from tests.support.citizen import Citizen, over_flask
from tests.support.worlds import World


def stored() -> list[tuple[int, str]]:
    """What the inbox holds, as (revision, level)."""
    return [(row["revision"], row["answers"][0]) for row in ledger.revisions()]


def test_at_a_counter_with_four_fields_each_answer_counts_in_the_field_chosen(app: Flask, world: World):
    chosen = [world.land, world.building, world.investment, world.environment, world.other, world.land]
    for field in chosen:
        citizen = Citizen(over_flask(app.test_client()))
        citizen.scan(world.many)
        citizen.tap(4, field=field)

    assert Counter(row["field_id"] for row in ledger.revisions()) == Counter(chosen)
    assert rollups.check() == []


def test_the_chips_are_the_counters_fields_and_something_else(world: World, citizen: Citizen):
    page = citizen.scan(world.many)

    assert page.form.offered["field"] == ("11", "12", "13", "14", "16")
    assert "Ông/Bà vừa làm việc gì? (có thể bỏ qua)" in page.text
    assert "Việc khác" in page.text


def test_a_skipped_chip_is_asked_again_with_the_details(world: World, citizen: Citizen):
    citizen.scan(world.many)
    page = citizen.tap(4)

    citizen.details(field=str(world.building))

    assert "field" in page.form.offered
    assert [row["field_id"] for row in ledger.revisions()] == [0, world.building]


def test_a_chosen_chip_is_not_asked_again(world: World, citizen: Citizen):
    citizen.scan(world.many)

    page = citizen.tap(4, field=world.land)

    assert "field" not in page.form.offered


def test_a_chip_skipped_twice_leaves_the_answer_with_the_office_and_the_officer(
    world: World, citizen: Citizen
):
    citizen.scan(world.many)
    citizen.tap(4)

    citizen.details(officer="4")

    row = ledger.revisions()[-1]
    assert (row["field_id"], row["officer_id"]) == (0, world.an)


def test_the_ministrys_form_is_one_page_of_nineteen_criteria_in_five_parts(world: World, citizen: Citizen):
    page = citizen.scan(world.criteria)

    asked = [name for name in page.form.offered if name.startswith("q_")]
    assert asked == [f"q_bnv{number}" for number in range(15, 34)]
    assert page.heading == "Ông/Bà hài lòng thế nào về từng điều dưới đây?"
    assert "Câu 19/19" in page.text
    assert [element.text for element in page.root.iter("span") if element.text in ("1/5", "5/5")] == [
        "1/5",
        "5/5",
    ]


def test_the_ministrys_form_takes_what_was_answered_and_leaves_the_rest_blank(world: World, citizen: Citizen):
    citizen.scan(world.criteria)

    citizen.details(bnv15="5", bnv23="2", bnv30="0", comment="Ghế ít")

    citizen.thanks()
    row = ledger.revisions()[0]
    assert row["answers"] == "5" + "." * 7 + "2" + "." * 6 + "0" + "..."
    assert (row["version_id"], row["officer_id"]) == (world.ministry, world.chi)
    assert ledger.comment(row) == "Ghế ít"


def test_the_ministrys_form_left_empty_asks_for_one_answer_and_stores_nothing(world: World, citizen: Citizen):
    citizen.scan(world.criteria)

    page = citizen.details()

    assert page.status == 422
    assert "Ông/Bà chưa chọn câu nào. Xin trả lời ít nhất một câu." in page.text
    assert stored() == []


def test_the_ministrys_form_sent_twice_is_one_answer_and_corrected_is_one_answer(
    world: World, citizen: Citizen
):
    citizen.scan(world.criteria)
    citizen.details(bnv15="5")
    citizen.again()
    citizen.back()
    citizen.back()

    citizen.details(bnv15="3")

    assert [(row["revision"], row["answers"][0]) for row in ledger.revisions()] == [(1, "5"), (2, "3")]
