"""Survey rounds on both databases: planned, begun, answered, closed, kept apart and reported."""

import json
from dataclasses import replace
from datetime import date
from itertools import count
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from core.db import db, write_session
from core.domain.access import CITIZEN, AccessDenied, Role, Scope
from core.domain.periods import Kind, containing
from core.domain.submission import Channel, Quality, SubmissionDraft
from core.domain.survey_rounds import Hamlet, Plan, RoundRefused, RoundState
from core.models import AuditEntry, RoundStratum, Touchpoint
from core.queries import (
    entries,
    finding_surveys,
    genuine,
    published,
    results,
    round_notices,
    round_progress,
    round_results,
)
from core.queries import rounds as query
from core.queries import touchpoints as printed
from core.queries.entries import CodeState
from core.queries.places import codes
from core.queries.round_notices import NewReport
from core.queries.rounds import RoundLine
from core.services import ladder, questionnaires, rollups, round_reports, settling, submissions
from core.services import rounds as service
from core.services.places import touchpoints
from core.services.places.changing import PlaceRefused, UnknownPlace
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.recount import recount
from tests.support.worlds import World

MANAGER = Scope(2, Role.MANAGER, frozenset({World.centre}))
FRONT = Scope(3, Role.FRONT, frozenset({World.centre}))
LEADER = Scope(4, Role.LEADER, frozenset({World.centre}))
NEIGHBOUR = Scope(5, Role.MANAGER, frozenset({World.neighbour}))
TODAY = date(2026, 11, 21)
PLAN = Plan(
    name="Đợt khảo sát năm 2026",
    questionnaire_code="ministry",
    begins_on=TODAY,
    ends_on=date(2026, 11, 30),
    population=2000,
    hamlets=(Hamlet("Xóm 1", 1200), Hamlet("Xóm 2", 800)),
)
NOVEMBER = containing(Kind.MONTH, TODAY)
_secrets = count(1)


@pytest.fixture
def world(app: Flask) -> World:
    """The office at nine in the morning of 21/11/2026."""
    with write_session() as session:
        return worlds.office(session)


def begun(planned: Plan = PLAN) -> RoundLine:
    """Plan a round and begin it."""
    number = service.plan(MANAGER, World.centre, planned, actor="test")
    service.begin(MANAGER, World.centre, number, actor="test")
    return line(number)


def line(number: int) -> RoundLine:
    """Read a round anew."""
    db.session.rollback()
    found = query.one(MANAGER, number)
    assert found
    return found


def answer(of: RoundLine, level: int, channel: Channel = Channel.INTERVIEW, **changes: Any) -> None:
    """Hand in one answer to the round: one level for two criteria of the same factor."""
    place = entries.entry(CITIZEN, of.code, clock_now())
    assert place
    assert of.version_id
    draft = SubmissionDraft(
        secret=next(_secrets).to_bytes(16, "big"),
        touchpoint_id=place.touchpoint_id,
        version_id=of.version_id,
        day=changes.pop("day", TODAY),
        channel=channel,
        tier=worlds.Tier.C,
        answers={"bnv15": (str(level),), "bnv16": ("4",)},
        round_id=of.id,
        stratum=1 if channel is Channel.INTERVIEW else None,
    )
    submissions.accept(replace(draft, **changes))


def point_of(code: str) -> int:
    """Return the touchpoint of a code."""
    db.session.rollback()
    found = db.session.scalar(select(Touchpoint.id).where(Touchpoint.code == code))
    assert found
    return found


def successor_of(code: str) -> str:
    """Return the code that anybody is told stands in the place of this one, empty where there is none."""
    db.session.rollback()
    # What a test writes by itself is in no audit chain, and places are kept as long as the chain has no new head.
    entries._read.clear()
    place = entries.entry(CITIZEN, code, clock_now())
    assert place
    found = genuine.told(CITIZEN, place, clock_now()).successor
    return found.code if found else ""


def history_of(point: int) -> list[str]:
    """Return the codes the desk shows beside one, the newest first."""
    found = codes.one(MANAGER, World.centre, point)
    assert found
    return [one.code for one in codes.history(MANAGER, World.centre, found)]


def clock_now() -> Any:
    """Return the present moment of the product's clock."""
    return worlds.clock.now()


def night(clock: Clock, days: int = 1) -> None:
    """Let nights pass: settle, close the ladder, report rounds."""
    for _ in range(days):
        clock.advance(days=1)
        settling.settle()
        ladder.close()
        round_reports.take()
    db.session.rollback()


