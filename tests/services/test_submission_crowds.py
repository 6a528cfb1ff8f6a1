"""Submissions at the same moment: nothing doubled, nothing lost, nothing miscounted."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from flask import Flask

from core.domain.submission import (
    Outcome,
    Receipt,
    SubmissionDraft,
    TooManyRevisions,
)
from core.services import rollups, submissions
from tests.support import ledger, worlds
from tests.support.worlds import World


def said(secret: bytes) -> str:
    """The first letter of every stored revision: the level it said."""
    return "".join(row["answers"][0] for row in ledger.revisions(secret))


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
    receipts = at_once(app, [worlds.tap(world, secret, 4)] * 12)

    outcomes = [receipt.outcome for receipt in receipts]
    assert (outcomes.count(Outcome.ACCEPTED), outcomes.count(Outcome.DUPLICATE)) == (1, 11)
    assert len(ledger.revisions()) == 1
    assert rollups.check() == []


def test_five_different_taps_at_the_same_moment_are_five_revisions_of_one_answer(
    app: Flask, world: World, secret: bytes
):
    drafts = [worlds.tap(world, secret, level) for level in (1, 2, 3, 4, 5)]

    at_once(app, drafts * 2)

    assert [row["revision"] for row in ledger.revisions(secret)] == [1, 2, 3, 4, 5]
    assert sorted(said(secret)) == ["1", "2", "3", "4", "5"]
    assert ledger.live()["n"] == 1
    assert rollups.check() == []


def test_ten_revisions_at_the_same_moment_never_become_more_than_eight(
    app: Flask, world: World, secret: bytes
):
    submissions.accept(worlds.tap(world, secret, 3))
    drafts = [worlds.details(world, secret, comment=f"Ý kiến {number}") for number in range(10)]

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
    drafts = [worlds.tap(world, bytes([number]) * 16, 1 + number % 5) for number in range(24)]

    at_once(app, [replace(draft) for draft in drafts])

    assert ledger.live() == {
        "n": 24, "n_office": 24, "n_field": 24, "n_officer": 0,
        "s00": 5, "s01": 5, "s02": 5, "s03": 5, "s04": 4,
    }  # fmt: skip
