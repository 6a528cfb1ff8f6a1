"""Which versions count as one, and which questions are one, without a database."""

from dataclasses import replace

from core.domain.basis import bases, comparable
from core.domain.builtin import QUICK
from core.domain.publishing import version_of
from core.domain.questionnaire import Kind, Questionnaire, QuestionScope
from core.domain.questionnaire_draft import DraftQuestion, draft_of

HERE, THERE = 11, 12
_PRODUCTS = tuple(question.code for question in QUICK.questions)


def asked(unit_id: int, number: int, wording: str, *, begun: int = 0) -> Questionnaire:
    """Return the quick questions with a scored one that a unit added, or that one above it began."""
    quick = draft_of(QUICK)
    added = DraftQuestion("them", Kind.LEVEL, QuestionScope.OFFICE, {"vi": wording}, is_scored=True)
    version = version_of(replace(quick, questions=(*quick.questions, added)), number)
    return replace(version, unit_id=unit_id, begun={**dict.fromkeys(_PRODUCTS, 0), "them": begun or unit_id})


def test_one_code_of_two_units_is_one_figure_only_in_the_same_words() -> None:
    parking, toilets = asked(HERE, 2, "Bãi xe?"), asked(THERE, 2, "Nhà vệ sinh?")

    assert [one.version_ids for one in bases({1: parking, 2: toilets})] == [(1,), (2,)]
    assert [one.version_ids for one in bases({1: parking, 2: asked(THERE, 2, "Bãi xe?")})] == [(1, 2)]


def test_a_line_of_units_goes_on_with_what_was_begun_above_in_whatever_words() -> None:
    above, below = asked(HERE, 2, "Bãi xe?"), asked(THERE, 3, "Chỗ để xe?", begun=HERE)

    assert [one.version_ids for one in bases({1: above, 2: below})] == [(1, 2)]


def test_an_earlier_version_joins_a_figure_only_by_what_the_figure_itself_rests_on() -> None:
    known = {1: asked(HERE, 2, "Bãi xe?"), 2: asked(HERE, 3, "Chỗ để xe?"), 3: asked(THERE, 2, "Bãi xe?")}
    (found,) = bases({2: known[2]})

    assert sorted(comparable(known, found)) == [1, 2]


def test_a_questionnaire_of_ones_own_is_not_the_products_of_the_same_questions() -> None:
    own = replace(asked(HERE, 1, "Bãi xe?"), origin=HERE, begun={})

    assert [one.version_ids for one in bases({1: own, 2: asked(HERE, 2, "Bãi xe?")})] == [(1,), (2,)]
