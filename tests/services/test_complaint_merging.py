"""Cases answered together, linked, tagged and done in numbers: what each sender reads, what the guard still hides."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import Role
from core.domain.complaints.course import Action, MoveRefused, State
from core.domain.complaints.kinds import Kind, Outcome
from core.models import AuditEntry
from core.queries.complaints import around, cases, filters
from core.queries.complaints.inbox import View
from core.services.complaints import bulk, passing
from core.services.complaints.bulk import Chosen
from core.services.complaints.effects import Said
from tests.support import casework, worlds
from tests.support.casework import ANSWER, filed, read, row
from tests.support.clock import Clock
from tests.support.databases import Databases
from tests.support.worlds import World

ROLES = (Role.FRONT, Role.MANAGER, Role.LEADER, Role.PROVINCE)
FRONT, MANAGER, LEADER, PROVINCE = (casework.somebody(role, n) for n, role in enumerate(ROLES, start=1))


@pytest.fixture
def databases(sqlite_databases: Databases) -> Databases:
    """SQLite only: the statements of the inbox run on both kinds in tests/queries/test_case_filters.py."""
    return sqlite_databases


@pytest.fixture(autouse=True)
def world(app: Flask) -> None:
    """The office and everybody who has a part in cases."""
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)


def two(clock: Clock) -> tuple[tuple[bytes, str], tuple[bytes, str]]:
    """Two letters on one matter: the main one under way, an older one merged into it."""
    clock.set("2026-11-16T09:00:00+07:00")
    older = filed("Máy lấy số hỏng từ sáng thứ Hai, chị Tám phải đứng.", name="Bà Tám", has_consented=True)
    clock.set("2026-11-18T09:00:00+07:00")
    main = filed("Máy lấy số ở quầy chứng thực hỏng, ông Bảy chờ cả buổi.")
    casework.move(FRONT, Action.TRIAGE, case=main[0])
    casework.move(FRONT, Action.MERGE, case=older[0], other_id=main[0])
    return main, older


def answer(number: bytes, text: str = ANSWER) -> None:
    casework.move(MANAGER, Action.SUBMIT, case=number, text=text)
    casework.move(LEADER, Action.APPROVE, case=number)
    casework.move(FRONT, Action.RELEASE, case=number)


def test_each_sender_reads_the_answer_and_nothing_of_the_other(clock: Clock):
    (main, first), (merged, second) = two(clock)
    casework.move(FRONT, Action.ASK, case=main, text="Ông Bảy còn giữ phiếu không?")
    answer(main)

    letter = read(second)

    assert letter.state is State.ANSWERED
    assert letter.answer is not None
    assert letter.answer.text == ANSWER
    told = " ".join([*letter.texts.values(), *(event.text for event in letter.events)])
    assert "Bảy" not in told
    assert row(main).register not in told
    assert "Tám" not in " ".join([*read(first).texts.values(), *(e.text for e in read(first).events)])
    assert row(merged).outcome == str(Outcome.MERGED)


def test_the_deadline_is_counted_from_the_older_letter_and_back_again_when_they_part(clock: Clock):
    # Fifteen working days from Monday 16/11 end on 08/12, from Wednesday 18/11 on 10/12: Tuesday 24/11 is off.
    (main, _first), (merged, second) = two(clock)
    assert row(main).due_on == date(2026, 12, 8)

    casework.move(FRONT, Action.SEPARATE, case=merged)

    assert row(main).due_on == date(2026, 12, 10)
    assert (row(merged).state, row(merged).due_on) == ("handling", date(2026, 12, 8))
    assert read(second).state is State.HANDLING


def test_one_who_is_not_satisfied_reopens_the_case_once_for_all(clock: Clock):
    (main, first), (_merged, second) = two(clock)
    answer(main)

    assert casework.say(second, Action.CONTEST, text="Máy vẫn hỏng") is State.HANDLING
    assert row(main).contests == 1
    with pytest.raises(MoveRefused):
        casework.say(first, Action.CONTEST, text="Chưa được")
    answer(main, "Đã thay máy mới ngày 20/11.")
    assert casework.say(first, Action.CONTEST, text="Vẫn chờ lâu") is State.APPEALED


def test_the_staff_read_the_other_letter_beside_the_case_and_its_sender_does_not(clock: Clock):
    (main, first), (_merged, second) = two(clock)
    answer(main)
    casework.say(second, Action.CONTEST, text="Máy vẫn hỏng sáng nay")

    [letter] = around.of(MANAGER, main).letters

    assert [event.text for event in letter.said] == ["Máy vẫn hỏng sáng nay"]
    assert "Bà Tám" not in letter.texts.values()
    assert "sáng nay" not in " ".join(event.text for event in read(first).events)


def test_it_is_over_when_all_are_satisfied(clock: Clock):
    (main, first), (_merged, second) = two(clock)
    answer(main)

    assert casework.say(first, Action.CONFIRM, rating=5) is State.ANSWERED
    assert read(first).outcome is Outcome.CONFIRMED
    assert read(second).state is State.ANSWERED
    with pytest.raises(MoveRefused):
        casework.say(first, Action.CONTEST, text="Nghĩ lại")
    assert casework.say(second, Action.CONFIRM, rating=4) is State.CLOSED
    assert row(main).outcome == str(Outcome.CONFIRMED)


def test_it_is_not_over_while_the_first_sender_has_said_nothing(clock: Clock):
    (main, first), (_merged, second) = two(clock)
    third, receipt = filed("Máy lấy số hỏng cả tuần nay rồi.")
    casework.move(FRONT, Action.MERGE, case=third, other_id=main)
    answer(main)

    assert casework.say(second, Action.CONFIRM) is State.ANSWERED
    assert casework.say(receipt, Action.CONFIRM) is State.ANSWERED
    assert casework.say(first, Action.CONTEST, text="Máy vẫn hỏng") is State.HANDLING


def test_the_time_for_a_word_ends_for_all(clock: Clock):
    (main, first), (_merged, second) = two(clock)
    answer(main)
    casework.say(first, Action.CONFIRM, rating=5)

    clock.set("2027-01-20T09:00:00+07:00")
    passing.run()

    assert (row(main).state, row(main).outcome) == ("closed", "confirmed")
    assert read(second).state is State.CLOSED


def test_who_withdraws_the_first_letter_leaves_the_others_on_their_way(clock: Clock):
    (main, first), (merged, second) = two(clock)

    casework.say(first, Action.WITHDRAW)

    assert row(main).outcome == str(Outcome.WITHDRAWN)
    assert row(merged).state == str(State.HANDLING)
    assert read(second).answer_due_on == date(2026, 12, 8)


def test_whom_one_of_them_names_is_hidden_from_both(clock: Clock):
    main, _receipt = filed("Chờ lâu ở quầy 3 buổi sáng.")
    casework.move(FRONT, Action.TRIAGE, case=main)
    other, _receipt = filed("Anh An ở quầy 3 to tiếng.")
    casework.move(FRONT, Action.TRIAGE, case=other, officer_ids=(World.an,))

    casework.move(FRONT, Action.MERGE, case=other, other_id=main)

    assert cases.one(MANAGER, main) is None
    assert cases.one(MANAGER, other) is None
    assert cases.one(LEADER, main) is not None


REFUSED = {
    "into itself": ("unknown_other", lambda main, new: (main, main)),
    "into what nobody has found out": ("other_not_open", lambda main, new: (main, new)),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_takes_nothing_in_refuses(what: str):
    code, pair = REFUSED[what]
    main, _receipt = filed("Chờ lâu ở quầy 3 buổi sáng.")
    casework.move(FRONT, Action.TRIAGE, case=main)
    new, _receipt = filed("Chờ lâu ở quầy 4 buổi chiều.")
    case, into = pair(main, new)

    with pytest.raises(MoveRefused, match=code):
        casework.move(FRONT, Action.MERGE, case=case, other_id=into)


def test_a_case_that_is_hidden_takes_nothing_in_as_if_it_never_was():
    hidden, _receipt = filed("Mặt trận xã làm sai.", concerns_front=True)
    own, _receipt = filed("Chờ lâu ở quầy 3 buổi sáng.")

    with pytest.raises(MoveRefused, match="unknown_other"):
        casework.move(FRONT, Action.MERGE, case=own, other_id=hidden)


def test_after_the_answer_they_can_no_longer_be_parted(clock: Clock):
    (main, _first), (merged, _second) = two(clock)
    answer(main)

    with pytest.raises(MoveRefused, match="answered_already"):
        casework.move(FRONT, Action.SEPARATE, case=merged)


def test_who_is_named_later_loses_sight_at_once_and_gets_it_back():
    number, _receipt = filed("Chờ lâu ở quầy 3 buổi sáng.")
    casework.move(FRONT, Action.TRIAGE, case=number)
    casework.move(MANAGER, Action.ASSIGN, case=number, account_id=MANAGER.account_id)

    casework.move(FRONT, Action.NAME, case=number, officer_ids=(World.an,))

    assert cases.one(MANAGER, number) is None
    assert cases.numbers(MANAGER)[View.OPEN] == 0
    assert row(number).assigned_account_id is None
    found = cases.one(LEADER, number)
    assert found is not None
    assert "Nguyễn Văn An" in [event.text for event in found.said(is_public=False)]
    casework.move(FRONT, Action.NAME, case=number)
    assert cases.one(MANAGER, number) is not None


def test_nobody_approves_their_own_answer_and_the_province_steps_in():
    number, _receipt = filed("Anh An ở quầy 3 to tiếng.")
    casework.move(FRONT, Action.TRIAGE, case=number, officer_ids=(World.an,))
    assert cases.one(PROVINCE, number) is None
    casework.move(LEADER, Action.SUBMIT, case=number, text=ANSWER)

    with pytest.raises(MoveRefused, match="own_answer"):
        casework.move(LEADER, Action.APPROVE, case=number)

    assert casework.move(PROVINCE, Action.APPROVE, case=number) is State.CHECKING
    assert cases.one(PROVINCE, number) is None


def test_links_are_told_only_of_cases_the_reader_may_know_of():
    one, _receipt = filed("Chờ lâu ở quầy 3 buổi sáng.")
    other, _receipt = filed("Anh An ở quầy 3 to tiếng.")
    casework.move(FRONT, Action.TRIAGE, case=one)
    casework.move(FRONT, Action.TRIAGE, case=other, officer_ids=(World.an,))

    casework.move(FRONT, Action.LINK, case=one, other_id=other)

    assert [near.id for near in around.of(FRONT, other).links] == [one]
    assert around.of(MANAGER, one).links == ()
    seen = cases.one(MANAGER, one)
    assert seen is not None
    assert row(other).register not in " ".join(event.text for event in seen.events)
    casework.move(FRONT, Action.UNLINK, case=other, other_id=one)
    assert around.of(FRONT, one).links == ()


def test_tags_are_short_words_and_those_of_a_hidden_case_are_not_offered():
    one, _receipt = filed("Chờ lâu ở quầy 3 buổi sáng.")
    hidden, _receipt = filed("Anh An ở quầy 3 to tiếng.")
    casework.move(FRONT, Action.TRIAGE, case=one)
    casework.move(FRONT, Action.TRIAGE, case=hidden, officer_ids=(World.an,))
    casework.move(FRONT, Action.TAG, case=one, tags=("Chờ  LÂU",))
    casework.move(FRONT, Action.TAG, case=hidden, tags=("thái độ",))

    assert around.tags(FRONT) == ("chờ lâu", "thái độ")
    assert around.tags(MANAGER) == ("chờ lâu",)
    found = cases.listed(FRONT, None, wanted=filters.Filter(tag="chờ lâu"))
    assert [line.id for line in found.items] == [one]
    for unfit in ("gọi 0912345678", "một câu rất dài về chuyện ở quầy số ba", "a@b"):
        with pytest.raises(MoveRefused, match="tag_unfit"):
            casework.move(FRONT, Action.TAG, case=one, tags=(unfit,))


def test_letters_that_share_rare_words_are_offered_to_be_merged():
    one, _receipt = filed("Máy lấy số tự động hỏng màn hình cảm ứng.")
    like, _receipt = filed("Cảm ứng của máy lấy số không nhận, màn hình đen.")
    casework.letter(what="Rác ở điểm tập kết thu gom chậm.", where="", wish="")
    casework.move(FRONT, Action.TRIAGE, case=like)

    assert [near.id for near in around.alike(FRONT, one)] == [like]


def test_many_are_tried_out_first_and_then_done_with_an_entry_each():
    numbers = [filed(f"Chờ lâu ở quầy {place} buổi sáng.")[0] for place in (1, 2, 3)]
    casework.move(FRONT, Action.TRIAGE, case=numbers[0])
    chosen = [Chosen(number) for number in numbers]

    tried = bulk.preview(FRONT, chosen, Action.TRIAGE, Said(), actor="front")
    assert [fate.refusal is None for fate in tried] == [False, True, True]
    assert {row(number).state for number in numbers[1:]} == {"new"}
    # Meanwhile a colleague went on with the second.
    casework.move(FRONT, Action.NOTE, case=numbers[1], text="Đang xem")
    seen = [Chosen(fate.id, fate.seen) for fate in tried]
    done = bulk.do(FRONT, seen, Action.TRIAGE, Said(), actor="front")

    assert [fate.refusal is None for fate in done] == [False, False, True]
    assert [row(number).state for number in numbers] == ["handling", "new", "handling"]
    entries = select(AuditEntry).where(AuditEntry.action == "case.triage", AuditEntry.actor == "front")
    assert len(db.session.scalars(entries).all()) == 1


def test_what_is_hidden_is_not_among_many():
    hidden, _receipt = filed("Mặt trận xã làm sai.", concerns_front=True)

    said = Said(kind=Kind.FEEDBACK, text="Cảm ơn Ông/Bà.")
    assert bulk.do(FRONT, [Chosen(hidden)], Action.END, said, actor="front") == ()
    assert row(hidden).state == "new"
