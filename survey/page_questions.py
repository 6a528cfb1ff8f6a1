"""Page questions: which questions stand on a page, in which order their levels, and on what each depends."""

from collections.abc import Collection

from flask_babel import gettext as _

from core import labels
from core.domain import poles
from core.domain.questionnaire import Kind, Option, Question, Questionnaire, QuestionScope
from core.domain.questionnaire_draft import NOT_APPLICABLE
from core.queries.entries import Entry
from core.queries.submissions import Standing


def questions(place: Entry, questionnaire: Questionnaire, standing: Standing) -> tuple[Question, ...]:
    """Return the questions of the details page: those that fit the level, about the officer only if there is one.

    What depends on another question of the page is there too: nobody is asked twice.
    """
    possible = tuple(
        question
        for question in questionnaire.asked
        if question.code != questionnaire.lead
        and (place.officer or question.scope is not QuestionScope.OFFICER or question.factor)
    )
    codes = {question.code for question in possible}
    return tuple(
        question
        for question in possible
        if questionnaire.applies(question, standing.answers, open_codes=codes)
    )


def order_of(questionnaire: Questionnaire, secret: bytes) -> str:
    """Return in which order the levels stand for the holder of a secret."""
    return poles.drawn(secret) if questionnaire.randomises_poles else poles.STANDING


def levels(question: Question, order: str) -> tuple[Option, ...]:
    """Return the options in this order, «does not apply» last."""
    scale = tuple(option for option in question.options if option.code != NOT_APPLICABLE)
    rest = tuple(option for option in question.options if option.code == NOT_APPLICABLE)
    return (scale if order == poles.LOWEST_FIRST else scale[::-1]) + rest


def only_if(questionnaire: Questionnaire, on_page: Collection[str], question: Question) -> str:
    """Say on which answer of the same page a question depends; without a script nothing else can."""
    condition = question.condition
    if condition is None or condition.question not in on_page:
        return ""
    other = questionnaire.question(condition.question)
    asked = labels.wording(other.texts)
    if other.kind is Kind.TEXT:
        return _("Answer only if you wrote something at “%(question)s”.", question=asked)
    texts = {option.code: option.texts for option in other.options}
    chosen = [labels.wording(texts[code]) if texts.get(code) else code for code in condition.any_of]
    return _(
        "Answer only if you chose %(answers)s at “%(question)s”.",
        answers=_(" or ").join(f"“{one}”" for one in chosen),
        question=asked,
    )
