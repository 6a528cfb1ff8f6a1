"""The guard: for whoever a case names, and whoever leads them, everything is as if it had never been written."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.domain.complaints.course import Action, MoveRefused
from core.domain.complaints.kinds import Kind
from core.models import Account
from core.queries import audit
from core.queries.audit import Wanted
from core.queries.complaints import cases, persons, reminders
from core.queries.complaints.inbox import View
from core.services.complaints import moving, passing
from core.services.complaints.moving import UnknownCase
from tests.support import casework, worlds
from tests.support.casework import ANSWER
from tests.support.clock import Clock
from tests.support.worlds import World

ROLES = (Role.FRONT, Role.FRONT_LEAD, Role.MANAGER, Role.LEADER, Role.PROVINCE)
ACCOUNTS = {role: number for number, role in enumerate(ROLES, start=1)}
SCOPES = {role: casework.somebody(role, ACCOUNTS[role]) for role in ROLES}
#: A second member of the Front, who goes on with what names the first.
COLLEAGUE = casework.somebody(Role.FRONT, 6)
#: Words that only the case in question has.
SECRET = "Bút máy màu hồng ngọc"


@pytest.fixture(autouse=True)
def world(app: Flask) -> World:
    """The office, everybody who has a part in cases, and a case of each kind as noise."""
    with write_session() as session:
        world = worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
        worlds.account(session, Role.FRONT, login="front-2")
    casework.letter()
    casework.move(COLLEAGUE, Action.TRIAGE)
    casework.letter(what="Cán bộ hướng dẫn rất tận tình.", where="", wish="")
    casework.move(COLLEAGUE, Action.END, kind=Kind.PRAISE, text="Cảm ơn Ông/Bà.")
    return world


def write(**changes: Any) -> bytes:
    """Write the case in question and return its number."""
    before = known()
    casework.letter(what=f"{SECRET} bị lấy mất.", **changes)
    [new] = known() - before
    return new


def known() -> set[bytes]:
    db.session.rollback()
    readers = (COLLEAGUE, SCOPES[Role.PROVINCE])
    return {line.id for scope in readers for line in cases.listed(scope, None).items}


def everything(scope: Scope, number: bytes) -> list[object]:
    """Return all that somebody can learn about cases: lists, numbers, hits, the page, the log."""
    db.session.rollback()
    learnt: list[object] = [cases.numbers(scope), cases.due_now(scope), cases.one(scope, number)]
    learnt += [cases.listed(scope, view) for view in (*View, None)]
    learnt.append(reminders.unread(scope))
    learnt += [cases.listed(scope, None, words=words) for words in (SECRET, "bút", "PA-12345", "thứ tự")]
    if scope.role in (Role.FRONT, Role.FRONT_LEAD):
        found = audit.search(scope, Wanted(action="case."))
        learnt.append([line.entry.facts for line in found.lines])
    return learnt


def named(role: Role) -> Callable[[bytes], None]:
    """A case that names the account of a role."""

    def triage(number: bytes) -> None:
        casework.move(COLLEAGUE, Action.TRIAGE, case=number, account_ids=(ACCOUNTS[role],))

    return triage


def names_an_officer(number: bytes) -> None:
    casework.move(COLLEAGUE, Action.TRIAGE, case=number, officer_ids=(World.an,))


def is_an_accusation(number: bytes) -> None:
    casework.move(COLLEAGUE, Action.END, case=number, kind=Kind.DENUNCIATION, text="Xin gửi đơn.")


def is_new(_number: bytes) -> None:
    """Nobody has found out yet what it is."""


HIDDEN = [
    (Role.MANAGER, named(Role.MANAGER)),
    (Role.MANAGER, named(Role.LEADER)),
    (Role.MANAGER, names_an_officer),
    (Role.MANAGER, is_new),
    (Role.MANAGER, is_an_accusation),
    (Role.LEADER, named(Role.LEADER)),
    (Role.LEADER, named(Role.MANAGER)),
    (Role.LEADER, is_new),
    (Role.LEADER, is_an_accusation),
    (Role.FRONT, named(Role.FRONT)),
    (Role.FRONT, is_an_accusation),
    (Role.FRONT_LEAD, named(Role.FRONT_LEAD)),
    (Role.FRONT_LEAD, is_an_accusation),
    (Role.PROVINCE, is_new),
    (Role.PROVINCE, names_an_officer),
    (Role.PROVINCE, named(Role.PROVINCE)),
]


@pytest.mark.parametrize(("role", "brought"), HIDDEN)
def test_what_is_hidden_changes_nothing_for_who_must_not_know(role: Role, brought: Callable[[bytes], None]):
    scope = SCOPES[role]
    never = bytes(16)
    before = everything(scope, never)

    number = write()
    brought(number)

    assert number in known(), "Somebody else goes on with it"
    assert everything(scope, number) == before
    with pytest.raises(UnknownCase):
        moving.move(scope, number, Action.NOTE, casework.Said(text="?"), actor="x")


@pytest.mark.parametrize("role", [Role.FRONT, Role.FRONT_LEAD, Role.MANAGER, Role.LEADER])
def test_what_concerns_the_front_is_the_provinces_alone(role: Role):
    scope = SCOPES[role]
    before = everything(scope, bytes(16))

    number = write(concerns_front=True)

    assert everything(scope, number) == before
    assert cases.one(SCOPES[Role.PROVINCE], number) is not None


def test_an_answer_given_to_somebody_hides_the_case_as_before(world: World):
    """The list joins the account a case was given to; the guard must not take that one for the named one."""
    number = write()
    names_an_officer(number)
    casework.move(SCOPES[Role.LEADER], Action.ASSIGN, case=number, account_id=ACCOUNTS[Role.LEADER])
    other = write()
    casework.move(COLLEAGUE, Action.TRIAGE, case=other, account_ids=(ACCOUNTS[Role.LEADER],))

    assert cases.one(SCOPES[Role.MANAGER], number) is None
    assert cases.one(SCOPES[Role.LEADER], number) is not None
    assert cases.one(SCOPES[Role.LEADER], other) is None
    assert cases.one(SCOPES[Role.MANAGER], other) is None


@pytest.mark.parametrize("role", [Role.FRONT, Role.MANAGER, Role.LEADER])
def test_who_withdrew_is_as_if_it_had_never_been(role: Role):
    scope = SCOPES[role]
    before = everything(scope, bytes(16))
    number = write()
    casework.move(COLLEAGUE, Action.TRIAGE, case=number)
    assert cases.one(scope, number) is not None

    moving.recuse(scope, number, reason="Quen người gửi", actor="x")

    assert everything(scope, number) == before


def test_another_offices_cases_are_nobodys_business_here():
    elsewhere = casework.somebody(Role.FRONT, 9, World.neighbour)
    before = everything(elsewhere, bytes(16))

    number = write()

    assert everything(elsewhere, number) == before


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COUNCIL, Role.OBSERVER, Role.SYSADMIN])
def test_whoever_has_no_part_in_cases_is_refused(role: Role):
    scope = casework.somebody(role, 9)
    number = write()

    for ask in (
        lambda: cases.numbers(scope),
        lambda: cases.listed(scope, View.OPEN),
        lambda: cases.one(scope, number),
    ):
        with pytest.raises(AccessDenied):
            ask()
    assert cases.due_now(scope) == 0


def test_an_observer_reads_in_the_log_only_of_cases_that_do_not_name_them():
    observer = casework.somebody(Role.OBSERVER, 7)
    with write_session() as session:
        worlds.account(session, Role.OBSERVER)
    number = write()
    before = [line.entry.facts for line in audit.search(observer, Wanted(action="case.")).lines]

    casework.move(COLLEAGUE, Action.TRIAGE, case=number, account_ids=(7,))

    assert [line.entry.facts for line in audit.search(observer, Wanted(action="case.")).lines] == before
    assert len(before) == 2


def test_what_was_forgotten_comes_to_the_province(clock: Clock):
    number = write()
    province = SCOPES[Role.PROVINCE]
    assert cases.one(province, number) is None

    clock.advance(days=9)
    passing.run()
    db.session.rollback()

    case = cases.one(province, number)
    assert case is not None
    assert case.line.is_turn


def test_only_who_may_see_a_case_can_be_given_it():
    number = write()
    names_an_officer(number)

    assert [person.name for person in persons.holders(number, World.centre)] == ["Người dùng leader"]


def test_the_province_answers_where_nobody_of_the_office_may():
    number = write()
    casework.move(COLLEAGUE, Action.TRIAGE, case=number, account_ids=(ACCOUNTS[Role.LEADER],))
    province = SCOPES[Role.PROVINCE]

    casework.move(province, Action.SUBMIT, case=number, text=ANSWER)
    with pytest.raises(MoveRefused, match="own_answer"):
        casework.move(province, Action.APPROVE, case=number)
    casework.move(casework.somebody(Role.PROVINCE, 9), Action.APPROVE, case=number)
    casework.move(COLLEAGUE, Action.RELEASE, case=number)

    case = cases.one(COLLEAGUE, number)
    assert case is not None
    assert ANSWER in [event.text for event in case.said(is_public=True)]


def test_who_was_an_officer_before_meets_no_case_that_names_that_officer():
    with write_session() as session:
        former = session.get(Account, ACCOUNTS[Role.LEADER])
        assert former is not None
        former.officer_id = World.an
    number = write()
    casework.move(COLLEAGUE, Action.TRIAGE, case=number, officer_ids=(World.an,))

    assert cases.one(SCOPES[Role.LEADER], number) is None
    with write_session() as session:
        assert ACCOUNTS[Role.LEADER] not in persons.able(number, World.centre, session=session)
    # Named as the officer, they are named as the leader: their manager is out, and the province is in.
    assert cases.one(SCOPES[Role.MANAGER], number) is None
    assert cases.one(SCOPES[Role.PROVINCE], number) is not None


def test_what_names_a_member_of_the_front_is_not_their_leads_but_the_provinces():
    number = write()
    casework.move(COLLEAGUE, Action.TRIAGE, case=number, account_ids=(ACCOUNTS[Role.FRONT],))

    assert cases.one(SCOPES[Role.FRONT], number) is None
    assert cases.one(SCOPES[Role.FRONT_LEAD], number) is None
    assert cases.one(COLLEAGUE, number) is not None
    assert cases.one(SCOPES[Role.PROVINCE], number) is not None


def test_praise_reaches_the_office_and_a_suggestion_does_not():
    praise, suggestion = write(), write()
    casework.move(COLLEAGUE, Action.END, case=praise, kind=Kind.PRAISE, text="Cảm ơn Ông/Bà.")
    casework.move(COLLEAGUE, Action.END, case=suggestion, kind=Kind.FEEDBACK, text="Cảm ơn Ông/Bà.")

    assert cases.one(SCOPES[Role.MANAGER], praise) is not None
    assert cases.one(SCOPES[Role.MANAGER], suggestion) is None


@pytest.mark.parametrize("kind", [Kind.DENUNCIATION, Kind.GRIEVANCE, Kind.OUTSIDE])
def test_what_is_found_out_late_leaves_the_office_and_an_accusation_the_commune(kind: Kind):
    number = write()
    casework.move(COLLEAGUE, Action.TRIAGE, case=number)
    casework.move(SCOPES[Role.MANAGER], Action.SUBMIT, case=number, text=ANSWER)

    with pytest.raises(MoveRefused, match="kind_missing"):
        casework.move(COLLEAGUE, Action.END, case=number, kind=Kind.FEEDBACK, text="Đã ghi nhận.")
    casework.move(COLLEAGUE, Action.END, case=number, kind=kind, text="Xin gửi đơn tới nơi có thẩm quyền.")

    assert cases.one(SCOPES[Role.MANAGER], number) is None
    is_accusation = kind is Kind.DENUNCIATION
    assert (cases.one(COLLEAGUE, number) is None) is is_accusation
    assert (cases.one(SCOPES[Role.PROVINCE], number) is not None) is is_accusation


def test_an_answer_that_a_manager_wrote_anew_is_no_business_of_the_province():
    number = write()
    casework.move(COLLEAGUE, Action.TRIAGE, case=number)
    casework.move(SCOPES[Role.LEADER], Action.SUBMIT, case=number, text=ANSWER)
    assert cases.one(SCOPES[Role.PROVINCE], number) is not None
    casework.move(SCOPES[Role.PROVINCE], Action.RETURN, case=number, text="Xin ghi ngày")
    casework.move(SCOPES[Role.MANAGER], Action.SUBMIT, case=number, text=ANSWER)

    assert cases.one(SCOPES[Role.PROVINCE], number) is None
