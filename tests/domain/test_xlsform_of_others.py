"""XLSForm as people really send it: what is taken, what is named, and nothing that goes without a word."""

from typing import Any

import pytest

from core.domain.questionnaire import Condition, Kind
from core.domain.xlsform.form import Form, Row, Table, Why
from core.domain.xlsform.reading import draft_from
from tests.domain.test_xlsform import LEVELS, YES_NO, asks, levels, problems, read, said, table


def facts(reading: Any, why: Why) -> list[dict[str, object]]:
    return [dict(finding.facts) for finding in reading.said if finding.why is why]


@pytest.mark.parametrize(
    "constraint",
    [". >= 20000", ". >= 50000 and . <= 60000", ". >= 9999", ". <= -1", ". = 5 or . <= 0"],
)
def test_a_number_of_which_too_few_could_be_asked_is_left_out_by_name(constraint: str):
    reading = read(asks("text", "a"), asks("integer", constraint=constraint))
    is_read = "or" not in constraint

    assert [question.code for question in reading.draft.questions] == (["a"] if is_read else ["a", "q"])
    expected = [(3, Why.NO_NUMBERS)] if is_read else [(3, Why.CONSTRAINT), (3, Why.BOUNDS)]
    assert said(reading) == expected


def test_the_limit_that_is_told_is_the_one_that_holds():
    reading = read(asks("integer", constraint=". <= 1000000"))

    assert facts(reading, Why.BOUNDS) == [{"low": 0, "high": 9999, "most": 9999}]


def test_a_text_longer_than_anybody_may_write_is_shortened_and_said():
    reading = read(asks("text", constraint="string-length(.) <= 5000"))

    assert reading.draft.questions[0].high == 2000
    assert said(reading) == [(2, Why.LENGTH)]


def test_where_a_rows_own_condition_cannot_be_taken_its_groups_is_kept_and_nothing_else_is_said():
    reading = read(
        asks("select_one co_khong"),
        asks("begin_group", "ngoai", relevant="${q} = 'co'"),
        asks("text", "a", relevant="${q} != 'x'"),
        asks("text", "b", relevant="${sau} = 'co'"),
        asks("begin_group", "trong", relevant="${q} = 'la'"),
        asks("text", "c"),
        {"type": "end_group"},
        {"type": "end_group"},
        asks("select_one co_khong", "sau"),
        choices=YES_NO,
    )

    assert {question.condition for question in reading.draft.questions[1:4]} == {Condition("q", ("0",))}
    assert [one for one in said(reading) if one[1] is not Why.GROUP] == [
        (4, Why.CONDITION_OF_GROUP), (5, Why.CONDITION_OF_GROUP), (6, Why.CONDITION_OF_GROUP),
    ]  # fmt: skip


def test_an_answer_and_a_factor_repeat_no_earlier_answer():
    listed = [*levels(), ("ds", "a", "Như ${q} nói"), ("ds", "b", "Khác")]
    reading = read(
        asks("text"),
        asks("select_one ds", "c"),
        asks("begin_group", "nhom") | {"label": "Về ${q}"},
        asks("select_one muc", "d"),
        {"type": "end_group"},
        choices=listed,
    )

    assert reading.draft.questions[1].options[0].texts == {"vi": "Như … nói"}
    assert reading.draft.factors[0].texts == {"vi": "Về …"}
    assert said(reading) == [(4, Why.LABEL_REFERENCE), (7, Why.LABEL_REFERENCE)]


def test_a_name_in_the_place_of_a_wording_is_held_to_the_same_rules():
    reading = read({"type": "text", "name": "${q}"}, asks("text"))

    assert reading.draft.questions[0].texts == {"vi": "…"}
    assert problems({"type": "text", "name": "x" * 501}) == [("survey", 2, "label", Why.TEXT_TOO_LONG)]


def test_two_groups_whose_names_give_one_code_stay_two_factors():
    reading = read(
        asks("begin_group", "Nhóm"), asks("select_one muc", "a"), {"type": "end_group"},
        asks("begin_group", "nhom"), asks("select_one muc", "b"), {"type": "end_group"},
        choices=levels(),
    )  # fmt: skip

    assert [(one.code, one.texts["vi"]) for one in reading.draft.factors] == [
        ("nhom", "Hỏi Nhóm"),
        ("nhom_2", "Hỏi nhom"),
    ]


def test_what_a_group_says_besides_is_named():
    reading = read(
        asks("begin_group", "nhom", **{"media::image": "a.png", "appearance": "field-list"}),
        asks("select_one muc", "a"),
        {"type": "end_group"},
        choices=levels(),
    )

    assert said(reading) == [(2, Why.COLUMN), (2, Why.COLUMN)]


def test_a_rating_of_kobo_becomes_its_questions():
    reading = read(
        asks("begin_score", "danh_gia", **{"kobo--score-choices": "muc", "required": "false"}),
        asks("score__row", "sach"),
        asks("score__row", "nhanh"),
        {"type": "end_score"},
        choices=levels(),
    )

    assert [(one.code, one.kind, one.factor) for one in reading.draft.questions] == [
        ("sach", Kind.LEVEL, "danh_gia"),
        ("nhanh", Kind.LEVEL, "danh_gia"),
    ]
    assert said(reading) == []


@pytest.mark.parametrize(
    ("start", "inside", "end"),
    [
        ("begin_kobomatrix", "integer", "end_kobomatrix"),
        ("begin_rank", "rank__level", "end_rank"),
    ],
)
def test_a_ranking_and_a_table_of_kobo_are_left_out_whole(start: str, inside: str, end: str):
    reading = read(asks("text"), asks(start, "a"), asks(inside, "b"), {"type": end})

    assert [question.code for question in reading.draft.questions] == ["q"]
    assert facts(reading, Why.THEIR_PART) == [{"type": start, "count": 1}]


