"""Writing: a draft becomes a form that Kobo and ODK take, with our own columns for what XLSForm has no word for."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from core.domain.errors import DomainError
from core.domain.publishing import LEVEL_TEXTS
from core.domain.questionnaire import Kind
from core.domain.questionnaire_draft import LANGUAGES, NOT_APPLICABLE, Draft, DraftQuestion
from core.domain.questionnaire_fault import Fault
from core.domain.questionnaire_faults import lost_references
from core.domain.xlsform import conditions, dollars, extras
from core.domain.xlsform.form import Form, Row, Table
from core.domain.xlsform.names import Names, code_of

_LABELS = {"vi": "label::Vietnamese (vi)", "en": "label::English (en)"}
_DEFAULT_LANGUAGE = "Vietnamese (vi)"
_LEVELS = (*LEVEL_TEXTS, (NOT_APPLICABLE, "Không áp dụng", "Not applicable"))
_SURVEY = (
    *("type", "name", *_LABELS.values(), "relevant", "constraint"),
    *(extras.CODE, extras.KIND, extras.SCOPE, extras.SCORED, extras.FACTOR),
)
_CHOICES = ("list_name", "name", *_LABELS.values())
_SETTINGS = (
    *("form_title", "form_id", "version", "default_language"),
    *(extras.FORM_CODE, extras.TITLE_EN, extras.METHOD, extras.LEAD, extras.POLES_SHOWN, extras.SOURCE),
)
_Cells = Mapping[str, str]


class DraftNotWritten(DomainError):
    """No form can say a draft in which something refers to what is not asked, or not before it: `fault` says what."""

    def __init__(self, fault: Fault) -> None:
        super().__init__("draft_not_written")
        self.fault = fault


def form_of(draft: Draft, version: str = "") -> Form:
    """Return the form whose reading gives this draft again; `version` is what other programs show for it.

    Raise DraftNotWritten with the first of `lost_references`: reading would lose the condition, or refuse the form.
    """
    lost = next(lost_references(draft), None)
    if lost is not None:
        raise DraftNotWritten(lost)
    names = Names()
    named = {question.code: names.give(question.code) for question in draft.questions}
    return Form(
        survey=_table(_SURVEY, _survey(draft, named, names)),
        choices=_table(_CHOICES, _choices(draft, named)),
        settings=_table(_SETTINGS, [_settings(draft, version)]),
    )


def _table(headings: tuple[str, ...], rows: Iterable[_Cells]) -> Table:
    """Return the rows without empty cells; English has no column where nothing is written in it."""
    kept = [{heading: text for heading, text in row.items() if text} for row in rows]
    is_idle = not any(_LABELS["en"] in row for row in kept)
    return Table(
        tuple(heading for heading in headings if not (is_idle and heading == _LABELS["en"])),
        tuple(Row(number, cells) for number, cells in enumerate(kept, start=2)),
    )


def _survey(draft: Draft, named: Mapping[str, str], names: Names) -> Iterator[_Cells]:
    texts = {factor.code: factor.texts for factor in draft.factors}
    for factor, questions in groupby(draft.questions, key=lambda question: question.factor):
        if factor:
            name = names.give(f"factor_{code_of(factor)}")
            labels = _labels(texts.get(factor, {}))
            yield {"type": "begin_group", "name": name, **labels, extras.FACTOR: factor}
        for question in questions:
            yield _question(question, draft, named)
        if factor:
            yield {"type": "end_group"}


def _question(question: DraftQuestion, draft: Draft, named: Mapping[str, str]) -> _Cells:
    name = named[question.code]
    return {
        "type": _type(question, name),
        "name": name,
        **_labels(question.texts),
        "relevant": _relevant(question, draft, named),
        "constraint": _constraint(question),
        extras.CODE: "" if code_of(name) == question.code else question.code,
        extras.KIND: str(question.kind),
        extras.SCOPE: str(question.scope),
        extras.SCORED: extras.YES if question.is_scored else extras.NO,
        extras.FACTOR: question.factor,
    }


def _type(question: DraftQuestion, name: str) -> str:
    match question.kind:
        case Kind.LEVEL:
            return f"select_one {_levels_list(question)}"
        case Kind.CHOICE:
            return f"select_one {name}"
        case Kind.MULTI:
            return f"select_multiple {name}"
        case Kind.NUMBER:
            return "integer"
        case Kind.TEXT:
            return "text"


def _levels_list(question: DraftQuestion) -> str:
    return extras.LEVELS_AND_NONE_LIST if question.offers_not_applicable else extras.LEVELS_LIST


def _relevant(question: DraftQuestion, draft: Draft, named: Mapping[str, str]) -> str:
    condition = question.condition
    if condition is None:
        return ""
    source = draft.question(condition.question)
    is_many = source is not None and source.kind is Kind.MULTI
    return conditions.write_condition(named[condition.question], condition.any_of, is_many=is_many)


def _constraint(question: DraftQuestion) -> str:
    if question.kind is Kind.NUMBER:
        return conditions.write_bounds(question.low, question.high)
    return conditions.write_length(question.high) if question.kind is Kind.TEXT else ""


def _choices(draft: Draft, named: Mapping[str, str]) -> Iterator[_Cells]:
    levels = {_levels_list(question) for question in draft.questions if question.kind is Kind.LEVEL}
    for list_name in sorted(levels):
        for code, vi, en in _LEVELS:
            if code != NOT_APPLICABLE or list_name == extras.LEVELS_AND_NONE_LIST:
                yield _choice(list_name, code, {"vi": vi, "en": en})
    for question in draft.questions:
        if question.kind in (Kind.CHOICE, Kind.MULTI):
            for option in question.options:
                yield _choice(named[question.code], option.code, option.texts)
    for factor in draft.factors:
        yield _choice(extras.FACTORS_LIST, factor.code, factor.texts)


def _choice(list_name: str, name: str, texts: Mapping[str, str]) -> _Cells:
    return {"list_name": list_name, "name": name, **_labels(texts)}


def _labels(texts: Mapping[str, str]) -> _Cells:
    """Return the wording per column."""
    return {_LABELS[tag]: dollars.as_written(texts[tag]) for tag in LANGUAGES if texts.get(tag)}


def _settings(draft: Draft, version: str) -> _Cells:
    return {
        "form_title": dollars.as_written(draft.texts.get("vi", "")),
        "form_id": draft.code,
        "version": version,
        "default_language": _DEFAULT_LANGUAGE,
        extras.FORM_CODE: "" if code_of(draft.code) == draft.code else draft.code,
        extras.TITLE_EN: dollars.as_written(draft.texts.get("en", "")),
        extras.METHOD: str(draft.method),
        extras.LEAD: draft.lead or "",
        extras.POLES_SHOWN: extras.YES if draft.randomises_poles else extras.NO,
        extras.SOURCE: dollars.as_written(draft.source),
    }
