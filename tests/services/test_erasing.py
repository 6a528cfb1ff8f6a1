"""Erasing: two people decide, the key goes first, the case's row and every count stay, and time climbs once."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from core.db import db, write, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.domain.complaints import receipts
from core.domain.complaints.clocks import Step
from core.domain.complaints.course import Action, MoveRefused, State
from core.domain.complaints.erasing import ErasureRefused, RequestState, Wish
from core.domain.complaints.filing import Part
from core.domain.complaints.kinds import Kind, Outcome
from core.models import AuditEntry, Complaint, ComplaintEvent, ComplaintKey, ComplaintText, ComplaintWord
from core.queries.complaints import cases, erasures, followed
from core.services import data_key
from core.services.complaints import erasure_clock, erasure_requests, passing
from core.services.complaints.filing import RECEIPT_PURPOSE
from core.services.complaints.moving import UnknownCase
from tests.support import casework, worlds
from tests.support.casework import ANSWER
from tests.support.clock import Clock
from tests.support.worlds import World

ROLES = (Role.FRONT, Role.FRONT_LEAD, Role.MANAGER, Role.LEADER, Role.PROVINCE)
FRONT, LEAD, MANAGER, LEADER, PROVINCE = (
    casework.somebody(role, number) for number, role in enumerate(ROLES, start=1)
)
#: A second account of the province's Front.
ABOVE = casework.somebody(Role.PROVINCE, 6)
CONTACT = {"name": "Trần Thị Mẫu", "phone": "0912345678", "has_consented": True}


@pytest.fixture(autouse=True)
def world(app: Flask) -> World:
    """The office and everybody who has a part in cases."""
    with write_session() as session:
        world = worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
        worlds.account(session, Role.PROVINCE, login="province-2")
    return world


def plain(receipt: str) -> str:
    found = receipts.normalise(receipt)
    assert found is not None
    return found


def ask(receipt: str, wish: Wish = Wish.ALL, **texts: str) -> bytes:
    erasure_requests.ask(plain(receipt), wish, {Part(part): said for part, said in texts.items()})
    db.session.rollback()
    return db.session.execute(
        text("SELECT id FROM erasure_request WHERE state IN ('open', 'confirming')")
    ).scalar_one()


def decide(scope: Scope, request: bytes, *, is_granted: bool = True, reason: str = "") -> None:
    erasure_requests.decide(scope, bytes(request), is_granted=is_granted, reason=reason, actor="thu")
    db.session.rollback()


def confirm(scope: Scope, request: bytes) -> None:
    erasure_requests.confirm(scope, bytes(request), actor="thu")
    db.session.rollback()


def granted(receipt: str, wish: Wish = Wish.ALL, **texts: str) -> None:
    request = ask(receipt, wish, **texts)
    decide(FRONT, request)
    confirm(LEAD, request)


def state(request: bytes, scope: Scope = FRONT) -> RequestState:
    db.session.rollback()
    line = erasures.one(scope, bytes(request))
    assert line is not None
    return line.state


def seen(receipt: str) -> followed.Followed:
    db.session.rollback()
    found = followed.by_print(FRONT, prints(receipt))
    assert found is not None
    return found


def traces(receipt: str) -> erasures.Traces:
    db.session.rollback()
    found = erasures.of_receipt(FRONT, prints(receipt))
    assert found is not None
    return found


def prints(receipt: str) -> list[bytes]:
    return data_key.prints_of(plain(receipt), purpose=RECEIPT_PURPOSE)


def rows_with_words() -> dict[str, int]:
    counted = {
        "keys": select(func.count()).select_from(ComplaintKey),
        "texts": select(func.count()).select_from(ComplaintText),
        "words": select(func.count()).select_from(ComplaintWord),
        "lines": select(func.count()).select_from(ComplaintEvent).where(ComplaintEvent.sealed.is_not(None)),
    }
    db.session.rollback()
    return {name: db.session.scalar(query) or 0 for name, query in counted.items()}


def answered(**changes: object) -> str:
    receipt = casework.letter(**changes)
    casework.move(FRONT, Action.TRIAGE)
    casework.move(MANAGER, Action.SUBMIT, text=ANSWER)
    casework.move(LEADER, Action.APPROVE)
    casework.move(FRONT, Action.RELEASE)
    return receipt


def test_two_people_erase_everything_and_the_case_stays_where_it_was():
    receipt = answered(**CONTACT)
    casework.say(receipt, Action.CONFIRM, rating=2)
    before = (db.session.scalars(select(Complaint)).one().__dict__ | {"_sa_instance_state": None}).copy()
    counts = {scope.role: cases.numbers(scope) for scope in (FRONT, LEAD, MANAGER, LEADER)}

    granted(receipt)

    assert rows_with_words() == {"keys": 0, "texts": 0, "words": 0, "lines": 0}
    assert db.session.scalars(select(Complaint)).one().__dict__ | {"_sa_instance_state": None} == before
    assert {scope.role: cases.numbers(scope) for scope in (FRONT, LEAD, MANAGER, LEADER)} == counts
    assert seen(receipt).is_erased
    assert traces(receipt).erased_on == date(2026, 11, 21)


def test_an_open_case_ends_as_withdrawn_and_nobody_is_waited_for(clock: Clock):
    receipt = casework.letter()
    casework.move(FRONT, Action.TRIAGE)

    granted(receipt)

    case = db.session.scalars(select(Complaint)).one()
    assert (case.state, case.outcome, case.due_on) == (State.CLOSED, Outcome.WITHDRAWN, None)
    clock.advance(days=90)
    assert passing.run() == passing.Passed(0, 0)


def test_an_answered_case_without_words_still_closes_by_itself(clock: Clock):
    receipt = answered()
    granted(receipt)
    clock.advance(days=40)

    assert passing.run().lapsed == 1
    assert seen(receipt).outcome is Outcome.UNCONTESTED
    with pytest.raises(MoveRefused):
        casework.say(receipt, Action.CONTEST, text="Chưa")


def test_nothing_can_be_written_into_a_case_without_words():
    receipt = answered()
    granted(receipt)

    with pytest.raises(MoveRefused, match="erased"):
        casework.say(receipt, Action.REPLY, text="Còn một điều")


def test_contact_goes_alone_and_the_case_counts_as_named():
    receipt = casework.letter(**CONTACT)

    granted(receipt, Wish.CONTACT)

    case = cases.one(FRONT, casework.newest())
    assert case is not None
    assert set(case.texts) == {Part.WHAT, Part.WHERE, Part.WISH}
    assert case.line.is_named
    assert traces(receipt).contact_erased_on == date(2026, 11, 21)


def test_a_correction_takes_the_place_of_the_original_and_is_found_by_its_words():
    receipt = casework.letter()

    granted(receipt, Wish.WORDS, what="Tôi chờ từ 8 giờ, không phải từ 7 giờ 30.", where="Quầy đất đai")

    case = cases.one(FRONT, casework.newest())
    assert case is not None
    assert case.texts[Part.WHAT] == "Tôi chờ từ 8 giờ, không phải từ 7 giờ 30."
    assert case.texts[Part.WISH] == "Có máy lấy số"
    found = {typed: cases.listed(FRONT, None, words=typed).total for typed in ("dat dai", "chung thuc")}
    assert found == {"dat dai": 1, "chung thuc": 0}
    assert [event.action for event in seen(receipt).events] == [Action.FILE, Action.CORRECT]


def test_the_same_account_never_decides_twice():
    receipt = casework.letter()
    request = ask(receipt)
    decide(LEAD, request)

    with pytest.raises(ErasureRefused, match="same_person"):
        confirm(LEAD, request)

    assert state(request) is RequestState.CONFIRMING
    assert rows_with_words()["keys"] == 1


def test_one_of_the_front_confirms_nothing():
    request = ask(casework.letter())
    decide(LEAD, request)

    with pytest.raises(ErasureRefused, match="not_yours"):
        confirm(FRONT, request)


def test_nothing_happens_before_the_second_person():
    request = ask(casework.letter())
    with pytest.raises(ErasureRefused, match="not_decided"):
        confirm(LEAD, request)
    decide(FRONT, request)

    assert rows_with_words()["keys"] == 1


def test_a_decision_that_is_sent_back_is_taken_anew():
    request = ask(casework.letter())
    decide(FRONT, request, is_granted=False, reason="Chưa rõ")
    erasure_requests.send_back(LEAD, bytes(request), actor="thu")

    assert state(request) is RequestState.OPEN
    decide(FRONT, request)
    confirm(LEAD, request)
    assert state(request) is RequestState.DONE


def test_a_refusal_says_why_and_the_citizen_reads_it_once_it_is_confirmed():
    receipt = casework.letter()
    request = ask(receipt)
    with pytest.raises(ErasureRefused, match="reason_missing"):
        decide(FRONT, request, is_granted=False)
    decide(FRONT, request, is_granted=False, reason="Đang xác minh, xin chờ đến 30/11.")
    told = traces(receipt).requests[0]
    assert (told.state, told.reason) == (RequestState.CONFIRMING, "")
    confirm(LEAD, request)

    told = traces(receipt).requests[0]
    assert (told.state, told.reason) == (RequestState.REFUSED, "Đang xác minh, xin chờ đến 30/11.")
    assert rows_with_words()["keys"] == 1


def test_words_that_were_not_put_in_place_are_not_kept_either():
    receipt = casework.letter()
    request = ask(receipt, Wish.WORDS, what="Tôi là Trần Thị Mẫu, gọi 0912345678.")
    decide(FRONT, request, is_granted=False, reason="Mong muốn này không nêu việc nào.")
    confirm(LEAD, request)

    assert db.session.execute(text("SELECT sealed FROM erasure_request")).scalar_one() is None


def test_one_request_at_a_time_and_none_for_what_is_gone():
    receipt = casework.letter()
    request = ask(receipt, Wish.CONTACT)
    with pytest.raises(ErasureRefused, match="asked_already"):
        ask(receipt)
    decide(FRONT, request)
    confirm(LEAD, request)
    granted(receipt)

    with pytest.raises(ErasureRefused, match="erased_already"):
        ask(receipt)


def test_a_request_is_due_in_two_working_days_and_climbs_once_to_the_lead_and_once_to_the_province(
    clock: Clock,
):
    # Saturday 21/11/2026; Tuesday 24/11 is Ngày Văn hóa Việt Nam: Monday and Wednesday are the two days.
    request = ask(casework.letter())
    line = erasures.one(FRONT, bytes(request))
    assert line is not None
    assert line.due_on == date(2026, 11, 25)
    taken = []
    for _ in range(10):
        taken.append((erasure_clock.run(), erasure_clock.run()))
        clock.advance(days=1)

    db.session.rollback()
    line = erasures.one(FRONT, bytes(request))
    assert line is not None
    # Thursday 26/11 is late; four working days have gone on Friday 27/11.
    assert line.steps == (
        (date(2026, 11, 26), Step.OVERDUE),
        (date(2026, 11, 27), Step.FORGOTTEN),
    )
    assert taken == [(0, 0)] * 5 + [(1, 0), (1, 0)] + [(0, 0)] * 3


def test_a_late_request_waits_for_the_lead_and_a_forgotten_one_for_the_province(clock: Clock):
    request = ask(casework.letter())
    turns = []
    for day in (0, 5, 1):
        clock.advance(days=day)
        erasure_clock.run()
        db.session.rollback()
        turns.append(tuple(erasures.waiting(scope) for scope in (FRONT, LEAD, PROVINCE)))

    assert turns == [(1, 0, 0), (1, 1, 0), (1, 1, 1)]
    assert cases.one(PROVINCE, casework.newest()) is None, "the request is theirs now, the case is not"
    decide(PROVINCE, request)
    confirm(LEAD, request)


def test_where_nobody_can_be_the_second_person_the_province_is():
    request = ask(casework.letter())
    decide(LEAD, request)

    assert state(request, PROVINCE) is RequestState.CONFIRMING
    confirm(PROVINCE, request)
    assert rows_with_words()["keys"] == 0


def test_with_a_lead_at_hand_the_province_meets_nothing():
    request = ask(casework.letter())
    decide(FRONT, request)

    assert erasures.one(PROVINCE, bytes(request)) is None
    with pytest.raises(UnknownCase):
        confirm(PROVINCE, request)


def test_what_concerns_the_front_is_decided_by_two_of_the_province():
    request = ask(casework.letter(concerns_front=True))
    for scope in (FRONT, LEAD):
        assert erasures.listed(scope).total == 0
        with pytest.raises(UnknownCase):
            decide(scope, request)
    decide(PROVINCE, request)
    with pytest.raises(ErasureRefused, match="same_person"):
        confirm(PROVINCE, request)
    confirm(ABOVE, request)

    assert rows_with_words()["keys"] == 0


@pytest.mark.parametrize("scope", [FRONT, LEAD], ids=["front", "front_lead"])
def test_whoever_a_case_names_meets_none_of_its_requests(scope: Scope):
    empty = (erasures.listed(scope), erasures.waiting(scope))
    receipt = casework.letter()
    casework.move(casework.somebody(Role.FRONT, 9), Action.TRIAGE, account_ids=(scope.account_id,))
    request = bytes(ask(receipt))
    missing = bytes(16)

    assert (erasures.listed(scope), erasures.waiting(scope)) == empty
    assert erasures.one(scope, request) is erasures.one(scope, missing) is None
    assert erasures.of_case(scope, casework.newest()) == ()
    refusals = []
    for number in (request, missing):
        with pytest.raises(UnknownCase) as refused:
            erasure_requests.decide(scope, number, is_granted=True, reason="", actor="thu")
        refusals.append((refused.value.code, refused.value.facts))
    assert refusals[0] == refusals[1]


def test_an_accusation_is_the_provinces():
    receipt = casework.letter()
    casework.move(FRONT, Action.END, kind=Kind.DENUNCIATION, text="Xin gửi đơn.")
    ask(receipt)

    assert [erasures.listed(scope).total for scope in (FRONT, LEAD, PROVINCE)] == [0, 0, 1]


def test_who_has_no_part_in_following_cases_is_refused():
    request = ask(casework.letter())
    for scope in (MANAGER, LEADER, casework.somebody(Role.SYSADMIN, 9)):
        with pytest.raises(AccessDenied):
            erasures.listed(scope)
        with pytest.raises(AccessDenied):
            decide(scope, request)
        assert erasures.waiting(scope) == 0


def test_the_audit_chain_names_the_acts_and_no_word():
    receipt = casework.letter(**CONTACT)
    request = ask(receipt, Wish.WORDS, what="Từ này không được thấy trong nhật ký.")
    decide(FRONT, request)
    confirm(LEAD, request)

    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.action.startswith("case.erasure"))).all()
    assert [entry.action for entry in entries] == ["case.erasure_decide", "case.erasure_confirm"]
    assert not any("Từ này" in entry.facts for entry in entries)


def test_a_line_of_the_timeline_is_emptied_only_once_its_key_is_gone():
    receipt = casework.letter()
    casework.say(receipt, Action.REPLY, text="Còn một điều.")
    emptied = text("UPDATE complaint_event SET sealed = NULL")
    with pytest.raises(DatabaseError, match="insert-only"), write() as connection:
        connection.execute(emptied)
    assert rows_with_words()["lines"] == 1

    with write() as connection:
        connection.execute(text("DELETE FROM complaint_key"))
    for more in ("action = 'note', sealed = NULL", "sealed = sealed", "day = '2026-01-01', sealed = NULL"):
        with pytest.raises(DatabaseError, match="insert-only"), write() as connection:
            connection.execute(text(f"UPDATE complaint_event SET {more} WHERE sealed IS NOT NULL"))
    with write() as connection:
        connection.execute(emptied)
    assert rows_with_words()["lines"] == 0
