"""The table of moves: every state is reached, none but the last is a dead end, and every move has somebody for it."""

import pytest

from admin.complaints.acts import ACTS
from core.domain.access import Role
from core.domain.complaints.course import (
    MOVES,
    PARTIES,
    Action,
    MoveRefused,
    Party,
    State,
    actions,
    next_state,
    parties_of,
    waits_for,
)
from core.domain.complaints.kinds import Channel

#: What citizens and time do; the desk has no page for it.
NOT_THE_DESKS = {
    Action.CORRECT,
    Action.FILE,
    Action.CONFIRM,
    Action.CONTEST,
    Action.LAPSE,
    Action.WITHDRAW,
    Action.REPLY,
}


def test_every_state_is_reached_from_the_beginning():
    reached, border = {State.NEW}, [State.NEW]
    while border:
        here = border.pop()
        after = {move.then for move in MOVES if move.state is here} - reached
        reached |= after
        border += after

    assert reached == set(State)


@pytest.mark.parametrize("state", list(State))
def test_no_state_but_the_last_is_a_dead_end(state: State):
    leading_on = {move.then for move in MOVES if move.state is state} - {state}

    # What was merged may be parted again; nothing else comes back.
    assert leading_on == {State.HANDLING} if state is State.CLOSED else leading_on


@pytest.mark.parametrize("state", [state for state in State if state is not State.CLOSED])
def test_the_end_is_reached_from_everywhere(state: State):
    seen, border = {state}, [state]
    while border:
        here = border.pop()
        new = {move.then for move in MOVES if move.state is here} - seen
        seen |= new
        border += new

    assert State.CLOSED in seen


def test_every_action_of_the_staff_has_exactly_one_page():
    paged = [action for act in ACTS for action in act.actions]

    # What a letter is, is found out on one page; that it is something else than was thought, on another.
    assert sorted(paged) == sorted([*set(Action) - NOT_THE_DESKS, Action.END])


def test_every_party_of_the_table_is_somebody():
    spoken_for = {party for parties in PARTIES.values() for party in parties}

    assert {move.party for move in MOVES} - spoken_for == {Party.CITIZEN, Party.TIME, Party.STAND_IN}


def test_the_province_can_make_every_move_of_the_staff():
    staff_moves = {
        (move.state, move.action) for move in MOVES if move.party not in (Party.CITIZEN, Party.TIME)
    }
    own = parties_of(Role.PROVINCE, Channel.SURVEY)

    possible = {(state, action) for state in State for action in actions(state, own)}

    assert possible == staff_moves


def test_the_front_has_the_citizens_word_only_where_nobody_holds_the_receipt():
    for role in Role:
        speaks = {channel for channel in Channel if Party.STAND_IN in parties_of(role, channel)}
        is_front = role in (Role.FRONT, Role.FRONT_LEAD, Role.PROVINCE)
        assert speaks == ({Channel.SURVEY} if is_front else set())


WAITING = {
    State.NEW: {Party.FRONT},
    State.HANDLING: {Party.OFFICE},
    State.APPROVING: {Party.LEADER},
    State.CHECKING: {Party.FRONT},
    State.ANSWERED: set(),
    State.APPEALED: {Party.FRONT, Party.FRONT_LEAD},
    State.CLOSED: set(),
}


def test_it_is_said_of_every_state_who_leads_on():
    assert {state: set(waits_for(state)) for state in State} == WAITING


@pytest.mark.parametrize("role", [Role.OFFICER, Role.COUNCIL, Role.OBSERVER, Role.SYSADMIN, None])
def test_whoever_has_no_part_in_cases_can_do_nothing(role: Role | None):
    assert {actions(state, parties_of(role)) for state in State} == {()}


def test_a_move_of_somebody_else_and_one_that_is_not_there_are_told_apart():
    with pytest.raises(MoveRefused) as not_yours:
        next_state(State.APPROVING, Action.APPROVE, {Party.OFFICE})
    with pytest.raises(MoveRefused) as nowhere:
        next_state(State.CLOSED, Action.SUBMIT, {Party.OFFICE})

    assert (not_yours.value.code, nowhere.value.code) == ("not_yours", "no_such_move")


def test_a_satisfied_word_closes_only_when_everybody_who_gets_the_answer_has_said_it():
    asked = (State.ANSWERED, Action.CONFIRM, {Party.CITIZEN})

    assert next_state(*asked, is_last=False) is State.ANSWERED
    assert next_state(*asked, is_last=True) is State.CLOSED


def test_the_second_objection_goes_to_the_front():
    assert next_state(State.ANSWERED, Action.CONTEST, {Party.CITIZEN}, contests=0) is State.HANDLING
    assert next_state(State.ANSWERED, Action.CONTEST, {Party.CITIZEN}, contests=1) is State.APPEALED
