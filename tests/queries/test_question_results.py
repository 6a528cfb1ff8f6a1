"""Results per question on both databases: versions added up question by question, trust and channels apart."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from flask import Flask

from core.db import db, write_session
from core.domain.access import AccessDenied, Role, Scope
from core.domain.periods import parse
from core.domain.publishing import version_of
from core.domain.question_results import Line
from core.domain.questionnaire import QuestionScope
from core.domain.questionnaire_draft import DraftOption
from core.domain.standings import TierGroup
from core.domain.submission import Channel, Tier
from core.queries import question_results, results
from core.services import settling, submissions
from tests.support import asked, worlds
from tests.support.clock import Clock
from tests.support.worlds import World

FRONT = Scope(account_id=1, role=Role.FRONT, unit_ids=frozenset({World.commune, World.centre}))
NOVEMBER = parse("month", "2026-11")


@pytest.fixture
def world(app: Flask, clock: Clock) -> World:
    with write_session() as session:
        return worlds.office(session)


def answer(world: World, version_id: int, *, texts: dict[str, str] | None = None, **facts: object) -> None:
    """Let one citizen answer a version."""
    given = {code: (chosen,) for code, chosen in facts.pop("answers").items()}  # type: ignore[attr-defined]
    submissions.accept(worlds.draft(world, version_id=version_id, answers=given, texts=texts or {}, **facts))


def other_options() -> int:
    """Publish a version whose question about returned papers has one option more."""
    draft = asked.draft()
    more = replace(asked.RETURNED, options=(*asked.RETURNED.options, DraftOption("3", {"vi": "Không nhớ"})))
    questions = tuple(more if one.code == "returned" else one for one in draft.questions)
    return asked.ask(version_of(replace(draft, questions=questions), 3))


def read(code: str = "") -> question_results.QuestionResults:
    """Read as a fresh request does."""
    db.session.rollback()
    return question_results.live(FRONT, NOVEMBER, code)


def line(code: str) -> Line:
    """Return the only line of a question."""
    found = [one for one in read().lines if one.question.code == code]
    assert len(found) == 1, [one.versions for one in found]
    return found[0]


def test_a_question_goes_on_from_version_to_version_and_what_is_new_counts_from_there(world: World):
    second = asked.ask(asked.version(2))
    for level in "445":
        answer(world, world.quick, answers={"overall": level})
    answer(world, second, answers={"overall": "2", "waited": "30"}, texts={"wish": "Thêm ghế"})
    answer(world, second, answers={"overall": "4", "waited": "45"})

    overall, waited, wish = line("overall"), line("waited"), line("wish")

    assert overall.versions == (1, 2)
    assert overall.of(TierGroup.OPEN).tally.counts == (0, 1, 0, 3, 1)
    assert not overall.is_split
    assert (waited.versions, waited.of(TierGroup.OPEN).n) == ((2,), 2)
    assert waited.of(TierGroup.OPEN).mean == Fraction(75, 2)
    assert wish.of(TierGroup.OPEN).n == 1


def test_a_question_whose_options_changed_begins_anew_beside_the_old_one(world: World):
    second = asked.ask(asked.version(2))
    third = other_options()
    answer(world, second, answers={"overall": "4", "returned": "1"})
    answer(world, third, answers={"overall": "4", "returned": "3"})

    found = [one for one in read().lines if one.question.code == "returned"]

    assert [(one.versions, one.is_split, dict(one.of(TierGroup.OPEN).counts)) for one in found] == [
        ((3,), True, {"1": 0, "2": 0, "3": 1}),
        ((2,), True, {"1": 1, "2": 0}),
    ]
    assert line("overall").versions == (2, 3)


def of_its_own(unit_id: int, number: int = 1) -> int:
    """Publish a version of a questionnaire of a unit's own, under a code others have too."""
    return asked.ask(replace(asked.version(number), code="rieng"), unit_id=unit_id)


