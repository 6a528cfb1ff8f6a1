"""Forms: reads what a citizen's browser sent into a `SubmissionDraft`, or says what is wrong with it."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, RadioField, SelectMultipleField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from core.domain.plain_text import tidy
from core.domain.questionnaire import Kind, Question, Questionnaire
from core.domain.submission import MAX_COMMENT

#: The chip a citizen may skip; its value is a field's id.
FIELD = "field"


def _fits(_form: Form, field: Field) -> None:
    """Say in the page's language how many characters are too many."""
    surplus = len(field.data or "") - MAX_COMMENT
    if surplus > 0:
        raise ValidationError(
            ngettext(
                "The comment is %(num)d character too long. Please shorten it; nothing you wrote is lost.",
                "The comment is %(num)d characters too long. Please shorten it; nothing you wrote is lost.",
                surplus,
            )
        )


def _tidy(text: str | None) -> str | None:
    """Write a comment as everybody writes; a field that was not sent stays unsent."""
    return tidy(text) if text else text


class LeadForm(Form):
    """The first page: one tap on a face."""

    level = RadioField(choices=[], validators=[Optional()])


class BrokenInput(Exception):
    """Bytes no honest form sends: not UTF-8, or with NUL characters."""


class AnswerForm(Form):
    """What every page of the survey may carry besides its questions."""

    comment = TextAreaField(validators=[_fits], filters=[_tidy])
    drop_comment = BooleanField()
    case_consent = BooleanField()
    other_officer = BooleanField()

    def answers(self, questions: Iterable[Question]) -> dict[str, tuple[str, ...]]:
        """Return the answers given to these questions, blanks left out."""
        given: dict[str, tuple[str, ...]] = {}
        for question in questions:
            data = self[f"q_{question.code}"].data
            chosen = tuple(data) if isinstance(data, list) else (data,) if data else ()
            if chosen:
                given[question.code] = chosen
        return given


def check_bytes(body: bytes) -> None:
    """Raise BrokenInput when an urlencoded form is not UTF-8; parsers would keep such bytes as they came."""
    try:
        unquote_to_bytes(body.replace(b"+", b" ")).decode()
    except UnicodeDecodeError as error:
        raise BrokenInput from error


def check_text(values: MultiDict[str, str]) -> None:
    """Raise BrokenInput when a name or value holds NUL or was not UTF-8."""
    for name, texts in values.lists():
        for text in (name, *texts):
            if "\x00" in text or "\ufffd" in text:
                raise BrokenInput


def read(questionnaire: Questionnaire, codes: tuple[str, ...], values: MultiDict[str, str]) -> AnswerForm:
    """Return the bound form for these questions of a version."""
    return _form_class(_Key(questionnaire, codes))(values)


def read_lead(questionnaire: Questionnaire, values: MultiDict[str, str]) -> LeadForm:
    """Return the bound form of the first page; only the lead question's levels are valid."""
    form = LeadForm(values)
    lead = questionnaire.question(questionnaire.lead or "")
    form.level.choices = [SelectChoice(option.code) for option in lead.options]
    return form


class _Key:
    """A questionnaire version and the questions asked on a page, as a cache key."""

    def __init__(self, questionnaire: Questionnaire, codes: tuple[str, ...]) -> None:
        self.questionnaire = questionnaire
        self.codes = codes
        self._identity = (id(questionnaire), codes)

    def __hash__(self) -> int:
        return hash(self._identity)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._identity == other._identity


@lru_cache(maxsize=128)
def _form_class(key: _Key) -> type[AnswerForm]:
    fields: dict[str, Any] = {f"q_{code}": _field(key.questionnaire.question(code)) for code in key.codes}
    return type("QuestionnaireForm", (AnswerForm,), fields)


def _field(question: Question) -> Field:
    # Whether an answer exists is decided by the domain, for every door alike; a code no page offers is refused there.
    choices = [SelectChoice(option.code) for option in question.options]
    if question.kind is Kind.MULTI:
        return SelectMultipleField(choices=choices, validate_choice=False)
    return RadioField(choices=choices, validate_choice=False)
