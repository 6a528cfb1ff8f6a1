"""Details and comments: what a later page keeps, replaces or takes away."""

import pytest

from core.domain.submission import (
    CommentTooLong,
    Outcome,
)
from core.services import submissions
from tests.support import ledger, worlds
from tests.support.worlds import World


def test_details_keep_the_face_that_was_tapped(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))

    receipt = submissions.accept(
        worlds.details(world, secret, answers={"officer": ("5",), "reasons": ("0", "3")})
    )

    assert receipt.answers == {"overall": ("3",), "officer": ("5",), "reasons": ("0", "3")}


def test_another_face_keeps_the_details_and_drops_the_reasons_that_no_longer_fit(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))
    submissions.accept(
        worlds.details(
            world, secret, answers={"officer": ("4",), "reasons": ("1",), "trips": ("2",)}, comment="Chờ"
        )
    )

    receipt = submissions.accept(worlds.tap(world, secret, 5))

    assert receipt.answers == {"overall": ("5",), "officer": ("4",), "trips": ("2",)}
    assert ledger.comment(ledger.counting(secret)) == "Chờ"


def test_a_bad_face_instead_of_another_bad_one_keeps_the_reasons(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))
    submissions.accept(worlds.details(world, secret, answers={"reasons": ("1", "4")}))

    receipt = submissions.accept(worlds.tap(world, secret, 1))

    assert receipt.answers == {"overall": ("1",), "reasons": ("1", "4")}


def test_a_second_details_page_replaces_the_first_one_whole(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))
    submissions.accept(worlds.details(world, secret, answers={"reasons": ("1", "4"), "trips": ("0",)}))

    receipt = submissions.accept(worlds.details(world, secret, seen=2, answers={"reasons": ("4",)}))

    assert receipt.answers == {"overall": ("3",), "reasons": ("4",)}


def test_an_earlier_comment_stays_when_nothing_new_is_written(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))
    submissions.accept(worlds.details(world, secret, comment="Chờ lâu"))

    submissions.accept(worlds.details(world, secret, seen=2, answers={"trips": ("1",)}, comment="  "))

    assert ledger.comment(ledger.counting(secret)) == "Chờ lâu"


def test_an_earlier_comment_goes_when_its_writer_removes_it(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))
    submissions.accept(worlds.details(world, secret, comment="Chờ lâu"))

    submissions.accept(worlds.details(world, secret, seen=2, is_comment_dropped=True))

    assert ledger.comment(ledger.counting(secret)) is None


def test_a_comment_of_spaces_is_no_comment_and_changes_nothing(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))

    receipt = submissions.accept(worlds.details(world, secret, comment=" \n "))

    assert receipt.outcome is Outcome.DUPLICATE


def test_a_phone_number_is_covered_before_it_is_stored_and_the_receipt_says_so(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))

    receipt = submissions.accept(worlds.details(world, secret, comment="Gọi 0912 345 678"))

    assert receipt.masked == ("phone",)
    assert ledger.comment(ledger.counting(secret)) == "Gọi [đã che số điện thoại]"


def test_a_comment_of_two_thousand_characters_is_taken_and_one_more_is_refused(world: World, secret: bytes):
    submissions.accept(worlds.tap(world, secret, 3))

    submissions.accept(worlds.details(world, secret, comment="ế" * 2000))
    with pytest.raises(CommentTooLong):
        submissions.accept(worlds.details(world, secret, seen=2, comment="ế" * 2001))

    assert ledger.comment(ledger.counting(secret)) == "ế" * 2000
