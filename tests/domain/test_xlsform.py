"""XLSForm: what is taken from other people's forms, what is named as left out, and what refuses a form."""

from typing import Any

import pytest

from core.domain.questionnaire import Condition, Kind, QuestionScope
from core.domain.scoring import Method
from core.domain.xlsform.form import Form, FormRefused, Row, Table, Why
from core.domain.xlsform.names import code_of
from core.domain.xlsform.reading import Reading, draft_from

LEVELS = (
    ("1", "Rất không hài lòng"),
    ("2", "Không hài lòng"),
    ("3", "Bình thường"),
    ("4", "Hài lòng"),
    ("5", "Rất hài lòng"),
)


def table(rows: list[dict[str, str]]) -> Table:
    """A sheet whose columns are those its rows use."""
    headings = tuple(dict.fromkeys(heading for row in rows for heading in row))
    return Table(
        headings,
        tuple(
            Row(number, {heading: cell for heading, cell in row.items() if cell})
            for number, row in enumerate(rows, start=2)
        ),
    )


def read(*survey: dict[str, str], choices: Any = (), **settings: str) -> Reading:
    """Read a form; `choices` are (list, name, label)."""
    listed = [{"list_name": a, "name": b, "label": c} for a, b, c in choices]
    return draft_from(
        Form(
            table(list(survey)),
            table(listed) if listed else None,
            table([settings]) if settings else None,
            name="tep",
        )
    )


def asks(kind: str, name: str = "q", **more: str) -> dict[str, str]:
    """One row of `survey`."""
    return {"type": kind, "name": name, "label": f"Hỏi {name}", **more}


def said(reading: Reading) -> list[tuple[int, Why]]:
    return [(finding.row, finding.why) for finding in reading.said]


def problems(*survey: dict[str, str], **more: Any) -> list[tuple[str, int, str, Why]]:
    with pytest.raises(FormRefused) as refused:
        read(*survey, **more)
    return [(found.sheet, found.row, found.column, found.why) for found in refused.value.problems]


def levels(name: str = "muc") -> list[tuple[str, str, str]]:
    return [(name, code, words) for code, words in LEVELS]


YES_NO = [("co_khong", "co", "Có"), ("co_khong", "khong", "Không")]


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [
        ("select_one co_khong", Kind.CHOICE),
        ("select one from co_khong", Kind.CHOICE),
        ("Select_One co_khong", Kind.CHOICE),
        ("select1 co_khong", Kind.CHOICE),
        ("select_multiple co_khong", Kind.MULTI),
        ("select all that apply from co_khong", Kind.MULTI),
        ("text", Kind.TEXT),
        ("integer", Kind.NUMBER),
        ("int", Kind.NUMBER),
    ],
)
def test_each_spelling_of_a_type_becomes_its_kind(spelling: str, kind: Kind):
    reading = read(asks(spelling), choices=YES_NO)

    assert [question.kind for question in reading.draft.questions] == [kind]
    assert said(reading) == ([(2, Why.BOUNDS)] if kind is Kind.NUMBER else [])


@pytest.mark.parametrize(
    "listed",
    [
        levels(),
        levels()[::-1],
        [("muc", f"m{code}", words.upper() + ".") for code, words in LEVELS],
        [("muc", code, code) for code, _words in LEVELS],
        [("muc", "a", "Very dissatisfied"), ("muc", "b", "Dissatisfied"), ("muc", "c", "Neutral"),
         ("muc", "d", "Satisfied"), ("muc", "e", "Very satisfied")],
    ],
    ids=["the ministry's words", "best first", "other names", "numbers", "English"],
)  # fmt: skip
def test_the_five_levels_are_known_by_their_words_or_numbers(listed: list[tuple[str, str, str]]):
    question = read(asks("select_one muc"), choices=listed).draft.questions[0]

    assert (question.kind, question.options, question.is_scored) == (Kind.LEVEL, (), True)
    assert question.offers_not_applicable is False
    assert question.scope is QuestionScope.OFFICE


def test_does_not_apply_may_stand_beside_the_levels():
    listed = [*levels(), ("muc", "kad", "Không áp dụng")]
    question = read(asks("select_one muc"), choices=listed).draft.questions[0]

    assert (question.kind, question.offers_not_applicable) == (Kind.LEVEL, True)


def test_five_villages_numbered_one_to_five_are_no_levels():
    villages = [("xom", str(number), f"Xóm {number}") for number in range(1, 6)]
    reading = read(asks("select_one xom"), choices=villages)

    assert [option.texts["vi"] for option in reading.draft.questions[0].options] == [
        "Xóm 1", "Xóm 2", "Xóm 3", "Xóm 4", "Xóm 5",
    ]  # fmt: skip
    assert said(reading) == [(2, Why.OTHER_SCALE)]


