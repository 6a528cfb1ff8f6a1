"""Typed: what a clerk typed of a sheet on its page, and what has to be put right in it."""

from collections.abc import Mapping

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from admin.complaints.forms import lines
from core import labels
from core.domain.paper import COMMENT, FIELD, Keyed, asked
from core.domain.questionnaire import WORDS, AnswerRefused, Kind, Question, Questionnaire
from core.domain.submission import MAX_COMMENT, CommentTooLong
from core.queries.paper import Batch

Given = Mapping[str, tuple[str, ...]]


def given_of(batch: Batch, keyed: Keyed | None) -> Given:
    """Return what is shown as chosen of a reading, by part."""
    if keyed is None:
        return {}
    answers = batch.questionnaire.decode(keyed.answers)
    words = {code: (text,) for code, text in keyed.texts.items()}
    field = {FIELD: (str(keyed.field_id),)} if keyed.field_id else {}
    return {**answers, **words, **field, COMMENT: (keyed.comment,)}


def given_in(batch: Batch, form: MultiDict[str, str]) -> Given:
    """Return what was typed, by part, whether it can be stored or not."""
    return {part: tuple(form.getlist(name)) for part, name in input_names(batch.questionnaire).items()}


def input_names(questionnaire: Questionnaire) -> dict[str, str]:
    """Return the name of each part's inputs: questions by their printed number, whatever their codes are.

    A code may hold a word by which a form that met an ended session leaves an input out (core/web/typed_text.py).
    """
    questions = {question.code: f"q{number}" for number, question in enumerate(asked(questionnaire), start=1)}
    return {FIELD: "field", **questions, COMMENT: "comment"}


def read(batch: Batch, given: Given) -> tuple[Keyed, dict[str, str]]:
    """Return what can be kept of what was typed, and a sentence for each part that cannot."""
    answers: dict[str, tuple[str, ...]] = {}
    texts: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for question in asked(batch.questionnaire):
        said = tuple(one.strip() for one in given.get(question.code, ()) if one.strip())
        if question.kind is Kind.TEXT:
            text = lines("\n".join(said))
            if question.high is not None and len(text) > question.high:
                wrong[question.code] = _("At most %(max)d characters.", max=question.high)
            elif text:
                answers[question.code], texts[question.code] = (WORDS,), text
            continue
        try:
            _check(batch, question, said)
        except AnswerRefused as refused:
            wrong[question.code] = _sentence(refused)
        else:
            answers[question.code] = said
    comment = lines("\n".join(given.get(COMMENT, ())))
    if len(comment) > MAX_COMMENT:
        wrong[COMMENT] = _("At most %(max)d characters.", max=MAX_COMMENT)
    text = batch.questionnaire.encode(answers)
    kept = batch.questionnaire.decode(text)
    texts = {code: words for code, words in texts.items() if code in kept}
    return Keyed(text, _field(batch, given), comment, texts), wrong


def too_long(refused: CommentTooLong) -> dict[str, str]:
    """Return the sentence for words that grew too long because something in them was covered, by part."""
    words = _(
        "With telephone numbers and the like covered this has %(length)s characters; at most %(limit)s can be kept. "
        "Please shorten it.",
        length=labels.count(int(str(refused.facts["length"]))),
        limit=labels.count(int(str(refused.facts["limit"]))),
    )
    return {str(refused.facts["question"]) or COMMENT: words}


def _check(batch: Batch, question: Question, said: tuple[str, ...]) -> None:
    """Refuse what the question does not take, whether or not it applies."""
    if question.kind is Kind.MULTI:
        for code in said:
            question.option(code)
        return
    # As if everything that has to be answered before it had been, or what does not apply would not be looked at.
    needed: dict[str, tuple[str, ...]] = {}
    condition = question.condition
    while condition is not None and condition.question not in needed:
        needed[condition.question] = condition.any_of[:1]
        condition = batch.questionnaire.question(condition.question).condition
    batch.questionnaire.encode({**needed, question.code: said})


def _field(batch: Batch, given: Given) -> int:
    """Return the field that was chosen; the only one there is needs no choice."""
    if len(batch.fields) == 1:
        return batch.fields[0].id
    chosen = next(iter(given.get(FIELD, ())), "")
    return next((field.id for field in batch.fields if str(field.id) == chosen), 0)


def _sentence(refused: AnswerRefused) -> str:
    if refused.code in ("not_a_number", "number_out_of_range"):
        return _(
            "Write a whole number from %(low)s to %(high)s.",
            low=str(refused.facts["low"] or 0),
            high=str(refused.facts["high"]),
        )
    return _("Choose one of the answers that stand here.")
