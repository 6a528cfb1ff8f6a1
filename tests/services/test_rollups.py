"""The keystone: cells equal a recount of what was given, in any order, however often and however late it came."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import count
from threading import Thread, current_thread, main_thread

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from core.db import db, write_session
from core.domain.builtin import BUILTIN
from core.domain.questionnaire import Kind, Questionnaire
from core.domain.submission import Channel, SubmissionDraft, Tier
from core.services import rollups, settling, submissions
from tests.services import record
from tests.services.offices import office_on
from tests.services.record import Place
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.worlds import World

WORLD = World()
QUICK, MINISTRY = BUILTIN
FIRST_DAY = date(2026, 11, 21)


def answers_of(questionnaire: Questionnaire) -> st.SearchStrategy[dict[str, tuple[str, ...]]]:
    """Any answers to some of the questions, at least one of them to a question that is always asked."""
    one: dict[str, st.SearchStrategy[tuple[str, ...]]] = {}
    for question in questionnaire.questions:
        codes = [option.code for option in question.options]
        if question.kind is Kind.MULTI:
            one[question.code] = st.lists(st.sampled_from(codes), max_size=3, unique=True).map(tuple)
        else:
            one[question.code] = st.sampled_from(codes).map(lambda code: (code,))
    return st.fixed_dictionaries({}, optional=one).filter(
        lambda answers: answers.keys() - {"praise", "reasons"}
    )


QUICK_ANSWERS = answers_of(QUICK)
MINISTRY_ANSWERS = answers_of(MINISTRY)


@dataclass(frozen=True)
class Visit:
    """What one citizen sends, revision after revision, and when the first one reaches the server."""

    number: int
    revisions: tuple[SubmissionDraft, ...]
    arrives_after_days: int
    is_repeated: bool


@st.composite
def visits(draw: st.DrawFn) -> list[Visit]:
    """Several citizens with either questionnaire, one to three revisions each, some of them days late."""
    found = []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        is_ministry = draw(st.booleans())
        late = draw(st.integers(0, 2))
        first = SubmissionDraft(
            secret=bytes([number]) * 16,
            touchpoint_id=WORLD.criteria_point if is_ministry else WORLD.many_point,
            version_id=WORLD.ministry if is_ministry else WORLD.quick,
            day=FIRST_DAY - timedelta(days=draw(st.integers(0, 40))),
            channel=draw(st.sampled_from(Channel)),
            tier=draw(st.sampled_from(Tier)),
            answers={},
            duty_entry_id=draw(
                st.sampled_from([None, WORLD.duty_of_chi if is_ministry else WORLD.duty_of_an])
            ),
        )
        contents = draw(st.lists(MINISTRY_ANSWERS if is_ministry else QUICK_ANSWERS, min_size=1, max_size=3))
        revisions = tuple(
            replace(
                first,
                answers=content,
                field_id=draw(st.sampled_from([None, WORLD.land, WORLD.civil])),
                is_officer_disclaimed=draw(st.booleans()),
            )
            for content in contents
        )
        found.append(Visit(number, revisions, late, draw(st.booleans())))
    return found


def expected(visit: Visit) -> Iterator[tuple[Place, str, str]]:
    """What the visit adds to the cells, counted by hand: its last revision, with the face touched last."""
    first, sent = visit.revisions[0], visit.revisions[-1]
    is_ministry = sent.version_id == WORLD.ministry
    officer = WORLD.chi if is_ministry else WORLD.an
    # Revisions keep the first one's duty entry; once it was disclaimed there is none to keep.
    has_officer = sent.duty_entry_id and not (first.is_officer_disclaimed or sent.is_officer_disclaimed)
    place = (
        sent.day,
        sent.field_id or 0,
        officer if has_officer else 0,
        WORLD.single_counter if is_ministry else WORLD.many_counter,
        str(sent.channel),
        str(sent.tier),
        sent.version_id,
    )
    yield place, "", ""
    faces = [revision.answers["overall"] for revision in visit.revisions if "overall" in revision.answers]
    answers = {**sent.answers, **({"overall": faces[-1]} if faces else {})}
    asked_only_if = {"praise": {("4",), ("5",)}, "reasons": {("1",), ("2",), ("3",)}}
    for question, codes in answers.items():
        if question in asked_only_if and answers.get("overall") not in asked_only_if[question]:
            continue
        for code in codes:
            yield place, question, code


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 30), ("postgresql", 15)])
def test_cells_equal_what_was_given_in_any_order_repetition_and_lateness(
    request: pytest.FixtureRequest, clock: Clock, kind: str, examples: int
):
    """All examples share one database, three days each: what one leaves behind must not disturb the next."""
    databases = request.getfixturevalue(f"{kind}_databases")
    oracle: Counter[tuple[Place, str, str]] = Counter()
    groups = count()

    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(visits(), st.integers(0, 2**32))
    def holds(given_visits: list[Visit], seed: int) -> None:
        dice = random.Random(seed)
        crowd = [renumbered(visit, next(groups), clock.moment.date()) for visit in given_visits]
        for day in range(3):
            today = [visit for visit in crowd if visit.arrives_after_days == day]
            send_in_any_order(today, dice)
            oracle.update(entry for visit in today for entry in expected(visit))
            assert record.counted("cell_day", "cell_live") == oracle
            assert rollups.check() == []
            clock.advance(days=1)
            assert settling.settle().is_due
        assert record.counted("cell_day") == oracle
        assert record.by_month(oracle) == record.counted("cell_month")

    with office_on(databases, clock):
        holds()
        before = [record.cells(name) for name in ("cell_day", "cell_month", "cell_live")]
        rollups.rebuild()
        assert [record.cells(name) for name in ("cell_day", "cell_month", "cell_live")] == before


def renumbered(visit: Visit, number: int, today: date) -> Visit:
    """Give the visit a secret nobody else has, and count its days back from today."""
    secret = sha256(str(number).encode()).digest()[:16]
    lateness = FIRST_DAY - visit.revisions[0].day
    revisions = tuple(replace(sent, secret=secret, day=today - lateness) for sent in visit.revisions)
    return replace(visit, number=number, revisions=revisions)


def send_in_any_order(crowd: list[Visit], dice: random.Random) -> None:
    """Send every revision, the citizens' turns thrown by dice, some requests twice."""
    queue = [visit for visit in crowd for _ in visit.revisions]
    dice.shuffle(queue)
    sent: Counter[int] = Counter()
    for visit in queue:
        seen = sent[visit.number]
        draft = replace(visit.revisions[seen], seen_revision=seen)
        for _ in range(2 if visit.is_repeated else 1):
            submissions.accept(draft)
        sent[visit.number] += 1


