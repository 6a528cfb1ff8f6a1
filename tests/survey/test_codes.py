"""Codes nobody printed, and codes that no longer count."""

import pytest
from flask import Flask

from tests.support import ledger
from tests.support.citizen import Citizen
from tests.support.clock import Clock
from tests.support.stranger import Good, Stranger, assert_refused
from tests.support.worlds import World


@pytest.mark.parametrize(
    "code",
    ["999999", "x", "A" * 300, "3F7K4N%00", "%FF%FE", "3F7K4N%20", "đánh-giá", "%27%20OR%201=1--", "%0A"],
)
def test_a_code_nobody_printed_says_where_to_look(world: World, stranger: Stranger, tap: Good, code: str):
    before = ledger.row_counts()

    for answer in (stranger.open(f"/q/{code}"), stranger.post(f"/q/{code}?gui=", tap)):
        assert_refused(answer, before, 404)
        assert "Không tìm thấy mã này. Xin kiểm tra lại đường dẫn in dưới mã QR." in answer.text


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("replaced", "Mã này đã được thay. Xin quét lại mã đang dán tại quầy."),
        ("expired", "Mã này đã được thay. Xin quét lại mã đang dán tại quầy."),
        ("revoked", "Mã này không còn dùng. Xin quét lại mã đang dán tại quầy."),
    ],
)
def test_a_code_that_no_longer_counts_says_what_to_scan_instead(
    world: World, stranger: Stranger, tap: Good, code: str, sentence: str
):
    before = ledger.row_counts()

    shown = stranger.open(f"/q/{getattr(world, code)}")
    sent = stranger.post(f"/q/{getattr(world, code)}?gui=", tap)

    assert_refused(shown, before, 410)
    assert sentence in shown.text
    assert f"/q/{getattr(world, code)}/noi-khac" in shown.text
    assert_refused(sent, before, 400)


def test_the_last_day_of_a_code_still_counts(app: Flask, world: World, citizen: Citizen, clock: Clock):
    clock.set("2026-11-20T23:59:00+07:00")

    page = citizen.scan(world.expired)

    assert page.status == 200
