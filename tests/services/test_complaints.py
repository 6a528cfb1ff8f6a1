"""A case goes its course: received, found out, answered, contested, answered again, appealed, closed."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.domain.complaints import receipts
from core.domain.complaints.course import Action, MoveRefused, State
from core.domain.complaints.filing import Filing, Missing, Part
from core.domain.complaints.kinds import Channel, Kind, Outcome
from core.queries.complaints import cases, followed
from core.queries.complaints.cases import View
from core.services import data_key
from core.services.complaints import filing, moving, passing
from core.services.complaints.filing import RECEIPT_PURPOSE, FilingRefused
from core.services.complaints.moving import Said, UnknownCase
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.worlds import World

WRITTEN = Filing(
    unit_id=World.centre,
    channel=Channel.WEB,
    what="Tôi chờ từ 7 giờ 30 đến 10 giờ mới đến lượt, không có số thứ tự.",
    where="Quầy chứng thực",
    wish="Có máy lấy số",
)


@pytest.fixture
def world(app: Flask) -> World:
    """The office «Xã Mẫu»."""
    with write_session() as session:
        return worlds.office(session)


def somebody(role: Role, account_id: int = 7) -> Scope:
    return Scope(account_id=account_id, role=role, unit_ids=frozenset({World.centre}))


FRONT, LEAD = somebody(Role.FRONT), somebody(Role.FRONT_LEAD, 8)
MANAGER, LEADER = somebody(Role.MANAGER, 9), somebody(Role.LEADER, 10)


def only_case(scope: Scope = FRONT) -> cases.Case:
    db.session.rollback()
    [line] = cases.listed(scope, View.OPEN).items or cases.listed(scope, View.DONE).items
    case = cases.one(scope, line.id)
    assert case is not None
    return case


def move(scope: Scope, action: Action, **said: object) -> State:
    state = moving.move(scope, only_case(scope).line.id, action, Said(**said), actor="thu")  # type: ignore[arg-type]
    db.session.rollback()
    return state


def of_citizen(receipt: str) -> followed.Followed:
    db.session.rollback()
    plain = receipts.normalise(receipt)
    assert plain is not None
    found = followed.by_print(FRONT, data_key.prints_of(plain, purpose=RECEIPT_PURPOSE))
    assert found is not None
    return found


def say(receipt: str, action: Action, **said: object) -> State:
    plain = receipts.normalise(receipt)
    assert plain is not None
    return moving.move_by_citizen(plain, action, Said(**said))  # type: ignore[arg-type]


def answer(text: str = "Đã sửa máy lấy số ngày 09/11.") -> None:
    move(MANAGER, Action.SUBMIT, text=text)
    move(LEADER, Action.APPROVE)
    move(FRONT, Action.RELEASE)


def test_the_whole_course_of_a_case_that_is_contested_twice(world: World):
    receipt = filing.file(WRITTEN)
    assert len(receipt) == 11

    assert move(FRONT, Action.TRIAGE, field_id=world.environment) is State.HANDLING
    assert of_citizen(receipt).field == "Môi trường"
    answer()
    assert of_citizen(receipt).answer.text == "Đã sửa máy lấy số ngày 09/11."
    assert say(receipt, Action.CONTEST, text="Máy vẫn hỏng") is State.HANDLING
    answer("Đã thay máy mới ngày 20/11.")
    assert say(receipt, Action.CONTEST, text="Vẫn chờ lâu") is State.APPEALED
    assert move(LEAD, Action.CONCLUDE, text="Mặt trận đã kiểm tra tại chỗ.") is State.CLOSED

    found = of_citizen(receipt)
    assert found.outcome is Outcome.CONCLUDED
    assert found.contests == 2
    assert [event.who for event in found.events if event.who] == [], "The citizen reads no staff name"


def test_before_it_is_found_out_only_the_front_knows_of_it(world: World):
    filing.file(WRITTEN)

    assert cases.listed(FRONT, View.NEW).total == 1
    for scope in (MANAGER, LEADER):
        assert cases.listed(scope, View.OPEN).total == 0
    for role in (Role.COUNCIL, Role.OBSERVER, Role.SYSADMIN, Role.OFFICER):
        with pytest.raises(AccessDenied):
            cases.listed(somebody(role), View.OPEN)


def test_an_accusation_leaves_the_commune(world: World):
    receipt = filing.file(WRITTEN)
    case = only_case()
    move(FRONT, Action.END, kind=Kind.DENUNCIATION, text="Xin gửi đơn tố cáo trực tiếp.")

    assert cases.one(FRONT, case.line.id) is None
    assert cases.listed(LEADER, View.DONE).total == 0
    assert of_citizen(receipt).outcome is Outcome.HANDED_OVER


def test_whoever_leads_a_named_officer_does_not_meet_the_case(world: World):
    filing.file(WRITTEN)
    move(FRONT, Action.TRIAGE, officer_ids=(world.an,))

    assert cases.listed(MANAGER, View.OPEN).total == 0
    assert cases.listed(LEADER, View.OPEN).total == 1


def test_deadlines_are_counted_in_working_days_from_receipt(world: World, clock: Clock):
    # Saturday 21/11/2026; Tuesday 24/11 is Ngày Văn hóa Việt Nam.
    filing.file(WRITTEN)
    assert only_case().line.due_on == date(2026, 11, 25)
    clock.advance(days=2)
    move(FRONT, Action.TRIAGE)

    assert only_case().line.due_on == date(2026, 12, 14)


def test_time_does_each_step_once(world: World, clock: Clock):
    filing.file(WRITTEN)
    assert passing.run() == passing.Passed(0, 0)
    clock.advance(days=5)
    assert passing.run().steps == 4, (
        "half, most, last and overdue: it is Thursday, and Wednesday was the last day"
    )
    assert passing.run().steps == 0


def test_an_answer_nobody_contests_closes_by_itself(world: World, clock: Clock):
    receipt = filing.file(WRITTEN)
    move(FRONT, Action.TRIAGE)
    answer()
    clock.advance(days=40)

    assert passing.run().lapsed == 1
    assert of_citizen(receipt).outcome is Outcome.UNCONTESTED
    with pytest.raises(MoveRefused):
        say(receipt, Action.CONTEST, text="Muộn rồi")


def test_what_is_missing_is_said_by_part(world: World):
    wrong = replace(WRITTEN, what="Chờ", phone="12", name="Ông A")

    with pytest.raises(FilingRefused) as refused:
        filing.file(wrong)

    assert refused.value.facts["missing"] == [
        (Part.WHAT, Missing.NO_TEXT),
        (Part.PHONE, Missing.PHONE),
        (None, Missing.CONSENT),
    ]


def test_words_are_found_without_marks_and_stored_by_nobody(world: World):
    filing.file(WRITTEN)

    assert cases.listed(FRONT, View.OPEN, words="may lay so").total == 1
    assert cases.listed(FRONT, View.OPEN, words="máy bay").total == 0


def test_a_wrong_receipt_opens_nothing(world: World):
    filing.file(WRITTEN)

    with pytest.raises(UnknownCase):
        moving.move_by_citizen("3333333333", Action.REPLY, Said(text="?"))
