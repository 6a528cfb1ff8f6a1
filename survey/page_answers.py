"""Page answers: what of a sent page is taken, and what is wrong with it; the survey and its preview go by the same."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from core.domain.questionnaire import Answers, Question, Questionnaire
from core.queries.submissions import Standing
from survey.forms import AnswerForm


@dataclass(frozen=True)
class PageAnswers:
    """What was answered at the questions that apply, and (anchor, sentence) for what could not be taken."""

    answers: dict[str, tuple[str, ...]]
    texts: dict[str, str]
    errors: list[tuple[str, str]]


def taken(
    questionnaire: Questionnaire, asked: Collection[Question], form: AnswerForm, standing: Standing
) -> PageAnswers:
    """Validate a form and return what is taken of it; what does not apply is left out, also where it is wrong."""
    form.validate()
    answers = form.answers(asked)
    possible = _applying(questionnaire, asked, {**answers, **_lead(questionnaire, standing)})
    errors = _errors(form, possible)
    answers = {code: chosen for code, chosen in answers.items() if code in possible}
    texts = {code: words for code, words in form.texts(asked).items() if code in possible}
    if questionnaire.lead is None and not errors and not answers and not (form.comment.data or "").strip():
        errors = [("main", _("Nothing was answered yet. Please answer at least one question."))]
    return PageAnswers(answers, texts, errors)


def _lead(questionnaire: Questionnaire, standing: Standing) -> dict[str, tuple[str, ...]]:
    """Return the level that counts, on which other questions may depend."""
    return {code: given for code, given in standing.answers.items() if code == questionnaire.lead}


def _applying(questionnaire: Questionnaire, asked: Iterable[Question], answers: Answers) -> frozenset[str]:
    """Return which of the questions of a page apply, given what was answered on it."""
    return frozenset(question.code for question in asked if questionnaire.applies(question, answers))


def _errors(form: AnswerForm, possible: Collection[str]) -> list[tuple[str, str]]:
    """Return (anchor, sentence) for every field that could not be taken, of the questions that apply."""
    return [
        (name.replace("q_", "q-", 1), str(sentence))
        for name, sentences in form.errors.items()
        if not name.startswith("q_") or name.removeprefix("q_") in possible
        for sentence in sentences
    ]
