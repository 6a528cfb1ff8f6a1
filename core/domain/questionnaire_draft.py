"""Drafts of questionnaires: what an author writes before publishing gives every question its place for ever.

An option's code stays with its meaning from version to version, so that counts of unchanged questions go on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.domain.questionnaire import (
    POLES,
    Condition,
    Factor,
    Kind,
    Option,
    Question,
    Questionnaire,
    QuestionScope,
)
from core.domain.scoring import Method

#: The languages citizens are asked in; the first one is always there.
LANGUAGES = ("vi", "en")
#: The code of «does not apply» beside the five levels.
NOT_APPLICABLE = "0"
#: Letters of a title or the name of a group, of a question's wording, and of an answer's: what fits on a phone. The
#: editor and the reading of files hold to the same ones, so that whatever came in can be saved again.
LONGEST_TITLE, LONGEST_WORDING, LONGEST_ANSWER = 200, 500, 500
#: Letters of where a questionnaire comes from (the column's length).
LONGEST_SOURCE = 200


@dataclass(frozen=True)
class DraftOption:
    """One answer of a choice: its code (one character) and its wording per language."""

    code: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class DraftQuestion:
    """One question as its author describes it. Level questions have the five levels; their options are not written."""

    code: str
    kind: Kind
    scope: QuestionScope
    texts: Mapping[str, str]
    options: tuple[DraftOption, ...] = ()
    factor: str = ""
    is_scored: bool = False
    condition: Condition | None = None
    #: A number's least and greatest; a text's greatest number of characters is `high`.
    low: int | None = None
    high: int | None = None
    offers_not_applicable: bool = False


@dataclass(frozen=True)
class Draft:
    """One questionnaire as its author describes it."""

    code: str
    texts: Mapping[str, str]
    method: Method
    questions: tuple[DraftQuestion, ...]
    factors: tuple[Factor, ...] = ()
    #: The question whose faces are the first page; without one the whole form is the first page.
    lead: str | None = None
    source: str = ""
    #: Are the poles of the scales shown in either order, by chance, and is the order recorded?
    randomises_poles: bool = False

    def question(self, code: str) -> DraftQuestion | None:
        """Return the question with this code, or None."""
        return next((question for question in self.questions if question.code == code), None)

    @property
    def named(self) -> frozenset[str]:
        """The codes that stand for a question here: those it has, and removed ones something still refers to."""
        waited_for = {one.condition.question for one in self.questions if one.condition}
        return frozenset(
            {one.code for one in self.questions} | waited_for | ({self.lead} if self.lead else set())
        )

    def waited_for(self, code: str) -> frozenset[str]:
        """Return the answers to a question that others wait for, also those it does not offer any more."""
        conditions = (one.condition for one in self.questions if one.condition)
        return frozenset(answer for one in conditions if one.question == code for answer in one.any_of)


def draft_of(questionnaire: Questionnaire) -> Draft:
    """Return a published version as a draft to go on from."""
    return Draft(
        code=questionnaire.code,
        texts=dict(questionnaire.texts),
        method=questionnaire.method,
        questions=tuple(
            _question(question) for question in questionnaire.questions if question.code != POLES
        ),
        factors=questionnaire.factors,
        lead=questionnaire.lead,
        source=questionnaire.source,
        randomises_poles=any(question.code == POLES for question in questionnaire.questions),
    )


def _question(question: Question) -> DraftQuestion:
    is_level = question.kind is Kind.LEVEL
    has_options = question.kind in (Kind.CHOICE, Kind.MULTI)
    return DraftQuestion(
        code=question.code,
        kind=question.kind,
        scope=question.scope,
        texts=dict(question.texts),
        options=tuple(_option(option) for option in question.options) if has_options else (),
        factor=question.factor,
        is_scored=question.is_scored,
        condition=question.condition,
        low=question.low,
        high=question.high,
        offers_not_applicable=is_level and any(option.code == NOT_APPLICABLE for option in question.options),
    )


def _option(option: Option) -> DraftOption:
    return DraftOption(option.code, dict(option.texts))


def as_json(draft: Draft) -> dict[str, Any]:
    """Return the draft as what is stored; `from_json` reads it back."""
    return {
        "code": draft.code,
        "texts": dict(draft.texts),
        "method": str(draft.method),
        "factors": [{"code": factor.code, "texts": dict(factor.texts)} for factor in draft.factors],
        "lead": draft.lead,
        "source": draft.source,
        "randomises_poles": draft.randomises_poles,
        "questions": [_question_as_json(question) for question in draft.questions],
    }


def _question_as_json(question: DraftQuestion) -> dict[str, Any]:
    condition = question.condition
    return {
        "code": question.code,
        "kind": str(question.kind),
        "scope": str(question.scope),
        "texts": dict(question.texts),
        "options": [{"code": option.code, "texts": dict(option.texts)} for option in question.options],
        "factor": question.factor,
        "is_scored": question.is_scored,
        "condition": condition and {"question": condition.question, "any_of": list(condition.any_of)},
        "low": question.low,
        "high": question.high,
        "offers_not_applicable": question.offers_not_applicable,
    }


def from_json(content: Mapping[str, Any]) -> Draft:
    """Return the draft `as_json` wrote."""
    return Draft(
        code=content["code"],
        texts=content["texts"],
        method=Method(content["method"]),
        factors=tuple(Factor(factor["code"], factor["texts"]) for factor in content["factors"]),
        lead=content["lead"],
        source=content["source"],
        randomises_poles=content["randomises_poles"],
        questions=tuple(_question_from_json(question) for question in content["questions"]),
    )


def _question_from_json(content: Mapping[str, Any]) -> DraftQuestion:
    condition = content["condition"]
    return DraftQuestion(
        code=content["code"],
        kind=Kind(content["kind"]),
        scope=QuestionScope(content["scope"]),
        texts=content["texts"],
        options=tuple(DraftOption(option["code"], option["texts"]) for option in content["options"]),
        factor=content["factor"],
        is_scored=content["is_scored"],
        condition=condition and Condition(condition["question"], tuple(condition["any_of"])),
        low=content["low"],
        high=content["high"],
        offers_not_applicable=content["offers_not_applicable"],
    )
