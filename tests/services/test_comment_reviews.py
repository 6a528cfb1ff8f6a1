"""Reviewing comments: signed rows, sealed layers, batches of five, and nobody who publishes alone."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from core.db import db
from core.domain.access import AccessDenied, Role
from core.domain.comment_review import Act, Reason, ReviewRefused, State
from core.domain.comment_topics import Topic
from core.models import AuditEntry, CommentReview
from core.queries.comments import batches, published, queue
from core.services import comment_releases, words
from core.services.comment_reviews import UnknownComment
from core.services.personal_data import Masked
from tests.support import casework, commenting
from tests.support.clock import Clock
from tests.support.commenting import FRONT, LEAD, TEXTS
from tests.support.databases import Databases

COUNCIL = casework.somebody(Role.COUNCIL, 9)


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: test_comment_joins.py goes the whole way on both kinds of database."""
    return sqlite_databases


@pytest.fixture
def comments(app: Flask, clock: Clock) -> None:
    """Six comments of October, settled, and it is November."""
    clock.set("2026-10-20T09:00:00+07:00")
    world = commenting.office()
    commenting.give(world, TEXTS, field=world.land)
    commenting.settle(clock, "2026-11-03T03:00:00+07:00")


def digests() -> list[str]:
    db.session.rollback()
    return [batch.digest for batch in batches.standing(LEAD).batches]


def test_what_waits_in_the_inbox_is_not_shown(app: Flask, clock: Clock):
    world = commenting.office()
    commenting.give(world, TEXTS)

    assert commenting.waiting() == ()

    commenting.settle(clock, "2026-11-22T03:00:00+07:00")
    assert sorted(one.text for one in commenting.waiting()) == sorted(TEXTS)


def test_the_queue_has_another_order_than_the_arrival_and_the_same_each_time(comments: None):
    shown = [one.text for one in commenting.waiting()]

    assert shown == [one.text for one in commenting.waiting()]
    stored = [row.submission_id for row in db.session.execute(text("SELECT submission_id FROM comment"))]
    assert [one.submission_id for one in commenting.waiting()] != sorted(stored)
    assert {one.month.isoformat() for one in commenting.waiting()} == {"2026-10-01"}


def test_a_field_is_named_only_among_ten_answers(comments: None, clock: Clock):
    assert {one.field for one in commenting.waiting()} == {""}

    clock.set("2026-11-03T09:00:00+07:00")
    world = commenting.World()
    commenting.give(world, [f"Góp ý số {number}" for number in range(10)], field=world.land)
    commenting.settle(clock, "2026-11-04T03:00:00+07:00")

    fields = {one.month.month: one.field for one in commenting.waiting()}
    assert fields == {10: "", 11: "Đất đai"}


def test_covering_keeps_the_text_as_given_and_undoing_is_a_row_of_its_own(comments: None):
    one = commenting.comment("Lệ phí")
    covered = "Lệ phí không niêm yết ở [đã che]"
    commenting.review(one, Act.EDIT, text=covered, topics=(Topic.FEES, Topic.PREMISES))
    commenting.review(commenting.comment("Lệ phí"), Act.MARK, LEAD)
    commenting.review(commenting.comment("Lệ phí"), Act.UNMARK)

    after = commenting.comment("Lệ phí")
    assert (after.original, after.text) == (one.original, covered)
    assert after.topics == (Topic.FEES, Topic.PREMISES)
    rows = db.session.execute(
        select(CommentReview.act, CommentReview.account_id, CommentReview.month).order_by(
            CommentReview.number
        )
    ).all()
    assert [(row.act, row.account_id, str(row.month)) for row in rows] == [
        ("edit", 1, "2026-11-01"),
        ("mark", 2, "2026-11-01"),
        ("unmark", 1, "2026-11-01"),
    ]


def test_a_text_with_a_word_added_is_refused_and_nothing_is_kept(comments: None):
    one = commenting.comment("Lệ phí")

    with pytest.raises(ReviewRefused, match="words_changed"):
        commenting.review(one, Act.EDIT, text="Lệ phí đã niêm yết ở quầy.")

    assert commenting.comment("Lệ phí").number == 0


def test_what_the_guard_finds_is_covered_when_it_is_signed(
    app: Flask, clock: Clock, monkeypatch: pytest.MonkeyPatch
):
    world = commenting.office()
    with monkeypatch.context() as patch:
        # As if the guard of that day had not known this kind of number.
        patch.setattr(words, "mask", lambda text: Masked(text, ()))
        commenting.give(world, ["Gọi 0912 345 678 giúp tôi"])
    commenting.settle(clock, "2026-11-22T03:00:00+07:00")

    commenting.mark(commenting.waiting())

    assert commenting.comment("Gọi").text == "Gọi [đã che số điện thoại] giúp tôi"


