"""The form of one question: its words, its answers in their order, and after which answers it is asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, TextAreaField

from admin.places.inputs import Needed, clean
from admin.questionnaires import words
from admin.questionnaires.inputs import UNCHECKED, at_most, offered
from core import labels
from core.domain.publishing import OPTION_CODES
from core.domain.questionnaire import Condition, Factor, Kind, QuestionScope
from core.domain.questionnaire_draft import (
    LONGEST_ANSWER,
    LONGEST_TITLE,
    LONGEST_WORDING,
    Draft,
    DraftOption,
    DraftQuestion,
)

#: As many as there are codes, which is what an imported question may have.
MOST_ANSWERS = len(OPTION_CODES)
_NEW_FACTOR = "+"


@dataclass(frozen=True)
class Row:
    """One answer as it stands in the form; an answer that is new has no code yet."""

    code: str
    vi: str
    en: str

    @property
    def is_empty(self) -> bool:
        """Was a new row left blank?"""
        return not (self.code or self.vi or self.en)


def _words(label: object, *needed: Needed) -> TextAreaField:
    return TextAreaField(label, filters=[clean], validators=[*needed, at_most(LONGEST_WORDING)])


def _group_name(label: object) -> StringField:
    return StringField(label, filters=[clean], validators=[at_most(LONGEST_TITLE)])


class QuestionForm(FlaskForm):
    """What is typed about a question, apart from its answers and its condition."""

    vi = _words(_l("Question in Vietnamese"), Needed(_l("Write the question.")))
    en = _words(_l("Question in English"))
    #: Carries what is said about the rows and ticks below.
    answers = HiddenField(_l("Answers offered"))
    when = HiddenField(_l("When it is asked"))
    scope = RadioField(_l("Whom is the question about?"), validators=[offered], **UNCHECKED)
    is_scored = BooleanField(_l("Part of the satisfaction figure"))
    offers_not_applicable = BooleanField(_l("Offer “Does not apply” beside the five levels"))
    factor = SelectField(_l("Group of criteria"), validators=[offered], **UNCHECKED)
    factor_vi = _group_name(_l("New group in Vietnamese"))
    factor_en = _group_name(_l("New group in English"))
    low = StringField(_l("Least number"), filters=[clean])
    high = StringField(_l("Greatest number"), filters=[clean])

    def offer(self, draft: Draft) -> None:
        """Offer the scopes, the groups of criteria the draft has, and a new group."""
        self.scope.choices = [(str(scope), name) for scope, name in words.SCOPE_NAMES.items()]
        self.factor.choices = [
            ("", _("None")),
            *((factor.code, labels.wording(factor.texts)) for factor in draft.factors),
            (_NEW_FACTOR, _("A new group, named below")),
        ]


def filled(question: DraftQuestion) -> QuestionForm:
    """Return the form with what the question says now, or what was sent."""
    return QuestionForm(
        vi=question.texts.get("vi", ""),
        en=question.texts.get("en", ""),
        scope=str(question.scope),
        is_scored=question.is_scored,
        offers_not_applicable=question.offers_not_applicable,
        factor=question.factor,
        low="" if question.low is None else str(question.low),
        high="" if question.high is None else str(question.high),
    )


def rows_of(question: DraftQuestion) -> list[Row]:
    """Return the answers of a question as rows."""
    return [
        Row(option.code, option.texts.get("vi", ""), option.texts.get("en", ""))
        for option in question.options
    ]


def sent_rows() -> list[Row]:
    """Return the rows as they were sent, in their order; blank new ones left out. `check` says what is too much."""
    lists = [[clean(text) for text in request.form.getlist(name)] for name in ("o_code", "o_vi", "o_en")]
    rows = [Row(code[:1], vi, en) for code, vi, en in zip(*lists, strict=False)]
    return [row for row in rows if not row.is_empty]


def rearranged(rows: Sequence[Row], act: str) -> list[Row]:
    """Return the rows after a button beside one of them was pressed: `up-2`, `down-0`, `out-1`, or `more`."""
    found = list(rows)
    deed, _dash, place = act.partition("-")
    at = int(place) if place.isdecimal() and len(place) < 3 else -1
    if deed == "out" and 0 <= at < len(found):
        del found[at]
    other = at - 1 if deed == "up" else at + 1
    if deed in ("up", "down") and 0 <= at < len(found) and 0 <= other < len(found):
        found[at], found[other] = found[other], found[at]
    return found


def sent_condition() -> tuple[str, ...]:
    """Return the ticked answers, each as `question:answer`."""
    return tuple(request.form.getlist("when"))


def ticks_of(question: DraftQuestion) -> tuple[str, ...]:
    """Return the condition of a question as ticks."""
    condition = question.condition
    return tuple(f"{condition.question}:{code}" for code in condition.any_of) if condition else ()


def check(form: QuestionForm, kind: Kind, rows: Sequence[Row], ticks: Sequence[str]) -> bool:
    """Check what no single field can: answers without words, ticks of two questions, numbers that are none."""
    is_right = bool(form.validate_on_submit())
    if wrong := _wrong_rows(rows):
        form.answers.errors = [wrong]
        is_right = False
    if form.factor.data == _NEW_FACTOR and not form.factor_vi.data and not form.factor_vi.errors:
        form.factor_vi.errors = [_("Write the name of the new group, or choose another.")]
        is_right = False
    if len({tick.partition(":")[0] for tick in ticks}) > 1:
        form.when.errors = [_("Tick answers of one question only.")]
        is_right = False
    for field in {Kind.NUMBER: (form.low, form.high), Kind.TEXT: (form.high,)}.get(kind, ()):
        if field.data and not (field.data.isascii() and field.data.isdigit() and len(field.data) < 10):
            field.errors = [_("Write a whole number, for example 5.")]
            is_right = False
    return is_right


def _wrong_rows(rows: Sequence[Row]) -> str:
    """Return what is wrong with the answers; empty where nothing is."""
    if len(rows) > MOST_ANSWERS:
        return _(
            "A question has at most %(most)s answers. Remove some; nothing was saved.", most=MOST_ANSWERS
        )
    if any(not row.vi or max(len(row.vi), len(row.en)) > LONGEST_ANSWER for row in rows):
        return _("Each answer needs Vietnamese words, at most %(most)s characters.", most=LONGEST_ANSWER)
    return ""


def described(
    form: QuestionForm,
    question: DraftQuestion,
    rows: Sequence[Row],
    ticks: Sequence[str],
    *,
    used: Collection[str],
) -> DraftQuestion:
    """Return the question as the form describes it; new answers take codes that never meant anything else."""
    kind = question.kind
    earlier = {tick.partition(":")[0] for tick in ticks}
    return replace(
        question,
        texts=_texts(form.vi.data, form.en.data),
        scope=QuestionScope(form.scope.data),
        is_scored=bool(form.is_scored.data) if kind is Kind.LEVEL else False,
        offers_not_applicable=bool(form.offers_not_applicable.data) if kind is Kind.LEVEL else False,
        factor="" if form.factor.data == _NEW_FACTOR else form.factor.data or "",
        low=_number(form.low.data) if kind is Kind.NUMBER else None,
        high=_number(form.high.data) if kind in (Kind.NUMBER, Kind.TEXT) else None,
        options=_options(rows, used) if kind in (Kind.CHOICE, Kind.MULTI) else (),
        condition=Condition(earlier.pop(), tuple(sorted({tick.partition(":")[2] for tick in ticks})))
        if earlier
        else None,
    )


def new_factor(form: QuestionForm, draft: Draft) -> Factor | None:
    """Return the group of criteria that was named, or None."""
    if form.factor.data != _NEW_FACTOR or not form.factor_vi.data:
        return None
    taken = {factor.code for factor in draft.factors}
    number = next(number for number in range(1, 1000) if f"nhom_{number}" not in taken)
    return Factor(f"nhom_{number}", _texts(form.factor_vi.data, form.factor_en.data))


def _options(rows: Sequence[Row], used: Collection[str]) -> tuple[DraftOption, ...]:
    kept = {row.code for row in rows}
    free = (code for code in OPTION_CODES if code not in kept and code not in used)
    return tuple(DraftOption(row.code or next(free, ""), _texts(row.vi, row.en)) for row in rows)


def _texts(vietnamese: str, english: str) -> dict[str, str]:
    return {"vi": vietnamese, **({"en": english} if english else {})}


def _number(text: str) -> int | None:
    return int(text) if text else None
