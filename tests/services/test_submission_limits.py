"""What is refused, what is settled already, and what is labelled and taken all the same."""

from datetime import date

import pytest

from core.domain.questionnaire import AnswerRefused
from core.domain.submission import (
    CommentTooLong,
    NothingAnswered,
    Outcome,
    Quality,
)
from core.queries.questionnaires import UnknownVersion
from core.services import settling, submissions
from tests.support import ledger, worlds
from tests.support.clock import Clock
from tests.support.worlds import World


def said(secret: bytes) -> str:
    """The first letter of every stored revision: the level it said."""
    return "".join(row["answers"][0] for row in ledger.revisions(secret))


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
    submissions.accept(worlds.tap(world, secret, 4))

    with pytest.raises(AnswerRefused, match="other_version"):
        submissions.accept(
            worlds.draft(world, secret=secret, version_id=world.ministry, answers={"bnv15": ("5",)})
        )

    assert said(secret) == "4"


def test_a_comment_alone_is_an_answer_to_a_form_without_faces(world: World, secret: bytes):
    submissions.accept(
        worlds.draft(world, secret=secret, version_id=world.ministry, answers={}, comment="Không có chỗ ngồi")
    )

    assert ledger.counting(secret)["answers"] == "." * 19
    assert ledger.live()["n"] == 1


def test_after_settling_every_revision_gets_recorded_as_answer_and_nothing_is_written(
    world: World, secret: bytes, clock: Clock
):
    submissions.accept(worlds.tap(world, secret, 4))
    clock.set("2026-11-22T01:00:00+07:00")
    settling.settle()
    before = ledger.row_counts()

    receipts = [submissions.accept(worlds.tap(world, secret, level)) for level in (4, 1)]

    assert [(receipt.outcome, receipt.answers) for receipt in receipts] == [
        (Outcome.SETTLED, {"overall": ("4",)}),
        (Outcome.SETTLED, {"overall": ("4",)}),
    ]
    assert ledger.row_counts() == before


def test_a_revision_after_midnight_belongs_to_the_day_of_the_first(world: World, secret: bytes, clock: Clock):
    clock.set("2026-11-21T23:59:00+07:00")
    submissions.accept(worlds.tap(world, secret, 4))
    clock.set("2026-11-22T00:10:00+07:00")

    submissions.accept(worlds.details(world, secret, day=date(2026, 11, 22), answers={"trips": ("0",)}))

    assert [(row["day"], row["received_on"]) for row in ledger.revisions(secret)] == [
        (date(2026, 11, 21), date(2026, 11, 21))
    ] * 2


@pytest.mark.parametrize(("seconds", "label"), [(0.4, Quality.TOO_FAST), (1.99, 1), (2.0, 0), (40, 0)])
def test_a_tap_faster_than_two_seconds_is_labelled_and_taken(
    world: World, secret: bytes, seconds: float, label: int
):
    receipt = submissions.accept(worlds.tap(world, secret, 4, seconds_to_answer=seconds))

    assert receipt.outcome is Outcome.ACCEPTED
    assert ledger.counting(secret)["quality"] == label


def test_a_label_of_haste_stays_with_later_revisions(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 4, seconds_to_answer=0.5))

    submissions.accept(worlds.details(world, secret, answers={"trips": ("0",)}))

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
