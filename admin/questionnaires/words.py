"""Words: what kinds of questions, scopes and answers are called on the desk."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import labels
from core.domain.publishing import LEVEL_TEXTS
from core.domain.questionnaire import Kind, QuestionScope
from core.domain.questionnaire_draft import NOT_APPLICABLE, Draft, DraftQuestion

KIND_NAMES: Mapping[Kind, LazyString] = {
    Kind.LEVEL: _l("Five levels of satisfaction"),
    Kind.CHOICE: _l("One of several answers"),
    Kind.MULTI: _l("Several answers to tick"),
    Kind.NUMBER: _l("A number"),
    Kind.TEXT: _l("A few words"),
}

SCOPE_NAMES: Mapping[QuestionScope, LazyString] = {
    QuestionScope.OFFICE: _l("The office: premises, equipment, information"),
    QuestionScope.FIELD: _l("The matter itself: procedure, time, papers of a field"),
    QuestionScope.OFFICER: _l("The officer: how this person served. Only this counts for an officer."),
}

#: A scope in the list of questions.
SCOPE_SHORT: Mapping[QuestionScope, LazyString] = {
    QuestionScope.OFFICE: _l("about the office"),
    QuestionScope.FIELD: _l("about the matter"),
    QuestionScope.OFFICER: _l("about the officer"),
}


def answers(question: DraftQuestion) -> tuple[tuple[str, str], ...]:
    """Return (code, words) of every answer a condition may name, best level first."""
    if question.kind is Kind.LEVEL:
        levels = [(code, labels.wording({"vi": vi, "en": en})) for code, vi, en in reversed(LEVEL_TEXTS)]
        none = [(NOT_APPLICABLE, _("Does not apply"))] if question.offers_not_applicable else []
        return (*levels, *none)
    if question.kind in (Kind.CHOICE, Kind.MULTI):
        return tuple((option.code, labels.wording(option.texts)) for option in question.options)
    return ()


def first_page(draft: Draft, lead: str | None) -> str:
    """Return what the first page shows with this question for its faces; None: no faces."""
    if lead is None:
        return _("All questions at once, without faces")
    found = draft.question(lead)
    if found is None:
        return _("Faces for a question that is no longer there")
    return _("Faces for: %(question)s", question=labels.wording(found.texts))


def condition(draft: Draft, question: DraftQuestion) -> str:
    """Return after which answers a question is asked; empty where it is asked of everybody."""
    if question.condition is None:
        return ""
    earlier = draft.question(question.condition.question)
    if earlier is None:
        return _("Asked only after a question that is no longer there.")
    named = dict(answers(earlier))
    chosen = ", ".join(named.get(code, "?") for code in question.condition.any_of)
    return _(
        "Asked only after “%(question)s” was answered: %(answers)s.",
        question=labels.wording(earlier.texts),
        answers=chosen,
    )


def stale_tick(draft: Draft, waited_for: str, answer: str) -> str:
    """Return what a question waits for although it cannot: the answer or its question is gone, or comes later."""
    earlier = draft.question(waited_for)
    if earlier is None:
        return _("An answer to a question that is no longer there (%(code)s)", code=waited_for)
    said = dict(answers(earlier)).get(answer)
    wording = labels.wording(earlier.texts)
    if said is None:
        return _(
            "“%(question)s”: an answer that is no longer offered (%(code)s)", question=wording, code=answer
        )
    return _(
        "“%(question)s”: %(answer)s – no longer asked before this question", question=wording, answer=said
    )


def bounds(question: DraftQuestion) -> str:
    """Return what may be given as a number or in words; empty for other kinds."""
    if question.kind is Kind.NUMBER and question.low is not None and question.high is not None:
        return _("From %(low)s to %(high)s.", low=question.low, high=question.high)
    if question.kind is Kind.TEXT and question.high is not None:
        return _("At most %(most)s characters.", most=question.high)
    return ""
