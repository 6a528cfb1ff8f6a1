"""Paper: codes of any kind are compared for themselves, keys run out quietly, and a form's mark names its fields."""

from dataclasses import replace

import pytest

from core.domain.paper import COMMENT, FIELD, Keyed, differences, form_mark, keys, marks, parts
from core.domain.publishing import OPTION_CODES, version_of
from core.domain.questionnaire import WORDS, Kind, QuestionScope
from core.domain.questionnaire_draft import DraftOption, DraftQuestion
from tests.support import asked

TWO = (DraftOption("1", {"vi": "Có"}), DraftOption("2", {"vi": "Không"}))
#: Codes an imported form may bring.
NAMED = (
    DraftQuestion("field", Kind.CHOICE, QuestionScope.OFFICE, {"vi": "Thửa ruộng?"}, options=TWO),
    DraftQuestion("comment", Kind.TEXT, QuestionScope.OFFICE, {"vi": "Nhận xét?"}, high=40),
)


@pytest.fixture
def questionnaire():
    draft = asked.draft()
    return version_of(replace(draft, questions=(*draft.questions[:1], *NAMED)), 2)


def test_questions_named_like_the_sheets_own_parts_are_compared_for_themselves(questionnaire):
    answers = {"field": ("1",), "comment": (WORDS,)}
    first = Keyed(questionnaire.encode(answers), 7, "Ghế gãy", {"comment": "Tốt"})
    other_answer = replace(first, answers=questionnaire.encode({**answers, "field": ("2",)}))

    assert parts(questionnaire) == (FIELD, "overall", "field", "comment", COMMENT)
    assert differences(questionnaire, first, first) == ()
    assert differences(questionnaire, first, replace(first, field_id=8)) == (FIELD,)
    assert differences(questionnaire, first, replace(first, comment="Ghế mới")) == (COMMENT,)
    assert differences(questionnaire, first, replace(first, texts={"comment": "Xấu"})) == ("comment",)
    assert differences(questionnaire, first, other_answer) == ("field",)


def test_boxes_beyond_the_last_key_have_none(questionnaire):
    options = tuple(DraftOption(code, {"vi": f"Ấp {code}"}) for code in OPTION_CODES)
    many = replace(NAMED[0], options=options)
    draft = asked.draft()
    question = version_of(replace(draft, questions=(*draft.questions[:1], many)), 3).question("field")

    shown = list(marks(question).values())

    assert shown[:10] == ["1", "2", "3", "4", "5", "6", "7", "8", "9", "a"]
    assert shown[-2:] == ["z", ""]
    assert keys(2) == ("1", "2")


def test_a_forms_mark_changes_with_its_version_and_with_the_fields_and_their_order():
    marked = [form_mark(7, field_ids) for field_ids in ((11, 12), (12, 11), (11,), ())]

    assert len(set(marked)) == 4
    assert all(mark.startswith("7-") for mark in marked)
    assert form_mark(7, (11, 12)) == marked[0] != form_mark(8, (11, 12))