def two_communes(world: World) -> tuple[int, int]:
    """Let two communes ask what is not the same under one code: three answers here, one there."""
    here, there = of_its_own(World.commune), of_its_own(World.neighbour)
    for level in "444":
        answer(world, here, answers={"overall": level})
    elsewhere = {"touchpoint_id": World.elsewhere_point, "duty_entry_id": None}
    answer(world, there, answers={"overall": "1"}, **elsewhere)
    return here, there


PROVINCE = Scope(
    account_id=1, role=Role.FRONT, unit_ids=frozenset({World.commune, World.centre, World.neighbour})
)


def test_questionnaires_of_two_communes_are_not_one_because_their_codes_are_the_same(world: World):
    here, there = two_communes(world)

    found = question_results.live(PROVINCE, NOVEMBER, "")
    other = question_results.live(PROVINCE, NOVEMBER, f"rieng@{World.neighbour}")
    overview = results.overview(PROVINCE, NOVEMBER)

    assert list(found.codes) == [f"rieng@{World.commune}", f"rieng@{World.neighbour}"]
    assert found.code == f"rieng@{World.commune}"
    levels = [
        next(one for one in shown.lines if one.question.code == "overall").of(TierGroup.OPEN).tally.counts
        for shown in (found, other)
    ]
    assert levels == [(0, 0, 0, 3, 0), (1, 0, 0, 0, 0)]
    assert overview.basis is not None
    assert overview.basis.version_ids == (here,)
    assert [line.basis.version_ids for line in overview.others] == [(there,)]


def extended(unit_id: int, wording: str, number: int) -> int:
    """Let a commune ask one more thing after the product's quick questions, under a code its neighbour has too."""
    draft = asked.draft()
    added = replace(asked.RETURNED, texts={"vi": wording})
    questions = tuple(added if one.code == "returned" else one for one in draft.questions)
    return asked.ask(version_of(replace(draft, questions=questions), number), unit_id=unit_id)


@pytest.mark.parametrize(
    ("there", "found"),
    [
        ("Ông/Bà có phải trả thêm tiền không?", [{"1": 0, "2": 1}, {"1": 2, "2": 0}]),
        ("Ông/Bà có bị trả hồ sơ không?", [{"1": 2, "2": 1}]),
    ],
)
def test_what_two_communes_added_themselves_is_one_question_only_in_the_same_words(
    world: World, there: str, found: list[dict[str, int]]
):
    here = extended(World.commune, "Ông/Bà có bị trả hồ sơ không?", 2)
    beside = extended(World.neighbour, there, 3)
    elsewhere = {"touchpoint_id": World.elsewhere_point, "duty_entry_id": None}
    for _ in range(2):
        answer(world, here, answers={"overall": "4", "returned": "1"})
    answer(world, beside, answers={"overall": "4", "returned": "2"}, **elsewhere)

    shown = question_results.live(PROVINCE, NOVEMBER, "").lines

    returned = [one.of(TierGroup.OPEN).counts for one in shown if one.question.code == "returned"]
    assert [dict(one) for one in returned] == found
    overall = [one for one in shown if one.question.code == "overall"]
    assert [one.of(TierGroup.OPEN).n for one in overall] == [3]


def test_what_a_unit_below_publishes_under_its_communes_code_goes_on_in_it(world: World):
    above = of_its_own(World.commune)
    below = of_its_own(World.centre, 2)
    answer(world, above, answers={"overall": "4"})
    answer(world, below, answers={"overall": "4"})

    found = line("overall")

    assert list(read().codes) == [f"rieng@{World.commune}"]
    assert (found.versions, found.owners) == ((1, 2), (World.commune, World.centre))
    assert found.of(TierGroup.OPEN).n == 2


def test_verified_and_open_answers_stand_apart_and_so_do_channels(world: World):
    answer(world, world.quick, answers={"overall": "5"}, channel=Channel.TABLET, tier=Tier.B)
    answer(world, world.quick, answers={"overall": "4"}, channel=Channel.QR, tier=Tier.A)
    answer(world, world.quick, answers={"overall": "1"})

    overall = line("overall")

    assert overall.of(TierGroup.VERIFIED).tally.counts == (0, 0, 0, 1, 1)
    assert overall.of(TierGroup.OPEN).tally.counts == (1, 0, 0, 0, 0)
    assert [(channel, one.n) for channel, one in overall.channels(TierGroup.VERIFIED)] == [
        (Channel.QR, 1),
        (Channel.TABLET, 1),
    ]