def test_every_planted_difference_is_found_and_mended(app: Flask, clock: Clock):
    with write_session() as session:
        world = worlds.office(session)
    submissions.accept(worlds.draft(world, answers={"overall": ("5",)}))
    clock.advance(days=1)
    settling.settle()
    submissions.accept(worlds.draft(world, answers={"overall": ("5",)}))
    found = {}

    for name in ("cell_day", "cell_month", "cell_live"):
        for change in ("n = n + 1", "s04 = s04 - 1", "day = '2025-01-01'", "part = 2", "tier = 'A'"):
            with db.engine.begin() as connection:
                connection.execute(text(f"UPDATE {name} SET {change}"))
            found[name, change] = {difference.table for difference in rollups.check()}
            rollups.rebuild()

    assert len(found) == 15
    assert {plant: tables for plant, tables in found.items() if tables != {plant[0]}} == {}
    assert rollups.check() == []


def test_a_cell_without_any_answer_behind_it_is_found(app: Flask, clock: Clock):
    with write_session() as session:
        world = worlds.office(session)
    submissions.accept(worlds.draft(world))
    with db.engine.begin() as connection:
        connection.execute(text("INSERT INTO cell_day SELECT * FROM cell_live"))

    (found,) = rollups.check()

    assert (found.table, found.counted) == ("cell_day", None)


def test_a_row_too_many_beside_a_cell_is_found(app: Flask, clock: Clock):
    with write_session() as session:
        world = worlds.office(session)
    submissions.accept(worlds.draft(world))
    (row,) = record.rows("cell_live")
    with db.engine.begin() as connection:
        connection.execute(record.table("cell_live").insert(), {**row, "part": 1})

    assert [difference.table for difference in rollups.check()] == ["cell_live"]


def test_answers_that_arrive_while_the_check_runs_are_no_difference(app: Flask, clock: Clock):
    with write_session() as session:
        world = worlds.office(session)
    submissions.accept(worlds.draft(world))
    late = [worlds.draft(world)]

    def arrive() -> None:
        with app.app_context():
            submissions.accept(late.pop())

    @event.listens_for(db.engine, "after_cursor_execute")
    def between(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "FROM inbox" in statement and current_thread() is main_thread() and late:
            citizen = Thread(target=arrive)
            citizen.start()
            citizen.join()

    assert rollups.check() == []
    assert late == []
