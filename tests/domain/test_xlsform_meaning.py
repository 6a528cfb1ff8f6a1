"""XLSForm: nothing a form says comes to mean something else here without a word about it."""

from typing import Any

import pytest

from core.domain.questionnaire import Condition
from core.domain.xlsform.form import Form, Why
from core.domain.xlsform.reading import draft_from
from tests.domain.test_xlsform import YES_NO, asks, levels, problems, read, said, table
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


@pytest.mark.parametrize(
    ("survey", "more", "problem"),
    [
        ([], {"langnghe::source": "x" * 201}, ("settings", 2, "langnghe::source", Why.TEXT_TOO_LONG)),
        ([], {"choices": [("langnghe_factors", "a", "x" * 201)]}, ("choices", 2, "label", Why.TEXT_TOO_LONG)),
        (
            [
                asks("begin_group", "nhom") | {"label": "x" * 201},
                asks("select_one muc", "m"),
                {"type": "end_group"},
            ],
            {"choices": levels()},
            ("survey", 3, "label", Why.TEXT_TOO_LONG),
        ),
        (
            [asks("select_one ds", "m")],
            {"choices": [("ds", "a", "A"), ("ds", "b", "x" * 501)]},
            ("choices", 3, "label", Why.TEXT_TOO_LONG),
        ),
    ],
    ids=["source", "listed factor", "group", "answer"],
)
def test_what_could_not_be_saved_again_is_refused_where_it_stands(survey: Any, more: Any, problem: Any):
    assert problems(asks("text"), *survey, **more) == [problem]


def test_a_title_repeats_no_answer():
    reading = read(asks("text"), form_title="Về ${q}")

    assert reading.draft.texts == {"vi": "Về …"}
    assert [(one.sheet, one.column, one.why) for one in reading.said] == [
        ("settings", "form_title", Why.LABEL_REFERENCE)
    ]


def test_two_hundred_letters_of_source_and_of_a_dissolved_group_are_taken():
    group = asks("begin_group", "nhom") | {"label": "x" * 201}
    reading = read(group, asks("text"), {"type": "end_group"}, **{"langnghe::source": "x" * 200})

    assert reading.draft.source == "x" * 200
    assert said(reading) == [(2, Why.GROUP)]


def both(name: str, vi: str, en: str) -> dict[str, str]:
    return {"list_name": "ds", "name": name, "label::vi": vi, "label::en": en}


@pytest.mark.parametrize(
    ("listed", "texts", "losses"),
    [
        (
            [both("a", "", "Apple"), both("b", "Bưởi", "Pomelo")],
            [{"vi": "Apple", "en": "Apple"}, {"vi": "Bưởi", "en": "Pomelo"}],
            [("choices", 2, "label::vi", Why.NO_VIETNAMESE)],
        ),
        (
            [{"list_name": "ds", "name": code, "label::en": code.upper()} for code in "ab"],
            [{"vi": "A", "en": "A"}, {"vi": "B", "en": "B"}],
            [("choices", 1, "label::en", Why.NO_VIETNAMESE)],
        ),
        (
            [{"list_name": "ds", "name": code, "label": code.upper(), "label::vi": "Tiếng"} for code in "ab"],
            [{"vi": "Tiếng", "en": "A"}, {"vi": "Tiếng", "en": "B"}],
            [("choices", 1, "label", Why.LABEL_ENGLISH)],
        ),
        ([both("yes", "", "Yes"), both("no", "", "No")], [{"vi": "Có", "en": "Yes"}, {"vi": "Không", "en": "No"}], []),
    ],
    ids=["one answer", "no answer", "plain beside Vietnamese", "yes and no"],
)  # fmt: skip
def test_answers_without_vietnamese_are_named(listed: Any, texts: Any, losses: Any):
    survey = [{"type": "select_one ds", "name": name, "label::vi": "Hỏi?"} for name in ("q", "r")]
    reading = draft_from(Form(table(survey), table(listed)))

    assert [option.texts for option in reading.draft.questions[0].options] == texts
    assert [(one.sheet, one.row, one.column, one.why) for one in reading.said] == losses


def test_english_words_of_the_five_levels_and_of_lists_nobody_asks_are_not_missed():
    english = ("Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied")
    listed = [
        {"list_name": name, "name": str(level), "label::en": words}
        for name in ("muc", "khac")
        for level, words in enumerate(english if name == "muc" else english[:4], 1)
    ]
    survey = {"type": "select_one muc", "name": "q", "label::vi": "Hỏi?"}

    assert said(draft_from(Form(table([survey]), table(listed)))) == []


def test_groups_without_vietnamese_or_without_words_are_named():
    headings = {"label::vi": "", "label::en": ""}
    rows = [
        {"type": "begin_group", "name": "mot", **headings, "label::en": "One"},
        {"type": "select_one muc", "name": "a", **headings, "label::vi": "Hỏi?"},
        {"type": "end_group"},
        {"type": "begin_group", "name": "hai", **headings},
        {"type": "select_one muc", "name": "b", **headings, "label::vi": "Hỏi?"},
        {"type": "end_group"},
    ]
    listed = [{"list_name": a, "name": b, "label": c} for a, b, c in levels()]
    reading = draft_from(Form(table(rows), table(listed)))

    assert [factor.texts for factor in reading.draft.factors] == [{"vi": "One", "en": "One"}, {"vi": "hai"}]
    assert said(reading) == [(2, Why.NO_VIETNAMESE), (5, Why.NO_LABEL)]


def test_a_plain_label_beside_vietnamese_is_said_to_be_taken_for_english():
    survey = {"type": "text", "name": "q", "label": "Pourquoi ?", "label::vi": "Vì sao?"}
    guessed = draft_from(Form(table([survey])))
    told = draft_from(Form(table([survey]), settings=table([{"default_language": "English (en)"}])))

    assert guessed.draft.questions[0].texts == {"vi": "Vì sao?", "en": "Pourquoi ?"}
    assert (said(guessed), said(told)) == ([(1, Why.LABEL_ENGLISH)], [])


def test_a_group_added_to_a_form_of_ours_takes_no_factor_that_is_there():
    factor = "langnghe::factor"
    reading = read(
        asks("begin_group", "nhom_1") | {"label": "Thêm"},
        asks("select_one muc", "moi"),
        {"type": "end_group"},
        asks("begin_group", "factor_nhom_1", **{factor: "nhom_1"}) | {"label": "Cũ"},
        asks("select_one muc", "a", **{factor: "nhom_1"}),
        asks("select_one muc", "b"),
        {"type": "end_group"},
        asks("begin_group", "nhom_2") | {"label": "Nữa"},
        asks("select_one muc", "c"),
        {"type": "end_group"},
        choices=[*levels(), ("langnghe_factors", "nhom_1", "Cũ"), ("langnghe_factors", "nhom_2", "Trống")],
    )

    assert [(one.code, one.texts["vi"]) for one in reading.draft.factors] == [
        ("nhom_1", "Cũ"),
        ("nhom_2", "Trống"),
        ("nhom_1_2", "Thêm"),
        ("nhom_2_2", "Nữa"),
    ]
    assert [one.factor for one in reading.draft.questions] == ["nhom_1_2", "nhom_1", "nhom_1", "nhom_2_2"]


def test_a_list_with_other_counts_it_among_its_answers():
    many = [("xom", f"x{number}", f"Xóm {number}") for number in range(36)]
    reading = read(asks("text", "a"), asks("select_one xom or_other"), choices=many)

    assert facts(reading, Why.TOO_MANY_OPTIONS) == [{"list": "xom", "count": 37, "most": 36}]
