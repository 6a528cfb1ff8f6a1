"""On both databases: what was published or became a petition leads to no rating, and consent goes its way."""

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from core import config
from core.db import db, write
from core.domain.access import Role
from core.domain.comment_review import Reason
from core.models import CommentTakeback, Complaint, Submission
from core.queries.comments import batches, published
from core.queries.comments.opened import open_comment
from core.services import comment_cases, comment_releases, submissions
from core.services.comment_reviews import UnknownComment
from tests.support import casework, commenting, ledger, worlds
from tests.support.clock import Clock
from tests.support.commenting import FRONT, LEAD, TEXTS
from tests.support.contents import contents
from tests.support.worlds import World

COUNCIL = casework.somebody(Role.COUNCIL, 9)
WISH = "Xin sửa lối đi cho xe lăn ở cửa chính."


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    """Six comments of October and one whose writer allowed a petition, settled; it is November."""
    clock.set("2026-10-20T09:00:00+07:00")
    world = commenting.office()
    commenting.give(world, TEXTS, field=world.land)
    commenting.give(world, [WISH], is_allowed=True, field=world.land)
    commenting.settle(clock, "2026-11-03T09:00:00+07:00")
    return world


def publish() -> None:
    """Mark all but the one that may become a petition, and publish them."""
    commenting.mark([one for one in commenting.waiting() if not one.may_become_case])
    [batch] = batches.standing(LEAD).batches
    db.session.rollback()
    comment_releases.release(LEAD, batch.digest, actor="lan")
    db.session.rollback()


def test_published_copies_lead_to_no_submission_and_have_an_order_of_their_own(
    world: World, database_url: str
):
    known = {one.submission_id for one in commenting.waiting()}
    publish()

    [batch] = published.listed(COUNCIL, 1).items
    texts = [one.text for one in batch.comments]
    assert sorted(texts) == sorted(TEXTS)
    assert [one.id for one in batch.comments] == sorted(one.id for one in batch.comments)
    held = contents(database_url)
    shown = repr([held[name] for name in ("published_comment", "comment_release", "audit_entry")])
    assert not [one for one in known if repr(one)[2:-1] in shown or one.hex() in shown]
    # No text is recognised by the length of what is stored of it.
    with write() as connection:
        lengths = set(connection.scalars(text("SELECT length(sealed) FROM published_comment")))
        raw = set(connection.scalars(text("SELECT length(text) FROM comment")))
    assert len(lengths) == len(raw) == 1


def test_a_text_taken_back_is_gone_and_the_row_says_why(world: World):
    publish()
    [batch] = published.listed(FRONT, 1).items
    gone = random.choice(batch.comments)

    comment_releases.take_back(FRONT, gone.id, Reason.PERSONAL, actor="thu")

    db.session.rollback()
    [batch] = published.listed(COUNCIL, 1).items
    assert (len(batch.comments), batch.taken_back) == (5, 1)
    assert gone.text not in [one.text for one in batch.comments]
    row = db.session.scalars(select(CommentTakeback)).one()
    assert (row.published_id, row.reason, row.account_id) == (gone.id, "personal", 1)
    with pytest.raises(UnknownComment):
        comment_releases.take_back(FRONT, gone.id, Reason.PERSONAL, actor="thu")


def test_no_table_joins_the_case_to_the_rating(world: World, database_url: str):
    one = commenting.comment("xe lăn")
    submission = db.session.get_one(Submission, one.submission_id)
    given_on = submission.day
    comment_cases.turn(FRONT, one.handle, actor="thu", number=one.number)
    db.session.rollback()
    case = db.session.scalars(select(Complaint)).one()
    db.session.rollback()

    held = contents(database_url)
    own = {name: rows for name, rows in held.items() if name.startswith("complaint")}
    theirs = {name: held[name] for name in ("submission", "comment", "comment_review", "comment_layer")}
    assert own["complaint"]
    assert theirs["comment_review"]
    # What both sides hold in common: the unit, the account of the Front, small numbers and nothing else.
    common = values(own) & values(theirs)
    assert not {value for value in common if isinstance(value, (bytes, memoryview)) and len(value) > 1}
    assert not {value for value in common if isinstance(value, str) and len(value) > 3}
    assert not {value for value in common if looks_like_a_day(value)}
    assert case.received_on - given_on > timedelta(days=1)
    # The chain speaks of comments without saying which, and of no petition from one.
    told = [json.loads(row["facts"]) for row in held["audit_entry"] if "comment" in row["action"]]
    assert told == [{}]


def values(tables: dict[str, Any]) -> set[Any]:
    return {value for rows in tables.values() for row in rows for value in dict(row).values()}


def looks_like_a_day(value: Any) -> bool:
    return isinstance(value, date) or (isinstance(value, str) and value[:4].isdigit() and "-" in value)


def told(world: World, secret: bytes, *, seen: int = 1, **changes: Any) -> int:
    return submissions.accept(worlds.details(world, secret, seen=seen, **changes)).revision


def allowed() -> list[bool]:
    keys = config.current().data_keys
    return [
        row["comment_text"] is not None
        and open_comment(row["comment_text"], row["comment_key"], keys).may_become_case
        for row in ledger.revisions()
    ]


def test_another_word_about_it_is_another_revision_and_the_same_again_is_none(app: Flask):
    world = commenting.office()
    secret = b"a secret of mine"
    submissions.accept(worlds.tap(world, secret, 3))

    assert told(world, secret, comment=WISH, may_become_case=False) == 2
    assert told(world, secret, comment=WISH, may_become_case=False) == 2
    assert told(world, secret, comment=WISH, may_become_case=True) == 3
    # The comment field comes empty: the words stay, what they allow is put right.
    assert told(world, secret, seen=3, may_become_case=True) == 3
    assert told(world, secret, seen=3, may_become_case=False) == 4
    assert told(world, secret, seen=3, may_become_case=False) == 4
    # A tap on another face carries both on.
    assert submissions.accept(worlds.tap(world, secret, 5, seen_revision=4)).revision == 5
    assert [ledger.comment(row) for row in ledger.revisions()][1:] == [WISH] * 4
    assert allowed() == [False, False, True, False, False]
