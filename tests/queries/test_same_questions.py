"""What is one question, one answer and one figure over versions of several units, on both databases."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import Role, Scope
from core.domain.overview import Overview
from core.domain.periods import parse
from core.domain.publishing import version_of
from core.domain.question_results import Line
from core.domain.questionnaire import Kind, QuestionScope
from core.domain.questionnaire_draft import DraftOption, DraftQuestion, draft_of
from core.domain.standings import TierGroup
from core.queries import question_results, questionnaires, results
from core.services import submissions
from tests.support import asked, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

PROVINCE = Scope(
    account_id=1, role=Role.FRONT, unit_ids=frozenset({World.commune, World.centre, World.neighbour})
)
COMMUNE = replace(PROVINCE, unit_ids=frozenset({World.commune, World.centre}))
NOVEMBER = parse("month", "2026-11")
PARKING = DraftQuestion(
    "noi_cho", Kind.LEVEL, QuestionScope.OFFICE, {"vi": "Ông/Bà thấy bãi gửi xe thế nào?"}, is_scored=True
)
TICKS = DraftQuestion(
    "thieu",
    Kind.MULTI,
    QuestionScope.OFFICE,
    {"vi": "Ông/Bà thấy thiếu gì?"},
    options=(DraftOption("1", {"vi": "Ghế"}), DraftOption("2", {"vi": "Nước"})),
)
ELSEWHERE = {"touchpoint_id": World.elsewhere_point, "duty_entry_id": None}


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    with write_session() as session:
        return worlds.office(session)


def ask(unit_id: int, number: int, *added: DraftQuestion, without: str = "") -> int:
    """Let a unit ask the product's quick questions and these."""
    quick = draft_of(asked.QUICK)
    kept = tuple(one for one in quick.questions if one.code != without)
    return asked.ask(version_of(replace(quick, questions=(*kept, *added)), number), unit_id=unit_id)


def worded(wording: str, question: DraftQuestion = PARKING) -> DraftQuestion:
    """Return a question in other words."""
    return replace(question, texts={"vi": wording})


def answer(world: World, version_id: int, answers: dict[str, tuple[str, ...]], **facts: object) -> None:
    """Let one citizen answer a version, and say «Hài lòng» of the visit."""
    given = {"overall": ("4",), **answers}
    submissions.accept(worlds.draft(world, version_id=version_id, answers=given, **facts))


def overview(scope: Scope = COMMUNE) -> Overview:
    """Read the overview as a fresh request does."""
    db.session.rollback()
    questionnaires.forget()
    return results.overview(scope, NOVEMBER)


def lines(code: str, scope: Scope = COMMUNE) -> list[Line]:
    """Read what one question was answered."""
    db.session.rollback()
    found = question_results.live(scope, NOVEMBER, "")
    return [one for one in found.lines if one.question.code == code]


def levels(found: Overview) -> dict[str, tuple[int, ...]]:
    """Return the open answers to each question of the figure."""
    assert found.basis is not None
    return {code: tally.counts for code, tally in found.headline.criteria}


def test_two_communes_different_scored_questions_of_one_code_are_two_figures(world: World):
    here = ask(World.commune, 2, PARKING)
    there = ask(World.neighbour, 2, worded("Ông/Bà thấy nhà vệ sinh thế nào?"))
    for _ in range(2):
        answer(world, here, {"noi_cho": ("5",)})
    answer(world, there, {"noi_cho": ("1",)}, **ELSEWHERE)

    found = overview(PROVINCE)

    assert found.basis is not None
    assert found.basis.version_ids == (here,)
    assert levels(found) == {"overall": (0, 0, 0, 2, 0), "noi_cho": (0, 0, 0, 0, 2)}
    assert [(one.basis.version_ids, one.pair.open.n) for one in found.others] == [((there,), 1)]
    assert [(one.is_split, one.is_beside) for one in lines("noi_cho", PROVINCE)] == [(False, True)] * 2


def test_what_two_communes_ask_in_the_same_words_is_one_figure(world: World):
    here, there = (ask(unit_id, 2, PARKING) for unit_id in (World.commune, World.neighbour))
    answer(world, here, {"noi_cho": ("5",)})
    answer(world, there, {"noi_cho": ("1",)}, **ELSEWHERE)

    found = overview(PROVINCE)

    assert levels(found) == {"overall": (0, 0, 0, 2, 0), "noi_cho": (1, 0, 0, 0, 1)}
    assert found.others == ()


def test_a_rewording_goes_on_within_the_communes_line_and_so_does_the_unit_below_it(
    world: World, clock: Clock
):
    first = ask(World.commune, 2, PARKING)
    below = ask(World.centre, 3, worded("Bãi xe của Trung tâm thế nào?"))
    again = ask(World.commune, 4, worded("Chỗ để xe thế nào?"))
    answer(world, first, {"noi_cho": ("2",)}, day=date(2026, 10, 5))
    answer(world, below, {"noi_cho": ("1",)})
    answer(world, again, {"noi_cho": ("5",)})

    found = overview()

    assert levels(found) == {"overall": (0, 0, 0, 2, 0), "noi_cho": (1, 0, 0, 0, 1)}
    assert found.others == ()
    assert found.course is not None
    assert [len(step.standing.criteria) and step.standing.n for step in found.course.steps[-2:]] == [1, 2]
    (line,) = lines("noi_cho")
    assert (line.versions, line.owners) == ((3, 4), (World.centre, World.commune))
    assert not line.is_split
    assert not line.is_beside


