"""Figures of a unit that answered versions published above it, and which of two units' versions is the newest."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from core.db import db, write, write_session
from core.domain.access import Role, Scope
from core.domain.periods import parse
from core.domain.publishing import version_of
from core.domain.questionnaire import Kind, QuestionScope
from core.domain.questionnaire_draft import DraftQuestion, draft_of
from core.domain.standings import TierGroup
from core.queries import question_results, results
from core.services import questionnaires, submissions
from tests.support import asked, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

#: The centre's Front sees nothing of the commune above it.
FRONT = Scope(account_id=1, role=Role.FRONT, unit_ids=frozenset({World.centre}))
NOVEMBER = parse("month", "2026-11")
STEPS = DraftQuestion(
    "bac_them", Kind.LEVEL, QuestionScope.OFFICE, {"vi": "Bậc thềm thế nào?"}, is_scored=False
)


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    with write_session() as session:
        return worlds.office(session)


def ask(unit_id: int, number: int, *added: DraftQuestion) -> int:
    """Let a unit ask the product's quick questions and these."""
    quick = draft_of(asked.QUICK)
    return asked.ask(
        version_of(replace(quick, questions=(*quick.questions, *added)), number), unit_id=unit_id
    )


def retire(unit_id: int) -> None:
    """Let a unit ask again what stands above it."""
    with write() as connection:
        questionnaires.choose(connection, unit_id, "quick", None, account_id=1)


def answer(world: World, version_id: int, answers: dict[str, str], **facts: object) -> None:
    """Let one citizen answer a version."""
    given = {code: (chosen,) for code, chosen in answers.items()}
    submissions.accept(worlds.draft(world, version_id=version_id, answers=given, **facts))
    db.session.rollback()


def test_the_course_goes_on_through_versions_published_above_the_units_one_reads(world: World):
    first = ask(World.commune, 2)
    second = ask(World.commune, 3, STEPS)
    answer(world, first, {"overall": "2"}, day=date(2026, 9, 7))
    answer(world, first, {"overall": "4"}, day=date(2026, 10, 5))
    answer(world, second, {"overall": "4"})

    found = results.overview(FRONT, NOVEMBER)

    assert found.basis is not None
    assert found.basis.version_ids == (second,)
    assert found.course is not None
    assert [step.standing.n for step in found.course.steps] == [0] * 9 + [1, 1, 1]
    assert [step.point.satisfied for step in found.course.steps[-3:]] == [0, 1, 1]


def test_only_what_the_period_itself_was_answered_is_named_with_its_figures(world: World):
    earlier = ask(World.centre, 2)
    later = ask(World.centre, 3, STEPS)
    answer(world, earlier, {"overall": "2"}, day=date(2026, 10, 31))
    answer(world, later, {"overall": "4"}, day=date(2026, 11, 1))

    month = results.overview(FRONT, NOVEMBER)
    span = results.overview(FRONT, parse("custom", "2026-10-05..2026-10-31"))

    assert [one and one.version_ids for one in (month.basis, span.basis)] == [(later,), (earlier,)]


def worded(unit_id: int, number: int, words: str) -> int:
    """Let a unit ask the product's quick questions, of which the first and the title are put its own way."""
    quick = draft_of(asked.QUICK)
    questions = tuple(
        replace(one, texts={"vi": words}) if one.code == "overall" else one for one in quick.questions
    )
    return asked.ask(
        version_of(replace(quick, texts={"vi": words}, questions=questions), number), unit_id=unit_id
    )


def test_the_newest_words_are_those_published_last_whatever_their_number(world: World):
    own = [worded(World.centre, number, f"Lần {number}") for number in (2, 3, 4)][-1]
    retire(World.centre)
    above = worded(World.commune, 2, "Lần cuối")
    answer(world, own, {"overall": "4"})
    answer(world, above, {"overall": "2"})

    found = question_results.live(FRONT, NOVEMBER, "")
    overview = results.overview(FRONT, NOVEMBER)

    (line,) = (one for one in found.lines if one.question.code == "overall")
    assert line.question.texts["vi"] == "Lần cuối"
    assert [(one.texts and one.texts["vi"], one.asked_by[0].version_id) for one in line.other_words] == [
        ("Lần 4", own)
    ]
    assert found.codes["quick"].texts["vi"] == "Lần cuối"
    assert overview.basis is not None
    assert (overview.basis.version_ids, overview.basis.questionnaire.texts["vi"]) == (
        (own, above),
        "Lần cuối",
    )


def test_courses_of_a_set_without_scored_questions_come_from_those_who_answered(world: World):
    quick = draft_of(asked.QUICK)
    unscored = version_of(replace(quick, lead=None, questions=(STEPS,)), 1)
    version_id = asked.ask(replace(unscored, code="khac"))
    answer(world, version_id, {"bac_them": "4"}, day=date(2026, 10, 5))
    answer(world, version_id, {"bac_them": "2"})

    found = question_results.live(FRONT, NOVEMBER, "")

    assert found.leading is TierGroup.OPEN
    assert [line.course and [step.standing.n for step in line.course.steps[-2:]] for line in found.lines] == [
        [1, 1]
    ]
