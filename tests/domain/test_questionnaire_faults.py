"""Faults of drafts: each is found, at its question, and a sound draft has none."""

from dataclasses import replace

import pytest

from core.domain.builtin import MINISTRY, QUICK
from core.domain.ministry_set import sourced
from core.domain.publishing import version_of
from core.domain.questionnaire import Condition, Factor, Kind, Questionnaire, QuestionScope
from core.domain.questionnaire_draft import Draft, DraftOption, DraftQuestion, draft_of
from core.domain.questionnaire_faults import faults, is_publishable
from core.domain.questionnaire_screens import screens
from core.domain.scoring import Method

QUICKLY, FORMALLY = draft_of(QUICK), draft_of(MINISTRY)
BOTH = {"vi": "Lời", "en": "Words"}


def question(code: str = "them", kind: Kind = Kind.LEVEL, **facts: object) -> DraftQuestion:
    """A sound question of any kind but those with answers."""
    plain = DraftQuestion(code, kind, QuestionScope.OFFICE, BOTH)
    return replace(plain, **facts)  # type: ignore[arg-type]


def having(draft: Draft, *added: DraftQuestion) -> Draft:
    return replace(draft, questions=(*draft.questions, *added))


def changed(draft: Draft, code: str, **facts: object) -> Draft:
    """The draft with one question changed; None as a fact takes it out."""
    return replace(
        draft,
        questions=tuple(
            replace(one, **facts) if one.code == code else one  # type: ignore[arg-type]
            for one in draft.questions
        ),
    )


def without(draft: Draft, code: str) -> Draft:
    return replace(draft, questions=tuple(one for one in draft.questions if one.code != code))


def yes_no(code: str, **facts: object) -> DraftQuestion:
    options = (DraftOption("1", {"vi": "Có", "en": "Yes"}), DraftOption("0", {"vi": "Không", "en": "No"}))
    return question(code, Kind.CHOICE, options=options, **facts)


def options_of(draft: Draft, code: str) -> tuple[DraftOption, ...]:
    found = draft.question(code)
    assert found is not None
    return found.options


TRIPS = options_of(QUICKLY, "trips")
REASONS = options_of(QUICKLY, "reasons")
NEW = DraftOption("z", BOTH)
RING = (
    yes_no("a", condition=Condition("b", ("1",))),
    yes_no("b", condition=Condition("a", ("1",))),
)
LONG = tuple(yes_no(f"c{number}") for number in range(12))
WIDE = tuple(question(f"n{number}", Kind.NUMBER, low=0, high=9_999) for number in range(45))

