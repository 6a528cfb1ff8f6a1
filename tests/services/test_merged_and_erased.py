"""Where merging meets erasing, comments and recusal: nobody is stranded, nobody speaks in somebody else's place."""

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints import receipts
from core.domain.complaints.course import Action, MoveRefused, State
from core.domain.complaints.erasing import Wish
from core.domain.complaints.kinds import Channel, Outcome
from core.queries.complaints import cases, erasures
from core.services.complaints import erasure_requests, moving, passing
from tests.support import casework, worlds
from tests.support.casework import ANSWER, filed, read, row
from tests.support.clock import Clock

ROLES = (Role.FRONT, Role.FRONT_LEAD, Role.MANAGER, Role.LEADER)
FRONT, LEAD, MANAGER, LEADER = (casework.somebody(role, n) for n, role in enumerate(ROLES, start=1))


@pytest.fixture(autouse=True)
def world(app: Flask) -> None:
    """The office and everybody who has a part in cases."""
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)


def two() -> tuple[tuple[bytes, str], tuple[bytes, str]]:
    """Two letters on one matter, the second answered with the first."""
    main = filed("Máy lấy số ở quầy chứng thực hỏng, ông Bảy chờ cả buổi.")
    other = filed("Máy lấy số hỏng từ sáng thứ Hai, chị Tám phải đứng.")
    casework.move(FRONT, Action.TRIAGE, case=main[0])
    casework.move(FRONT, Action.MERGE, case=other[0], other_id=main[0])
    return main, other


def answer(number: bytes) -> None:
    casework.move(MANAGER, Action.SUBMIT, case=number, text=ANSWER)
    casework.move(LEADER, Action.APPROVE, case=number)
    casework.move(FRONT, Action.RELEASE, case=number)


def erase(receipt: str) -> None:
    erasure_requests.ask(receipts.normalise(receipt) or "", Wish.ALL)
    [line] = [one for one in erasures.listed(FRONT).items if one.is_unfinished]
    erasure_requests.decide(FRONT, line.id, is_granted=True, reason="", actor="thu")
    erasure_requests.confirm(LEAD, line.id, actor="thu")
    db.session.rollback()


def test_a_letter_with_a_receipt_is_not_answered_with_a_comment_whose_word_the_front_has():
    comment, _receipt = filed("Máy lấy số hỏng mà không ai sửa.", channel=Channel.SURVEY)
    casework.move(FRONT, Action.TRIAGE, case=comment)
    letter, _receipt = filed("Máy lấy số hỏng từ thứ Hai.")

    with pytest.raises(MoveRefused, match="other_has_no_sender"):
        casework.move(FRONT, Action.MERGE, case=letter, other_id=comment)


def test_a_comment_that_is_answered_with_a_letter_keeps_nobody_waiting():
    main, receipt = filed("Máy lấy số ở quầy chứng thực hỏng.")
    casework.move(FRONT, Action.TRIAGE, case=main)
    comment, _receipt = filed("Máy lấy số hỏng mà không ai sửa.", channel=Channel.SURVEY)
    casework.move(FRONT, Action.MERGE, case=comment, other_id=main)
    answer(main)

    assert casework.say(receipt, Action.CONFIRM, rating=5) is State.CLOSED


def test_whoever_withdrew_from_one_letter_meets_neither():
    main, _receipt = filed("Máy lấy số ở quầy chứng thực hỏng.")
    casework.move(FRONT, Action.TRIAGE, case=main)
    moving.recuse(MANAGER, main, reason="Người gửi là em tôi", actor="manager")
    other, _receipt = filed("Máy lấy số hỏng từ thứ Hai.")
    casework.move(FRONT, Action.TRIAGE, case=other)
    assert cases.one(MANAGER, other) is not None

    casework.move(FRONT, Action.MERGE, case=other, other_id=main)

    assert cases.one(MANAGER, main) is None
    assert cases.one(MANAGER, other) is None


def test_where_the_first_letter_is_erased_the_others_go_on_and_an_erased_one_stays_closed():
    (main, first), (second, receipt) = two()
    third, gone = filed("Máy lấy số hỏng cả tuần nay rồi.")
    casework.move(FRONT, Action.MERGE, case=third, other_id=main)
    erase(gone)

    erase(first)

    assert (row(second).state, row(second).merged_into) == (str(State.HANDLING), None)
    assert (row(third).state, row(third).outcome) == (str(State.CLOSED), str(Outcome.WITHDRAWN))
    answer(second)
    assert casework.say(receipt, Action.CONFIRM) is State.CLOSED


def test_an_erased_letter_cannot_be_parted_from_the_one_it_is_answered_with():
    (_main, _first), (second, receipt) = two()
    erase(receipt)

    with pytest.raises(MoveRefused, match="erased"):
        casework.move(FRONT, Action.SEPARATE, case=second)


