"""Faults: what keeps a draft from being published, and what its author should know before they publish it.

The questions of a draft are compared by their codes with the version asked until now and, where that does not ask
them, with the newest that ever did: what keeps its code goes on in every trend, so it must go on meaning the same.
"""

import re
from collections.abc import Iterator, Sequence

from core.domain.publishing import (
    LEVEL_TEXTS,
    MOST_DIGITS,
    MOST_PLACES,
    OPTION_CODES,
    DescriptionRefused,
    version_of,
)
from core.domain.questionnaire import POLES, Kind, Questionnaire
from core.domain.questionnaire_constancy import constancy
from core.domain.questionnaire_draft import NOT_APPLICABLE, Draft, DraftQuestion
from core.domain.questionnaire_fault import Fault, error, warning
from core.domain.questionnaire_screens import MOST_SCREENS, screens
from core.domain.submission import MAX_COMMENT

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
#: A choice with fewer answers asks nothing; a single tick may be left open, so one is enough there.
_LEAST = {Kind.CHOICE: 2, Kind.MULTI: 1}
_OPTIONS = (Kind.CHOICE, Kind.MULTI)


def faults(
    draft: Draft, base: Questionnaire | None, earlier: Sequence[Questionnaire] = ()
) -> tuple[Fault, ...]:
    """Return everything to be said about a draft, errors first, each in the order of the questions.

    `base` is the version asked under the same code until now, None where there is none; `earlier` are all that ever
    were, also the retired ones, the newest first: a code keeps its meaning over all of them.
    """
    found = [*_whole(draft), *_lost_lead(draft), *_lead(draft)]
    for question in draft.questions:
        found += _wording(question)
        found += _bounds(question)
        found += _condition(draft, question)
        if question.is_scored and question.kind is not Kind.LEVEL:
            found.append(error("scored_not_level", question.code))
        if question.factor and question.factor not in {factor.code for factor in draft.factors}:
            found.append(error("factor_unknown", question.code))
    found += constancy(draft, base, earlier)
    found += _languages(draft)
    if (filled := screens(draft)) > MOST_SCREENS:
        found.append(warning("too_many_screens", screens=filled, most=MOST_SCREENS))
    return tuple(sorted(found, key=lambda fault: not fault.is_error))


def is_publishable(found: tuple[Fault, ...]) -> bool:
    """May a draft with these faults be published?"""
    return not any(fault.is_error for fault in found)


def lost_references(draft: Draft) -> Iterator[Fault]:
    """Yield where the first page or a question refers to what the draft does not ask, or not before it.

    The editor keeps such a reference until its author puts it right; nothing else can hold it.
    """
    yield from _lost_lead(draft)
    for question in draft.questions:
        yield from _condition(draft, question)


def answers(question: DraftQuestion) -> tuple[str, ...]:
    """Return the codes a condition on this question may name."""
    if question.kind is Kind.LEVEL:
        levels = tuple(code for code, _vi, _en in LEVEL_TEXTS)
        return (*levels, NOT_APPLICABLE) if question.offers_not_applicable else levels
    return tuple(option.code for option in question.options) if question.kind in _OPTIONS else ()


def _whole(draft: Draft) -> Iterator[Fault]:
    if not draft.texts.get("vi", "").strip():
        yield error("title_missing")
    if not draft.questions:
        yield error("no_questions")
    elif not any(question.is_scored for question in draft.questions):
        yield warning("nothing_scored")
    codes = [question.code for question in draft.questions]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield error("question_code_twice", code)
    for code in codes:
        if not _CODE.fullmatch(code) or code == POLES:
            yield error("question_code_bad", code)
    try:
        version_of(draft, 1)
    except DescriptionRefused as refusal:
        if refusal.code == "too_many_places":
            yield error("too_many_places", places=refusal.facts["places"], most=MOST_PLACES)


def _lost_lead(draft: Draft) -> Iterator[Fault]:
    if draft.lead is not None and draft.question(draft.lead) is None:
        yield error("lead_unknown")


def _lead(draft: Draft) -> Iterator[Fault]:
    """The question of the faces is one of five levels, asked of everybody, with nothing beside them."""
    lead = None if draft.lead is None else draft.question(draft.lead)
    if lead is None:
        return
    if lead.kind is not Kind.LEVEL or lead.condition is not None or lead.offers_not_applicable:
        yield error("lead_not_plain", lead.code)


def _wording(question: DraftQuestion) -> Iterator[Fault]:
    if not question.texts.get("vi", "").strip():
        yield error("wording_missing", question.code)
    if question.kind not in _OPTIONS:
        return
    if len(question.options) < _LEAST[question.kind]:
        yield error("options_missing", question.code, least=_LEAST[question.kind])
    codes = [option.code for option in question.options]
    if len(set(codes)) < len(codes):
        yield error("option_code_twice", question.code)
    if any(len(code) != 1 or code not in OPTION_CODES for code in codes):
        yield error("option_code_bad", question.code)
    if not all(option.texts.get("vi", "").strip() for option in question.options):
        yield error("option_wording_missing", question.code)


def _bounds(question: DraftQuestion) -> Iterator[Fault]:
    low, high = question.low, question.high
    if question.kind is Kind.TEXT:
        if high is None or not 1 <= high <= MAX_COMMENT:
            yield error("text_bounds", question.code, most=MAX_COMMENT)
    elif question.kind is Kind.NUMBER:
        if low is None or high is None:
            yield error("bounds_missing", question.code)
        elif not 0 <= low < high:
            yield error("bounds_swapped", question.code)
        elif len(str(high)) > MOST_DIGITS:
            yield error("too_many_digits", question.code, most=MOST_DIGITS)


def _condition(draft: Draft, question: DraftQuestion) -> Iterator[Fault]:
    condition = question.condition
    if condition is None:
        return
    asked = draft.question(condition.question)
    if asked is None:
        yield error("condition_unknown", question.code)
    elif _is_in_ring(draft, question):
        yield error("condition_ring", question.code)
    elif draft.questions.index(asked) > draft.questions.index(question):
        yield error("condition_later", question.code)
    elif not condition.any_of or not set(condition.any_of) <= set(answers(asked)):
        yield error("condition_answer", question.code)


def _is_in_ring(draft: Draft, question: DraftQuestion) -> bool:
    """Does following the conditions from a question lead back to it?"""
    seen: set[str] = set()
    at: DraftQuestion | None = question
    while at is not None and at.condition is not None and at.code not in seen:
        seen.add(at.code)
        at = draft.question(at.condition.question)
    return at is question


def _languages(draft: Draft) -> Iterator[Fault]:
    """English may be missing: then the Vietnamese words stand there, which is said."""
    if not draft.texts.get("en", "").strip():
        yield warning("title_english_missing")
    for question in draft.questions:
        written = [question.texts, *(option.texts for option in question.options)]
        if not all(texts.get("en", "").strip() for texts in written):
            yield warning("english_missing", question.code)
