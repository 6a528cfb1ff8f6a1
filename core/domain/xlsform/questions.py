"""Questions: one row of `survey` that asks something becomes a question of ours, with what it loses on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.domain.publishing import OPTION_CODES
from core.domain.questionnaire import Condition, Kind, QuestionScope
from core.domain.questionnaire_draft import (
    LONGEST_ANSWER,
    LONGEST_WORDING,
    NOT_APPLICABLE,
    DraftOption,
    DraftQuestion,
)
from core.domain.xlsform import conditions, extras, free
from core.domain.xlsform.choices import ChoiceList, answers_of, is_other_scale, levels_of, reworded
from core.domain.xlsform.form import SURVEY, Finding, Row, Why
from core.domain.xlsform.headings import UNSUPPORTED
from core.domain.xlsform.names import LONGEST_CODE, code_of, is_code
from core.domain.xlsform.relevant import condition_of
from core.domain.xlsform.sheet import Known, Sheet
from core.domain.xlsform.types import Asks, Type

_SCOPES = {str(scope): scope for scope in QuestionScope}
_KINDS = {str(kind): kind for kind in Kind}
_SPECIFY = {"vi": "Xin ghi rõ", "en": "Please specify"}


def read_question(sheet: Sheet, row: Row, kind: Type, condition: Condition | None) -> list[DraftQuestion]:
    """Return the questions a row becomes: one, none, or two where «other» is to be specified."""
    name = sheet.columns.cell(row, "name")
    if not name:
        sheet.refuse(row, "name", Why.NAME_MISSING)
        return []
    is_select = kind.asks in (Asks.ONE, Asks.MANY)
    if is_select and not sheet.lists.get(kind.list_name, ChoiceList("")).choices:
        sheet.refuse(row, "type", Why.LIST_MISSING, list=kind.list_name)
        return []
    texts = sheet.wording(row, name, LONGEST_WORDING)
    answered = _answers(sheet, row, kind) if is_select else _free(sheet, row, kind.asks)
    if answered is None:
        return []
    code = _code(sheet, row, name)
    is_scored = answered.kind is Kind.LEVEL
    question = DraftQuestion(
        code=code,
        kind=answered.kind,
        scope=_scope(sheet, row),
        texts=texts,
        options=answered.options,
        factor=own_code(sheet, row, extras.FACTOR),
        is_scored=_yes_or_no(sheet, row, extras.SCORED, otherwise=is_scored),
        condition=condition_of(sheet, row, condition),
        low=answered.low,
        high=answered.high,
        offers_not_applicable=answered.offers_not_applicable,
    )
    say_losses(sheet, row)
    sheet.known[name] = Known(code, answered.kind, answered.codes)
    return [question, *_specify(sheet, question, answered, kind)]


@dataclass(frozen=True)
class _Answered:
    kind: Kind
    options: tuple[DraftOption, ...] = ()
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    offers_not_applicable: bool = False


def _answers(sheet: Sheet, row: Row, kind: Type) -> _Answered | None:
    """Return how a question with a list is answered; None where it has more answers than we have codes for."""
    choices = sheet.lists[kind.list_name].choices
    if limit := sheet.columns.cell(row, "constraint"):
        sheet.say(row, "constraint", Why.CONSTRAINT, written=limit)
    levels = levels_of(choices) if kind.asks is Asks.ONE and not kind.has_other else None
    if levels is not None and sheet.columns.cell(row, extras.KIND) != str(Kind.CHOICE):
        codes = {name: (code,) for name, code in levels.items()}
        if (changed := reworded(choices, levels)) is not None:
            sheet.said.append(changed.finding(Why.LEVEL_WORDS, list=kind.list_name))
        return _Answered(Kind.LEVEL, codes=codes, offers_not_applicable=NOT_APPLICABLE in levels.values())
    answers = answers_of(choices, has_other=kind.has_other)
    if answers is None:
        facts = {"list": kind.list_name, "count": len(choices) + kind.has_other, "most": len(OPTION_CODES)}
        sheet.say(row, "type", Why.TOO_MANY_OPTIONS, **facts)
        return None
    for choice in choices:
        sheet.show(choice, LONGEST_ANSWER)
    is_own = _is_own(sheet, row)
    if not is_own and any(conditions.has_markup(text) for one in choices for text in one.texts.values()):
        sheet.say(row, "type", Why.LABEL_MARKUP)
    if kind.asks is Asks.ONE and is_other_scale(choices) and not is_own:
        sheet.say(row, "type", Why.OTHER_SCALE, list=kind.list_name)
    return _Answered(
        Kind.CHOICE if kind.asks is Asks.ONE else Kind.MULTI, options=answers.options, codes=answers.codes
    )


def _free(sheet: Sheet, row: Row, asks: Asks) -> _Answered | None:
    """Return how a number or a text is answered; None where it cannot be asked here."""
    is_own = _is_own(sheet, row)
    if asks is Asks.TEXT:
        return _Answered(Kind.TEXT, high=free.length(sheet, row, is_own=is_own))
    bounds = free.bounds(sheet, row, is_own=is_own)
    return None if bounds is None else _Answered(Kind.NUMBER, low=bounds[0], high=bounds[1])


def _is_own(sheet: Sheet, row: Row) -> bool:
    """Is the row written by this product, so that nothing is to be guessed? Refuse a kind nobody knows."""
    written = sheet.columns.cell(row, extras.KIND)
    if written and written not in _KINDS:
        sheet.refuse(row, extras.KIND, Why.EXTRA_UNKNOWN, written=written, known=", ".join(_KINDS))
    return bool(written)


def _specify(sheet: Sheet, question: DraftQuestion, answered: _Answered, kind: Type) -> list[DraftQuestion]:
    """Return the text that «other» asks for, if it is asked for."""
    if not kind.has_other:
        return []
    texts = {tag: text for tag, text in _SPECIFY.items() if tag in question.texts or tag == "vi"}
    return [
        DraftQuestion(
            code=sheet.codes.give(f"{question.code[: LONGEST_CODE - 6]}_other"),
            kind=Kind.TEXT,
            scope=question.scope,
            texts=texts,
            condition=Condition(question.code, (answered.options[-1].code,)),
            high=free.PLAIN_LENGTH,
        )
    ]


def _code(sheet: Sheet, row: Row, name: str) -> str:
    own = own_code(sheet, row, extras.CODE)
    code = sheet.codes.give(own or code_of(name))
    if code not in (own, name.lower()):
        sheet.say(row, "name", Why.RENAMED, name=name, code=code)
    return code


def own_code(sheet: Sheet, row: Row, name: str) -> str:
    """Return the code in one of our own columns, "" for none; refuse what no page could be opened by."""
    written = sheet.columns.cell(row, name)
    if written and not is_code(written):
        sheet.refuse(row, name, Why.CODE_BAD, written=written, most=LONGEST_CODE)
        return ""
    return written


def _scope(sheet: Sheet, row: Row) -> QuestionScope:
    """Return whom the answer counts for; never an officer unless our own column says so (docs/promises.md R4)."""
    written = sheet.columns.cell(row, extras.SCOPE)
    if not written:
        return QuestionScope.OFFICE
    if written.lower() not in _SCOPES:
        sheet.refuse(row, extras.SCOPE, Why.EXTRA_UNKNOWN, written=written, known=", ".join(_SCOPES))
    return _SCOPES.get(written.lower(), QuestionScope.OFFICE)


def _yes_or_no(sheet: Sheet, row: Row, name: str, *, otherwise: bool) -> bool:
    written = sheet.columns.cell(row, name).lower()
    if written not in ("", extras.YES, extras.NO):
        sheet.refuse(row, name, Why.EXTRA_UNKNOWN, written=written, known=f"{extras.YES}, {extras.NO}")
    return written == extras.YES if written else otherwise


def say_losses(sheet: Sheet, row: Row) -> None:
    """Note every cell of a row that says something we have no place for."""
    for column in sheet.columns.all:
        written = row.cells.get(column.heading, "")
        if not written or column.is_ours or column.is_theirs:
            continue
        if column.name == "required":
            if written.lower() not in ("no", "false", "false()", "0"):
                sheet.said.append(Finding(SURVEY, row.number, column.heading, Why.REQUIRED))
        elif column.name == "choice_filter":
            sheet.said.append(Finding(SURVEY, row.number, column.heading, Why.CHOICE_FILTER))
        elif column.name in UNSUPPORTED:
            sheet.said.append(
                Finding(SURVEY, row.number, column.heading, Why.COLUMN, {"heading": column.heading})
            )
