"""Late, twice, or when nothing can be stored: what counts and what the citizen reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from flask import Flask

from core.db import write_session
from core.domain.submission import Receipt, StorageUnavailable, SubmissionDraft
from core.models import Touchpoint
from core.services import settling, submissions
from tests.support import ledger
from tests.support.both_databases import databases  # noqa: F401 (a fixture)
from tests.support.citizen import Citizen, over_flask
from tests.support.clock import Clock
from tests.support.worlds import World

QUESTION = "Ông/Bà hài lòng thế nào với lần phục vụ vừa rồi?"
DETAILS = "Ông/Bà muốn góp ý thêm điều gì?"


def stored() -> list[tuple[int, str]]:
    """What the inbox holds, as (revision, level)."""
    return [(row["revision"], row["answers"][0]) for row in ledger.revisions()]


def test_a_double_click_and_two_reloads_are_one_answer(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(4)
    citizen.again()

    page = citizen.again()

    assert page.heading == DETAILS
    assert stored() == [(1, "4")]


def test_details_sent_twice_are_one_revision(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(4)
    citizen.details(trips="0", comment="Tốt")

    citizen.again()

    citizen.thanks()
    assert stored() == [(1, "4"), (2, "4")]


def test_every_scan_is_a_new_answer(world: World, citizen: Citizen):
    for _ in range(2):
        citizen.scan(world.single)
        citizen.tap(4)

    assert len({row["id"] for row in ledger.revisions()}) == 2


def test_scanned_at_11_29_changed_at_11_30_sent_at_11_40_rates_the_first_officer(
    world: World, citizen: Citizen, clock: Clock
):
    clock.set("2026-11-21T11:29:00+07:00")
    citizen.scan(world.many)
    clock.set("2026-11-21T11:40:00+07:00")

    page = citizen.tap(2)

    assert "Công chức tiếp: Nguyễn Văn An" in page.text
    assert ledger.revisions()[0]["officer_id"] == world.an


def test_scanned_at_11_30_rates_the_second_officer(world: World, citizen: Citizen, clock: Clock):
    clock.set("2026-11-21T11:30:00+07:00")

    page = citizen.scan(world.many)
    citizen.tap(2)

    assert "Công chức tiếp: Trần Thị Bình" in page.text
    assert ledger.revisions()[0]["officer_id"] == world.binh


def test_a_form_that_lay_open_for_a_day_is_taken_without_officer_on_the_day_it_came(
    world: World, citizen: Citizen, clock: Clock
):
    citizen.scan(world.single)
    clock.set("2026-11-22T09:00:01+07:00")

    page = citizen.tap(2)

    assert page.heading == DETAILS
    assert "q_officer" not in page.form.offered
    row = ledger.revisions()[0]
    assert (row["officer_id"], row["duty_entry_id"], row["day"]) == (0, 0, date(2026, 11, 22))


def test_a_form_of_exactly_a_day_still_has_its_officer(world: World, citizen: Citizen, clock: Clock):
    citizen.scan(world.single)
    clock.set("2026-11-22T09:00:00+07:00")

    citizen.tap(2)

    assert ledger.revisions()[0]["officer_id"] == world.chi


def test_a_form_drawn_before_midnight_belongs_to_the_day_it_was_drawn(
    world: World, citizen: Citizen, clock: Clock
):
    clock.set("2026-11-21T23:58:00+07:00")
    citizen.scan(world.single)
    clock.set("2026-11-22T00:03:00+07:00")

    citizen.tap(4)

    assert ledger.revisions()[0]["day"] == date(2026, 11, 21)


def test_details_after_half_an_hour_are_not_taken_and_what_was_written_is_shown_for_copying(
    world: World, citizen: Citizen, clock: Clock
):
    citizen.scan(world.single)
    citizen.tap(4)
    clock.advance(minutes=30, seconds=1)

    page = citizen.details(comment="Viết chậm quá")

    assert page.status == 410
    assert page.heading == "Đã ghi nhận"
    assert "Viết chậm quá" in page.text
    assert stored() == [(1, "4")]


def test_details_within_half_an_hour_are_taken(world: World, citizen: Citizen, clock: Clock):
    citizen.scan(world.single)
    citizen.tap(4)
    clock.advance(minutes=29, seconds=59)

    citizen.details(trips="0")

    citizen.thanks()
    assert stored()[-1] == (2, "4")


def test_a_change_of_mind_does_not_start_the_half_hour_again(world: World, citizen: Citizen, clock: Clock):
    citizen.scan(world.single)
    citizen.tap(4)
    clock.advance(minutes=20)
    citizen.change_level()
    citizen.tap(3)
    clock.advance(minutes=20)

    page = citizen.details(trips="0")

    assert page.status == 410


def test_after_settling_the_citizen_reads_recorded_and_nothing_changes(
    world: World, citizen: Citizen, clock: Clock
):
    clock.set("2026-11-21T16:00:00+07:00")
    citizen.scan(world.single)
    citizen.tap(4)
    clock.set("2026-11-22T01:00:00+07:00")
    settling.settle()
    citizen.back()

    page = citizen.tap(1)

    assert "đã ghi nhận" in page.text
    assert "Hài lòng" in page.text
    assert ledger.revisions() == []
    assert [row["answers"][0] for row in ledger.settled()] == ["4"]


def test_a_form_drawn_before_its_code_was_replaced_is_still_taken(world: World, citizen: Citizen):
    citizen.scan(world.single)
    with write_session() as session:
        session.get_one(Touchpoint, world.single_point).replaced_by_id = world.many_point

    citizen.tap(4)

    assert stored() == [(1, "4")]


def test_a_tap_faster_than_two_seconds_is_labelled_and_a_slow_one_is_not(
    app: Flask, world: World, clock: Clock
):
    for seconds in (1, 3):
        citizen = Citizen(over_flask(app.test_client()))
        citizen.scan(world.single)
        clock.advance(seconds=seconds)
        citizen.tap(4)

    assert sorted(row["quality"] for row in ledger.revisions()) == [0, 1]


BUSY = "Hệ thống đang đông. Ý kiến chưa gửi được, xin bấm Gửi lại sau ít phút; nội dung vẫn còn ở đây."


@contextmanager
def full_disk() -> Iterator[None]:
    """Let every write fail for a while, as when the disk is full."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(submissions, "accept", _fail)
        yield


