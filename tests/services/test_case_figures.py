"""Figures about cases on both databases, against a month that was counted by hand, for each who may read them."""

from datetime import date
from fractions import Fraction

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import CITIZEN, AccessDenied, Role, Scope
from core.domain.complaints import clocks
from core.domain.complaints.figures import Share
from core.domain.complaints.kinds import Channel, Kind
from core.domain.complaints.published import Cell, Part
from core.domain.periods import Kind as PeriodKind
from core.domain.periods import containing
from core.models import Complaint, ComplaintAccount, Unit
from core.queries.complaints import figures, published
from core.services.complaints import publishing
from tests.support import casework, planted_cases, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

OCTOBER = containing(PeriodKind.MONTH, date(2026, 10, 1))
ROLES = (Role.FRONT, Role.MANAGER, Role.LEADER, Role.COUNCIL)
SCOPES = {role: casework.somebody(role, number) for number, role in enumerate(ROLES, start=1)}
FRONT = SCOPES[Role.FRONT]


@pytest.fixture(autouse=True)
def october(app: Flask, clock: Clock) -> None:
    """The office with its planted month, looked at on Tuesday 10 November 2026."""
    with write_session() as session:
        worlds.office(session)
        for role in ROLES:
            worlds.account(session, role)
        planted_cases.october(session, leader=3)
    clock.set("2026-11-10T09:00:00+07:00")


def test_the_figures_are_those_counted_by_hand():
    found = figures.of_period(FRONT, OCTOBER).together

    assert found.received == 31
    assert found.by_kind == {
        Kind.PETITION: 23,
        Kind.GRIEVANCE: 1,
        Kind.DENUNCIATION: 0,
        Kind.OUTSIDE: 1,
        Kind.FEEDBACK: 3,
        Kind.PRAISE: 2,
        None: 1,
    }
    assert found.by_channel == {
        Channel.WEB: 25,
        Channel.POSTER: 2,
        Channel.SURVEY: 0,
        Channel.PAPER: 2,
        Channel.PHONE: 2,
    }
    assert (found.on_time, found.on_time_extended) == (Share(14, 21), Share(16, 21))
    assert (found.within_time, found.left_out) == (1, 1)
    assert (found.contested, found.confirmed) == (Share(3, 19), Share(10, 19))
    assert (found.uncontested, found.concluded) == (Share(5, 19), Share(1, 19))
    assert (found.awaits_word, found.taken_up_again) == (2, 1)
    assert found.median_days == 7
    # Named and anonymous cases have columns of their own.
    found = figures.of_period(FRONT, OCTOBER)

    assert (found.named.received, found.anonymous.received) == (4, 27)
    assert (found.named.on_time, found.anonymous.on_time) == (Share(2, 4), Share(12, 17))
    assert found.named.on_time_extended == Share(4, 4)
    assert found.named.contested == Share(1, 4)
    # Seven, seven, 24 and 24 working days.
    assert found.named.median_days == Fraction(31, 2)
    late = found.overdue

    # Past since 22/10 (twice), 30/10 and 03/11; 10/11 is the day: 13, 13, 7 and 5 working days.
    assert (late.count, late.oldest, late.median) == (4, 13, 10)
    assert late.by_clock == {
        clocks.Clock.ANSWER: 2,
        clocks.Clock.AGAIN: 1,
        clocks.Clock.TRIAGE: 1,
        clocks.Clock.APPEAL: 0,
    }


def test_what_is_hidden_from_somebody_is_not_in_their_figures():
    found = {role: figures.of_period(SCOPES[role], OCTOBER).together for role in (Role.MANAGER, Role.LEADER)}

    assert {role: (one.received, one.on_time) for role, one in found.items()} == {
        Role.MANAGER: (23, Share(12, 19)),
        Role.LEADER: (24, Share(13, 20)),
    }
    assert [one.by_kind[Kind.PRAISE] for one in found.values()] == [2, 2]
    assert [one.by_kind[Kind.FEEDBACK] for one in found.values()] == [0, 0]
    with pytest.raises(AccessDenied):
        figures.of_period(SCOPES[Role.COUNCIL], OCTOBER)
    with pytest.raises(AccessDenied):
        figures.overdue_list(FRONT)


def test_a_month_without_cases_has_no_share_and_no_median():
    found = figures.of_period(FRONT, OCTOBER.next()).together

    assert found.received == 0
    assert (found.on_time.value, found.confirmed.value, found.median_days) == (None, None, None)
    # An extension that runs is late by the first deadline only.
    with write_session() as session:
        extended = planted_cases.running("answer", date(2026, 11, 16), date(2026, 11, 2))
        planted_cases.plant(session, 90, kind="petition", state="handling", **extended)
    db.session.rollback()

    found = figures.of_period(FRONT, OCTOBER).together

    assert (found.on_time, found.on_time_extended) == (Share(14, 22), Share(16, 21))
    assert found.within_time == 2