#: What an author did, the fault, its question, and whether it keeps the draft from being published.
CASES: list[tuple[Draft, str, str | None, bool]] = [
    (replace(QUICKLY, texts={"vi": " "}), "title_missing", None, True),
    (replace(QUICKLY, questions=(), lead=None), "no_questions", None, True),
    (having(QUICKLY, question(texts={"vi": "", "en": "Words"})), "wording_missing", "them", True),
    (having(QUICKLY, question("trips")), "question_code_twice", "trips", True),
    (having(QUICKLY, question("Đất đai")), "question_code_bad", "Đất đai", True),
    (having(QUICKLY, question("poles")), "question_code_bad", "poles", True),
    (having(QUICKLY, *WIDE), "too_many_places", None, True),
    (replace(QUICKLY, lead="nothing"), "lead_unknown", None, True),
    (changed(QUICKLY, "overall", offers_not_applicable=True), "lead_not_plain", "overall", True),
    (replace(QUICKLY, lead="trips"), "lead_not_plain", "trips", True),
    (having(QUICKLY, question(kind=Kind.CHOICE, options=TRIPS[:1])), "options_missing", "them", True),
    (having(QUICKLY, question(kind=Kind.MULTI)), "options_missing", "them", True),
    (
        having(QUICKLY, question(kind=Kind.CHOICE, options=(TRIPS[0], TRIPS[0]))),
        "option_code_twice",
        "them",
        True,
    ),
    (
        having(QUICKLY, question(kind=Kind.MULTI, options=(DraftOption("Á", BOTH),))),
        "option_code_bad",
        "them",
        True,
    ),
    (
        having(QUICKLY, question(kind=Kind.MULTI, options=(DraftOption("1", {"vi": "", "en": "x"}),))),
        "option_wording_missing",
        "them",
        True,
    ),
    (having(QUICKLY, question(kind=Kind.TEXT)), "text_bounds", "them", True),
    (having(QUICKLY, question(kind=Kind.TEXT, high=2001)), "text_bounds", "them", True),
    (having(QUICKLY, question(kind=Kind.NUMBER, high=9)), "bounds_missing", "them", True),
    (having(QUICKLY, question(kind=Kind.NUMBER, low=9, high=9)), "bounds_swapped", "them", True),
    (having(QUICKLY, question(kind=Kind.NUMBER, low=-1, high=9)), "bounds_swapped", "them", True),
    (having(QUICKLY, question(kind=Kind.NUMBER, low=0, high=10_000)), "too_many_digits", "them", True),
    (changed(QUICKLY, "trips", is_scored=True), "scored_not_level", "trips", True),
    (having(QUICKLY, question(factor="gone")), "factor_unknown", "them", True),
    (having(QUICKLY, question(condition=Condition("gone", ("1",)))), "condition_unknown", "them", True),
    (changed(QUICKLY, "trips", condition=Condition("on_time", ("0",))), "condition_later", "trips", True),
    (
        having(changed(QUICKLY, "trips", options=TRIPS[:2]), question(condition=Condition("trips", ("2",)))),
        "condition_answer",
        "them",
        True,
    ),
    (having(QUICKLY, question(condition=Condition("trips", ()))), "condition_answer", "them", True),
    (having(QUICKLY, *RING), "condition_ring", "a", True),
    (changed(QUICKLY, "trips", condition=Condition("trips", ("1",))), "condition_ring", "trips", True),
    (changed(QUICKLY, "trips", kind=Kind.MULTI), "kind_changed", "trips", True),
    (changed(QUICKLY, "officer", scope=QuestionScope.FIELD), "scope_changed", "officer", True),
    (changed(QUICKLY, "trips", options=(*TRIPS, NEW)), "options_changed", "trips", True),
    (changed(QUICKLY, "trips", options=TRIPS[:2]), "options_changed", "trips", True),
    (without(FORMALLY, "bnv17"), "ministry_removed", "bnv17", True),
    (changed(FORMALLY, "bnv17", texts=BOTH), "ministry_changed", "bnv17", True),
    (changed(FORMALLY, "bnv17", is_scored=False), "ministry_changed", "bnv17", True),
    (having(FORMALLY, question(is_scored=True)), "ministry_scored", "them", True),
    (replace(FORMALLY, method=Method.MEAN_SCORE), "ministry_frame", None, True),
    (replace(FORMALLY, lead="bnv15"), "ministry_frame", None, True),
    (replace(FORMALLY, texts={**FORMALLY.texts, "vi": "Khảo sát xã"}), "ministry_title", None, True),
    (replace(FORMALLY, source="QĐ 7/QĐ-UBND"), "ministry_title", None, True),
    (replace(FORMALLY, questions=FORMALLY.questions[::-1]), "ministry_order", None, True),
    (replace(FORMALLY, randomises_poles=True), "ministry_poles", None, True),
    (
        replace(FORMALLY, texts={"vi": "Chỉ số SIPAS của xã", "en": "x"}),
        "title_index",
        None,
        True,
    ),
    (replace(without(FORMALLY, "bnv17"), code="xa-mau"), "title_ministry", None, True),
    (
        replace(QUICKLY, texts={"vi": "Bộ 19  tiêu chí của BỘ nội vụ (rút gọn)", "en": "x"}),
        "title_ministry",
        None,
        True,
    ),
    (replace(QUICKLY, texts={"vi": "Nhanh", "en": "Quick SIPAS"}), "title_index", None, True),
    (changed(QUICKLY, "reasons", options=(*REASONS, NEW)), "ticks_changed", "reasons", False),
    (changed(QUICKLY, "reasons", options=(*REASONS, NEW)), "option_code_reused", "reasons", True),
    (changed(QUICKLY, "trips", texts={"vi": "Mấy lần?", "en": "x"}), "question_reworded", "trips", False),
    (
        changed(QUICKLY, "trips", options=(replace(TRIPS[0], texts=BOTH), *TRIPS[1:])),
        "option_reworded",
        "trips",
        False,
    ),
    (having(QUICKLY, question(is_scored=True)), "scored_changed", None, False),
    (having(QUICKLY, question(scope=QuestionScope.OFFICER)), "scored_changed", None, False),
    (without(QUICKLY, "officer"), "scored_changed", None, False),
    (replace(QUICKLY, method=Method.MEAN_SCORE), "scored_changed", None, False),
    (changed(QUICKLY, "overall", is_scored=False), "nothing_scored", None, False),
    (having(QUICKLY, *LONG), "too_many_screens", None, False),
    (replace(QUICKLY, texts={"vi": "Nhanh"}), "title_english_missing", None, False),
    (having(QUICKLY, question(texts={"vi": "Lời"})), "english_missing", "them", False),
]


