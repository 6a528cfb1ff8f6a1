"""Constancy: what a draft must leave as it was, so that trends stay true and the ministry's set stays its own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.domain.ministry_set import ministry_faults
from core.domain.questionnaire import Kind, Questionnaire, QuestionScope
from core.domain.questionnaire_draft import Draft, DraftQuestion, draft_of
from core.domain.questionnaire_fault import Fault, error, warning


@dataclass(frozen=True)
class Meaning:
    """What a question's code stands for: the question as it was asked last, and every answer it ever offered."""

    question: DraftQuestion
    #: The Vietnamese words of each option's code, as they were last.
    options: Mapping[str, str]


def meanings(earlier: Sequence[Questionnaire]) -> dict[str, Meaning]:
    """Return what every question's code of these versions stands for, by the code; the first to ask it decides."""
    found: dict[str, Meaning] = {}
    for questionnaire in earlier:
        for question in draft_of(questionnaire).questions:
            options = {option.code: option.texts.get("vi", "") for option in question.options}
            known = found.get(question.code)
            found[question.code] = (
                Meaning(question, options)
                if known is None
                else Meaning(known.question, {**options, **known.options})
            )
    return found


def constancy(
    draft: Draft, base: Questionnaire | None, earlier: Sequence[Questionnaire] = ()
) -> Iterator[Fault]:
    """Yield what the draft changed and must not, or may only knowingly.

    `base` is what is asked under this code until now; `earlier` are all versions ever asked under it, the newest first.
    A question `base` asks is what `base` asks, whatever somebody else published since: another unit above may have
    begun another question under its code.
    """
    yield from ministry_faults(draft)
    known = meanings(earlier if base is None else (base, *earlier))
    for question in draft.questions:
        if meaning := known.get(question.code):
            yield from _same_question(question, meaning.question)
            yield from _same_options(question, meaning)
    if is_figure_new(draft, base, earlier):
        yield warning("scored_changed")


def is_figure_new(draft: Draft, base: Questionnaire | None, earlier: Sequence[Questionnaire] = ()) -> bool:
    """Does the satisfaction figure begin anew? Where nothing is asked now, compared with the version asked last.

    Of a first version it does not: there is no figure before it.
    """
    last = base if base is not None else next(iter(earlier), None)
    return last is not None and scored(draft) != scored(draft_of(last))


def scored(draft: Draft) -> tuple[str, frozenset[tuple[str, QuestionScope, bool]]]:
    """Return what figures are made of; versions that differ here are never added up (core/domain/basis.py)."""
    levels = (question for question in draft.questions if question.kind is Kind.LEVEL)
    counted = (one for one in levels if one.is_scored or one.scope is QuestionScope.OFFICER)
    return str(draft.method), frozenset((one.code, one.scope, one.is_scored) for one in counted)


def option_changes(
    now: DraftQuestion, earlier: DraftQuestion
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return the codes of options that were added, removed, and that say something else than they did."""
    mine = {option.code: option.texts.get("vi", "") for option in now.options}
    theirs = {option.code: option.texts.get("vi", "") for option in earlier.options}
    return (
        tuple(code for code in mine if code not in theirs),
        tuple(code for code in theirs if code not in mine),
        tuple(code for code in mine if code in theirs and mine[code] != theirs[code]),
    )


def _same_question(question: DraftQuestion, earlier: DraftQuestion) -> Iterator[Fault]:
    if question.kind is not earlier.kind:
        yield error("kind_changed", question.code)
        return
    if question.scope is not earlier.scope:
        yield error("scope_changed", question.code)
    if question.texts.get("vi") != earlier.texts.get("vi"):
        yield warning("question_reworded", question.code, before=earlier.texts.get("vi", ""))
    added, removed, reworded = option_changes(question, earlier)
    # Ticks stand each for itself; of a choice every share depends on what else could be chosen.
    if question.kind is Kind.CHOICE and (added or removed):
        yield error("options_changed", question.code)
    elif added or removed:
        yield warning("ticks_changed", question.code)
    for code in reworded:
        yield warning("option_reworded", question.code, option=code, **_texts(question, earlier, code))


def _same_options(question: DraftQuestion, meaning: Meaning) -> Iterator[Fault]:
    """What was removed once comes back under its code as what it was; no other answer takes its code.

    An answer under the code another one had is what a form gets whose answers are counted through anew.
    """
    if question.kind is not meaning.question.kind:
        return
    asked_last = {option.code for option in meaning.question.options}
    for option in question.options:
        now, before = option.texts.get("vi", ""), meaning.options.get(option.code)
        if before is None or before == now:
            continue
        if option.code not in asked_last or now in meaning.options.values():
            yield error("option_code_reused", question.code, option=option.code, now=now, before=before)


def _texts(question: DraftQuestion, earlier: DraftQuestion, code: str) -> dict[str, str]:
    now = next(option.texts.get("vi", "") for option in question.options if option.code == code)
    then = next(option.texts.get("vi", "") for option in earlier.options if option.code == code)
    return {"now": now, "before": then}
