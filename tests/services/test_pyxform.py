"""The forms we hand out, as the XLSForm project's own converter takes them."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from pyxform.xls2xform import convert

from core.domain.builtin import MINISTRY, QUICK
from core.domain.questionnaire import Questionnaire
from core.domain.questionnaire_draft import Draft, draft_of
from core.domain.xlsform.writing import form_of
from core.reports import xlsform_file
from tests.support.drafts import drafts


def warnings_of(draft: Draft) -> list[str]:
    """Return what the converter warns of; it raises where it does not take the form."""
    converted = convert(xlsform_file.make(form_of(draft, "1")), file_type=".xlsx")
    assert "<h:html" in converted.xform
    return converted.warnings


@pytest.mark.parametrize("questionnaire", [QUICK, MINISTRY], ids=["quick", "ministry"])
def test_pyxform_takes_a_built_in_set_without_a_warning(questionnaire: Questionnaire):
    assert warnings_of(draft_of(questionnaire)) == []


def test_pyxform_finds_no_answer_to_repeat_in_words_that_only_look_like_it():
    quick = draft_of(QUICK)
    words = {"vi": "Giá ${q} hay ${", "en": "${nowhere}"}
    first = replace(quick.questions[0], texts=words)
    draft = replace(quick, texts=words, source=words["vi"], questions=(first, *quick.questions[1:]))

    assert warnings_of(draft) == []


@given(drafts())
@settings(max_examples=25, deadline=None)
def test_pyxform_takes_any_draft_without_a_warning(draft: Draft):
    assert warnings_of(draft) == []