def test_a_plan_holds_its_sample_and_its_hamlets_shares(world: World) -> None:
    number = service.plan(MANAGER, World.centre, PLAN, actor="lan")

    found = line(number)
    assert (found.population, found.sample, found.state, found.answers) == (2000, 334, RoundState.PLANNED, 0)
    assert [(each.name, each.population, each.sample) for each in query.strata(MANAGER, number)] == [
        ("Xóm 1", 1200, 200),
        ("Xóm 2", 800, 134),
    ]
    with db.engine.connect() as connection:
        entry = connection.execute(
            select(AuditEntry.__table__).order_by(AuditEntry.__table__.c.number.desc()).limit(1)
        ).one()
    assert (entry.action, entry.actor, entry.unit_id) == ("round.plan", "lan", World.centre)
    assert json.loads(entry.facts)["sample"] == 334


def test_a_plan_can_be_changed_and_given_up_until_it_begins(world: World) -> None:
    number = service.plan(MANAGER, World.centre, PLAN, actor="test")
    service.change(
        MANAGER, World.centre, number, replace(PLAN, name="Đợt hai", population=100, hamlets=()), actor="test"
    )

    changed = line(number)
    assert (changed.name, changed.sample) == ("Đợt hai", 80)
    assert query.strata(MANAGER, number) == ()
    service.drop(MANAGER, World.centre, number, actor="test")
    db.session.rollback()
    assert (query.listed(MANAGER).total, query.listed(MANAGER).items, query.one(MANAGER, number)) == (
        0,
        (),
        None,
    )
    of_round = begun()
    for act in (
        lambda: service.change(MANAGER, World.centre, of_round.id, PLAN, actor="test"),
        lambda: service.drop(MANAGER, World.centre, of_round.id, actor="test"),
        lambda: service.begin(MANAGER, World.centre, of_round.id, actor="test"),
    ):
        with pytest.raises(RoundRefused, match="not_planned"):
            act()
    with db.engine.connect() as connection:
        assert len(connection.execute(select(RoundStratum.__table__)).all()) == 2


def test_the_number_of_a_plan_that_was_given_up_is_given_to_no_other_round(world: World) -> None:
    given_up = service.plan(MANAGER, World.centre, PLAN, actor="test")
    service.drop(MANAGER, World.centre, given_up, actor="test")
    other = service.plan(MANAGER, World.centre, replace(PLAN, name="Đợt khác"), actor="test")

    for act in (service.begin, service.drop):
        with pytest.raises(UnknownPlace):
            act(MANAGER, World.centre, given_up, actor="test")

    assert line(other).state is RoundState.PLANNED
    assert [one.name for one in finding_surveys.rounds(MANAGER, ("dot",))] == ["Đợt khác"]


def test_only_who_may_plans_and_only_at_home(world: World) -> None:
    with pytest.raises(AccessDenied):
        service.plan(LEADER, World.centre, PLAN, actor="test")
    with pytest.raises(UnknownPlace):
        service.plan(NEIGHBOUR, World.centre, PLAN, actor="test")
    number = service.plan(MANAGER, World.centre, PLAN, actor="test")
    with pytest.raises(UnknownPlace):
        service.begin(NEIGHBOUR, World.neighbour, number, actor="test")
    assert query.one(NEIGHBOUR, number) is None
    with pytest.raises(RoundRefused, match="no_questionnaire"):
        service.plan(MANAGER, World.centre, replace(PLAN, questionnaire_code="khong-co"), actor="test")


def test_a_rounds_code_asks_its_fixed_version_between_its_days_only(world: World, clock: Clock) -> None:
    of_round = begun(replace(PLAN, begins_on=date(2026, 11, 22), ends_on=date(2026, 11, 23)))
    states = []
    for _ in range(4):
        found = entries.entry(CITIZEN, of_round.code, clock_now())
        assert found
        states.append(found.state)
        clock.advance(days=1)

    assert states == [CodeState.NOT_YET, CodeState.OPEN, CodeState.OPEN, CodeState.ROUND_OVER]
    assert (found.round_id, found.version_id, found.fields, found.officer) == (
        of_round.id,
        World.ministry,
        (),
        "",
    )
    assert found.place == PLAN.name


def test_closing_by_hand_ends_the_code_at_once(world: World) -> None:
    of_round = begun()
    service.close(MANAGER, World.centre, of_round.id, actor="test")

    db.session.rollback()
    found = entries.entry(CITIZEN, of_round.code, clock_now())
    assert found
    assert found.state is CodeState.ROUND_OVER
    assert line(of_round.id).last_day == TODAY
    with pytest.raises(RoundRefused, match="closed_already"):
        service.close(MANAGER, World.centre, of_round.id, actor="test")


