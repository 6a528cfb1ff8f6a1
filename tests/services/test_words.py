"""Words given to questions: masked, sealed with the comment, kept from revision to revision, read by the Front."""

import secrets

import pytest
from flask import Flask

from core.db import db
from core.domain.access import SYSTEM
from core.domain.comment_review import COVER, Act
from core.domain.questionnaire import AnswerRefused
from core.domain.submission import CommentTooLong, NothingAnswered, Outcome
from core.domain.written import parted
from core.models import SLOT_COLUMNS
from core.queries import questionnaires
from core.services import comment_cases, comment_reviews, rollups, settling, submissions
from core.services.comment_reviews import Noted, ReviewRefused
from tests.support import asked, commenting, ledger, worlds
from tests.support.clock import Clock
from tests.support.commenting import FRONT
from tests.support.contents import contents
from tests.support.worlds import World

WISH = "Xin thêm ghế ngồi"
WHY = "Thiếu bản sao"


@pytest.fixture
def world(app: Flask) -> World:
    """The office, which asks in every way."""
    world = commenting.office()
    asked.ask(asked.version())
    return world


def version_id(world: World) -> int:
    """Return the version the office asks."""
    found = questionnaires.latest(SYSTEM, "quick", world.centre)
    assert found is not None
    return found


def tap(world: World, secret: bytes, level: int = 3, **changes: object):
    return submissions.accept(worlds.tap(world, secret, level, version_id=version_id(world), **changes))


def tell(world: World, secret: bytes, *, seen: int = 1, **changes: object):
    return submissions.accept(
        worlds.details(world, secret, seen=seen, **{"version_id": version_id(world), **changes})
    )


def words(secret: bytes):
    """Return what stands in the revision that counts, and which text questions its answers mark."""
    row = ledger.counting(secret)
    marks = asked.version().decode(row["answers"])
    text = ledger.comment(row)
    written = parted(text) if text else None
    return written, {code for code in ("why", "wish") if code in marks}


def test_words_are_sealed_with_the_comment_and_only_marked_among_the_answers(world: World, database_url: str):
    secret = secrets.token_bytes(16)
    tap(world, secret)

    receipt = tell(
        world,
        secret,
        answers={"returned": ("1",), "times": ("2",)},
        comment="Chờ lâu",
        texts={"wish": WISH, "why": f"{WHY}, gọi 0912 345 678"},
    )

    written, marks = words(secret)
    assert (written.comment, dict(written.texts)) == (
        "Chờ lâu",
        {"wish": WISH, "why": f"{WHY}, gọi [đã che số điện thoại]"},
    )
    assert marks == {"why", "wish"}
    assert receipt.masked == ("phone",)
    stored = contents(database_url)
    assert "ghế ngồi".encode() not in stored
    assert rollups.check() == []


def test_a_revision_that_says_only_one_part_keeps_the_others(world: World):
    secret = secrets.token_bytes(16)
    tap(world, secret)
    tell(world, secret, answers={"returned": ("1",)}, comment="Một", texts={"wish": WISH, "why": WHY})

    tell(world, secret, seen=2, answers={"returned": ("1",)}, texts={"wish": "Thêm quạt"})
    tap(world, secret, 2, seen_revision=3)

    written, marks = words(secret)
    assert (written.comment, dict(written.texts)) == ("Một", {"wish": "Thêm quạt", "why": WHY})
    assert marks == {"why", "wish"}


def test_words_go_with_their_question_when_it_no_longer_applies(world: World):
    secret = secrets.token_bytes(16)
    tap(world, secret)
    tell(world, secret, answers={"returned": ("1",), "times": ("3",)}, texts={"wish": WISH, "why": WHY})

    tell(world, secret, seen=2, answers={"returned": ("2",), "times": ("3",)})

    written, marks = words(secret)
    assert (dict(written.texts), marks) == ({"wish": WISH}, {"wish"})
    assert "times" not in asked.version().decode(ledger.counting(secret)["answers"])