@pytest.mark.parametrize(
    ("written", "condition"),
    [
        ("${q} = 'co'", Condition("q", ("0",))),
        ('"khong"=${q}', Condition("q", ("1",))),
        ("(${q}='co') or ( ${q} = 'khong' )", Condition("q", ("0", "1"))),
        ("selected(${q}, 'co') or selected( ${ q } ,'khong')", Condition("q", ("0", "1"))),
    ],
)
def test_conditions_we_have_are_taken(written: str, condition: Condition):
    reading = read(asks("select_one co_khong"), asks("text", "vi_sao", relevant=written), choices=YES_NO)

    assert reading.draft.questions[1].condition == condition
    assert said(reading) == []


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("${q} != ''", Why.CONDITION),
        ("${q} = 'co' and ${q} = 'khong'", Why.CONDITION),
        ("not(selected(${q}, 'co'))", Why.CONDITION),
        ("${q} = 'co' or ${vi_sao} = 'x'", Why.CONDITION),
        ("count-selected(${q}) > 1", Why.CONDITION),
        ("${q} = 'có lẽ'", Why.CONDITION_VALUE),
        ("${sau} = 'co'", Why.CONDITION_LATER),
        ("${tuoi} = 5", Why.CONDITION_SOURCE),
        ("${gps} = 'x'", Why.CONDITION_SOURCE),
        ("(" * 4000 + "${q} = 'co'" + ")" * 4000, Why.CONDITION),
        ("(" * 40 + "${q} = 'co'" + ")" * 40, Why.CONDITION),
    ],
)
def test_a_condition_we_do_not_have_is_named_and_the_question_asked_of_everybody(written: str, why: Why):
    reading = read(
        asks("select_one co_khong"),
        asks("integer", "tuoi", constraint=". <= 120"),
        asks("geopoint", "gps"),
        asks("text", "vi_sao", relevant=written),
        asks("select_one co_khong", "sau"),
        choices=YES_NO,
    )

    assert reading.draft.questions[2].condition is None
    assert said(reading) == [(4, Why.TYPE), (5, why)]


@pytest.mark.parametrize(
    ("constraint", "bounds", "losses"),
    [
        ("", (0, 9999), [(2, Why.BOUNDS)]),
        (". >= 1 and . <= 120", (1, 120), []),
        (".<121 and .>0", (1, 120), []),
        ("0 <= . and 9 > .", (0, 8), []),
        (". <= 2000", (0, 2000), []),
        (". >= 5", (5, 9999), [(2, Why.BOUNDS)]),
        (". >= 1900", (1900, 9999), [(2, Why.BOUNDS)]),
        (". >= 9998", (9998, 9999), [(2, Why.BOUNDS)]),
        (". >= -5 and . <= 5", (0, 5), [(2, Why.BOUNDS)]),
        (". >= 0 and . <= 9999999", (0, 9999), [(2, Why.BOUNDS)]),
        (". > 5 and . < 3", (6, 9999), [(2, Why.BOUNDS)]),
        (". > 2000 and . < 3", (2001, 9999), [(2, Why.BOUNDS)]),
        (". mod 2 = 0", (0, 9999), [(2, Why.CONSTRAINT), (2, Why.BOUNDS)]),
    ],
)
def test_a_numbers_bounds_come_from_its_constraint(constraint: str, bounds: tuple[int, int], losses: Any):
    reading = read(asks("integer", constraint=constraint) if constraint else asks("integer"))
    question = reading.draft.questions[0]

    assert (question.low, question.high) == bounds
    assert said(reading) == losses


@pytest.mark.parametrize(
    ("constraint", "high", "losses"),
    [
        ("string-length(.) <= 50", 50, []),
        ("string-length( . ) < 50", 49, []),
        ("string-length(.) < 1", 200, [(2, Why.CONSTRAINT)]),
        ("string-length(.) < 0", 200, [(2, Why.CONSTRAINT)]),
        ("regex(., '[a-z]+')", 200, [(2, Why.CONSTRAINT)]),
    ],
)
def test_a_texts_length_comes_from_its_constraint(constraint: str, high: int, losses: Any):
    reading = read(asks("text", constraint=constraint))

    assert reading.draft.questions[0].high == high
    assert said(reading) == losses


