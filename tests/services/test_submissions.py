"""Submissions: each distinct revision exactly once, and the highest counts (docs/promises.md P2)."""

from datetime import date

import pytest

from core.domain.submission import (
    Outcome,
    TooManyRevisions,
)
from core.services import submissions
from tests.support import ledger, worlds
from tests.support.worlds import World


def said(secret: bytes) -> str:
    """The first letter of every stored revision: the level it said."""
    return "".join(row["answers"][0] for row in ledger.revisions(secret))


def test_one_tap_is_a_stored_answer_with_the_place_the_day_and_the_officer_of_the_page(
    world: World, secret: bytes
):
    receipt = submissions.accept(worlds.tap(world, secret, 4))

    assert (receipt.outcome, receipt.revision) == (Outcome.ACCEPTED, 1)
    row = ledger.counting(secret)
    assert row["answers"] == "4" + "." * 22
    assert (row["unit_id"], row["counter_id"], row["touchpoint_id"]) == (2, 23, 51)
    assert (row["duty_entry_id"], row["officer_id"]) == (41, 31)
    assert (row["field_id"], row["round_id"], row["version_id"]) == (0, 0, 1)
    assert (row["channel"], row["tier"], row["quality"]) == ("qr", "C", 0)
    assert row["day"] == row["received_on"] == date(2026, 11, 21)
    assert ledger.live() == {"n": 1, "n_office": 1, "n_field": 1, "n_officer": 0, "s03": 1}


def test_the_same_tap_twenty_times_is_one_row_and_twenty_successes(world: World, secret: bytes):
    receipts = [submissions.accept(worlds.tap(world, secret, 4)) for _ in range(20)]

    assert [receipt.outcome for receipt in receipts] == [Outcome.ACCEPTED] + [Outcome.DUPLICATE] * 19
    assert {receipt.revision for receipt in receipts} == {1}
    assert len(ledger.revisions()) == 1
    assert ledger.live()["n"] == 1


def test_another_face_is_a_new_revision_and_the_cells_hold_only_the_new_one(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4))

    receipt = submissions.accept(worlds.tap(world, secret, 2))

    assert (receipt.outcome, receipt.revision) == (Outcome.ACCEPTED, 2)
    assert receipt.answers == {"overall": ("2",)}
    assert ledger.live() == {"n": 1, "n_office": 1, "n_field": 1, "n_officer": 0, "s01": 1}


def test_two_people_at_one_counter_are_two_submissions(world: World):
    submissions.accept(worlds.tap(world, b"a" * 16, 4))
    submissions.accept(worlds.tap(world, b"b" * 16, 4))

    assert ledger.live() == {"n": 2, "n_office": 2, "n_field": 2, "n_officer": 0, "s03": 2}


def test_the_eighth_revision_counts_and_a_ninth_is_refused_and_changes_nothing(world: World, secret: bytes):
    for seen, level in enumerate((1, 2, 3, 4, 5, 4, 3, 2)):
        submissions.accept(worlds.tap(world, secret, level, seen_revision=seen))
    before = ledger.live()

    with pytest.raises(TooManyRevisions):
        submissions.accept(worlds.tap(world, secret, 5, seen_revision=8))

    assert said(secret) == "12345432"
    assert ledger.live() == before == {"n": 1, "n_office": 1, "n_field": 1, "n_officer": 0, "s01": 1}


def test_after_eight_revisions_a_retry_of_one_of_them_is_still_a_success(world: World, secret: bytes):
    for seen, level in enumerate((1, 2, 3, 4, 5, 4, 3, 2)):
        submissions.accept(worlds.tap(world, secret, level, seen_revision=seen))

    receipt = submissions.accept(worlds.tap(world, secret, 5))

    assert (receipt.outcome, receipt.revision) == (Outcome.DUPLICATE, 8)
    assert receipt.answers == {"overall": ("2",)}


def test_a_late_retry_of_the_first_tap_does_not_undo_the_details(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))
    submissions.accept(worlds.details(world, secret, answers={"trips": ("2",)}, comment="Chờ lâu"))

    receipt = submissions.accept(worlds.tap(world, secret, 3))

    assert (receipt.outcome, receipt.revision) == (Outcome.DUPLICATE, 2)
    assert receipt.answers == {"overall": ("3",), "trips": ("2",)}
    assert ledger.comment(ledger.counting(secret)) == "Chờ lâu"


def test_a_late_retry_of_the_first_tap_does_not_undo_a_change_of_mind(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4))
    submissions.accept(worlds.tap(world, secret, 2))

    receipt = submissions.accept(worlds.tap(world, secret, 4))

    assert receipt.answers == {"overall": ("2",)}
    assert said(secret) == "42"


def test_a_change_of_mind_and_back_on_the_pages_that_offer_it_counts_the_last_word(
    world: World, secret: bytes
):
    submissions.accept(worlds.tap(world, secret, 4))
    submissions.accept(worlds.tap(world, secret, 2, seen_revision=1))

    receipt = submissions.accept(worlds.tap(world, secret, 4, seen_revision=2))

    assert (receipt.outcome, receipt.revision) == (Outcome.ACCEPTED, 3)
    assert said(secret) == "424"


def test_a_retry_of_a_change_of_mind_is_one_revision(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4))
    for _ in range(3):
        submissions.accept(worlds.tap(world, secret, 2, seen_revision=1))

    assert said(secret) == "42"


def test_a_retry_of_the_details_is_one_revision_comment_included(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))
    draft = worlds.details(world, secret, answers={"reasons": ("1",)}, comment="Chờ lâu")
    for _ in range(3):
        submissions.accept(draft)

    assert [row["revision"] for row in ledger.revisions(secret)] == [1, 2]


def test_the_same_details_with_other_words_are_a_new_revision(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))
    submissions.accept(worlds.details(world, secret, comment="Chờ lâu"))

    submissions.accept(worlds.details(world, secret, seen=2, comment="Chờ rất lâu"))

    assert [ledger.comment(row) for row in ledger.revisions(secret)] == [None, "Chờ lâu", "Chờ rất lâu"]
