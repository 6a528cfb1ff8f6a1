"""Forms: reads what a citizen's browser sent into a `SubmissionDraft`, or says what is wrong with it."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, Field, Form, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import Optional, ValidationError

from core.domain.plain_text import tidy
from core.domain.questionnaire import WORDS, Kind, Question, Questionnaire
from core.domain.submission import MAX_COMMENT

#: The chip a citizen may skip; its value is a field's id.
FIELD = "field"
#: The box that removes what was written at a question earlier; its code follows.
DROP = "drop_q_"
#: More digits are no number anybody is asked for.
_LONGEST_NUMBER = 20


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


def _short_enough(question: Question) -> Callable[[Form, Field], None]:
    """Say how many characters are too many for this question."""

    def check(_form: Form, field: Field) -> None:
        surplus = len(field.data or "") - (question.high or 0)
        if surplus > 0:
            raise ValidationError(
                ngettext(
                    "This is %(num)d character too long. Please shorten it; nothing you wrote is lost.",
                    "This is %(num)d characters too long. Please shorten it; nothing you wrote is lost.",
                    surplus,
                )
            )

    return check


def _in_bounds(question: Question) -> Callable[[Form, Field], None]:
    """Say between which numbers the answer lies."""

    def check(_form: Form, field: Field) -> None:
        typed = field.data or ""
        is_number = typed.isascii() and typed.isdigit() and len(typed) < _LONGEST_NUMBER
        if typed and not (is_number and (question.low or 0) <= int(typed) <= (question.high or 0)):
            raise ValidationError(
                _(
                    "Please write a whole number from %(low)s to %(high)s, in digits.",
                    low=question.low,
                    high=question.high,
                )
            )

    return check


def _plain_number(text: str | None) -> str | None:
    """Return a number as the answers hold it, without spaces and leading zeros; anything else as it was typed."""
    typed = (tidy(text) if text else "").strip()
    is_number = typed.isascii() and typed.isdigit() and len(typed) < _LONGEST_NUMBER
    return str(int(typed)) if is_number else typed


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
        """Return what was chosen or written at these questions, blanks left out; of words only that there are some."""
        given: dict[str, tuple[str, ...]] = {}
        for question in questions:
            data = self[f"q_{question.code}"].data
            if question.kind is Kind.TEXT:
                data = WORDS if (data or "").strip() else None
            chosen = tuple(data) if isinstance(data, list) else (data,) if data else ()
            if chosen:
                given[question.code] = chosen
        return given

    def texts(self, questions: Iterable[Question]) -> dict[str, str]:
        """Return the words written at these questions, by code."""
        texts = (question for question in questions if question.kind is Kind.TEXT)
        found = {question.code: (self[f"q_{question.code}"].data or "").strip() for question in texts}
        return {code: words for code, words in found.items() if words}

    def dropped(self) -> tuple[str, ...]:
        """Return the text questions whose earlier words are to be removed."""
        return tuple(
            field.short_name.removeprefix(DROP)
            for field in self
            if field.short_name.startswith(DROP) and field.data
        )


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


def text_names(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the names of the fields in which somebody answers in words."""
    return tuple(f"q_{question.code}" for question in questionnaire.asked if question.kind is Kind.TEXT)


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
    asked = [key.questionnaire.question(code) for code in key.codes]
    fields: dict[str, Any] = {f"q_{question.code}": _field(question) for question in asked}
    fields |= {f"{DROP}{question.code}": BooleanField() for question in asked if question.kind is Kind.TEXT}
    return type("QuestionnaireForm", (AnswerForm,), fields)


def _field(question: Question) -> Field:
    if question.kind is Kind.NUMBER:
        return StringField(validators=[_in_bounds(question)], filters=[_plain_number])
    if question.kind is Kind.TEXT:
        return TextAreaField(validators=[_short_enough(question)], filters=[_tidy])
    # Whether an answer exists is decided by the domain, for every door alike; a code no page offers is refused there.
    choices = [SelectChoice(option.code) for option in question.options]
    if question.kind is Kind.MULTI:
        return SelectMultipleField(choices=choices, validate_choice=False)
    return RadioField(choices=choices, validate_choice=False)
