"""Settling: once per date, what is finished moves from the inbox to the record, and every later replay is a success."""

from datetime import date
from typing import Any

import pytest
from flask import Flask

from core import clock as time
from core import config
from core.db import write_session
from core.domain.submission import Outcome, Receipt, SubmissionDraft
from core.services import comments, rollups, settling, submissions
from core.services.comments import ProtectedComment
from core.services.settling import Settled
from tests.services import record
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.worlds import World

SECRET = b"a citizen's own."


@pytest.fixture
def world(app: Flask) -> World:
    """The office on a Saturday at nine."""
    with write_session() as session:
        return worlds.office(session)


def give(world: World, level: str = "4", **changes: Any) -> Receipt:
    """Send one revision of the citizen with SECRET, made today unless said otherwise."""
    draft = worlds.draft(world, **{"secret": SECRET, "answers": {"overall": (level,)}, **changes})
    return submissions.accept(draft)


def levels(name: str) -> list[str]:
    """Return the tapped level of each row of inbox or record."""
    return sorted(row["answers"][0] for row in record.rows(name))


def test_what_was_received_yesterday_is_settled_and_todays_stays(world: World, clock: Clock):
    give(world, "1", secret=b"yesterday's one.")
    clock.set("2026-11-22T01:00:00+07:00")
    give(world, "5", secret=b"today's citizen.")

    assert settling.settle() == Settled(is_due=True, submissions=1, revisions=1)

    assert (levels("submission"), levels("inbox")) == (["1"], ["5"])


def test_a_date_is_settled_once_however_often_it_is_asked(world: World, clock: Clock):
    give(world)
    clock.set("2026-11-22T01:00:00+07:00")
    settling.settle()

    clock.set("2026-11-22T23:59:00+07:00")

    assert settling.settle() == Settled(is_due=False)


def test_the_next_date_is_settled_again(world: World, clock: Clock):
    clock.set("2026-11-22T01:00:00+07:00")
    settling.settle()
    give(world)

    clock.set("2026-11-23T01:00:00+07:00")

    assert settling.settle() == Settled(is_due=True, submissions=1, revisions=1)


def test_a_clock_put_back_settles_nothing_twice(world: World, clock: Clock):
    clock.set("2026-11-23T01:00:00+07:00")
    settling.settle()

    clock.set("2026-11-22T01:00:00+07:00")

    assert settling.settle() == Settled(is_due=False)


def test_before_half_past_midnight_a_continuation_may_be_open_and_nothing_is_settled(
    world: World, clock: Clock
):
    clock.set("2026-11-21T23:50:00+07:00")
    give(world)
    clock.set("2026-11-22T00:29:00+07:00")

    assert settling.settle() == Settled(is_due=False)
    assert levels("inbox") == ["4"]


def test_a_night_the_machine_was_off_is_made_up_for(world: World, clock: Clock):
    give(world, "1", secret=b"on Saturday.....")
    clock.set("2026-11-22T15:00:00+07:00")
    give(world, "2", secret=b"on Sunday.......")
    clock.set("2026-11-25T08:00:00+07:00")

    settling.settle()

    assert (levels("submission"), levels("inbox")) == (["1", "2"], [])


def test_only_the_highest_revision_is_settled_and_the_inbox_is_emptied_of_all(world: World, clock: Clock):
    for seen, level in enumerate("1325"):
        give(world, level, seen_revision=seen)
    clock.advance(days=1)

    assert settling.settle() == Settled(is_due=True, submissions=1, revisions=4)

    (row,) = record.rows("submission")
    assert (row["answers"][0], row["revision"], record.rows("inbox")) == ("5", 4, [])


def test_a_change_of_mind_after_midnight_belongs_to_the_visit_and_keeps_its_day(world: World, clock: Clock):
    clock.set("2026-11-21T23:55:00+07:00")
    give(world, "2")
    clock.set("2026-11-22T00:20:00+07:00")
    give(world, "5", seen_revision=1, day=date(2026, 11, 22))
    clock.set("2026-11-22T01:00:00+07:00")

    settling.settle()

    (row,) = record.rows("submission")
    assert (row["answers"][0], row["day"], record.rows("inbox")) == ("5", date(2026, 11, 21), [])


def test_an_answer_that_arrives_weeks_late_is_counted_on_the_day_it_was_given(world: World, clock: Clock):
    give(world, day=date(2026, 10, 30))
    clock.advance(days=1)

    settling.settle()

    assert {row["day"] for row in record.rows("cell_day")} == {date(2026, 10, 30)}
    assert {row["day"] for row in record.rows("cell_month")} == {date(2026, 10, 1)}


def test_the_cells_move_from_live_to_day_and_month(world: World, clock: Clock):
    give(world, "4", field_id=world.land)
    before = record.counted("cell_live")
    clock.advance(days=1)

    settling.settle()

    place = (date(2026, 11, 21), world.land, world.an, world.many_counter, "qr", "C", world.quick)
    assert before == {(place, "", ""): 1, (place, "overall", "4"): 1}
    assert record.counted("cell_day") == before
    assert record.counted("cell_month") == record.by_month(before)
    assert record.rows("cell_live") == []