def test_under_ten_answers_about_the_officer_only_their_number_is_shown(world: World):
    for _ in range(9):
        answer(world, world.quick, answers={"overall": "4", "officer": "5"})
    before = line("officer").of(TierGroup.OPEN)
    answer(world, world.quick, answers={"overall": "4", "officer": "5"})
    after = line("officer").of(TierGroup.OPEN)

    assert line("officer").question.scope is QuestionScope.OFFICER
    assert [(one.n, one.is_shown) for one in (before, after)] == [(9, False), (10, True)]


def test_the_course_goes_over_twelve_months_through_versions_and_settling(world: World, clock: Clock):
    second = asked.ask(asked.version(2))
    answer(world, world.quick, answers={"overall": "1"}, day=date(2026, 9, 3))
    answer(world, world.quick, answers={"overall": "4"}, day=date(2026, 10, 3))
    clock.advance(days=1)
    settling.settle()
    answer(world, second, answers={"overall": "5"}, day=date(2026, 11, 21))

    course = line("overall").course

    assert course is not None
    assert [str(step.period) for step in course.steps[-3:]] == ["2026-09", "2026-10", "2026-11"]
    assert [step.standing.n for step in course.steps] == [0] * 9 + [1, 1, 1]
    assert [step.point.satisfied for step in course.steps[-3:]] == [0, 1, 1]


def test_a_span_of_years_adds_up_what_was_answered_before_the_course_begins(world: World):
    second = asked.ask(asked.version(2))
    answer(world, world.quick, answers={"overall": "1"}, day=date(2024, 3, 5))
    answer(world, second, answers={"overall": "4"}, day=date(2026, 6, 10))
    db.session.rollback()

    found = question_results.live(FRONT, parse("custom", "2024-01-01..2026-06-30"), "")

    overall = next(one for one in found.lines if one.question.code == "overall")
    assert overall.versions == (1, 2)
    assert overall.of(TierGroup.OPEN).tally.counts == (1, 0, 0, 1, 0)
    assert overall.course is not None
    assert [step.standing.n for step in overall.course.steps] == [0] * 11 + [1]


def test_without_answers_there_is_nothing_and_without_the_right_a_refusal(world: World):
    assert (read().code, read().lines) == (None, ())
    with pytest.raises(AccessDenied):
        question_results.live(replace(FRONT, role=Role.COUNCIL), NOVEMBER, "")


# Which versions a figure adds up.


def test_a_new_question_that_counts_in_no_figure_leaves_the_overview_one_basis(world: World):
    second = asked.ask(asked.version(2))
    answer(world, world.quick, answers={"overall": "1"}, day=date(2026, 10, 3))
    answer(world, world.quick, answers={"overall": "4"})
    answer(world, second, answers={"overall": "5", "waited": "10"})
    db.session.rollback()

    found = results.overview(FRONT, NOVEMBER)

    assert found.others == ()
    assert found.headline.n == 2
    assert found.course is not None
    assert [step.standing.n for step in found.course.steps[-2:]] == [1, 2]


def test_versions_whose_slots_moved_are_still_one_figure(world: World):
    draft = asked.draft()
    turned = version_of(replace(draft, questions=(asked.WAITED, *draft.questions[:-5])), 3)
    third = asked.ask(turned)
    answer(world, world.quick, answers={"overall": "2", "officer": "4"})
    answer(world, third, answers={"overall": "5", "officer": "5", "waited": "10"})
    db.session.rollback()

    found = results.overview(FRONT, NOVEMBER)

    assert found.headline.levels.counts == (0, 1, 0, 0, 1)
    assert line("officer").of(TierGroup.OPEN).tally.counts == (0, 0, 0, 1, 1)
