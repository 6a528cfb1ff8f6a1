"""Questions of the People's Council: what may be asked, by when it is answered, and who knows of it."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.domain.complaints.questions import Figure, QuestionRefused
from core.domain.periods import Kind, containing
from core.models import ComplaintAccount
from core.queries import audit
from core.queries.audit import Wanted
from core.queries.complaints import figures, questions
from core.services.complaints import questions as asking
from core.services.complaints.questions import Asked, UnknownQuestion
from tests.support import casework, planted_cases, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

ROLES = (Role.FRONT, Role.MANAGER, Role.LEADER, Role.COUNCIL)
SCOPES = {role: casework.somebody(role, number) for number, role in enumerate(ROLES, start=1)}
COUNCIL, LEADER, MANAGER = SCOPES[Role.COUNCIL], SCOPES[Role.LEADER], SCOPES[Role.MANAGER]
READERS = tuple(SCOPES.values())
ABOUT_FIGURE = Asked(
    unit_id=World.centre,
    reference="tháng 9/2026 · Trả lời đúng hạn: 18/20 = 90,0%",
    text="Vì sao hai việc trễ hạn?",
    # Asked on Tuesday 10/11/2026: ten working days without the holiday of 24/11 end on Wednesday 25/11.
    due_on=date(2026, 11, 25),
    month=containing(Kind.MONTH, date(2026, 9, 1)),
    figure=Figure.ON_TIME,
)


@pytest.fixture(autouse=True)
def october(app: Flask, clock: Clock) -> None:
    """The office with its planted cases, two answers of them overdue, and everybody who reads questions."""
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
        planted_cases.october(session, leader=3)
    clock.set("2026-11-10T09:00:00+07:00")


def about_late_case() -> Asked:
    line = figures.overdue_list(COUNCIL)[0]
    return replace(
        ABOUT_FIGURE, reference=f"{line.register} quá hạn", complaint_id=line.id, month=None, figure=None
    )


def ask(asked: Asked = ABOUT_FIGURE) -> int:
    number = asking.ask(COUNCIL, asked, actor="council")
    db.session.rollback()
    return number


def refused(asked: Asked) -> str:
    with pytest.raises(QuestionRefused) as refusal:
        asking.ask(COUNCIL, asked, actor="council")
    return refusal.value.code


def test_a_question_is_answered_by_its_day_and_late_after_it(clock: Clock):
    number = ask()
    # The latest: the sixtieth working day, Tết lying between 03/02 and 11/02/2027.
    assert questions.due_choices(COUNCIL, World.centre) == (date(2026, 11, 25), date(2027, 2, 11))
    clock.set("2026-11-25T16:00:00+07:00")
    found = questions.one(LEADER, number)
    assert found is not None
    assert (found.days_left, found.is_overdue, questions.open_counts(LEADER)) == (0, False, (1, 0))

    clock.set("2026-11-26T08:00:00+07:00")

    assert [questions.open_counts(scope) for scope in READERS] == [(1, 1)] * 4
    asking.draft(MANAGER, number, "Do thiếu người.", actor="manager")
    db.session.rollback()
    assert [one.draft for scope in READERS if (one := questions.one(scope, number))] == [
        "",
        "Do thiếu người.",
        "Do thiếu người.",
        "",
    ]
    asking.answer(LEADER, number, "Hai việc trễ vì thiếu người, nay đã bổ sung.", actor="leader")
    db.session.rollback()
    answered = questions.one(COUNCIL, number)
    assert answered is not None
    assert (answered.answered_on, answered.is_overdue, answered.answered_by) == (
        date(2026, 11, 26),
        True,
        "Người dùng leader",
    )
    assert questions.open_counts(COUNCIL) == (0, 0)
    with pytest.raises(QuestionRefused, match="over"):
        asking.answer(LEADER, number, "Khác", actor="leader")


def test_what_does_not_fit_is_refused_with_its_reason():
    late = about_late_case()
    running = containing(Kind.MONTH, date(2026, 11, 1))

    assert refused(replace(ABOUT_FIGURE, text="  ")) == "words_missing"
    assert refused(replace(ABOUT_FIGURE, due_on=date(2026, 11, 23))) == "date_out_of_range"
    assert refused(replace(ABOUT_FIGURE, due_on=date(2026, 11, 28))) == "date_out_of_range"
    assert refused(replace(ABOUT_FIGURE, due_on=date(2027, 6, 1))) == "date_out_of_range"
    assert refused(replace(ABOUT_FIGURE, month=running)) == "month_running"
    assert refused(replace(ABOUT_FIGURE, unit_id=World.neighbour)) == "unknown_office"
    # Case 1 is answered: nobody is late with it.
    assert refused(replace(late, complaint_id=bytes([1]) * 16)) == "not_listed"
    assert refused(replace(late, complaint_id=bytes(16))) == "not_listed"
    for scope in (LEADER, MANAGER, SCOPES[Role.FRONT]):
        with pytest.raises(AccessDenied):
            asking.ask(scope, ABOUT_FIGURE, actor="x")
    with pytest.raises(AccessDenied):
        asking.answer(MANAGER, ask(), "Tôi gửi", actor="manager")


def test_only_who_asked_withdraws():
    number = ask()
    colleague = casework.somebody(Role.COUNCIL, 9)
    with pytest.raises(QuestionRefused, match="not_yours"):
        asking.withdraw(colleague, number, actor="x")

    asking.withdraw(COUNCIL, number, actor="council")
    db.session.rollback()

    found = questions.one(LEADER, number)
    assert found is not None
    assert found.withdrawn_on == date(2026, 11, 10)
    assert not found.is_open


def test_a_case_that_names_somebody_cannot_be_asked_about_and_hides_the_question_with_it():
    """Whoever a case names later knows nothing of the question either: no list, no count, no entry in the log."""
    asked = about_late_case()
    own = {"unit_id": World.centre, "account_id": 3, "complaint_id": asked.complaint_id}

    def learnt(*scopes: Scope) -> list[object]:
        db.session.rollback()
        about = [(questions.listed(scope), questions.open_counts(scope)) for scope in scopes]
        log = [line.entry.facts for line in audit.search(SCOPES[Role.FRONT], Wanted()).lines]
        return [*about, log if SCOPES[Role.FRONT] in scopes else []]

    others = (COUNCIL, LEADER, MANAGER)
    before, front_before = learnt(*others), learnt(SCOPES[Role.FRONT])
    number = ask(asked)
    assert [len(questions.listed(scope)) for scope in READERS] == [1] * 4
    assert learnt(SCOPES[Role.FRONT])[-1] != []
    with write_session() as session:
        session.add(ComplaintAccount(**own))
    db.session.rollback()

    assert learnt(*others) == before
    assert refused(asked) == "not_listed"
    assert [questions.one(scope, number) for scope in others] == [None] * 3
    with pytest.raises(UnknownQuestion):
        asking.answer(LEADER, number, "Đã xong", actor="leader")
    # The Front goes on with it; a member of it who is named learns nothing.
    assert questions.one(SCOPES[Role.FRONT], number) is not None
    with write_session() as session:
        session.add(ComplaintAccount(**{**own, "account_id": 1}))
    assert learnt(SCOPES[Role.FRONT]) == front_before
    assert questions.one(SCOPES[Role.FRONT], number) is None


def test_another_communes_delegate_and_leader_know_nothing_of_it():
    number = ask()

    for role in (Role.COUNCIL, Role.LEADER):
        elsewhere = casework.somebody(role, 9, World.neighbour)
        assert questions.one(elsewhere, number) is None
        assert questions.listed(elsewhere) == ()