def test_other_becomes_an_answer_and_a_text_asked_after_it():
    choice, text = read(asks("select_one co_khong or_other"), choices=YES_NO).draft.questions

    assert [(option.code, option.texts) for option in choice.options] == [
        ("0", {"vi": "Có"}),
        ("1", {"vi": "Không"}),
        ("2", {"vi": "Khác"}),
    ]
    assert (text.code, text.kind, text.condition) == ("q_other", Kind.TEXT, Condition("q", ("2",)))


def test_a_group_of_levels_is_a_factor_and_another_group_only_held_rows_together():
    reading = read(
        asks("begin_group", "tiep_can"),
        asks("select_one muc", "a"),
        asks("text", "b"),
        {"type": "end group"},
        asks("begin group", "ho_ten"),
        asks("text", "c"),
        {"type": "end_group"},
        choices=levels(),
    )

    assert [(factor.code, factor.texts) for factor in reading.draft.factors] == [
        ("tiep_can", {"vi": "Hỏi tiep_can"})
    ]
    assert [question.factor for question in reading.draft.questions] == ["tiep_can", "", ""]
    assert said(reading) == [(6, Why.GROUP)]


def test_a_groups_condition_holds_for_what_stands_in_it():
    reading = read(
        asks("select_one co_khong"),
        asks("begin_group", "nhom", relevant="${q} = 'co'"),
        asks("text", "a"),
        asks("text", "b", relevant="${q} = 'khong'"),
        {"type": "end_group"},
        asks("text", "c"),
        choices=YES_NO,
    )

    assert [question.condition for question in reading.draft.questions[1:]] == [
        Condition("q", ("0",)),
        Condition("q", ("1",)),
        None,
    ]
    assert said(reading) == [(3, Why.GROUP), (5, Why.CONDITION_TWICE)]


def test_a_repeat_is_named_once_with_all_that_stands_in_it():
    reading = read(
        asks("text", "a"),
        asks("begin_repeat", "nguoi"),
        asks("text", "ten"),
        asks("begin_group", "nhom"),
        asks("integer", "tuoi"),
        {"type": "end_group"},
        {"type": "end_repeat"},
        asks("text", "b", relevant="${ten} = 'x'"),
    )

    assert [question.code for question in reading.draft.questions] == ["a", "b"]
    assert [(finding.row, finding.why, finding.facts.get("count")) for finding in reading.said] == [
        (3, Why.REPEAT, 2),
        (9, Why.CONDITION_SOURCE, None),
    ]


@pytest.mark.parametrize(
    ("row", "losses"),
    [
        (asks("note"), [(3, Why.NOTE)]),
        (asks("calculate", calculation="1+1"), [(3, Why.TYPE)]),
        (asks("image"), [(3, Why.TYPE)]),
        (asks("select_one_from_file xa.csv"), [(3, Why.TYPE)]),
        ({"type": "start", "name": "start"}, [(3, Why.METADATA)]),
        ({"type": "audit", "name": "audit"}, [(3, Why.METADATA)]),
        (asks("text", required="yes", hint="Ghi ngắn"), [(3, Why.REQUIRED), (3, Why.COLUMN)]),
        (asks("text", required="false()"), []),
        (asks("text", **{"$kuid": "abc", "kobo--locking-profile": "x", "$given_name": "q"}), []),
        (asks("select_multiple a", constraint="count-selected(.) <= 3"), [(3, Why.CONSTRAINT)]),
        ({"hint": "Ghi ngắn"}, [(3, Why.ROW)]),
        (asks("text") | {"label": "**Vì sao?**"}, [(3, Why.LABEL_MARKUP)]),
        (asks("text") | {"label": '<span style="color:red">Vì sao?</span>'}, [(3, Why.LABEL_MARKUP)]),
        (asks("text") | {"label": "Như ${last-saved#dau}?"}, [(3, Why.LABEL_REFERENCE)]),
        (asks("text", ghi_chu="nội bộ"), [(1, Why.UNKNOWN_COLUMN)]),
        (asks("text", "Tuổi của Ông/Bà"), [(3, Why.RENAMED)]),
        ({"type": "text", "name": "q"}, [(3, Why.NO_LABEL)]),
        (asks("text") | {"label": "Chào ${dau}, Ông/Bà khỏe không?"}, [(3, Why.LABEL_REFERENCE)]),
        (asks("text", **{"label::Français (fr)": "Pourquoi ?"}), [(1, Why.LANGUAGE)]),
        (asks("text", disabled="yes"), []),
    ],
)  # fmt: skip
def test_what_is_not_converted_is_named_by_its_row(row: dict[str, str], losses: list[tuple[int, Why]]):
    assert said(read(asks("text", "dau"), row, choices=[("a", "x", "Một"), ("a", "y", "Hai")])) == losses