def before(draft: Draft) -> Questionnaire:
    return MINISTRY if draft.code == MINISTRY.code else QUICK


#: Removed since from the reasons: «Chỗ ngồi chờ», whose code was that of NEW, and a question of yes or no.
REMOVED = DraftOption(NEW.code, {"vi": "Chỗ ngồi chờ"})
OLDER = version_of(
    having(changed(QUICKLY, "reasons", options=(*REASONS, REMOVED)), yes_no("seat"), yes_no("rain")), 1
)
NEWER = replace(QUICK, number=2)


def ever(draft: Draft) -> tuple[Questionnaire, ...]:
    return (MINISTRY,) if draft.code == MINISTRY.code else (NEWER, OLDER)


@pytest.mark.parametrize(("draft", "code", "at", "is_error"), CASES, ids=[case[1] for case in CASES])
def test_each_fault_is_found_at_its_question(draft: Draft, code: str, at: str | None, is_error: bool) -> None:
    found = faults(draft, before(draft), ever(draft))

    assert (code, at, is_error) in {(fault.code, fault.question, fault.is_error) for fault in found}
    assert is_publishable(found) is not any(fault.is_error for fault in found)


@pytest.mark.parametrize("draft", [QUICKLY, FORMALLY], ids=["quick", "ministry"])
def test_what_comes_with_the_product_has_no_fault(draft: Draft) -> None:
    assert faults(draft, before(draft)) == ()
    assert faults(draft, None) == ()


def sound() -> Draft:
    """The ministry's form with one question of every kind more, in both languages, with a condition and a group."""
    own = Factor("nhom_1", BOTH)
    return replace(
        having(
            FORMALLY,
            yes_no("a", factor="nhom_1"),
            question("b", offers_not_applicable=True, condition=Condition("a", ("1",))),
            question("c", Kind.NUMBER, low=0, high=9_999, condition=Condition("b", ("0", "5"))),
            question("d", Kind.TEXT, high=2000),
            question("e", Kind.MULTI, options=(DraftOption("1", BOTH),)),
        ),
        factors=(*FORMALLY.factors, own),
    )


def test_the_ministrys_form_may_be_extended_by_every_kind_of_question() -> None:
    assert faults(sound(), MINISTRY) == ()


def test_own_questions_may_stand_between_the_ministrys() -> None:
    first, *rest = FORMALLY.questions

    assert faults(replace(FORMALLY, questions=(first, yes_no("a"), *rest)), MINISTRY) == ()


def test_the_whole_set_keeps_its_title_under_another_code_too() -> None:
    assert faults(replace(FORMALLY, code="xa-mau", source=""), None) == ()


@pytest.mark.parametrize(
    ("code", "written", "kept"),
    [
        ("ministry", "", "QĐ 1001/QĐ-BNV, 11/12/2023"),
        ("xa-mau", "QĐ 1001/QĐ-BNV, 11/12/2023", ""),
        ("xa-mau", "Theo quyết định số 1001 / qđ-bnv", ""),
        ("xa-mau", "QĐ 7/QĐ-UBND", "QĐ 7/QĐ-UBND"),
    ],
)
def test_the_ministrys_source_stands_under_the_ministrys_set_alone(
    code: str, written: str, kept: str
) -> None:
    assert sourced(replace(FORMALLY, code=code, source=written)).source == kept


def test_a_ring_is_told_of_every_question_in_it_and_of_none_that_waits_for_it() -> None:
    found = faults(having(QUICKLY, *RING, yes_no("c", condition=Condition("b", ("1",)))), QUICK)

    assert {fault.question for fault in found if fault.code == "condition_ring"} == {"a", "b"}
    assert [fault for fault in found if fault.question == "c"] == []