def test_the_others_keep_the_answer_when_the_first_letter_is_erased():
    (main, first), (_second, receipt) = two()
    answer(main)

    erase(first)

    letter = read(receipt)
    assert letter.answer is not None
    assert letter.answer.text == ANSWER


def test_who_is_not_satisfied_with_the_answer_of_an_erased_letter_goes_on_alone():
    (main, first), (second, receipt) = two()
    answer(main)
    erase(first)

    assert casework.say(receipt, Action.CONTEST, text="Máy vẫn hỏng sáng nay") is State.HANDLING

    assert (row(second).merged_into, row(second).contests) == (None, 1)
    assert row(main).state == str(State.ANSWERED)
    answer(second)
    assert casework.say(receipt, Action.CONTEST, text="Vẫn hỏng") is State.APPEALED


@pytest.mark.parametrize("action", [Action.TAG, Action.LINK, Action.NAME])
def test_what_an_act_writes_down_by_itself_is_left_out_where_the_words_are_gone(action: Action):
    number, receipt = filed("Máy lấy số ở quầy chứng thực hỏng.")
    casework.move(FRONT, Action.TRIAGE, case=number)
    answer(number)
    other, _receipt = filed("Máy lấy số hỏng từ thứ Hai.")
    casework.move(FRONT, Action.TRIAGE, case=other)
    erase(receipt)
    said = {Action.TAG: {"tags": ("máy lấy số",)}, Action.LINK: {"other_id": other}}

    assert casework.move(FRONT, action, case=number, **said.get(action, {})) is State.ANSWERED


def test_whoever_withdraws_from_one_letter_withdraws_from_all_that_are_answered_with_it():
    (main, _first), (other, _second) = two()

    moving.recuse(MANAGER, other, reason="Người gửi là em tôi", actor="manager")

    assert cases.one(MANAGER, main) is None
    assert cases.one(MANAGER, other) is None


def test_nothing_is_answered_with_a_letter_whose_words_are_gone():
    main, receipt = filed("Máy lấy số ở quầy chứng thực hỏng.")
    casework.move(FRONT, Action.TRIAGE, case=main)
    answer(main)
    erase(receipt)
    other, _receipt = filed("Máy lấy số hỏng từ thứ Hai.")

    with pytest.raises(MoveRefused, match="other_erased"):
        casework.move(FRONT, Action.MERGE, case=other, other_id=main)


def test_who_joins_an_answered_letter_has_the_whole_time_for_their_word(clock: Clock):
    main, _first = filed("Máy lấy số ở quầy chứng thực hỏng.")
    casework.move(FRONT, Action.TRIAGE, case=main)
    answer(main)
    last = row(main).due_on
    assert last is not None
    clock.set(f"{last}T09:00:00+07:00")
    other, receipt = filed("Máy lấy số hỏng từ thứ Hai.")
    casework.move(FRONT, Action.MERGE, case=other, other_id=main)

    clock.advance(days=1)
    passing.run()

    assert read(receipt).state is State.ANSWERED
    assert casework.say(receipt, Action.CONTEST, text="Máy vẫn hỏng") is State.HANDLING


def test_letters_that_had_an_answer_together_are_no_longer_parted_and_keep_what_they_had():
    (main, first), (second, receipt) = two()
    third, satisfied = filed("Máy lấy số hỏng cả tuần nay rồi.")
    casework.move(FRONT, Action.MERGE, case=third, other_id=main)
    answer(main)
    casework.say(satisfied, Action.CONFIRM)
    casework.say(first, Action.CONTEST, text="Máy vẫn hỏng")

    with pytest.raises(MoveRefused, match="answered_already"):
        casework.move(FRONT, Action.SEPARATE, case=second)
    casework.say(first, Action.WITHDRAW)

    assert (row(third).state, row(third).outcome) == ("closed", "confirmed")
    left = row(second)
    assert (left.state, left.clock, left.contests) == ("handling", "again", 1)
    assert left.answered_on is not None
    answer(second)
    assert casework.say(receipt, Action.CONTEST, text="Vẫn hỏng") is State.APPEALED


def test_the_second_word_against_an_answer_goes_to_the_front_also_when_the_first_letter_is_erased():
    (main, first), (second, receipt) = two()
    answer(main)
    casework.say(first, Action.CONTEST, text="Máy vẫn hỏng")
    answer(main)
    erase(first)

    assert casework.say(receipt, Action.CONTEST, text="Vẫn hỏng") is State.APPEALED
    assert row(second).clock == "appeal"


def test_who_said_nothing_is_not_told_that_they_were_satisfied(clock: Clock):
    (main, first), (_second, receipt) = two()
    answer(main)
    casework.say(first, Action.CONFIRM)
    clock.advance(days=60)
    passing.run()

    assert read(first).outcome is Outcome.CONFIRMED
    assert read(receipt).outcome is Outcome.UNCONTESTED
