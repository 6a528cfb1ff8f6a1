"""Who is told what time did to a case: by where it stands, by who may know of it, and by whom it was given to."""

import pytest

from core.domain.access import Role
from core.domain.complaints.clocks import Step
from core.domain.complaints.course import State
from core.domain.complaints.reminding import LEVELS, told

FRONT, LEAD, MANAGER, LEADER, PROVINCE = 1, 2, 3, 4, 5
#: Whoever may know of a petition that names nobody.
USUAL = {FRONT: Role.FRONT, LEAD: Role.FRONT_LEAD, MANAGER: Role.MANAGER, LEADER: Role.LEADER}


@pytest.mark.parametrize(
    ("state", "reminded", "late"),
    [
        (State.NEW, {FRONT}, {LEAD}),
        (State.HANDLING, {MANAGER}, {LEADER, FRONT, LEAD}),
        (State.APPROVING, {LEADER}, {LEADER, FRONT, LEAD}),
        (State.CHECKING, {FRONT}, {LEAD}),
        (State.APPEALED, {FRONT, LEAD}, {FRONT, LEAD}),
        (State.ANSWERED, set(), set()),
        (State.CLOSED, set(), set()),
    ],
)
def test_the_turn_is_reminded_and_the_next_level_hears_of_lateness(
    state: State, reminded: set[int], late: set[int]
):
    assert all(told(state, step, USUAL) == reminded for step in (Step.HALF, Step.MOST, Step.LAST))
    assert told(state, Step.OVERDUE, USUAL) == late


def test_whom_it_was_given_to_is_reminded_alone():
    able = {**USUAL, 6: Role.MANAGER}

    assert told(State.HANDLING, Step.HALF, able, assigned=6) == {6}
    assert told(State.HANDLING, Step.OVERDUE, able, assigned=LEADER) == {LEADER, FRONT, LEAD}
    assert told(State.HANDLING, Step.HALF, able, assigned=99) == {MANAGER, 6}, "Gone, or may not know of it"


def test_what_is_forgotten_is_told_to_the_province_alone():
    able = {**USUAL, PROVINCE: Role.PROVINCE}

    assert all(told(state, Step.FORGOTTEN, able) == {PROVINCE} for state in LEVELS)


def test_a_level_that_may_not_know_is_left_out():
    without_front = {LEAD: Role.FRONT_LEAD, MANAGER: Role.MANAGER, PROVINCE: Role.PROVINCE}
    only_province = {PROVINCE: Role.PROVINCE}

    assert told(State.NEW, Step.HALF, without_front) == {LEAD}
    assert told(State.NEW, Step.OVERDUE, without_front) == {PROVINCE}
    assert told(State.NEW, Step.HALF, only_province) == {PROVINCE}
    assert told(State.HANDLING, Step.OVERDUE, only_province) == {PROVINCE}
    assert told(State.HANDLING, Step.HALF, {FRONT: Role.FRONT}) == {FRONT}, "Or nobody would know"
