"""XLSForm there and back: whatever draft is written as a form is read again as the same draft, with nothing lost."""

import pytest
from hypothesis import given, settings

from core.domain.builtin import MINISTRY, QUICK
from core.domain.questionnaire import Questionnaire
from core.domain.questionnaire_draft import Draft, draft_of
from core.domain.xlsform.reading import draft_from
from core.domain.xlsform.writing import form_of
from core.reports import xlsform_file
from core.services.xlsform_file import read_form
from tests.support.drafts import drafts


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