def test_words_can_be_taken_back_one_by_one(world: World):
    secret = secrets.token_bytes(16)
    tap(world, secret)
    tell(world, secret, comment="Chờ lâu", texts={"wish": WISH})

    tell(world, secret, seen=2, dropped_texts=frozenset({"wish"}))
    assert words(secret)[0].text == "Chờ lâu"

    tell(world, secret, seen=3, is_comment_dropped=True)
    assert words(secret) == (None, set())


def test_the_same_words_again_are_the_same_success(world: World):
    secret = secrets.token_bytes(16)
    tap(world, secret)
    said = {"comment": "Chờ lâu", "texts": {"wish": WISH}, "answers": {"waited": ("20",)}}
    tell(world, secret, **said)

    again = tell(world, secret, **said)

    assert (again.outcome, again.revision) == (Outcome.DUPLICATE, 2)


def test_words_alone_are_an_answer_and_an_order_of_poles_alone_is_none(world: World):
    own = asked.ask(asked.version(3, randomises_poles=True))
    secret = secrets.token_bytes(16)

    submissions.accept(worlds.draft(world, version_id=own, answers={}, texts={"wish": WISH}))
    with pytest.raises(NothingAnswered):
        submissions.accept(worlds.draft(world, version_id=own, answers={}, secret=secret))

    assert [row["answers"][-1] for row in ledger.revisions()] == ["2"]


@pytest.mark.parametrize(
    ("texts", "refusal"),
    [
        ({"wish": "x" * 201}, CommentTooLong),
        ({"overall": "5"}, AnswerRefused),
        ({"mood": "tốt"}, AnswerRefused),
    ],
)
def test_words_no_page_could_send_are_refused(world: World, texts: dict[str, str], refusal: type):
    with pytest.raises(refusal):
        submissions.accept(worlds.draft(world, version_id=version_id(world), texts=texts))

    assert ledger.revisions() == []


def test_numbers_are_counted_and_added_up_and_the_record_can_be_counted_again(world: World):
    for minutes in ("0", "45", "480"):
        secret = secrets.token_bytes(16)
        tap(world, secret)
        tell(world, secret, answers={"waited": ("7",)})
        tell(world, secret, seen=2, answers={"waited": (minutes,)})
    waited = asked.version().question("waited")

    live = ledger.live()

    n, total = (SLOT_COLUMNS[option.slot] for option in waited.options)
    assert (live[n], live[total]) == (3, 525)
    assert rollups.check() == []

    settling.settle()
    rollups.rebuild()
    assert rollups.check() == []


def reviewed(world: World, clock_: Clock, *, is_allowed: bool = False):
    """Let one citizen write, the night settle it, and return what the Front reads."""
    submissions.accept(
        worlds.draft(
            world,
            version_id=version_id(world),
            answers={"overall": ("2",), "returned": ("1",)},
            comment="Chờ lâu",
            texts={"wish": "Xin ghế cho chị Lan", "why": WHY},
            may_become_case=is_allowed,
        )
    )
    clock_.advance(days=40)
    settling.settle()
    db.session.rollback()
    return commenting.comment("Chờ lâu")


def test_the_front_reads_words_under_the_wording_of_their_question(world: World, clock: Clock):
    one = reviewed(world, clock)

    assert one.original == (
        "Chờ lâu\nVì sao bị trả lại?: Thiếu bản sao\nNên đổi điều gì trước?: Xin ghế cho chị Lan"
    )


def test_words_are_covered_like_a_comment(world: World, clock: Clock):
    one = reviewed(world, clock)

    commenting.review(one, Act.EDIT, text=one.text.replace("chị Lan", COVER))
    with pytest.raises(ReviewRefused):
        comment_reviews.review(
            FRONT, one.handle, Act.EDIT, Noted(text="Vì sao?: khác"), actor="thu", number=1
        )

    assert commenting.comment("Chờ lâu").text.endswith(f"Xin ghế cho {COVER}")


def test_words_become_a_petition_where_that_was_allowed(world: World, clock: Clock):
    one = reviewed(world, clock, is_allowed=True)

    comment_cases.turn(FRONT, one.handle, actor="thu", number=0)

    db.session.rollback()
    assert commenting.comment("Chờ lâu").reason == "case"