def test_the_overdue_list_has_numbers_and_days_and_nothing_that_names_anybody():
    lines = figures.overdue_list(SCOPES[Role.COUNCIL])

    assert [(line.clock, line.due_on.day, line.days_late) for line in lines] == [
        (clocks.Clock.ANSWER, 22, 13),
        (clocks.Clock.ANSWER, 22, 13),
        (clocks.Clock.AGAIN, 30, 7),
    ]
    assert [line.field for line in lines] == ["Đất đai", "Đất đai", ""]
    assert not any(line.is_extended for line in lines)


def test_what_an_onlooker_may_not_know_of_is_not_on_the_list():
    before = figures.overdue_list(SCOPES[Role.COUNCIL])
    late = {"kind": "petition", "state": "handling", **planted_cases.running("answer", date(2026, 10, 9))}
    not_listed = ({"concerns_front": True}, {"kind": "denunciation"}, {"kind": None, "state": "new"}, {})
    with write_session() as session:
        for number, values in enumerate(not_listed, start=91):
            planted = planted_cases.plant(session, number, **{**late, **values})
        session.add(ComplaintAccount(complaint_id=planted, account_id=3, unit_id=World.centre))
    db.session.rollback()

    assert figures.overdue_list(SCOPES[Role.COUNCIL]) == before
    assert figures.overdue_list(casework.somebody(Role.COUNCIL, 9, World.neighbour)) == ()


def publish(clock: Clock, day: str = "2026-12-08") -> int:
    clock.set(f"{day}T02:00:00+07:00")
    done = publishing.run()
    db.session.rollback()
    return done


def test_a_month_is_published_once_and_is_the_one_counted_by_hand(clock: Clock):
    with write_session() as session:
        # As many more that somebody must not know of: they change nothing.
        planted_cases.hidden(session, leader=3, start=60)
    # 26 working days after Saturday 31/10, without the holiday of 24/11: Tuesday 08/12.
    assert publish(clock, "2026-12-07") == 0
    assert published.offices(CITIZEN) == ()
    assert publish(clock) == 1
    assert publish(clock) == 0

    [office] = published.offices(CITIZEN)
    [month] = office.months
    # 29 cases that name nobody; of 21 petitions one was withdrawn, three have no answer.
    assert month.received == Cell(29, 29)
    assert month.cells[Part.DECIDED] == Cell(20, 20)
    assert month.cells[Part.PRAISE] == month.cells[Part.UNKNOWN] == Cell(1, 4)
    # 12 on time, 2 thanks to the extension, 6 late: the two are hidden, and the twelve with them.
    assert month.cells[Part.ON_TIME] == Cell(10, 13)
    assert month.cells[Part.LATE] == Cell(6, 6)
    assert month.on_time_extended == Cell(14, 14)
    assert month.cells[Part.CONFIRMED] == Cell(10, 10)
    assert month.cells[Part.CONTESTED] == Cell(1, 4)
    assert month.cells[Part.NOT_CONTESTED] == Cell(16, 19)
    assert (month.cells[Part.NAMED], month.cells[Part.ANONYMOUS]) == (Cell(1, 4), Cell(16, 19))
    assert month.cells[Part.WEB] == Cell(14, 14)
    assert month.median_halves == 14


def test_an_office_that_has_ended_publishes_what_it_received_and_no_empty_months(clock: Clock):
    with write_session() as session:
        ended = session.get(Unit, World.centre)
        assert ended is not None
        ended.valid_to = date(2026, 11, 15)

    assert publish(clock, "2027-06-20") == 2

    [office] = published.offices(CITIZEN)
    assert [str(month.month) for month in office.months] == ["2026-11", "2026-10"]


def test_a_published_month_never_changes_and_an_empty_one_is_published_too(clock: Clock):
    publish(clock)
    before = published.offices(CITIZEN)
    with write_session() as session:
        found = session.query(Complaint).filter_by(state="handling").first()
        assert found is not None
        found.state, found.outcome, found.answered_on = "closed", "confirmed", date(2026, 12, 8)
        session.add(ComplaintAccount(complaint_id=bytes([1]) * 16, account_id=3, unit_id=World.centre))
    db.session.rollback()

    assert publish(clock, "2027-01-20") == 1

    [office] = published.offices(CITIZEN)
    november, october = office.months
    assert [october] == list(before[0].months)
    assert str(november.month) == "2026-11"
    assert november.received == Cell(0, 0)
    assert not november.has_petitions
    reading: list[Scope] = [SCOPES[role] for role in (Role.COUNCIL, Role.LEADER, Role.FRONT)]
    assert [published.of_scope(scope) for scope in reading] == [published.offices(CITIZEN)] * 3