def test_a_replaced_code_goes_on_with_the_same_round(world: World) -> None:
    of_round = begun()
    point = db.session.scalar(select(Touchpoint).where(Touchpoint.code == of_round.code))
    assert point
    everywhere = Scope(1, Role.MANAGER, frozenset({World.centre}))
    new = touchpoints.replace(everywhere, World.centre, point.id, actor="test")

    db.session.rollback()
    old = entries.entry(CITIZEN, of_round.code, clock_now())
    found = entries.entry(CITIZEN, new, clock_now())
    assert old
    assert old.state is CodeState.REPLACED
    assert found
    assert (found.state, found.round_id) == (CodeState.OPEN, of_round.id)
    assert line(of_round.id).code == new


def test_no_other_code_takes_the_place_of_a_rounds(world: World) -> None:
    of_round, other = begun(), begun(replace(PLAN, name="Đợt khác"))
    point = db.session.scalar(select(Touchpoint.id).where(Touchpoint.code == of_round.code)) or 0
    beside = db.session.scalar(select(Touchpoint.id).where(Touchpoint.code == other.code)) or 0
    everywhere = Scope(1, Role.MANAGER, frozenset({World.centre}))

    for successor in (World.single_point, beside):
        with pytest.raises(PlaceRefused, match="round_alone"):
            touchpoints.revoke(everywhere, World.centre, point, actor="test", successor_id=successor)
    found = codes.one(everywhere, World.centre, point)
    assert found
    assert codes.successors(everywhere, World.centre, found) == ()


def test_an_everyday_code_names_no_rounds_code_in_its_place(world: World) -> None:
    of_round = begun()
    point = db.session.scalar(select(Touchpoint.id).where(Touchpoint.code == of_round.code)) or 0

    with pytest.raises(PlaceRefused, match="round_apart"):
        touchpoints.revoke(MANAGER, World.centre, World.single_point, actor="test", successor_id=point)

    counter = codes.one(MANAGER, World.centre, World.single_point)
    assert counter
    assert counter.is_standing
    offered = {one.id for one in codes.successors(MANAGER, World.centre, counter)}
    assert World.entrance_point in offered
    assert point not in offered


@pytest.mark.parametrize("after", ["an everyday code", "another round"])
def test_open_answers_of_a_revoked_rounds_code_stay_in_their_round(world: World, after: str) -> None:
    of_round, other = begun(), begun(replace(PLAN, name="Đợt khác"))
    with write_session() as session:
        # As it could be done before such a successor was refused.
        point = session.scalars(select(Touchpoint).where(Touchpoint.code == of_round.code)).one()
        beside = session.scalars(select(Touchpoint.id).where(Touchpoint.code == other.code)).one()
        point.revoked_at = clock_now()
        point.replaced_by_id = beside if after == "another round" else World.single_point

    db.session.rollback()
    found = entries.entry(CITIZEN, of_round.code, clock_now())
    assert found
    assert (found.state, found.round_id) == (CodeState.REPLACED, of_round.id)


def test_a_code_of_a_round_names_none_of_another_round_with_the_same_name(world: World) -> None:
    last_year, this_year = begun(), begun()
    old, own = point_of(last_year.code), point_of(this_year.code)
    new = touchpoints.replace(MANAGER, World.centre, old, actor="test")
    assert successor_of(last_year.code) == new

    touchpoints.revoke(MANAGER, World.centre, point_of(new), actor="test")

    assert [successor_of(code) for code in (last_year.code, new)] == ["", ""]
    assert history_of(old) == history_of(point_of(new)) == [new, last_year.code]
    assert history_of(own) == [this_year.code]


def test_a_code_of_a_round_that_named_another_rounds_code_says_so_no_more(world: World) -> None:
    of_round, other = begun(), begun(replace(PLAN, name="Đợt khác"))
    own, beside = point_of(of_round.code), point_of(other.code)
    with write_session() as session:
        # As it could be done before such a successor was refused.
        point = session.get_one(Touchpoint, own)
        point.revoked_at, point.replaced_by_id = clock_now(), beside

    assert successor_of(of_round.code) == ""
    assert history_of(own) == [of_round.code]