def test_live_cells_are_written_anew_from_what_remains(world: World, clock: Clock):
    give(world, "1", secret=b"yesterday's one.")
    clock.set("2026-11-22T00:45:00+07:00")
    for level in "353":
        give(world, level, secret=b"today's citizen.", seen_revision=8)

    settling.settle()

    # One row for what counts; none for the levels the citizen left behind.
    (row,) = record.cells("cell_live")
    assert len(record.rows("cell_live")) == 1
    assert levels("inbox") == ["3", "3", "5"]
    assert rollups.check() == []


def test_a_replay_after_settling_is_the_same_success_and_stores_nothing(world: World, clock: Clock):
    give(world, "2")
    give(world, "4", seen_revision=1)
    clock.advance(days=1)
    settling.settle()
    before = [record.plain(name) for name in ("inbox", "submission", "cell_live", "cell_day", "cell_month")]

    replays = [give(world, level, day=date(2026, 11, 21)) for level in "24"]

    assert [(replay.outcome, replay.revision) for replay in replays] == [(Outcome.SETTLED, 2)] * 2
    assert [replay.answers["overall"] for replay in replays] == [("4",), ("4",)]
    assert [
        record.plain(name) for name in ("inbox", "submission", "cell_live", "cell_day", "cell_month")
    ] == before


def test_another_answer_after_settling_changes_nothing_and_says_what_counts(world: World, clock: Clock):
    give(world, "2")
    clock.advance(days=1)
    settling.settle()

    late = give(world, "5", seen_revision=1)

    assert (late.outcome, late.answers["overall"], levels("submission")) == (Outcome.SETTLED, ("2",), ["2"])


def test_the_comment_of_the_highest_revision_moves_and_its_commitment_stays_with_the_record(
    world: World, clock: Clock
):
    give(world, comment="Lời đầu")
    give(world, comment="Lời sau cùng", seen_revision=1)
    clock.advance(days=1)

    settling.settle()

    (submission,), (comment,) = record.rows("submission"), record.rows("comment")
    stored = ProtectedComment(
        comment["text"], comment["key"], comment["salt"], submission["comment_commitment"]
    )
    text = comments.reveal(stored, config.current().data_keys)
    assert (comment["submission_id"], text) == (submission["id"], "Lời sau cùng")
    assert comments.commit(text, comment["salt"]) == submission["comment_commitment"]


def test_a_comment_taken_back_is_not_kept(world: World, clock: Clock):
    give(world, comment="Lời nói vội")
    give(world, is_comment_dropped=True, seen_revision=1)
    clock.advance(days=1)

    settling.settle()

    assert record.rows("comment") == []
    assert [row["comment_commitment"] for row in record.rows("submission")] == [None]


def test_a_comment_can_be_erased_while_the_rating_and_its_commitment_stay(world: World, clock: Clock):
    give(world, comment="Xin xoá lời này")
    clock.advance(days=1)
    settling.settle()

    with write_session() as session:
        session.execute(record.table("comment").delete())

    assert [row["comment_commitment"] is not None for row in record.rows("submission")] == [True]


def test_settling_with_nothing_to_settle_is_done_for_that_date_too(world: World, clock: Clock):
    clock.advance(days=1)

    assert settling.settle() == Settled(is_due=True)
    assert settling.settle() == Settled(is_due=False)


def test_everything_else_about_a_submission_is_settled_as_it_was_given(world: World, clock: Clock):
    give(world, field_id=world.land, seconds_to_answer=0.5)
    (given,) = record.rows("inbox")
    clock.advance(days=1)

    settling.settle()

    (settled,) = record.rows("submission")
    kept = set(settled) & set(given)
    assert {name: settled[name] for name in kept} == {name: given[name] for name in kept}
    assert set(given) - set(settled) == {"received_on", "comment_text", "comment_key", "comment_salt"}
    assert settled["quality"] == 1


def test_no_column_of_the_record_can_hold_a_time_of_day_or_an_order(world: World):
    kinds = {column.name: str(column.type) for column in record.table("submission").columns}

    assert [name for name, kind in kinds.items() if kind in ("DATETIME", "TIMESTAMP", "BIGINT")] == []
    assert kinds["day"] == "DATE"


def test_many_are_settled_in_one_go(world: World, clock: Clock):
    drafts: list[SubmissionDraft] = [worlds.draft(world, comment="Tốt" * (n % 2)) for n in range(60)]
    for draft in drafts:
        submissions.accept(draft)
    clock.advance(days=1)

    assert settling.settle() == Settled(is_due=True, submissions=60, revisions=60)

    assert (len(record.rows("comment")), rollups.check(), time.today()) == (30, [], date(2026, 11, 22))
