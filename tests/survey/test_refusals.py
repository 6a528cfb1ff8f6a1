"""Refusals: a form with one thing wrong gets a clear page and a 4xx, and writes nothing."""

import secrets

import pytest
from flask import Flask

from core.web import tokens
from core.web.tokens import Purpose, SurveyTicket
from tests.support import ledger
from tests.support.citizen import Citizen
from tests.support.stranger import BROKEN, Good, Stranger, assert_refused, is_clear, without
from tests.support.worlds import World


def test_the_good_forms_are_taken(world: World, stranger: Stranger, details: Good):
    answer = stranger.post(f"/q/{world.many}/gop-y?gui=", details)

    assert answer.status_code == 303
    assert [row["revision"] for row in ledger.revisions()] == [1, 2]


@pytest.mark.parametrize("wrong", BROKEN)
def test_a_tap_with_one_thing_wrong_writes_nothing(world: World, stranger: Stranger, tap: Good, wrong: str):
    before = ledger.row_counts()

    answer = stranger.post(f"/q/{world.many}?gui=", BROKEN[wrong](tap))

    assert_refused(answer, before)


@pytest.mark.parametrize("wrong", BROKEN)
def test_details_with_one_thing_wrong_write_nothing(
    world: World, stranger: Stranger, details: Good, wrong: str
):
    before = ledger.row_counts()

    answer = stranger.post(f"/q/{world.many}/gop-y?gui=", BROKEN[wrong](details))

    assert_refused(answer, before)


@pytest.mark.parametrize("level", ["", "0", "6", "-1", "55", "4 ", "four", "<b>", "４", None])
def test_a_level_that_does_not_exist_asks_for_one_of_the_five(
    world: World, stranger: Stranger, tap: Good, level: str | None
):
    before = ledger.row_counts()

    answer = stranger.post(
        f"/q/{world.many}?gui=", without(tap, "level") if level is None else {**tap, "level": level}
    )

    assert_refused(answer, before, 422)
    assert "Xin chạm một trong năm mức." in answer.text


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("q_officer", "6"),
        ("q_officer", "x"),
        ("q_trips", "3"),
        ("q_reasons", "8"),
        ("q_extra_money", "5' --"),
    ],
)
def test_an_answer_code_no_page_offers_is_refused(
    world: World, stranger: Stranger, details: Good, name: str, value: str
):
    before = ledger.row_counts()

    answer = stranger.post(f"/q/{world.many}/gop-y?gui=", {**details, name: value})

    assert_refused(answer, before, 400)
    assert "Không đọc được trang này" in answer.text


@pytest.mark.parametrize("value", ["6", "x", "00"])
def test_an_unknown_level_of_a_criterion_is_refused(
    world: World, citizen: Citizen, stranger: Stranger, value: str
):
    form = citizen.scan(world.criteria).form
    before = ledger.row_counts()

    answer = stranger.post(f"/q/{world.criteria}?gui=", {**dict(form.filled), "q_bnv15": value})

    assert_refused(answer, before, 400)


def test_a_comment_of_two_thousand_and_one_characters_comes_back_with_a_sentence(
    world: World, stranger: Stranger, details: Good
):
    before = ledger.row_counts()

    answer = stranger.post(f"/q/{world.many}/gop-y?gui=", {**details, "comment": "ế" * 2001})

    assert_refused(answer, before, 422)


def test_a_comment_of_two_hundred_kilobytes_is_too_long_to_be_read_at_all(
    world: World, stranger: Stranger, details: Good
):
    before = ledger.row_counts()

    answer = stranger.post(f"/q/{world.many}/gop-y?gui=", {**details, "comment": "x" * 200_000})

    assert_refused(answer, before, 413)
    assert "Nội dung gửi quá dài" in answer.text
    assert "tối đa 2.000 ký tự" in answer.text


def test_a_token_of_another_counter_is_refused(world: World, citizen: Citizen, stranger: Stranger, tap: Good):
    foreign = dict(citizen.scan(world.single).form.filled)["token"]
    before = ledger.row_counts()

    answer = stranger.post(f"/q/{world.many}?gui=", {**tap, "token": foreign})

    assert_refused(answer, before, 400)


def test_a_token_of_another_questionnaire_is_refused(world: World, stranger: Stranger, tap: Good):
    ticket = SurveyTicket(bytes(16), world.many_point, world.ministry, None, 1_795_226_400)
    before = ledger.row_counts()

    answer = stranger.post(
        f"/q/{world.many}?gui=", {**tap, "token": tokens.issue(Purpose.FORM, ticket), "version": "1"}
    )

    assert_refused(answer, before, 400)


def test_the_token_of_a_first_page_is_no_continuation(world: World, stranger: Stranger, tap: Good):
    before = ledger.row_counts()

    answers = [
        stranger.open(f"/q/{world.many}/gop-y?t={tap['token']}"),
        stranger.open(f"/q/{world.many}/cam-on?t={tap['token']}"),
        stranger.open(f"/q/{world.many}?tiep={tap['token']}"),
        stranger.post(f"/q/{world.many}/gop-y?gui=", {**tap, "q_trips": "1"}),
        stranger.post(f"/q/{world.many}/cam-on?bien-nhan=", {"token": tap["token"]}),
    ]

    for answer in answers:
        assert_refused(answer, before, 400)


def test_nobody_is_thanked_for_what_is_not_stored(app: Flask, world: World, stranger: Stranger):
    """A continuation whose answer is gone, as after restoring a backup, is no success (docs/promises.md P1)."""
    ticket = SurveyTicket(secrets.token_bytes(16), world.many_point, world.quick, None, 1_795_226_400)

    answer = stranger.open(f"/q/{world.many}/cam-on?t={tokens.issue(Purpose.CONTINUATION, ticket)}")

    assert answer.status_code == 400
    assert "Đã nhận ý kiến" not in answer.text


@pytest.mark.parametrize("tail", ["/gop-y", "/gop-y?t=", "/cam-on", "/cam-on?t=x", "?tiep=x", "?tiep=%00%FF"])
def test_an_address_without_its_token_gets_a_clear_page(world: World, stranger: Stranger, tail: str):
    answer = stranger.open(f"/q/{world.many}{tail}")

    assert answer.status_code == 400
    assert is_clear(answer)