def test_texts_go_to_their_language():
    survey = {"type": "text", "name": "q", "label::Tiếng Việt (vi)": "Vì sao?", "label:english": "Why?"}
    plain = {"type": "text", "name": "q", "label": "Why?", "label::Vietnamese": "Vì sao?"}

    both = {"vi": "Vì sao?", "en": "Why?"}
    assert read(survey).draft.questions[0].texts == both
    assert read(plain).draft.questions[0].texts == both
    assert read(asks("text"), default_language="English (en)").draft.questions[0].texts["en"] == "Hỏi q"


def test_a_form_without_vietnamese_shows_its_own_words_and_says_so():
    reading = read({"type": "text", "name": "q", "label::English": "Why?"})

    assert reading.draft.questions[0].texts == {"vi": "Why?", "en": "Why?"}
    assert said(reading) == [(1, Why.NO_VIETNAMESE)]


def test_names_become_codes_and_stay_apart():
    assert code_of("Ông/Bà hài lòng ĐẾN đâu?") == "ong_ba_hai_long_den_dau"
    assert code_of("年齢") == ""
    names = ["poles", "Tên", "ten", "x" * 60, "x" * 61]
    reading = read(*(asks("text", name) for name in names))

    assert [question.code for question in reading.draft.questions] == [
        "poles_2", "ten", "ten_2", "x" * 40, "x" * 38 + "_2",
    ]  # fmt: skip


def test_a_list_longer_than_our_codes_leaves_its_question_out():
    many = [("xom", f"x{number}", f"Xóm {number}") for number in range(37)]
    reading = read(asks("text", "a"), asks("select_one xom"), choices=many)

    assert [question.code for question in reading.draft.questions] == ["a"]
    assert said(reading) == [(3, Why.TOO_MANY_OPTIONS)]


def test_settings_name_the_draft():
    reading = read(asks("text"), form_title="Khảo sát năm", form_id="Khao-sat 2026", style="pages")

    assert (reading.draft.code, reading.draft.texts) == ("khao_sat_2026", {"vi": "Khảo sát năm"})
    assert reading.draft.method is Method.TOP2_CRITERIA_MEAN
    assert said(reading) == [(2, Why.SETTING)]


def test_a_form_without_settings_is_called_after_its_file():
    draft = read(asks("text")).draft

    assert (draft.code, draft.texts) == ("tep", {"vi": "tep"})