def test_the_code_of_a_round_is_replaced_while_its_days_last_and_then_by_none(
    world: World, clock: Clock
) -> None:
    of_round = begun()
    clock.advance(days=9)
    new = touchpoints.replace(MANAGER, World.centre, point_of(of_round.code), actor="test")
    point = point_of(new)
    before = codes.one(MANAGER, World.centre, point)
    assert before
    assert (before.valid_to, before.is_replaceable) == (date(2026, 11, 30), True)

    clock.advance(days=1)

    with pytest.raises(PlaceRefused, match="of_round"):
        touchpoints.replace(MANAGER, World.centre, point, actor="test")
    after = codes.one(MANAGER, World.centre, point)
    assert after
    assert (after.is_standing, after.is_in_use, after.is_replaceable) == (True, False, False)
    assert "round" not in {one.kind for one in printed.printed(MANAGER, "https://xamau.example")}


def test_another_version_published_later_changes_no_question_of_a_round(world: World) -> None:
    of_round = begun()
    with write_session() as session:
        questionnaires.choose(session.connection(), World.centre, "ministry", World.quick, account_id=1)

    found = entries.entry(CITIZEN, of_round.code, clock_now())
    assert found
    assert found.version_id == World.ministry


def test_progress_counts_each_answer_once_by_hamlet_and_channel(world: World) -> None:
    of_round = begun()
    for channel in (Channel.INTERVIEW, Channel.INTERVIEW, Channel.QR):
        answer(of_round, 5, channel)
    twice = {"secret": b"x" * 16, "channel": Channel.PAPER, "stratum": 2}
    answer(of_round, 4, **twice)
    answer(of_round, 2, **twice)

    found = round_progress.live(LEADER, line(of_round.id))
    assert found.whole.by_channel == {Channel.INTERVIEW: 2, Channel.PAPER: 1, Channel.QR: 1}
    assert [(stratum.name, done.answers, done.missing) for stratum, done in found.hamlets] == [
        ("Xóm 1", 2, 198),
        ("Xóm 2", 1, 133),
    ]
    assert found.elsewhere.answers == 1


def test_a_round_moves_no_everyday_figure(world: World, clock: Clock, database_url: str) -> None:
    for level in (5, 5, 5, 5, 2):
        submissions.accept(worlds.draft(world, answers={"overall": (str(level),)}, field_id=world.land))
    of_round = begun(replace(PLAN, questionnaire_code="quick"))
    for _ in range(12):
        answer(of_round, 1, Channel.QR, answers={"overall": ("1",)}, field_id=None)

    live = results.overview(FRONT, NOVEMBER)
    night(clock, 2)
    settled = results.overview(FRONT, NOVEMBER)
    steps = published.overview(LEADER, NOVEMBER).overview

    for found in (live, settled, steps):
        assert found.headline.figure is not None
        assert (found.headline.n, float(found.headline.figure.value)) == (5, 0.8)
    by_hand = recount(database_url, date(2026, 11, 1), date(2026, 11, 30))
    assert by_hand.figures["office", "office", "quick v1", "C"].people == 5
    assert rollups.check() == []
    rollups.rebuild()
    assert rollups.check() == []
    assert line(of_round.id).answers == 12


def test_the_front_reads_live_figures_and_everybody_else_the_report(world: World, clock: Clock) -> None:
    of_round = begun()
    for level in (5, 5, 4, 4, 3, 2, 2, 2):
        answer(of_round, level)
    answer(of_round, 5, Channel.QR, seconds_to_answer=0.5)

    db.session.rollback()
    live = round_results.report(FRONT, of_round)
    assert live
    assert live.is_live
    # bnv15: 5 of 9 satisfied; bnv16: 9 of 9. Their mean is 7/9.
    assert live.results.whole.figure
    assert live.results.whole.figure.value == pytest.approx(7 / 9)
    assert live.labels == {Quality.TOO_FAST: 1}
    assert round_results.report(LEADER, of_round) is None

    service.close(MANAGER, World.centre, of_round.id, actor="test")
    night(clock)
    assert round_results.report(LEADER, line(of_round.id)) is None
    night(clock)
    reported = round_results.report(LEADER, line(of_round.id))
    assert reported
    assert reported.through == date(2026, 11, 22)
    assert reported.results.whole.figure
    assert reported.results.whole.figure.value == pytest.approx(7 / 9)
    assert reported.labels == {Quality.TOO_FAST: 1}
    # One answer by QR: neither channel is told apart.
    assert all(each.is_hidden for each in reported.results.channels)
    assert round_results.report(NEIGHBOUR, of_round) is None
    # The Front reads what everybody reads, and live figures where it asks for them.
    closing, live = (round_results.report(FRONT, line(of_round.id), is_live=asks) for asks in (False, True))
    assert closing == reported
    assert live
    assert (live.is_live, live.last) == (True, 1)
    assert round_results.report(LEADER, line(of_round.id), is_live=True) is None
    assert round_notices.new_reports(LEADER) == (
        NewReport(of_round.id, PLAN.name, number=1, through=date(2026, 11, 22)),
    )
    assert round_notices.new_reports(NEIGHBOUR) == ()


