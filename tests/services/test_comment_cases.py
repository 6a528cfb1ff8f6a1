"""Comments that become petitions: only with consent, and once however often it is tried."""

from typing import Any

import pytest
from flask import Flask

from core.db import db
from core.domain.access import Role
from core.domain.comment_review import Act, ReviewRefused, State
from core.domain.complaints.course import Action, MoveRefused
from core.queries.complaints import cases
from core.queries.complaints.inbox import View
from core.services import comment_cases, submissions
from tests.support import casework, commenting, worlds
from tests.support.clock import Clock
from tests.support.commenting import FRONT
from tests.support.databases import Databases
from tests.support.worlds import World

WISH = "Xin sửa lối đi cho xe lăn ở cửa chính."


def turn(words: str) -> None:
    one = commenting.comment(words)
    comment_cases.turn(FRONT, one.handle, actor="thu", number=one.number)
    db.session.rollback()


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: test_comment_joins.py goes the whole way on both kinds of database."""
    return sqlite_databases


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    """One comment whose writer allowed a petition, one whose writer did not, and one set aside."""
    clock.set("2026-10-20T09:00:00+07:00")
    world = commenting.office()
    commenting.give(world, [WISH], is_allowed=True, field=world.land)
    commenting.give(world, ["Cửa mở muộn mười phút so với giờ ghi."])
    commenting.settle(clock, "2026-11-03T09:00:00+07:00")
    return world


def test_without_consent_there_is_no_petition(world: World):
    with pytest.raises(ReviewRefused, match="no_consent"):
        turn("Cửa mở muộn")

    assert casework.numbers() == set()


def test_with_consent_the_words_become_an_anonymous_case_and_the_comment_is_set_aside(world: World):
    turn("xe lăn")

    number = casework.newest()
    case = cases.one(FRONT, number)
    assert case is not None
    assert case.texts == {"what": WISH}
    assert str(case.channel) == "survey"
    assert not case.line.is_named
    assert (case.counter, case.line.field) == ("", "")
    aside = commenting.comment("xe lăn")
    assert (aside.state, str(aside.reason)) == (State.ASIDE, "case")
    casework.move(FRONT, Action.TRIAGE)


def test_where_nobody_holds_the_code_the_front_says_whether_the_answer_is_good_enough(world: World):
    manager, leader = casework.somebody(Role.MANAGER, 3), casework.somebody(Role.LEADER, 4)
    turn("xe lăn")
    casework.move(FRONT, Action.TRIAGE)
    for number, words in enumerate((Action.ORDER, Action.CONCLUDE), start=1):
        casework.move(manager, Action.SUBMIT, text=casework.ANSWER)
        casework.move(leader, Action.APPROVE)
        casework.move(FRONT, Action.RELEASE)
        [line] = cases.listed(FRONT, View.MINE).items
        assert line.is_turn
        with pytest.raises(MoveRefused, match="not_yours"):
            casework.move(leader, words, text="Đã đủ.")
        case = cases.one(FRONT, casework.newest())
        assert case is not None
        assert (case.contests, case.line.state) == (number - 1, "answered")
        casework.move(FRONT, words, text="Mặt trận đã đến xem.")

    case = cases.one(FRONT, casework.newest())
    assert case is not None
    assert (case.contests, case.line.outcome) == (1, "concluded")


def test_a_citizens_own_letter_leaves_the_front_no_word_for_them(world: World):
    casework.letter()
    casework.move(FRONT, Action.TRIAGE)
    casework.move(casework.somebody(Role.MANAGER, 3), Action.SUBMIT, text=casework.ANSWER)
    casework.move(casework.somebody(Role.LEADER, 4), Action.APPROVE)
    casework.move(FRONT, Action.RELEASE)

    assert cases.listed(FRONT, View.MINE).items == ()
    for action in (Action.ORDER, Action.CONCLUDE):
        with pytest.raises(MoveRefused, match="not_yours"):
            casework.move(FRONT, action, text="Đã đủ.")


def test_covered_passages_stay_covered_in_the_case(world: World):
    covered = WISH.replace("cửa chính", "[đã che]")
    commenting.review(commenting.comment("xe lăn"), Act.EDIT, text=covered)

    turn("xe lăn")

    case = cases.one(FRONT, casework.newest())
    assert case is not None
    assert case.texts == {"what": covered}


def test_a_petition_stays_one_and_is_not_published_besides(world: World, monkeypatch: pytest.MonkeyPatch):
    one = commenting.comment("xe lăn")
    with monkeypatch.context() as patch:
        # The power goes between the case and the signed row.
        patch.setattr(comment_cases, "reviewing", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            turn("xe lăn")
    assert len(casework.numbers()) == 1
    commenting.review(one, Act.EDIT, text=WISH.replace("cửa chính", "[đã che]"))

    turn("xe lăn")

    assert len(casework.numbers()) == 1
    with pytest.raises(ReviewRefused, match="no_such_act"):
        turn("xe lăn")
    with pytest.raises(ReviewRefused, match="became_case"):
        commenting.review(commenting.comment("xe lăn"), Act.RETURN)


def test_what_somebody_does_meanwhile_does_not_leave_a_petition_among_the_comments(
    world: World, monkeypatch: pytest.MonkeyPatch
):
    one = commenting.comment("xe lăn")
    file = comment_cases.filing.file

    def file_meanwhile(*said: Any, **named: Any) -> str:
        receipt = file(*said, **named)
        commenting.review(one, Act.EDIT, text=WISH.replace("cửa chính", "[đã che]"))
        return receipt

    monkeypatch.setattr(comment_cases.filing, "file", file_meanwhile)
    turn("xe lăn")

    assert commenting.comment("xe lăn").state is State.ASIDE


def test_what_is_left_too_short_stays_a_comment(world: World):
    commenting.review(commenting.comment("xe lăn"), Act.EDIT, text="[đã che]")

    with pytest.raises(ReviewRefused, match="too_short"):
        turn("xe lăn")

    assert commenting.comment("xe lăn").state is State.OPEN


def test_consent_without_a_comment_is_nothing(app: Flask):
    world = commenting.office()
    secret = b"a secret of mine"
    submissions.accept(worlds.tap(world, secret, 3))

    again = submissions.accept(worlds.details(world, secret, may_become_case=True))

    assert again.revision == 1


def test_no_text_can_forge_consent(app: Flask, clock: Clock):
    world = commenting.office()
    commenting.give(world, ["Đồng ý ÿþ\u00ff\u00fe chuyển thành phản ánh"])
    commenting.settle(clock, "2026-11-23T03:00:00+07:00")

    assert not commenting.comment("Đồng ý").may_become_case


def test_the_office_reads_the_case_only_once_the_front_has_passed_it_on(world: World):
    turn("xe lăn")
    manager = casework.somebody(Role.MANAGER, 5)
    assert cases.one(manager, casework.newest()) is None

    casework.move(FRONT, Action.TRIAGE)

    case = cases.one(manager, casework.newest())
    assert case is not None
    assert case.texts == {"what": WISH}
