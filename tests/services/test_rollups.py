"""The keystone: cells equal a recount of what was given, in any order, however often and however late it came."""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from core.config import Config
from core.db import db, write_session
from core.domain.builtin import BUILTIN
from core.domain.questionnaire import Kind, Questionnaire
from core.domain.submission import Channel, SubmissionDraft, Tier
from core.services import rollups, settling, submissions
from tests.services import record
from tests.support import worlds
from tests.support.clock import Clock
from tests.support.databases import Databases, settings_for
from tests.support.worlds import World
from wsgi import create_app

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


def expected(visit: Visit) -> Iterator[tuple[Any, str, str]]:
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


@contextmanager
def fresh_office(databases: Databases, moment: Clock) -> Iterator[None]:
    """An office on a database of its own, for one example."""
    moment.set("2026-11-21T09:00:00+07:00")
    with databases.fresh() as url:
        app = create_app(Config.from_env(settings_for(url, LANGNGHE_CLOCK=str(moment.file))))
        with app.app_context():
            with write_session() as session:
                worlds.office(session)
            yield
            db.engine.dispose()


@pytest.mark.parametrize(("kind", "examples"), [("sqlite", 30), ("postgresql", 15)])
def test_cells_equal_what_was_given_in_any_order_repetition_and_lateness(
    request: pytest.FixtureRequest, clock: Clock, kind: str, examples: int
):
    databases = request.getfixturevalue(f"{kind}_databases")

    @settings(
        max_examples=examples,
        # Each example needs a database; the first one that fails is small enough to read.
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(visits(), st.integers(0, 2**32))
    def holds(given_visits: list[Visit], seed: int) -> None:
        with fresh_office(databases, clock):
            oracle = send_over_three_days(given_visits, random.Random(seed), clock)

            assert record.counted("cell_day", "cell_live") == oracle
            assert record.by_month(record.counted("cell_day")) == record.counted("cell_month")
            assert rollups.check() == []
            before = [record.plain(name) for name in ("cell_day", "cell_month", "cell_live")]
            rollups.rebuild()
            assert [record.plain(name) for name in ("cell_day", "cell_month", "cell_live")] == before

    holds()


def send_over_three_days(
    given_visits: list[Visit], dice: random.Random, moment: Clock
) -> Counter[tuple[Any, str, str]]:
    """Send everything in an order thrown by dice, settling each night; return what must be counted."""
    oracle: Counter[tuple[Any, str, str]] = Counter()
    for day in range(3):
        today = [visit for visit in given_visits if visit.arrives_after_days == day]
        queue = [visit for visit in today for _ in visit.revisions]
        dice.shuffle(queue)
        sent_of: Counter[int] = Counter()
        for visit in queue:
            upto = sent_of[visit.number]
            sent_of[visit.number] += 1
            draft = replace(visit.revisions[upto], seen_revision=upto)
            submissions.accept(draft)
            if visit.is_repeated:
                submissions.accept(draft)
        for visit in today:
            oracle.update(expected(visit))
        if day < 2:
            moment.advance(days=1)
            assert settling.settle().is_due
    return oracle
