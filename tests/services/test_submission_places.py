"""Whom and what an answer counts for: the officer of the page, the field of the chip."""

import pytest

from core.db import write_session
from core.domain.questionnaire import AnswerRefused
from core.models import DutyEntry
from core.services import rollups, submissions
from tests.support import ledger, worlds
from tests.support.worlds import World


def test_a_disclaimed_officer_is_rated_by_nobody_and_the_office_still_counts(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4))

    submissions.accept(worlds.details(world, secret, answers={"trips": ("0",)}, is_officer_disclaimed=True))

    row = ledger.counting(secret)
    assert (row["duty_entry_id"], row["officer_id"], row["counter_id"]) == (0, 0, 23)
    assert ledger.live()["n"] == 1
    assert rollups.check() == []


def test_a_disclaimer_can_be_taken_back(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4))
    submissions.accept(worlds.details(world, secret, is_officer_disclaimed=True))

    submissions.accept(worlds.details(world, secret, seen=2))

    assert ledger.counting(secret)["officer_id"] == 31


def test_another_face_keeps_a_disclaimer(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4))
    submissions.accept(worlds.details(world, secret, is_officer_disclaimed=True))

    submissions.accept(worlds.tap(world, secret, 1, seen_revision=2))

    assert ledger.counting(secret)["officer_id"] == 0


def test_every_revision_keeps_the_duty_entry_of_the_first(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4))

    submissions.accept(worlds.tap(world, secret, 2, duty_entry_id=world.duty_of_binh))

    assert {row["duty_entry_id"] for row in ledger.revisions(secret)} == {world.duty_of_an}


def test_nobody_on_duty_is_nobody_rated(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4, duty_entry_id=None))

    assert (ledger.counting(secret)["duty_entry_id"], ledger.counting(secret)["officer_id"]) == (0, 0)


def test_a_duty_entry_of_another_counter_rates_nobody(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4, duty_entry_id=world.duty_of_chi))

    assert (ledger.counting(secret)["duty_entry_id"], ledger.counting(secret)["officer_id"]) == (0, 0)


def test_a_duty_entry_that_was_replaced_since_still_names_the_officer_who_was_there(
    world: World, secret: bytes
):
    with write_session() as session:
        session.get_one(DutyEntry, world.duty_of_an).replaced_at = session.get_one(
            DutyEntry, world.duty_of_an
        ).starts_at

    submissions.accept(worlds.tap(world, secret, 4))

    assert ledger.counting(secret)["officer_id"] == 31


def test_an_officers_own_code_rates_that_officer_without_any_roster(world: World, secret: bytes):
    submissions.accept(
        worlds.tap(
            world, secret, 4, touchpoint_id=world.officer_point, duty_entry_id=None, field_id=world.civil
        )
    )

    row = ledger.counting(secret)
    assert (row["officer_id"], row["duty_entry_id"], row["field_id"]) == (33, 0, 15)


def test_each_answer_counts_in_the_field_that_was_chosen(world: World):
    for number, field in enumerate((world.land, world.building, world.investment, world.environment)):
        submissions.accept(worlds.tap(world, bytes([number]) * 16, 4, field_id=field))

    assert sorted(row["field_id"] for row in ledger.revisions()) == [11, 12, 13, 14]


def test_a_skipped_chip_counts_for_the_office_and_can_be_made_up_for(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4))

    submissions.accept(worlds.details(world, secret, field_id=world.land))

    assert [row["field_id"] for row in ledger.revisions(secret)] == [0, 11]
    assert rollups.check() == []


def test_another_face_without_a_chip_keeps_the_field(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4, field_id=world.land))

    submissions.accept(worlds.tap(world, secret, 2))

    assert ledger.counting(secret)["field_id"] == 11


@pytest.mark.parametrize("field_id", [World.neighbours_field, 999])
@pytest.mark.parametrize("seen", [0, 1])
def test_a_field_of_another_office_is_refused_at_every_step(
    world: World, secret: bytes, field_id: int, seen: int
):
    if seen:
        submissions.accept(worlds.tap(world, secret, 4))
    before = ledger.row_counts()

    with pytest.raises(AnswerRefused, match="unknown_field"):
        submissions.accept(worlds.tap(world, secret, 2, field_id=field_id, seen_revision=seen))

    assert ledger.row_counts() == before
