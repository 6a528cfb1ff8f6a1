"""Codes nobody printed, and codes that no longer count."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from core.db import write_session
from core.models import Touchpoint
from tests.support import ledger
from tests.support.citizen import Citizen
from tests.support.clock import Clock
from tests.support.stranger import Good, Stranger, assert_refused
from tests.support.worlds import World

#: Before anybody scans.
NIGHT = datetime(2026, 11, 20, 20, tzinfo=UTC)


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
        ("expired", "Mã này đã hết hạn dùng."),
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


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        ({"kind": "slip", "counter_id": None, "valid_to": date(2026, 11, 20)}, "Mã này đã hết hạn dùng."),
        ({"valid_to": date(2026, 11, 20)}, "Mã này đã hết hạn dùng."),
        ({"kind": "entrance", "counter_id": None, "revoked_at": NIGHT}, "Mã này không còn dùng."),
        (
            {
                "kind": "slip",
                "counter_id": None,
                "revoked_at": NIGHT,
                "replaced_by_id": World.entrance_point,
            },
            "Mã này đã được thay.",
        ),
    ],
    ids=["slip over", "counter over", "entrance revoked", "slip replaced"],
)
def test_nobody_is_sent_to_the_counter_where_no_code_hangs(
    world: World, stranger: Stranger, changes: dict[str, Any], title: str
):
    with write_session() as session:
        point = session.get_one(Touchpoint, world.many_point)
        for name, value in changes.items():
            setattr(point, name, value)

    page = stranger.open(f"/q/{world.many}")

    assert page.status_code == 410
    assert f"<h1>{title}</h1>" in page.text
    assert "tại quầy" not in page.text


def test_a_counters_code_past_its_last_day_leads_to_the_one_that_hangs_there(
    world: World, stranger: Stranger
):
    with write_session() as session:
        session.get_one(Touchpoint, world.criteria_point).valid_to = date(2026, 11, 20)

    page = stranger.open(f"/q/{world.criteria}").text

    assert "Mã này đã hết hạn dùng. Xin quét lại mã đang dán tại quầy." in page
    assert f"Nơi này hiện dùng mã {world.single}." in page


def test_the_last_day_of_a_code_still_counts(app: Flask, world: World, citizen: Citizen, clock: Clock):
    clock.set("2026-11-20T23:59:00+07:00")

    page = citizen.scan(world.expired)

    assert page.status == 200