def test_a_round_is_named_two_days_before_it_ends_while_hamlets_lack_answers(
    world: World, clock: Clock
) -> None:
    of_round = begun()
    answer(of_round, 5)
    clock.advance(days=6)
    db.session.rollback()
    assert round_notices.ending(MANAGER) == ()
    clock.advance(days=1)

    [found] = round_notices.ending(MANAGER)

    assert (found.id, found.ends_on, found.missing) == (of_round.id, date(2026, 11, 30), 333)
    assert [(stratum.name, missing) for stratum, missing in found.hamlets] == [("Xóm 1", 199), ("Xóm 2", 134)]
    assert round_notices.ending(LEADER) == round_notices.ending(NEIGHBOUR) == ()
    service.close(MANAGER, World.centre, of_round.id, actor="test")
    db.session.rollback()
    assert round_notices.ending(MANAGER) == ()


def test_late_answers_make_another_report_only_when_nobody_can_be_found_between_the_two(
    world: World, clock: Clock
) -> None:
    of_round = begun()
    for _ in range(6):
        answer(of_round, 5)
    service.close(MANAGER, World.centre, of_round.id, actor="test")
    night(clock, 2)
    for _ in range(4):
        answer(of_round, 1)
    night(clock, 2)
    first = round_results.report(LEADER, line(of_round.id))
    answer(of_round, 1)
    night(clock, 2)
    second = round_results.report(LEADER, line(of_round.id))

    assert first
    assert second
    assert (first.results.answers, second.results.answers) == (6, 11)
    assert [(each.number, each.last) for each in (first, second)] == [(1, 1), (2, 2)]
    again = round_results.report(LEADER, line(of_round.id), 1)
    assert again
    assert (again.results, again.number, again.last) == (first.results, 1, 2)
    assert round_results.report(LEADER, line(of_round.id), 3) is None


def test_few_late_answers_by_one_way_hold_no_others_up_and_wait(world: World, clock: Clock) -> None:
    of_round = begun()
    for _ in range(6):
        answer(of_round, 5, seconds_to_answer=0.5)
        answer(of_round, 4, Channel.QR)
    service.close(MANAGER, World.centre, of_round.id, actor="test")
    night(clock, 2)
    first = round_results.report(LEADER, line(of_round.id))
    for _ in range(5):
        answer(of_round, 1)
    for _ in range(2):
        answer(of_round, 1, Channel.QR, seconds_to_answer=0.5, answers={"bnv15": ("1",), "bnv17": ("2",)})
    night(clock, 2)
    second = round_results.report(LEADER, line(of_round.id))
    for _ in range(3):
        answer(of_round, 1, Channel.QR)
    night(clock, 2)
    third = round_results.report(LEADER, line(of_round.id))

    for report, number, by_way, fast in (
        (first, 1, {"interview": 6, "qr": 6}, 6),
        (second, 2, {"interview": 11, "qr": 6}, 6),
        (third, 3, {"interview": 11, "qr": 11}, 6),
    ):
        assert report
        assert report.number == number
        assert {str(each.channel): each.n for each in report.results.channels} == by_way
        # Two more were too fast: the label waits for others like it.
        assert report.labels == {Quality.TOO_FAST: fast}
    again = round_results.report(LEADER, line(of_round.id), 1)
    assert again
    assert first
    assert (again.results, again.progress) == (first.results, first.progress)


def test_a_round_of_four_answers_is_never_reported(world: World, clock: Clock) -> None:
    of_round = begun()
    for _ in range(4):
        answer(of_round, 5)
    night(clock, 14)

    assert line(of_round.id).state is RoundState.CLOSED
    assert round_results.report(LEADER, line(of_round.id)) is None


def test_a_night_reports_each_round_once(world: World, clock: Clock) -> None:
    of_round = begun()
    for _ in range(5):
        answer(of_round, 5)
    service.close(MANAGER, World.centre, of_round.id, actor="test")
    clock.advance(days=2)
    settling.settle()

    assert round_reports.take().round_ids == (of_round.id,)
    assert round_reports.take().round_ids == ()
    clock.advance(days=1)
    settling.settle()
    assert round_reports.take().round_ids == ()