def _fail(_draft: SubmissionDraft) -> Receipt:
    raise StorageUnavailable("storage_unavailable")


def test_a_tap_that_cannot_be_stored_is_never_thanked_for_and_can_be_sent_again(
    world: World, citizen: Citizen
):
    citizen.scan(world.single)
    with full_disk():
        page = citizen.tap(2)

    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert BUSY in page.text
    assert page.heading == QUESTION
    citizen.tap(2)
    assert stored() == [(1, "2")]


def test_details_that_cannot_be_stored_stay_on_the_page(world: World, citizen: Citizen):
    citizen.scan(world.single)
    citizen.tap(2)
    with full_disk():
        page = citizen.details(officer="4", reasons=("1",), comment="Chờ lâu")

    assert page.status == 503
    assert BUSY in page.text
    assert "Gửi lại" in [button.text for button in page.root.iter("button")]
    assert {("q_officer", "4"), ("q_reasons", "1"), ("comment", "Chờ lâu")} <= set(page.form.filled)
    citizen.details()
    citizen.thanks()
    assert ledger.comment(ledger.revisions()[-1]) == "Chờ lâu"


def test_a_change_of_mind_that_could_not_be_stored_counts_when_it_is_sent_again(
    world: World, citizen: Citizen
):
    citizen.scan(world.single)
    citizen.tap(4)
    citizen.change_level()
    citizen.tap(2)
    citizen.change_level()
    with full_disk():
        citizen.tap(4)

    citizen.tap(4)

    assert stored()[-1] == (3, "4")