def test_who_read_an_older_state_does_nothing(comments: None):
    one = commenting.comment("Lệ phí")
    commenting.review(one, Act.EDIT)

    with pytest.raises(ReviewRefused, match="changed_meanwhile"):
        commenting.review(one, Act.MARK)


def test_setting_aside_needs_a_reason_and_can_be_undone(comments: None):
    one = commenting.comment("Lệ phí")
    with pytest.raises(ReviewRefused, match="reason_missing"):
        commenting.review(one, Act.SET_ASIDE)
    commenting.review(one, Act.SET_ASIDE, reason=Reason.ABUSIVE)
    aside = commenting.comment("Lệ phí")
    assert (aside.state, aside.reason) == (State.ASIDE, Reason.ABUSIVE)

    commenting.review(aside, Act.RETURN)

    assert commenting.comment("Lệ phí").state is State.OPEN
    assert commenting.comment("Lệ phí").reason is None


def test_four_do_not_come_out_and_the_fifth_lets_all_five_out(comments: None):
    commenting.mark(commenting.waiting()[:4])
    assert batches.standing(LEAD).waiting == 4
    assert digests() == []

    commenting.mark(commenting.waiting()[:1])
    [digest] = digests()

    assert comment_releases.release(LEAD, digest, actor="lan") == 5
    db.session.rollback()
    [batch] = published.listed(COUNCIL, 1).items
    assert len(batch.comments) == 5
    assert {one.text for one in batch.comments} < set(TEXTS)
    assert (batch.first_month, batch.last_month) == (batch.last_month, batch.first_month)
    assert len(commenting.waiting(state=State.RELEASED)) == 5


def test_nobody_publishes_what_they_marked_themselves(comments: None):
    commenting.mark(commenting.waiting()[:5])
    db.session.rollback()
    standing = batches.standing(FRONT)
    assert (standing.batches, standing.own) == ((), 5)

    with pytest.raises(ReviewRefused, match="changed_meanwhile"):
        comment_releases.release(FRONT, digests()[0], actor="thu")


def test_what_was_changed_after_the_preview_does_not_come_out(comments: None):
    commenting.mark(commenting.waiting())
    [digest] = digests()
    commenting.review(commenting.comment("Lệ phí"), Act.UNMARK)

    with pytest.raises(ReviewRefused, match="changed_meanwhile"):
        comment_releases.release(LEAD, digest, actor="lan")

    assert len(batches.standing(LEAD).batches[0].comments) == 5


def test_the_running_month_stays_and_small_months_come_out_together(app: Flask, clock: Clock):
    clock.set("2026-09-15T09:00:00+07:00")
    world = commenting.office()
    commenting.give(world, TEXTS[:2])
    commenting.settle(clock, "2026-10-15T09:00:00+07:00")
    commenting.give(world, TEXTS[2:5])
    commenting.settle(clock, "2026-10-16T09:00:00+07:00")
    commenting.mark(commenting.waiting())
    assert digests() == []

    clock.set("2026-11-01T09:00:00+07:00")
    [batch] = batches.standing(LEAD).batches

    assert [month.isoformat() for month in batch.stretch.months] == ["2026-09-01", "2026-10-01"]


def test_published_texts_are_found_without_marks(comments: None):
    commenting.mark(commenting.waiting())
    comment_releases.release(LEAD, digests()[0], actor="lan")
    db.session.rollback()

    [batch] = published.listed(COUNCIL, 1, words="le phi").items

    assert [one.text for one in batch.comments] == [TEXTS[4]]
    assert published.listed(COUNCIL, 1, words="xe buýt").items == ()


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.FRONT, Role.FRONT_LEAD)])
def test_nobody_but_the_front_reads_a_comment_as_it_was_given(comments: None, role: Role):
    scope = casework.somebody(role)

    for ask in (queue.numbers, batches.standing, lambda own: queue.listed(own, State.OPEN, 1)):
        with pytest.raises(AccessDenied):
            ask(scope)


def test_another_communes_front_finds_nothing(comments: None):
    stranger = casework.somebody(Role.FRONT, 1, commenting.World.neighbour)
    one = commenting.comment("Lệ phí")

    assert commenting.waiting(stranger) == ()
    assert queue.numbers(stranger)[State.OPEN] == 0
    with pytest.raises(UnknownComment):
        commenting.review(one, Act.MARK, stranger)


def test_the_chain_says_who_did_what_and_never_with_which_comment(comments: None):
    commenting.mark(commenting.waiting())
    comment_releases.release(LEAD, digests()[0], actor="lan")
    db.session.rollback()

    entries = db.session.execute(
        select(AuditEntry.action, AuditEntry.actor, AuditEntry.facts)
        .where(AuditEntry.action.startswith("comment."))
        .order_by(AuditEntry.number)
    ).all()
    assert {tuple(entry) for entry in entries[:-1]} == {("comment.mark", "thu", "{}")}
    assert tuple(entries[-1]) == (
        "comment.release",
        "lan",
        '{"comments":6,"first":"2026-10","last":"2026-10"}',
    )
