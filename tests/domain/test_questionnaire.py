"""Questionnaires: what may be answered, how answers become text and come back, what publishing refuses."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.builtin import BUILTIN, MINISTRY, QUICK
from core.domain.publishing import DescriptionRefused, QuestionDescription, publish, version_of
from core.domain.questionnaire import (
    GIVEN,
    SUM,
    AnswerRefused,
    Condition,
    Kind,
    Questionnaire,
    QuestionScope,
)
from core.domain.questionnaire_draft import DraftOption, DraftQuestion, draft_of
from core.domain.rollup import count
from core.domain.same_questions import goes_on
from core.domain.scoring import Method
from tests.support import asked

#: Numbers, words, conditions and an order of poles.
EVERY_KIND = asked.version(randomises_poles=True)


@st.composite
def answered(draw: st.DrawFn) -> tuple[Questionnaire, dict[str, tuple[str, ...]]]:
    """Any questionnaire and any answers an honest page could send for it."""
    questionnaire = draw(st.sampled_from((*BUILTIN, EVERY_KIND)))
    answers: dict[str, tuple[str, ...]] = {}
    for question in questionnaire.questions:
        codes = [option.code for option in question.options]
        if not draw(st.booleans()) or not questionnaire.applies(question, answers):
            continue
        if question.kind is Kind.NUMBER:
            answers[question.code] = (str(draw(st.integers(question.low, question.high))),)
        elif question.kind is Kind.MULTI:
            chosen = draw(st.sets(st.sampled_from(codes), min_size=1))
            answers[question.code] = tuple(code for code in codes if code in chosen)
        else:
            answers[question.code] = (draw(st.sampled_from(codes)),)
    return questionnaire, answers


@given(answered())
def test_answers_come_back_from_their_text_as_they_were_given(
    given_answers: tuple[Questionnaire, dict[str, tuple[str, ...]]],
):
    questionnaire, answers = given_answers

    text = questionnaire.encode(answers)

    assert len(text) == questionnaire.width
    assert questionnaire.decode(text) == answers


@given(answered())
def test_every_answer_moves_exactly_its_own_counter(
    given_answers: tuple[Questionnaire, dict[str, tuple[str, ...]]],
):
    questionnaire, answers = given_answers

    counts = count(questionnaire, questionnaire.encode(answers))

    moved = {slot: number for slot, number in enumerate(counts.slots) if number}
    expected: dict[int, int] = {}
    for question in questionnaire.questions:
        given_codes = answers.get(question.code, ())
        if question.kind is Kind.NUMBER and given_codes:
            expected[question.option(GIVEN).slot] = 1
            expected[question.option(SUM).slot] = int(given_codes[0])
        else:
            expected |= {option.slot: 1 for option in question.options if option.code in given_codes}
    assert moved == {slot: number for slot, number in expected.items() if number}


@given(answered(), answered())
def test_what_was_added_for_an_answer_is_taken_away_for_the_next_one(
    earlier: tuple[Questionnaire, dict[str, tuple[str, ...]]],
    later: tuple[Questionnaire, dict[str, tuple[str, ...]]],
):
    questionnaire, answers = earlier
    first = count(questionnaire, questionnaire.encode(answers))
    if later[0] is questionnaire:
        second = count(questionnaire, questionnaire.encode(later[1]))

        assert first + (second + -first) == second
    assert (first + -first).is_empty


def test_a_number_stands_in_as_many_places_as_its_greatest_has():
    waited = EVERY_KIND.question("waited")
    text = EVERY_KIND.encode({"waited": ("7",)})

    assert text[waited.position : waited.position + waited.width] == "007"
    assert EVERY_KIND.decode(text) == {"waited": ("7",)}


@pytest.mark.parametrize("given_number", ["481", "1000", "-1", "", "7.5", "hai", "٣"])
def test_a_number_out_of_bounds_or_none_at_all_is_refused(given_number: str):
    with pytest.raises(AnswerRefused):
        EVERY_KIND.encode({"waited": (given_number,)})


def test_what_depends_on_a_question_that_is_not_asked_is_left_out_too():
    chain = replace(
        EVERY_KIND,
        questions=tuple(
            replace(one, condition=Condition("times", ("2",))) if one.code == "wish" else one
            for one in EVERY_KIND.questions
        ),
    )
    given_answers = {"times": ("2",), "wish": ("1",)}

    assert set(chain.decode(chain.encode({"returned": ("1",), **given_answers}))) == {
        "returned",
        "times",
        "wish",
    }
    assert set(chain.decode(chain.encode({"returned": ("2",), **given_answers}))) == {"returned"}


def test_conditions_in_a_ring_never_apply():
    ring = replace(
        EVERY_KIND,
        questions=tuple(
            replace(one, condition=Condition("times", ("2",))) if one.code == "returned" else one
            for one in EVERY_KIND.questions
        ),
    )

    assert set(ring.decode(ring.encode({"returned": ("1",), "times": ("2",)}))) == set()


def test_versions_are_comparable_when_the_questions_that_count_are_the_same():
    fewer = replace(QUICK, number=2, questions=tuple(one for one in QUICK.questions if one.code != "reasons"))
    unscored = replace(
        QUICK,
        number=2,
        questions=tuple(
            replace(one, is_scored=False) if one.code == "overall" else one for one in QUICK.questions
        ),
    )

    assert goes_on(QUICK, [asked.version()])
    assert goes_on(QUICK, [fewer])
    assert not goes_on(QUICK, [unscored])
    assert not goes_on(QUICK, [replace(QUICK, code="other")])


def test_a_level_question_that_counts_in_no_figure_may_come_and_go():
    mood = DraftQuestion("mood", Kind.LEVEL, QuestionScope.FIELD, {"vi": "Tâm trạng?"})
    draft = draft_of(QUICK)
    more = version_of(replace(draft, questions=(*draft.questions, mood)), 2)

    assert goes_on(QUICK, [more])


def test_a_text_can_be_read_by_its_positions():
    text = QUICK.encode(
        {"overall": ("2",), "officer": ("4",), "reasons": ("1", "3"), "trips": ("2",), "extra_money": ("1",)}
    )

    assert text == "24........01010000" + "2" + "." + "." + "1" + "."


def test_nothing_answered_is_a_text_of_blanks():
    assert QUICK.encode({}) == "." * 23


def test_reasons_that_do_not_fit_the_level_are_left_out():
    assert QUICK.encode({"overall": ("5",), "reasons": ("0",)}) == "5" + "." * 22


def test_reasons_without_a_level_are_left_out():
    assert QUICK.encode({"reasons": ("0",)}) == "." * 23


def test_the_order_in_which_reasons_were_chosen_is_not_kept():
    one = QUICK.encode({"overall": ("1",), "reasons": ("3", "0")})
    other = QUICK.encode({"overall": ("1",), "reasons": ("0", "3")})

    assert one == other


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"mood": ("1",)}, "unknown_question"),
        ({"overall": ("6",)}, "unknown_answer"),
        ({"overall": ("",)}, "unknown_answer"),
        ({"overall": ("0",)}, "unknown_answer"),
        ({"overall": ("1",), "reasons": ("8",)}, "unknown_answer"),
        ({"overall": ("1",), "praise": ("nine",)}, "unknown_answer"),
        ({"overall": ("4", "5")}, "more_than_one_answer"),
    ],
)
def test_what_the_version_does_not_know_is_refused_by_name(answers: dict[str, tuple[str, ...]], reason: str):
    with pytest.raises(AnswerRefused) as refusal:
        QUICK.encode(answers)

    assert refusal.value.code == reason


def test_a_refusal_says_nothing_of_the_answer_in_its_text():
    with pytest.raises(AnswerRefused) as refusal:
        QUICK.encode({"overall": ("Nguyễn Văn A",)})

    assert str(refusal.value) == "unknown_answer"


def test_not_applicable_moves_its_counter_and_counts_nobody():
    counts = count(MINISTRY, MINISTRY.encode({"bnv23": ("0",)}))

    assert counts.persons == (1, 0, 0, 0)
    assert sum(counts.slots) == 1


def test_an_answer_about_the_officer_counts_for_the_officer_and_not_for_the_quick_figure_of_the_field():
    counts = count(QUICK, QUICK.encode({"officer": ("5",)}))

    assert counts.persons == (1, 0, 0, 1)


def test_one_criterion_about_the_premises_counts_for_the_office_alone():
    counts = count(MINISTRY, MINISTRY.encode({"bnv17": ("4",)}))

    assert counts.persons == (1, 1, 0, 0)


def test_a_wide_questionnaire_keeps_its_slots_apart_by_part():
    counts = count(MINISTRY, MINISTRY.encode({"bnv15": ("1",), "bnv23": ("1",), "bnv33": ("1",)}))

    assert [[slot for slot, number in enumerate(counts.part(part)) if number] for part in range(3)] == [
        [0],
        [0],
        [12],
    ]


# Publishing.


def described(*descriptions: QuestionDescription, lead: str | None = None) -> Questionnaire:
    return publish(
        code="trial",
        number=1,
        texts={"vi": "Thử", "en": "Trial"},
        method=Method.TOP2_CRITERIA_MEAN,
        descriptions=descriptions,
        lead=lead,
    )


def level(code: str) -> QuestionDescription:
    return QuestionDescription(
        code=code, kind=Kind.LEVEL, scope=QuestionScope.FIELD, vi="Hài lòng không?", en="Satisfied?"
    )


def test_publishing_gives_each_level_the_next_free_slot():
    trial = described(level("a"), level("b"))

    assert [option.slot for option in trial.question("b").options] == [5, 6, 7, 8, 9]


def slots(questionnaire: Questionnaire, code: str) -> list[int]:
    return [option.slot for option in questionnaire.question(code).options]


def test_what_a_version_asks_as_before_keeps_its_slots_wherever_it_stands():
    quick = draft_of(QUICK)
    asking = replace(quick, questions=(asked.RETURNED, *quick.questions[1:], quick.questions[0]))

    later = version_of(asking, 2, after=QUICK)

    assert all(slots(later, one.code) == slots(QUICK, one.code) for one in QUICK.questions)
    assert later.layout == QUICK.layout != version_of(asking, 2).layout
    assert slots(later, "returned") == [QUICK.slots, QUICK.slots + 1]
    every = [slot for one in later.questions for slot in slots(later, one.code)]
    assert sorted(every) == list(range(later.slots))


def test_new_answers_stand_behind_those_that_were_there_and_another_order_takes_slots_of_its_own():
    before = asked.version(2)
    more, turned = (
        replace(asked.RETURNED, options=options)
        for options in (
            (*asked.RETURNED.options, DraftOption("3", {"vi": "Không nhớ"})),
            tuple(reversed(asked.RETURNED.options)),
        )
    )

    def asking(instead: DraftQuestion) -> Questionnaire:
        draft = asked.draft()
        questions = tuple(instead if one.code == "returned" else one for one in draft.questions)
        return version_of(replace(draft, questions=questions), 3, after=before)

    first, second = slots(before, "returned")
    assert slots(asking(more), "returned") == [first, second, before.slots]
    # Slots stand in the order of the options: these two are the free ones of before, in their new order.
    assert [(one.code, one.slot) for one in asking(turned).question("returned").options] == [
        ("2", first),
        ("1", second),
    ]


def test_a_question_without_options_is_refused():
    bare = QuestionDescription(code="a", kind=Kind.CHOICE, scope=QuestionScope.OFFICE, vi="Gì?", en="What?")

    with pytest.raises(DescriptionRefused, match="question_without_options"):
        described(bare)


def test_two_questions_of_one_code_are_refused():
    with pytest.raises(DescriptionRefused, match="question_code_twice"):
        described(level("a"), level("a"))


def test_a_lead_question_that_is_not_asked_is_refused():
    with pytest.raises(DescriptionRefused, match="lead_unknown"):
        described(level("a"), lead="b")
