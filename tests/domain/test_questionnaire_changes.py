"""Changes: what a draft makes different is told, of each question and of the whole; of the figure what is so."""

from dataclasses import replace

from core.domain.builtin import QUICK
from core.domain.publishing import version_of
from core.domain.questionnaire import Condition, Factor, Kind
from core.domain.questionnaire_changes import changes
from core.domain.questionnaire_draft import draft_of
from core.domain.questionnaire_faults import faults
from tests.domain.test_questionnaire_faults import (
    BOTH,
    NEW,
    QUICKLY,
    REASONS,
    TRIPS,
    changed,
    having,
    question,
    without,
)


def test_changes_are_told_question_by_question() -> None:
    draft = having(
        changed(
            without(QUICKLY, "acting_for"),
            "reasons",
            options=(replace(REASONS[0], texts=BOTH), *REASONS[2:], NEW),
            condition=Condition("overall", ("1",)),
        ),
        question(),
    )

    found = changes(draft, QUICK)

    assert [one.code for one in found.added] == ["them"]
    assert [one.code for one in found.removed] == ["acting_for"]
    (reasons,) = found.changed
    assert (reasons.added, reasons.removed, reasons.reworded) == (("z",), ("1",), ("0",))
    assert reasons.is_asked_of_others
    assert (found.unchanged, found.is_reordered, found.is_figure_new) == (7, False, False)


def test_an_unchanged_copy_changes_nothing_and_another_order_is_told() -> None:
    assert changes(QUICKLY, QUICK).is_nothing
    moved = replace(QUICKLY, questions=(QUICKLY.questions[0], *reversed(QUICKLY.questions[1:])))
    found = changes(moved, QUICK)
    assert (found.is_reordered, found.is_nothing, found.changed) == (True, False, ())
    assert changes(having(QUICKLY, question(is_scored=True)), QUICK).is_figure_new


def test_a_first_version_neither_goes_on_nor_begins_anew() -> None:
    found = changes(QUICKLY, None)

    assert (found.is_first, found.is_figure_new, found.frame, found.is_nothing) == (True, False, None, False)


def test_after_retiring_the_figure_is_compared_with_the_version_asked_last() -> None:
    older = version_of(having(QUICKLY, question(is_scored=True)), 1)
    again = having(QUICKLY, question("moi", is_scored=True))

    for draft, base, earlier, is_new in (
        (QUICKLY, None, (QUICK, older), False),
        (QUICKLY, None, (older, QUICK), True),
        (again, None, (older,), True),
        (again, QUICK, (QUICK,), True),
        (again, None, (), False),
    ):
        assert changes(draft, base, earlier).is_figure_new is is_new
        told = {fault.code for fault in faults(draft, base, earlier)}
        assert ("scored_changed" in told) is is_new


def test_what_changes_of_the_whole_is_no_question_and_still_something() -> None:
    base = version_of(replace(QUICKLY, factors=(Factor("g", {"vi": "Tiện ngi"}), Factor("h", BOTH))), 1)
    before = draft_of(base)
    assert changes(before, base).is_nothing
    for now in (
        replace(before, texts={"vi": "Tên khác"}),
        replace(before, lead=None),
        replace(before, randomises_poles=True),
        replace(before, source="QĐ 7"),
    ):
        found = changes(now, base)
        assert (found.is_nothing, found.changed, found.is_reordered) == (False, (), False)
        assert found.frame is not None
        assert not found.frame.is_same
    renamed = replace(before, factors=(Factor("g", {"vi": "Tiện nghi"}), Factor("h", BOTH)))
    frame = changes(renamed, base).frame
    assert frame is not None
    assert frame.renamed == ((before.factors[0], renamed.factors[0]),)


def test_the_order_of_the_answers_a_question_waits_for_is_no_change() -> None:
    praise = QUICKLY.question("praise")
    assert praise is not None
    assert praise.condition == Condition("overall", ("4", "5"))
    turned = changed(QUICKLY, "praise", condition=Condition("overall", ("5", "4")))
    assert changes(turned, QUICK).is_nothing

    (one,) = changes(changed(turned, "praise", texts=BOTH), QUICK).changed
    assert (one.question.texts, one.is_asked_of_others) == (BOTH, False)
    for other in (Condition("overall", ("5",)), Condition("officer", ("4", "5")), None):
        (one,) = changes(changed(QUICKLY, "praise", condition=other), QUICK).changed
        assert one.is_asked_of_others


def test_groups_that_come_go_and_change_places_are_told_apart() -> None:
    one, two, three = (Factor(code, {"vi": code.upper()}) for code in ("a", "b", "c"))
    base = version_of(replace(QUICKLY, factors=(one, two)), 1)
    told = []
    for factors in ((one, two, three), (three, one, two), (two,), (two, one), (two, three, one)):
        frame = changes(replace(draft_of(base), factors=factors), base).frame
        assert frame is not None
        told.append((frame.added, frame.removed, frame.is_reordered))

    assert told == [
        ((three,), (), False),
        ((three,), (), False),
        ((), (one,), False),
        ((), (), True),
        ((three,), (), True),
    ]


def test_bounds_order_and_english_words_of_answers_are_told_apart() -> None:
    base = version_of(having(QUICKLY, question("phut", Kind.NUMBER, low=0, high=60)), 1)
    before = draft_of(base)
    english = (replace(TRIPS[0], texts={**TRIPS[0].texts, "en": "Just once"}), *TRIPS[1:])
    told = [
        (one.question.code, one.is_bounded_otherwise, one.is_reordered, one.reworded)
        for now in (
            changed(before, "phut", high=90),
            changed(before, "trips", options=TRIPS[::-1]),
            changed(before, "trips", options=english),
        )
        for one in changes(now, base).changed
    ]

    assert told == [("phut", True, False, ()), ("trips", False, True, ()), ("trips", False, False, ("0",))]