def test_a_removed_question_comes_back_as_what_it_was_also_after_retiring() -> None:
    same = having(QUICKLY, yes_no("seat"))
    other_kind = having(QUICKLY, question("seat", Kind.TEXT, high=20))
    about_others = having(QUICKLY, yes_no("seat", scope=QuestionScope.OFFICER))

    for base in (NEWER, None):
        told = [
            {fault.code for fault in faults(draft, base, (NEWER, OLDER)) if fault.question == "seat"}
            for draft in (same, other_kind, about_others)
        ]
        assert told == [set(), {"kind_changed"}, {"scope_changed"}]


def test_what_is_asked_now_decides_over_what_a_unit_above_published_since_under_the_same_code() -> None:
    own = version_of(having(QUICKLY, yes_no("seat")), 2)
    above = version_of(having(QUICKLY, question("seat", Kind.NUMBER, low=0, high=9)), 3)

    assert faults(having(QUICKLY, yes_no("seat")), own, (above, own)) == faults(
        having(QUICKLY, yes_no("seat")), own, (own,)
    )
    taken_over = having(QUICKLY, question("seat", Kind.NUMBER, low=0, high=9))
    assert "kind_changed" in {fault.code for fault in faults(taken_over, own, (above, own))}
    # What is not asked now is what was asked last.
    assert "kind_changed" not in {fault.code for fault in faults(taken_over, QUICK, (above, own))}


def test_a_removed_answer_comes_back_under_its_code_as_what_it_was() -> None:
    again = changed(QUICKLY, "reasons", options=(*REASONS, REMOVED))

    assert {fault.code for fault in faults(again, NEWER, (NEWER, OLDER)) if fault.question} >= {
        "ticks_changed"
    }
    assert is_publishable(faults(again, NEWER, (NEWER, OLDER)))


def test_answers_counted_through_anew_do_not_take_each_others_codes() -> None:
    one, two, three, *_rest = REASONS
    moved = changed(QUICKLY, "reasons", options=(one, replace(two, texts=three.texts)))

    (found,) = [one for one in faults(moved, QUICK) if one.code == "option_code_reused"]
    assert (found.facts["now"], found.facts["before"]) == (three.texts["vi"], two.texts["vi"])
    assert not is_publishable(faults(moved, QUICK))


def test_a_question_with_a_new_code_may_be_anything() -> None:
    other = replace(
        QUICKLY,
        questions=tuple(
            yes_no("lan_di", scope=QuestionScope.FIELD) if one.code == "trips" else one
            for one in QUICKLY.questions
        ),
    )

    assert faults(other, QUICK) == ()


def test_errors_stand_before_what_is_only_said() -> None:
    found = faults(replace(having(QUICKLY, question(texts={"vi": ""})), texts={"vi": "Nhanh"}), QUICK)

    assert [fault.is_error for fault in found] == sorted((fault.is_error for fault in found), reverse=True)
    assert [fault.is_error for fault in found].count(True) == 1
    assert len(found) == 4


def test_the_quick_questionnaire_fills_three_screens_and_two_long_questions_make_it_four() -> None:
    # 1 page of faces + 1497 px of 640: 2.34, which is 2.
    assert screens(QUICKLY) == 3
    # Two more ask 30 + 55 + 14 px each: 1497 + 2 × 92 = 1681 px, 2.63: 3.
    assert screens(having(QUICKLY, yes_no("a"), yes_no("b"))) == 4
    assert screens(FORMALLY) == 0


def test_what_waits_for_a_follow_up_counts_on_its_way_alone() -> None:
    chains = [
        (
            yes_no(f"{way}1", condition=Condition(way, ("1",))),
            yes_no(f"{way}2", condition=Condition(f"{way}1", ("1",))),
        )
        for way in ("praise", "reasons")
    ]
    # Without the 92 px of `trips`, and two of 92 px each on either way: 1589 px of 640, 2.48: 2. All four: 2.77.
    shorter = without(QUICKLY, "trips")

    assert screens(having(shorter, *chains[0], *chains[1])) == 3
    # A ring is an error of its own; here it only must end.
    assert screens(having(QUICKLY, *RING)) == 4


def test_only_the_longest_way_through_the_conditions_counts() -> None:
    only_good = tuple(yes_no(f"g{number}", condition=Condition("overall", ("5",))) for number in range(2))
    only_bad = tuple(yes_no(f"b{number}", condition=Condition("overall", ("1",))) for number in range(2))

    assert screens(having(QUICKLY, *only_good)) == screens(having(QUICKLY, *only_good, *only_bad)) == 4
