"""XLSForm there and back: whatever draft is written as a form is read again as the same draft, with nothing lost."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from core.domain.builtin import MINISTRY, QUICK
from core.domain.questionnaire import Factor, Kind, Questionnaire, QuestionScope
from core.domain.questionnaire_draft import Draft, DraftOption, DraftQuestion, draft_of
from core.domain.xlsform.reading import draft_from
from core.domain.xlsform.writing import DraftNotWritten, form_of
from core.reports import xlsform_file
from core.services.xlsform_file import read_form
from tests.domain.test_questionnaire_faults import CASES
from tests.support.drafts import drafts

#: Drafts that refer to what is not asked, or not before: what is lost, and at which question.
LOST = [
    (draft, code, question)
    for draft, code, question, _is_error in CASES
    if code == "lead_unknown" or code.startswith("condition_")
]


@given(drafts())
@settings(max_examples=60, deadline=None)
def test_a_draft_comes_back_from_its_form_as_it_was(draft: Draft):
    reading = draft_from(form_of(draft))

    assert reading.draft == draft
    assert reading.said == ()


@given(drafts())
@settings(max_examples=15, deadline=None)
def test_a_draft_comes_back_from_its_file_as_it_was(draft: Draft):
    reading = draft_from(read_form(xlsform_file.make(form_of(draft, "1")), "bieu-mau.xlsx"))

    assert reading.draft == draft


@pytest.mark.parametrize("questionnaire", [QUICK, MINISTRY], ids=["quick", "ministry"])
def test_a_built_in_set_comes_back_from_its_file_as_it_was(questionnaire: Questionnaire):
    draft = draft_of(questionnaire)
    reading = draft_from(read_form(xlsform_file.make(form_of(draft, "1")), "bieu-mau.xlsx"))

    assert reading.draft == draft
    assert reading.said == ()


def test_signs_that_repeat_an_answer_elsewhere_come_back_as_the_words_they_are():
    words = ("Giá ${q} hay ${", "$ {q} và $  {q}", "$\\{q} và $\\\\{q}", "$${overall}")
    option = DraftOption("a", {"vi": words[0], "en": words[2]})
    question = DraftQuestion(
        "q", Kind.CHOICE, QuestionScope.OFFICE, {"vi": words[0], "en": words[1]}, (option,), factor="f"
    )
    factor = Factor("f", {"vi": words[2], "en": words[3]})
    titles = {"vi": words[0], "en": words[2]}
    asked = replace(draft_of(QUICK), questions=(question,), factors=(factor,), lead=None)
    draft = replace(asked, texts=titles, source=words[3])
    form = form_of(draft)
    reading = draft_from(form)

    assert (reading.draft, reading.said) == (draft, ())
    sheets = [sheet for sheet in (form.survey, form.choices, form.settings) if sheet is not None]
    assert not any("${" in cell for sheet in sheets for row in sheet.rows for cell in row.cells.values())
    assert draft_from(read_form(xlsform_file.make(form), "tep")).draft.texts == titles


@pytest.mark.parametrize(("draft", "code", "question"), LOST)
def test_a_draft_that_refers_to_what_is_not_asked_before_is_not_written(
    draft: Draft, code: str, question: str | None
):
    with pytest.raises(DraftNotWritten) as refused:
        form_of(draft)

    assert (refused.value.fault.code, refused.value.fault.question) == (code, question)


def test_every_way_to_lose_a_reference_is_tried():
    assert {code for _draft, code, _question in LOST} == {
        "condition_answer",
        "condition_later",
        "condition_ring",
        "condition_unknown",
        "lead_unknown",
    }


def test_what_others_read_stands_in_the_forms_own_words():
    form = form_of(draft_of(QUICK), "1")

    assert form.survey is not None
    by_name = {row.cells["name"]: row.cells for row in form.survey.rows}
    assert by_name["praise"]["type"] == "select_multiple praise"
    assert by_name["praise"]["relevant"] == "${overall} = '4' or ${overall} = '5'"
    assert by_name["overall"]["label::English (en)"].startswith("How satisfied are you")
    assert by_name["overall"]["type"] == "select_one langnghe_levels"
    assert form.settings is not None
    assert form.settings.rows[0].cells["default_language"] == "Vietnamese (vi)"
