"""Moving the clock: each reminder and each step upward is taken once, and told once, to exactly the right persons."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from core.db import db, write, write_session
from core.domain.access import Role, Scope
from core.domain.complaints.clocks import Step
from core.domain.complaints.course import Action, State
from core.models import Account, ComplaintReminder, ComplaintStep
from core.queries.complaints import cases, reminders
from core.services.complaints import passing
from core.services.complaints import reminders as telling
from core.services.complaints.moving import UnknownCase
from tests.support import casework, worlds
from tests.support.casework import ANSWER
from tests.support.clock import Clock
from tests.support.worlds import World

#: Everybody who has a part in cases, another manager, and people who must never hear of one.
PEOPLE = {
    "front": Role.FRONT,
    "lead": Role.FRONT_LEAD,
    "manager": Role.MANAGER,
    "leader": Role.LEADER,
    "province": Role.PROVINCE,
    "colleague": Role.MANAGER,
    "council": Role.COUNCIL,
    "observer": Role.OBSERVER,
    "sysadmin": Role.SYSADMIN,
}
NUMBERS = {login: number for number, login in enumerate(PEOPLE, start=1)}
#: One thing that was told: day/month, clock, step, and whom.
Told = tuple[str, str, str, str]


@pytest.fixture(autouse=True)
def people(app: Flask, clock: Clock) -> None:
    """The office and everybody above; besides, somebody next door and somebody who left."""
    with write_session() as session:
        worlds.office(session)
        for login, role in PEOPLE.items():
            worlds.account(session, role, login=login)
        worlds.account(session, Role.FRONT, unit_id=World.neighbour, login="next-door")
        worlds.account(session, Role.FRONT, login="left")
    with write() as connection:
        connection.execute(update(Account).where(Account.login == "left").values(is_active=False))
    clock.set("2026-06-01T09:00:00+07:00")


def who(login: str) -> Scope:
    return casework.somebody(PEOPLE[login], NUMBERS[login])


def told() -> list[Told]:
    """Return everything that was told so far, in the order of days."""
    db.session.rollback()
    rows = db.session.execute(
        select(ComplaintReminder, Account.login).join(Account, Account.id == ComplaintReminder.account_id)
    )
    order = list(Step)
    found = [(one.day, order.index(Step(one.step)), one.clock, one.step, login) for one, login in rows]
    return [(f"{day:%d/%m}", clock, step, login) for day, _n, clock, step, login in sorted(found)]


def steps() -> list[tuple[str, str, str]]:
    """Return every step that was taken, in the order of days."""
    db.session.rollback()
    order = list(Step)
    found = [(one.day, order.index(Step(one.step)), one) for one in db.session.scalars(select(ComplaintStep))]
    return [(f"{day:%d/%m}", one.clock, one.step) for day, _n, one in sorted(found, key=lambda row: row[:2])]


def live(clock: Clock, last: date, deeds: Mapping[str, Callable[[], object]]) -> None:
    """Let day after day pass, doing what is to be done in the morning; the worker runs twice a day."""
    day = clock.moment.date()
    while day <= last:
        clock.set(f"{day}T08:00:00+07:00")
        deeds.get(f"{day:%d/%m}", lambda: None)()
        passing.run()
        clock.set(f"{day}T16:00:00+07:00")
        passing.run()
        day += timedelta(days=1)


def test_a_whole_life_is_told_once_to_the_right_persons(clock: Clock):
    """June to August 2026 has no holiday, so working days are Mondays to Fridays.

    Received Monday 01/06: to be found out in 2 working days, until 03/06; half of them are over on 02/06.
    Found out on 03/06: answered in 15 working days from receipt. The 8th is 11/06 (half), the 12th 17/06 (four
    fifths), the 15th 22/06; on 19/06 the leader gives time until Friday 26/06, the 19th, which becomes the last day.
    Late since Saturday 27/06, answered 29/06, contested 30/06: 10 working days until 14/07, the 5th is 07/07, the 8th
    10/07; by then a colleague has it; on 14/07 it lies with the leader. Late on 15/07, answered 16/07, contested 17/07.
    The appeal has until 31/07, the 5th day is 24/07, the 8th 29/07; late on 01/08, concluded on 03/08.
    """
    receipt = casework.letter()

    def answered(submit: bool = True) -> None:
        if submit:
            casework.move(who("manager"), Action.SUBMIT, text=ANSWER)
        casework.move(who("leader"), Action.APPROVE)
        casework.move(who("front"), Action.RELEASE)

    live(
        clock,
        date(2026, 8, 15),
        {
            "03/06": lambda: casework.move(who("front"), Action.TRIAGE),
            "19/06": lambda: casework.move(
                who("leader"), Action.EXTEND, text="Chờ kết quả đo đạc", due_on=date(2026, 6, 26)
            ),
            "29/06": answered,
            "30/06": lambda: casework.say(receipt, Action.CONTEST, text="Chưa sửa"),
            "09/07": lambda: casework.move(who("manager"), Action.ASSIGN, account_id=NUMBERS["colleague"]),
            "13/07": lambda: casework.move(who("colleague"), Action.SUBMIT, text=ANSWER),
            "16/07": lambda: answered(submit=False),
            "17/07": lambda: casework.say(receipt, Action.CONTEST, text="Vẫn chưa"),
            "03/08": lambda: casework.move(who("lead"), Action.CONCLUDE, text="Đã kiểm tra tại chỗ."),
        },
    )

    assert told() == [
        ("02/06", "triage", "half", "front"),
        ("11/06", "answer", "half", "colleague"),
        ("11/06", "answer", "half", "manager"),
        ("17/06", "answer", "most", "colleague"),
        ("17/06", "answer", "most", "manager"),
        ("26/06", "answer", "last", "colleague"),
        ("26/06", "answer", "last", "manager"),
        ("27/06", "answer", "overdue", "front"),
        ("27/06", "answer", "overdue", "lead"),
        ("27/06", "answer", "overdue", "leader"),
        ("07/07", "again", "half", "colleague"),
        ("07/07", "again", "half", "manager"),
        ("10/07", "again", "most", "colleague"),
        ("14/07", "again", "last", "leader"),
        ("15/07", "again", "overdue", "front"),
        ("15/07", "again", "overdue", "lead"),
        ("15/07", "again", "overdue", "leader"),
        ("24/07", "appeal", "half", "front"),
        ("24/07", "appeal", "half", "lead"),
        ("29/07", "appeal", "most", "front"),
        ("29/07", "appeal", "most", "lead"),
        ("31/07", "appeal", "last", "front"),
        ("31/07", "appeal", "last", "lead"),
        ("01/08", "appeal", "overdue", "front"),
        ("01/08", "appeal", "overdue", "lead"),
    ]
    assert steps() == [
        ("02/06", "triage", "half"),
        ("11/06", "answer", "half"),
        ("17/06", "answer", "most"),
        ("26/06", "answer", "last"),
        ("27/06", "answer", "overdue"),
        ("07/07", "again", "half"),
        ("10/07", "again", "most"),
        ("14/07", "again", "last"),
        ("15/07", "again", "overdue"),
        ("24/07", "appeal", "half"),
        ("29/07", "appeal", "most"),
        ("31/07", "appeal", "last"),
        ("01/08", "appeal", "overdue"),
    ]


def test_what_nobody_finds_out_climbs_until_the_provinces_front_does_it(clock: Clock):
    """Received on 01/06, a Monday: half on 02/06, the last on 03/06, late on 04/06, twice the time on 05/06."""
    casework.letter()

    live(clock, date(2026, 6, 4), {})
    assert told() == [
        ("02/06", "triage", "half", "front"),
        ("03/06", "triage", "most", "front"),
        ("03/06", "triage", "last", "front"),
        ("04/06", "triage", "overdue", "lead"),
    ]
    assert cases.one(who("province"), casework.newest()) is None

    live(clock, date(2026, 6, 5), {})
    assert told()[4:] == [("05/06", "triage", "forgotten", "province")]
    assert cases.one(who("province"), casework.newest()) is not None
    assert casework.move(who("province"), Action.TRIAGE) is State.HANDLING


def test_after_a_gap_of_many_days_everything_is_made_up_for_once(clock: Clock):
    """One case was found out on 01/06 and is due on 22/06, one was not; the worker comes back on Tuesday 30/06."""
    casework.letter()
    casework.move(who("front"), Action.TRIAGE)
    casework.letter(what="Rác tại điểm tập kết thu gom chậm.")
    clock.set("2026-06-30T09:00:00+07:00")

    runs = [passing.run().steps for _ in range(3)]

    assert runs == [9, 0, 0]
    assert told() == [
        ("30/06", "answer", "half", "colleague"),
        ("30/06", "answer", "half", "manager"),
        ("30/06", "triage", "half", "front"),
        ("30/06", "answer", "most", "colleague"),
        ("30/06", "answer", "most", "manager"),
        ("30/06", "triage", "most", "front"),
        ("30/06", "answer", "last", "colleague"),
        ("30/06", "answer", "last", "manager"),
        ("30/06", "triage", "last", "front"),
        ("30/06", "answer", "overdue", "front"),
        ("30/06", "answer", "overdue", "lead"),
        ("30/06", "answer", "overdue", "leader"),
        ("30/06", "triage", "overdue", "lead"),
        ("30/06", "triage", "forgotten", "province"),
    ]
    lines = [(one.step, one.day) for one in reminders.unread(who("manager"))]
    assert lines == [(Step.LAST, date(2026, 6, 30))], "One line for each case: the gravest"


@pytest.mark.parametrize(
    ("said", "reminded", "escalated"),
    [
        ({"officer_ids": (World.an,)}, {"leader"}, {"leader", "front", "lead"}),
        ({"account_ids": (NUMBERS["manager"],)}, {"province"}, {"province", "front", "lead"}),
        ({"account_ids": (NUMBERS["front"],)}, {"manager", "colleague"}, {"leader", "province"}),
    ],
    ids=["names an officer", "names a manager", "names a member of the Front"],
)
def test_whoever_a_case_names_is_told_nothing_and_the_next_level_stands_in(
    clock: Clock, said: dict[str, tuple[int, ...]], reminded: set[str], escalated: set[str]
):
    casework.letter()
    casework.move(who("front"), Action.TRIAGE, **said)
    clock.set("2026-06-23T09:00:00+07:00")

    passing.run()

    assert {login for _day, _clock, step, login in told() if step == "last"} == reminded
    assert {login for _day, _clock, step, login in told() if step == "overdue"} == escalated


def test_a_reminder_is_ticked_once_and_only_by_who_was_told(clock: Clock):
    casework.letter()
    clock.set("2026-06-02T09:00:00+07:00")
    passing.run()
    [line] = reminders.unread(who("front"))

    with pytest.raises(UnknownCase):
        telling.see(who("manager"), line.complaint_id, actor="manager")
    telling.see(who("lead"), line.complaint_id, actor="lead")
    db.session.rollback()
    assert reminders.unread(who("front")) == (line,), "Another's tick is not one's own"

    telling.see(who("front"), line.complaint_id, actor="front")
    telling.see(who("front"), line.complaint_id, actor="front")
    db.session.rollback()
    assert reminders.unread(who("front")) == ()


def test_a_reminder_is_over_with_its_clock_but_lateness_stays_until_it_is_seen(clock: Clock):
    casework.letter()
    clock.set("2026-06-04T09:00:00+07:00")
    passing.run()

    casework.move(who("front"), Action.TRIAGE)

    assert reminders.unread(who("front")) == ()
    assert [one.step for one in reminders.unread(who("lead"))] == [Step.OVERDUE]


def test_a_reminder_of_a_case_that_came_to_name_its_reader_is_gone(clock: Clock):
    casework.letter()
    clock.set("2026-06-04T09:00:00+07:00")
    passing.run()

    casework.move(who("front"), Action.TRIAGE, account_ids=(NUMBERS["lead"],))

    assert reminders.unread(who("lead")) == ()
