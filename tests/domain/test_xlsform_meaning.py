"""XLSForm: nothing a form says comes to mean something else here without a word about it."""

import pytest

from core.domain.questionnaire import Condition
from core.domain.xlsform.form import Why
from tests.domain.test_xlsform import YES_NO, asks, read, said
from tests.domain.test_xlsform_of_others import facts


@pytest.mark.parametrize(
    "written",
    [
        "${last-saved#q} = 'co'",
        "'co' = ${ last-saved#q }",
        "selected(${last-saved#q}, 'co')",
        "${q} = 'co' or ${last-saved#q} = 'co'",
    ],
)
def test_a_condition_on_an_answer_of_an_earlier_form_is_named_as_left_out(written: str):
    reading = read(asks("select_one co_khong"), asks("text", "a", relevant=written), choices=YES_NO)

    assert reading.draft.questions[1].condition is None
    assert facts(reading, Why.CONDITION) == [{"written": written}]


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("${q} = 'co'", None),
        ("selected(${q}, 'co') or ${q} = 'khong'", None),
        ("selected(${q}, 'co')", Condition("q", ("0",))),
    ],
)
def test_a_tick_and_no_other_is_not_taken_for_that_tick_among_others(
    written: str, condition: Condition | None
):
    reading = read(asks("select_multiple co_khong"), asks("text", "a", relevant=written), choices=YES_NO)

    assert reading.draft.questions[1].condition == condition
    assert facts(reading, Why.CONDITION) == ([] if condition else [{"written": written}])


def test_an_answer_with_a_curly_apostrophe_stands_between_straight_quotation_marks():
    listed = [("ds", "Ng’a", "Ng’a"), ("ds", "b", "B")]
    straight = read(asks("select_one ds"), asks("text", "a", relevant="${q} = 'Ng’a'"), choices=listed)
    curly = read(asks("select_one ds", "q’"), asks("text", "a", relevant="${q’} = ‘b’"), choices=listed)

    assert straight.draft.questions[1].condition == Condition("q", ("0",))
    assert (said(straight), said(curly)) == ([], [(2, Why.RENAMED)])
    assert curly.draft.questions[1].condition == Condition("q", ("1",))