def test_the_course_takes_in_nobody_whom_the_figure_leaves_out(world: World):
    first = ask(World.commune, 2, PARKING)
    again = ask(World.commune, 3, worded("Chỗ để xe thế nào?"))
    there = ask(World.neighbour, 2, PARKING)
    answer(world, first, {"noi_cho": ("2",)}, day=date(2026, 10, 5))
    for _ in range(2):
        answer(world, again, {"noi_cho": ("5",)})
    answer(world, there, {"noi_cho": ("1",)}, **ELSEWHERE)

    found = overview(PROVINCE)

    assert found.basis is not None
    assert (found.basis.version_ids, found.headline.n) == ((again,), 2)
    assert found.course is not None
    assert [step.standing.n for step in found.course.steps[-2:]] == [1, 2]
    courses = {line.owners: line.course for line in lines("noi_cho", PROVINCE)}
    assert {
        owners: course and [step.standing.n for step in course.steps[-2:]]
        for owners, course in courses.items()
    } == {(World.commune,): [1, 2], (World.neighbour,): [1, 1]}


# Ticks that come and go, and «does not apply».


def test_ticks_that_are_added_or_removed_go_on_in_one_line_and_none_is_lost(world: World):
    first = ask(World.commune, 2, TICKS)
    tables = DraftOption("3", {"vi": "Bàn"})
    second = ask(World.commune, 3, replace(TICKS, options=(TICKS.options[1], tables)))
    answer(world, first, {"thieu": ("1", "2")})
    answer(world, first, {"thieu": ("1",)})
    answer(world, second, {"thieu": ("2", "3")})

    (line,) = lines("thieu")

    assert [(one.code, one.texts["vi"]) for one in line.question.options] == [
        ("2", "Nước"),
        ("3", "Bàn"),
        ("1", "Ghế"),
    ]
    assert dict(line.of(TierGroup.OPEN).counts) == {"1": 2, "2": 2, "3": 1}
    assert not line.is_split


def test_a_tick_two_communes_added_under_one_code_stays_two(world: World):
    reasons = draft_of(asked.QUICK).question("reasons")
    assert reasons is not None

    def with_tick(words: str) -> DraftQuestion:
        return replace(reasons, options=(*reasons.options, DraftOption("z", {"vi": words})))

    here = ask(World.commune, 2, with_tick("Máy lấy số hỏng"), without="reasons")
    there = ask(World.neighbour, 2, with_tick("Không có chỗ gửi xe"), without="reasons")
    known = reasons.options[0].code
    for _ in range(2):
        answer(world, here, {"overall": ("2",), "reasons": (known, "z")})
    answer(world, there, {"overall": ("2",), "reasons": (known, "z")}, **ELSEWHERE)

    (line,) = lines("reasons", PROVINCE)

    counts = line.of(TierGroup.OPEN).counts
    by_words = {one.texts["vi"]: counts[one.code] for one in line.question.options if counts[one.code]}
    assert by_words == {
        reasons.options[0].texts["vi"]: 3,
        "Máy lấy số hỏng": 2,
        "Không có chỗ gửi xe": 1,
    }


def test_offering_does_not_apply_begins_no_new_line_nor_course(world: World, clock: Clock):
    first = ask(World.commune, 2, PARKING)
    second = ask(World.commune, 3, replace(PARKING, offers_not_applicable=True))
    answer(world, first, {"noi_cho": ("2",)}, day=date(2026, 10, 5))
    answer(world, first, {"noi_cho": ("4",)})
    answer(world, second, {"noi_cho": ("5",)})
    answer(world, second, {"noi_cho": ("0",)})

    (line,) = lines("noi_cho")

    assert line.versions == (2, 3)
    assert line.of(TierGroup.OPEN).tally.counts == (0, 0, 0, 1, 1)
    assert line.of(TierGroup.OPEN).counts["0"] == 1
    assert line.course is not None
    assert [step.standing.n for step in line.course.steps[-2:]] == [1, 2]


# The words that were seen.


def test_a_line_says_how_each_version_put_it_that_put_it_otherwise(world: World):
    first = ask(World.commune, 2, worded("Có thiếu gì không?", TICKS))
    chairs = replace(TICKS, options=(DraftOption("1", {"vi": "Ghế ngồi"}), TICKS.options[1]))
    second = ask(World.commune, 3, TICKS)
    third = ask(World.commune, 4, chairs)
    for version_id in (first, second, third):
        answer(world, version_id, {"thieu": ("1",)})

    (line,) = lines("thieu")

    assert [one.version_id for one in line.asked_by] == [first, second, third]
    said = [
        (
            [by.version_id for by in one.asked_by],
            one.texts and one.texts["vi"],
            [(now.texts["vi"], before["vi"]) for now, before in one.options],
        )
        for one in line.other_words
    ]
    assert said == [
        ([second], None, [("Ghế ngồi", "Ghế")]),
        ([first], "Có thiếu gì không?", [("Ghế ngồi", "Ghế")]),
    ]