@pytest.mark.parametrize(
    ("row", "more", "problem"),
    [
        (asks("hoi_dap"), {}, ("survey", 3, "type", Why.TYPE_UNKNOWN)),
        (asks("select_one"), {}, ("survey", 3, "type", Why.TYPE_WITHOUT_LIST)),
        (asks("select_one khong_co"), {"choices": YES_NO}, ("survey", 3, "type", Why.LIST_MISSING)),
        (asks("select_one khong_co"), {}, ("survey", 3, "type", Why.LIST_MISSING)),
        ({"type": "text", "label": "Gì?"}, {}, ("survey", 3, "name", Why.NAME_MISSING)),
        ({"name": "q", "label": "Gì?"}, {}, ("survey", 3, "type", Why.TYPE_MISSING)),
        (asks("text", "dau"), {}, ("survey", 3, "name", Why.NAME_TWICE)),
        (asks("begin_group"), {}, ("survey", 3, "type", Why.GROUP_NOT_ENDED)),
        ({"type": "end_repeat"}, {}, ("survey", 3, "type", Why.GROUP_NOT_BEGUN)),
        (asks("text", relevant="${ai} = 'x'"), {}, ("survey", 3, "relevant", Why.CONDITION_UNKNOWN)),
        (asks("text", relevant="${dau} = 'x"), {}, ("survey", 3, "relevant", Why.CONDITION_BROKEN)),
        (asks("text", relevant="(${dau} = 'x'"), {}, ("survey", 3, "relevant", Why.CONDITION_BROKEN)),
        (asks("text", relevant="${dau = 'x'"), {}, ("survey", 3, "relevant", Why.CONDITION_BROKEN)),
        (asks("text") | {"label": "x" * 501}, {}, ("survey", 3, "label", Why.TEXT_TOO_LONG)),
        (asks("text", **{"langnghe::scope": "xã"}), {}, ("survey", 3, "langnghe::scope", Why.EXTRA_UNKNOWN)),
        (
            asks("text"),
            {"langnghe::lead": "khong_co"},
            ("settings", 2, "langnghe::lead", Why.LEAD_UNKNOWN),
        ),
        (asks("text"), {"form_title": "x" * 201}, ("settings", 2, "form_title", Why.TEXT_TOO_LONG)),
        (
            asks("text"),
            {"form_title": "x", "langnghe::title::en": "x" * 201},
            ("settings", 2, "langnghe::title::en", Why.TEXT_TOO_LONG),
        ),
        (asks("text"), {"choices": [("a", "", "A")]}, ("choices", 2, "name", Why.CHOICE_NAME_MISSING)),
        (
            asks("text"),
            {"choices": [("a", "b", "A"), ("", "c", "C")]},
            ("choices", 3, "list_name", Why.LIST_NAME_MISSING),
        ),
        (asks("text", **{"langnghe::code": "a/b"}), {}, ("survey", 3, "langnghe::code", Why.CODE_BAD)),
        (asks("text", **{"langnghe::factor": "a/b"}), {}, ("survey", 3, "langnghe::factor", Why.CODE_BAD)),
        (asks("text", **{"langnghe::kind": "chữ"}), {}, ("survey", 3, "langnghe::kind", Why.EXTRA_UNKNOWN)),
        (asks("text"), {"langnghe::code": "a/b?c"}, ("settings", 2, "langnghe::code", Why.CODE_BAD)),
        (asks("text"), {"choices": [("langnghe_factors", "a/b", "A")]}, ("choices", 2, "name", Why.CODE_BAD)),
        (asks("text", relevance="", relevant=""), {}, ("survey", 1, "relevant", Why.HEADING_ALIKE)),
        (asks("score__row"), {}, ("survey", 3, "type", Why.TYPE_UNKNOWN)),
        (
            asks("text"),
            {"choices": [("a", "b", "A"), ("a", "b", "B")]},
            ("choices", 3, "name", Why.CHOICE_TWICE),
        ),
    ],
)
def test_a_broken_form_is_refused_by_sheet_row_and_column(row: Any, more: Any, problem: Any):
    assert problems(asks("text", "dau"), row, **more) == [problem]


def test_every_reason_is_told_at_once_in_the_order_of_the_rows():
    assert problems(asks("la"), asks("select_one x", "b"), asks("text", "c", relevant="${d}='e'")) == [
        ("survey", 2, "type", Why.TYPE_UNKNOWN),
        ("survey", 3, "type", Why.LIST_MISSING),
        ("survey", 4, "relevant", Why.CONDITION_UNKNOWN),
    ]


@pytest.mark.parametrize(
    ("form", "problem"),
    [
        (Form(None), ("survey", 0, "", Why.NO_SURVEY)),
        (Form(Table((), ())), ("survey", 1, "type", Why.HEADING_MISSING)),
        (Form(table([{"Loại": "text"}])), ("survey", 1, "type", Why.HEADING_MISSING)),
        (Form(Table(("type", "name", "name"), ())), ("survey", 1, "name", Why.HEADING_TWICE)),
        (Form(Table(("type", "name"), ())), ("survey", 0, "", Why.NOTHING_LEFT)),
        (Form(table([asks("text")]), table([{"name": "x"}])), ("choices", 1, "list_name", Why.HEADING_MISSING)),
        (
            Form(table([asks("text", f"q{number}") for number in range(10_000)])),
            ("survey", 1002, "", Why.TOO_MANY_ROWS),
        ),
    ],
    ids=["no survey", "empty survey", "other headings", "heading twice", "no rows", "choices", "10 000 rows"],
)  # fmt: skip
def test_a_form_that_cannot_be_read_as_one_is_refused(form: Form, problem: Any):
    with pytest.raises(FormRefused) as refused:
        draft_from(form)

    assert [(found.sheet, found.row, found.column, found.why) for found in refused.value.problems] == [
        problem
    ]


def test_a_form_of_nothing_we_have_names_every_row():
    assert problems(asks("geopoint", "a"), asks("calculate", "b")) == [
        ("survey", 0, "", Why.NOTHING_LEFT),
        ("survey", 2, "type", Why.TYPE),
        ("survey", 3, "type", Why.TYPE),
    ]


def test_choices_may_repeat_a_name_where_the_form_allows_it():
    twice = [("a", "x", "Một"), ("a", "x", "Hai")]
    reading = read(
        asks("select_one a"),
        asks("text", "b", relevant="${q} = 'x'"),
        choices=twice,
        allow_choice_duplicates="yes",
    )

    assert reading.draft.questions[1].condition == Condition("q", ("0", "1"))