def test_levels_in_other_words_are_the_five_levels_and_that_is_said():
    words = ("Rất tệ", "Chưa hài lòng", "Tạm được", "Hài lòng", "Rất hài lòng")
    wordy = [("muc", code, text) for (code, _), text in zip(LEVELS, words, strict=True)]
    wordy[0] = ("muc", "1", "Hoàn toàn không hài lòng")
    said_of = {
        "the form's": said(read(asks("select_one muc"), choices=wordy)),
        "numbers": said(read(asks("select_one muc"), choices=[("muc", code, code) for code, _ in LEVELS])),
        "the ministry's": said(read(asks("select_one muc"), choices=levels())),
    }

    assert said_of == {
        "the form's": [(2, Why.LEVEL_WORDS)],
        "numbers": [(2, Why.LEVEL_WORDS)],
        "the ministry's": [],
    }


def test_the_vietnamese_words_tell_the_level_where_the_english_ones_are_others():
    english = ("Terrible", "Bad", "So-so", "Good", "Great")
    listed = [
        {"list_name": "muc", "name": code, "label::vi": vi, "label::en": en}
        for (code, vi), en in zip(LEVELS, english, strict=True)
    ]
    survey = {"type": "select_one muc", "name": "q", "label::vi": "Hỏi?", "label::en": "Ask?"}
    reading = draft_from(Form(table([survey]), table(listed)))

    assert reading.draft.questions[0].kind is Kind.LEVEL
    assert said(reading) == [(2, Why.LEVEL_WORDS)]


@pytest.mark.parametrize(
    ("name", "label", "shown"),
    [
        ("yes", "Yes", {"vi": "Có", "en": "Yes"}),
        ("yes", "Yes, always", {"vi": "Yes, always", "en": "Yes, always"}),
    ],
)
def test_only_a_plain_yes_is_put_into_vietnamese(name: str, label: str, shown: dict[str, str]):
    listed = [
        {"list_name": "a", "name": name, "label::en": label},
        {"list_name": "a", "name": "x", "label::en": "X"},
    ]
    survey = {"type": "select_one a", "name": "q", "label::en": "Ask?"}
    reading = draft_from(Form(table([survey]), table(listed)))

    assert reading.draft.questions[0].options[0].texts == shown


@pytest.mark.parametrize(
    ("language", "headings", "shown", "losses"),
    [
        ("", ("label", "label::English (en)"), {"vi": "Một", "en": "Hai"}, []),
        ("default", ("label", "label::English"), {"vi": "Một", "en": "Hai"}, []),
        ("English (en)", ("label", "label::Việt Nam"), {"vi": "Hai", "en": "Một"}, []),
        ("", ("label::vi-VN", "label::en_US"), {"vi": "Một", "en": "Hai"}, []),
        ("", ("label::Tiếng Việt (Kinh)", "label::Tay"), {"vi": "Một"}, [Why.LANGUAGE]),
        ("Français", ("label", "label::Français"), {"vi": "Một"}, [Why.LANGUAGE, Why.NO_VIETNAMESE]),
        ("", ("label::Français (fr)",), {"vi": "Một"}, [Why.NO_VIETNAMESE]),
        ("Vietnamese", ("label", "label::vi"), {"vi": "Một"}, [Why.LANGUAGE_TWICE]),
        ("Français", ("label", "label::vi"), {"vi": "Hai"}, [Why.LANGUAGE]),
    ],
)
def test_languages_are_known_by_their_usual_names(
    language: str, headings: tuple[str, ...], shown: dict[str, str], losses: list[Why]
):
    row = {"type": "text", "name": "q", **dict(zip(headings, ("Một", "Hai"), strict=False))}
    settings = table([{"default_language": language}]) if language else None
    reading = draft_from(Form(table([row]), settings=settings))

    assert reading.draft.questions[0].texts == shown
    assert [why for _row, why in said(reading)] == losses


def test_a_form_of_more_questions_than_a_questionnaire_can_have_is_refused():
    rows = [asks("text", f"q{number}") for number in range(201)]

    assert len(read(*rows[:200]).draft.questions) == 200
    assert problems(*rows) == [("survey", 202, "", Why.TOO_MANY_QUESTIONS)]


def test_quotation_marks_of_a_word_processor_are_quotation_marks():
    reading = read(
        asks("select_one co_khong"),
        asks("text", "a", relevant="${q} = ‘co’ or ${q} = “khong”"),
        choices=YES_NO,
    )

    assert reading.draft.questions[1].condition == Condition("q", ("0", "1"))


def test_columns_without_a_heading_too_far_right_or_unknown_are_named():
    survey = Table(("type", "name", "", "label"), (Row(2, asks("text")),), untitled=("C",), beyond=7)
    listed = table([{"list_name": "a", "name": "x", "label": "X", "tinh": "HN"}])
    settings = table([{"form_title": "Một"}, {"form_title": "Hai"}])
    reading = draft_from(Form(survey, listed, settings))

    assert [(one.sheet, one.row, one.column, one.why) for one in reading.said] == [
        ("survey", 1, "C", Why.NO_HEADING),
        ("survey", 1, "", Why.BEYOND),
        ("choices", 1, "tinh", Why.UNKNOWN_COLUMN),
        ("settings", 3, "", Why.ROW_SETTINGS),
    ]


def test_a_condition_longer_than_any_honest_one_is_not_taken_apart():
    reading = read(asks("text"), asks("text", "a", relevant="(" * 2_600))

    assert said(reading) == [(3, Why.CONDITION)]
