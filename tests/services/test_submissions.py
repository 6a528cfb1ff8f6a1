"""Submissions: each distinct revision exactly once, the highest counts, and whom it counts for (promise P2)."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from threading import Barrier

import pytest
from flask import Flask

from core.db import write_session
from core.domain.questionnaire import AnswerRefused
from core.domain.submission import (
    CommentTooLong,
    NothingAnswered,
    Outcome,
    Quality,
    Receipt,
    SubmissionDraft,
    TooManyRevisions,
)
from core.models import DutyEntry
from core.queries.questionnaires import UnknownVersion
from core.services import rollups, settling, submissions
from tests.support import ledger, worlds
from tests.support.clock import Clock
from tests.support.worlds import World


@pytest.fixture
def world(app: Flask) -> World:
    with write_session() as session:
        return worlds.office(session)


@pytest.fixture
def secret() -> bytes:
    return secrets.token_bytes(16)


def tap(world: World, secret: bytes, level: int, **changes: object) -> SubmissionDraft:
    """A tap on a face of counter 3, drawn before anything was stored."""
    return worlds.draft(
        world, secret=secret, answers={"overall": (str(level),)}, keeps_earlier_details=True, **changes
    )


def details(world: World, secret: bytes, *, seen: int = 1, **changes: object) -> SubmissionDraft:
    """A whole details page, drawn after revision `seen`; it does not repeat the face."""
    return worlds.draft(world, secret=secret, seen_revision=seen, **{"answers": {}, **changes})


def levels(secret: bytes) -> str:
    """The first letter of every stored revision: the level it said."""
    return "".join(row["answers"][0] for row in ledger.revisions(secret))


# The first tap.


def test_one_tap_is_a_stored_answer_with_the_place_the_day_and_the_officer_of_the_page(
    world: World, secret: bytes
):
    receipt = submissions.accept(tap(world, secret, 4))

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
    receipts = [submissions.accept(tap(world, secret, 4)) for _ in range(20)]

    assert [receipt.outcome for receipt in receipts] == [Outcome.ACCEPTED] + [Outcome.DUPLICATE] * 19
    assert {receipt.revision for receipt in receipts} == {1}
    assert len(ledger.revisions()) == 1
    assert ledger.live()["n"] == 1


def test_another_face_is_a_new_revision_and_the_cells_hold_only_the_new_one(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4))

    receipt = submissions.accept(tap(world, secret, 2))

    assert (receipt.outcome, receipt.revision) == (Outcome.ACCEPTED, 2)
    assert receipt.answers == {"overall": ("2",)}
    assert ledger.live() == {"n": 1, "n_office": 1, "n_field": 1, "n_officer": 0, "s01": 1}


def test_two_people_at_one_counter_are_two_submissions(world: World):
    submissions.accept(tap(world, b"a" * 16, 4))
    submissions.accept(tap(world, b"b" * 16, 4))

    assert ledger.live() == {"n": 2, "n_office": 2, "n_field": 2, "n_officer": 0, "s03": 2}


# Eight revisions.


def test_the_eighth_revision_counts_and_a_ninth_is_refused_and_changes_nothing(world: World, secret: bytes):
    for seen, level in enumerate((1, 2, 3, 4, 5, 4, 3, 2)):
        submissions.accept(tap(world, secret, level, seen_revision=seen))
    before = ledger.live()

    with pytest.raises(TooManyRevisions):
        submissions.accept(tap(world, secret, 5, seen_revision=8))

    assert levels(secret) == "12345432"
    assert ledger.live() == before == {"n": 1, "n_office": 1, "n_field": 1, "n_officer": 0, "s01": 1}


def test_after_eight_revisions_a_retry_of_one_of_them_is_still_a_success(world: World, secret: bytes):
    for seen, level in enumerate((1, 2, 3, 4, 5, 4, 3, 2)):
        submissions.accept(tap(world, secret, level, seen_revision=seen))

    receipt = submissions.accept(tap(world, secret, 5))

    assert (receipt.outcome, receipt.revision) == (Outcome.DUPLICATE, 8)
    assert receipt.answers == {"overall": ("2",)}


# Retries and changes of mind.


def test_a_late_retry_of_the_first_tap_does_not_undo_the_details(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))
    submissions.accept(details(world, secret, answers={"trips": ("2",)}, comment="Chờ lâu"))

    receipt = submissions.accept(tap(world, secret, 3))

    assert (receipt.outcome, receipt.revision) == (Outcome.DUPLICATE, 2)
    assert receipt.answers == {"overall": ("3",), "trips": ("2",)}
    assert ledger.comment(ledger.counting(secret)) == "Chờ lâu"


def test_a_late_retry_of_the_first_tap_does_not_undo_a_change_of_mind(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4))
    submissions.accept(tap(world, secret, 2))

    receipt = submissions.accept(tap(world, secret, 4))

    assert receipt.answers == {"overall": ("2",)}
    assert levels(secret) == "42"


def test_a_change_of_mind_and_back_on_the_pages_that_offer_it_counts_the_last_word(
    world: World, secret: bytes
):
    submissions.accept(tap(world, secret, 4))
    submissions.accept(tap(world, secret, 2, seen_revision=1))

    receipt = submissions.accept(tap(world, secret, 4, seen_revision=2))

    assert (receipt.outcome, receipt.revision) == (Outcome.ACCEPTED, 3)
    assert levels(secret) == "424"


def test_a_retry_of_a_change_of_mind_is_one_revision(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4))
    for _ in range(3):
        submissions.accept(tap(world, secret, 2, seen_revision=1))

    assert levels(secret) == "42"


def test_a_retry_of_the_details_is_one_revision_comment_included(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))
    draft = details(world, secret, answers={"reasons": ("1",)}, comment="Chờ lâu")
    for _ in range(3):
        submissions.accept(draft)

    assert [row["revision"] for row in ledger.revisions(secret)] == [1, 2]


def test_the_same_details_with_other_words_are_a_new_revision(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))
    submissions.accept(details(world, secret, comment="Chờ lâu"))

    submissions.accept(details(world, secret, seen=2, comment="Chờ rất lâu"))

    assert [ledger.comment(row) for row in ledger.revisions(secret)] == [None, "Chờ lâu", "Chờ rất lâu"]


# Details and another face.


def test_details_keep_the_face_that_was_tapped(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))

    receipt = submissions.accept(details(world, secret, answers={"officer": ("5",), "reasons": ("0", "3")}))

    assert receipt.answers == {"overall": ("3",), "officer": ("5",), "reasons": ("0", "3")}


def test_another_face_keeps_the_details_and_drops_the_reasons_that_no_longer_fit(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))
    submissions.accept(
        details(world, secret, answers={"officer": ("4",), "reasons": ("1",), "trips": ("2",)}, comment="Chờ")
    )

    receipt = submissions.accept(tap(world, secret, 5))

    assert receipt.answers == {"overall": ("5",), "officer": ("4",), "trips": ("2",)}
    assert ledger.comment(ledger.counting(secret)) == "Chờ"


def test_a_bad_face_instead_of_another_bad_one_keeps_the_reasons(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))
    submissions.accept(details(world, secret, answers={"reasons": ("1", "4")}))

    receipt = submissions.accept(tap(world, secret, 1))

    assert receipt.answers == {"overall": ("1",), "reasons": ("1", "4")}


def test_a_second_details_page_replaces_the_first_one_whole(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))
    submissions.accept(details(world, secret, answers={"reasons": ("1", "4"), "trips": ("0",)}))

    receipt = submissions.accept(details(world, secret, seen=2, answers={"reasons": ("4",)}))

    assert receipt.answers == {"overall": ("3",), "reasons": ("4",)}


# Comments.


def test_an_earlier_comment_stays_when_nothing_new_is_written(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))
    submissions.accept(details(world, secret, comment="Chờ lâu"))

    submissions.accept(details(world, secret, seen=2, answers={"trips": ("1",)}, comment="  "))

    assert ledger.comment(ledger.counting(secret)) == "Chờ lâu"


def test_an_earlier_comment_goes_when_its_writer_removes_it(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))
    submissions.accept(details(world, secret, comment="Chờ lâu"))

    submissions.accept(details(world, secret, seen=2, is_comment_dropped=True))

    assert ledger.comment(ledger.counting(secret)) is None


def test_a_comment_of_spaces_is_no_comment_and_changes_nothing(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))

    receipt = submissions.accept(details(world, secret, comment=" \n "))

    assert receipt.outcome is Outcome.DUPLICATE


def test_a_phone_number_is_covered_before_it_is_stored_and_the_receipt_says_so(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))

    receipt = submissions.accept(details(world, secret, comment="Gọi 0912 345 678"))

    assert receipt.masked == ("phone",)
    assert ledger.comment(ledger.counting(secret)) == "Gọi [đã che số điện thoại]"


def test_a_comment_of_two_thousand_characters_is_taken_and_one_more_is_refused(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 3))

    submissions.accept(details(world, secret, comment="ế" * 2000))
    with pytest.raises(CommentTooLong):
        submissions.accept(details(world, secret, seen=2, comment="ế" * 2001))

    assert ledger.comment(ledger.counting(secret)) == "ế" * 2000


# The officer.


def test_a_disclaimed_officer_is_rated_by_nobody_and_the_office_still_counts(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4))

    submissions.accept(details(world, secret, answers={"trips": ("0",)}, is_officer_disclaimed=True))

    row = ledger.counting(secret)
    assert (row["duty_entry_id"], row["officer_id"], row["counter_id"]) == (0, 0, 23)
    assert ledger.live()["n"] == 1
    assert rollups.check() == []


def test_a_disclaimer_can_be_taken_back(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4))
    submissions.accept(details(world, secret, is_officer_disclaimed=True))

    submissions.accept(details(world, secret, seen=2))

    assert ledger.counting(secret)["officer_id"] == 31


def test_another_face_keeps_a_disclaimer(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4))
    submissions.accept(details(world, secret, is_officer_disclaimed=True))

    submissions.accept(tap(world, secret, 1, seen_revision=2))

    assert ledger.counting(secret)["officer_id"] == 0


def test_every_revision_keeps_the_duty_entry_of_the_first(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4))

    submissions.accept(tap(world, secret, 2, duty_entry_id=world.duty_of_binh))

    assert {row["duty_entry_id"] for row in ledger.revisions(secret)} == {world.duty_of_an}


def test_nobody_on_duty_is_nobody_rated(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4, duty_entry_id=None))

    assert (ledger.counting(secret)["duty_entry_id"], ledger.counting(secret)["officer_id"]) == (0, 0)


def test_a_duty_entry_of_another_counter_rates_nobody(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4, duty_entry_id=world.duty_of_chi))

    assert (ledger.counting(secret)["duty_entry_id"], ledger.counting(secret)["officer_id"]) == (0, 0)


def test_a_duty_entry_that_was_replaced_since_still_names_the_officer_who_was_there(
    world: World, secret: bytes
):
    with write_session() as session:
        session.get_one(DutyEntry, world.duty_of_an).replaced_at = session.get_one(
            DutyEntry, world.duty_of_an
        ).starts_at

    submissions.accept(tap(world, secret, 4))

    assert ledger.counting(secret)["officer_id"] == 31


def test_an_officers_own_code_rates_that_officer_without_any_roster(world: World, secret: bytes):
    submissions.accept(
        tap(world, secret, 4, touchpoint_id=world.officer_point, duty_entry_id=None, field_id=world.civil)
    )

    row = ledger.counting(secret)
    assert (row["officer_id"], row["duty_entry_id"], row["field_id"]) == (33, 0, 15)


# The field.


def test_each_answer_counts_in_the_field_that_was_chosen(world: World):
    for number, field in enumerate((world.land, world.building, world.investment, world.environment)):
        submissions.accept(tap(world, bytes([number]) * 16, 4, field_id=field))

    assert sorted(row["field_id"] for row in ledger.revisions()) == [11, 12, 13, 14]


def test_a_skipped_chip_counts_for_the_office_and_can_be_made_up_for(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4))

    submissions.accept(details(world, secret, field_id=world.land))

    assert [row["field_id"] for row in ledger.revisions(secret)] == [0, 11]
    assert rollups.check() == []


def test_another_face_without_a_chip_keeps_the_field(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4, field_id=world.land))

    submissions.accept(tap(world, secret, 2))

    assert ledger.counting(secret)["field_id"] == 11


@pytest.mark.parametrize("field_id", [World.neighbours_field, 999])
@pytest.mark.parametrize("seen", [0, 1])
def test_a_field_of_another_office_is_refused_at_every_step(
    world: World, secret: bytes, field_id: int, seen: int
):
    if seen:
        submissions.accept(tap(world, secret, 4))
    before = ledger.row_counts()

    with pytest.raises(AnswerRefused, match="unknown_field"):
        submissions.accept(tap(world, secret, 2, field_id=field_id, seen_revision=seen))

    assert ledger.row_counts() == before


# What is refused leaves nothing behind.


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"answers": {"overall": ("6",)}}, AnswerRefused),
        ({"answers": {"mood": ("5",)}}, AnswerRefused),
        ({"answers": {"overall": ("4", "5")}}, AnswerRefused),
        ({"answers": {}}, NothingAnswered),
        ({"answers": {"reasons": ("1",)}}, NothingAnswered),
        ({"comment": "x" * 2001}, CommentTooLong),
        ({"touchpoint_id": 999}, AnswerRefused),
        ({"version_id": 999}, UnknownVersion),
    ],
)
def test_what_no_honest_page_sends_is_refused_and_writes_nothing(
    world: World, changes: dict[str, object], refusal: type[Exception]
):
    before = ledger.row_counts()

    with pytest.raises(refusal):
        submissions.accept(worlds.draft(world, **changes))

    assert ledger.row_counts() == before


def test_a_submission_never_changes_its_questionnaire(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4))

    with pytest.raises(AnswerRefused, match="other_version"):
        submissions.accept(
            worlds.draft(world, secret=secret, version_id=world.ministry, answers={"bnv15": ("5",)})
        )

    assert levels(secret) == "4"


def test_a_comment_alone_is_an_answer_to_a_form_without_faces(world: World, secret: bytes):
    submissions.accept(
        worlds.draft(world, secret=secret, version_id=world.ministry, answers={}, comment="Không có chỗ ngồi")
    )

    assert ledger.counting(secret)["answers"] == "." * 19
    assert ledger.live()["n"] == 1


# Settled.


def test_after_settling_every_revision_gets_recorded_as_answer_and_nothing_is_written(
    world: World, secret: bytes, clock: Clock
):
    submissions.accept(tap(world, secret, 4))
    clock.set("2026-11-22T01:00:00+07:00")
    settling.settle()
    before = ledger.row_counts()

    receipts = [submissions.accept(tap(world, secret, level)) for level in (4, 1)]

    assert [(receipt.outcome, receipt.answers) for receipt in receipts] == [
        (Outcome.SETTLED, {"overall": ("4",)}),
        (Outcome.SETTLED, {"overall": ("4",)}),
    ]
    assert ledger.row_counts() == before


def test_a_revision_after_midnight_belongs_to_the_day_of_the_first(world: World, secret: bytes, clock: Clock):
    clock.set("2026-11-21T23:59:00+07:00")
    submissions.accept(tap(world, secret, 4))
    clock.set("2026-11-22T00:10:00+07:00")

    submissions.accept(details(world, secret, day=date(2026, 11, 22), answers={"trips": ("0",)}))

    assert [(row["day"], row["received_on"]) for row in ledger.revisions(secret)] == [
        (date(2026, 11, 21), date(2026, 11, 21))
    ] * 2


# Labels.


@pytest.mark.parametrize(("seconds", "label"), [(0.4, Quality.TOO_FAST), (1.99, 1), (2.0, 0), (40, 0)])
def test_a_tap_faster_than_two_seconds_is_labelled_and_taken(
    world: World, secret: bytes, seconds: float, label: int
):
    receipt = submissions.accept(tap(world, secret, 4, seconds_to_answer=seconds))

    assert receipt.outcome is Outcome.ACCEPTED
    assert ledger.counting(secret)["quality"] == label


def test_a_label_of_haste_stays_with_later_revisions(world: World, secret: bytes):
    submissions.accept(tap(world, secret, 4, seconds_to_answer=0.5))

    submissions.accept(details(world, secret, answers={"trips": ("0",)}))

    assert ledger.counting(secret)["quality"] == 1


def test_nineteen_criteria_all_alike_are_labelled_and_taken(world: World, secret: bytes):
    alike = {f"bnv{number}": ("5",) for number in range(15, 34)}
    submissions.accept(worlds.draft(world, secret=secret, version_id=world.ministry, answers=alike))
    straight = ledger.counting(secret)["quality"]

    submissions.accept(
        worlds.draft(world, secret=secret, version_id=world.ministry, answers={**alike, "bnv20": ("4",)})
    )

    assert straight == Quality.STRAIGHT_LINE
    assert ledger.counting(secret)["quality"] == 0


# At the same time.


def at_once(app: Flask, drafts: list[SubmissionDraft]) -> list[Receipt]:
    """Hand in all drafts from as many threads at the same moment."""
    start = Barrier(len(drafts))

    def hand_in(draft: SubmissionDraft) -> Receipt:
        with app.app_context():
            start.wait()
            return submissions.accept(draft)

    with ThreadPoolExecutor(len(drafts)) as pool:
        return list(pool.map(hand_in, drafts))


def test_twelve_identical_taps_at_the_same_moment_are_one_row(app: Flask, world: World, secret: bytes):
    receipts = at_once(app, [tap(world, secret, 4)] * 12)

    outcomes = [receipt.outcome for receipt in receipts]
    assert (outcomes.count(Outcome.ACCEPTED), outcomes.count(Outcome.DUPLICATE)) == (1, 11)
    assert len(ledger.revisions()) == 1
    assert rollups.check() == []


def test_five_different_taps_at_the_same_moment_are_five_revisions_of_one_answer(
    app: Flask, world: World, secret: bytes
):
    drafts = [tap(world, secret, level) for level in (1, 2, 3, 4, 5)]

    at_once(app, drafts * 2)

    assert [row["revision"] for row in ledger.revisions(secret)] == [1, 2, 3, 4, 5]
    assert sorted(levels(secret)) == ["1", "2", "3", "4", "5"]
    assert ledger.live()["n"] == 1
    assert rollups.check() == []


def test_ten_revisions_at_the_same_moment_never_become_more_than_eight(
    app: Flask, world: World, secret: bytes
):
    submissions.accept(tap(world, secret, 3))
    drafts = [details(world, secret, comment=f"Ý kiến {number}") for number in range(10)]

    def refused_or_not(draft: SubmissionDraft) -> bool:
        with app.app_context():
            try:
                return submissions.accept(draft).outcome is Outcome.ACCEPTED
            except TooManyRevisions:
                return False

    with ThreadPoolExecutor(10) as pool:
        accepted = list(pool.map(refused_or_not, drafts))

    assert accepted.count(True) == 7
    assert [row["revision"] for row in ledger.revisions(secret)] == list(range(1, 9))


def test_a_crowd_at_one_counter_is_counted_to_the_last_person(app: Flask, world: World):
    drafts = [tap(world, bytes([number]) * 16, 1 + number % 5) for number in range(24)]

    at_once(app, [replace(draft) for draft in drafts])

    assert ledger.live() == {
        "n": 24, "n_office": 24, "n_field": 24, "n_officer": 0,
        "s00": 5, "s01": 5, "s02": 5, "s03": 5, "s04": 4,
    }  # fmt: skip
