"""Questions: one row of `survey` that asks something becomes a question of ours, with what it loses on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.domain.publishing import MOST_DIGITS
from core.domain.questionnaire import Condition, Kind, QuestionScope
from core.domain.questionnaire_draft import (
    LONGEST_ANSWER,
    LONGEST_WORDING,
    NOT_APPLICABLE,
    DraftOption,
    DraftQuestion,
)
from core.domain.xlsform import conditions, extras
from core.domain.xlsform.choices import ChoiceList, answers_of, is_other_scale, levels_of
from core.domain.xlsform.form import SURVEY, Finding, Row, Why
from core.domain.xlsform.headings import UNSUPPORTED
from core.domain.xlsform.names import LONGEST_CODE, code_of
from core.domain.xlsform.relevant import condition_of
from core.domain.xlsform.sheet import Known, Sheet
from core.domain.xlsform.types import Asks, Type

#: A number nobody set bounds for.
PLAIN_BOUNDS = (0, 999)
#: A text nobody set a length for.
PLAIN_LENGTH = 200
_SCOPES = {str(scope): scope for scope in QuestionScope}
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
    texts = _texts(sheet, row, name)
    answered = _answers(sheet, row, kind) if is_select else _free(sheet, row, kind)
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
        factor=sheet.columns.cell(row, extras.FACTOR),
        is_scored=_yes_or_no(sheet, row, extras.SCORED, otherwise=is_scored),
        condition=condition_of(sheet, row, condition),
        low=answered.low,
        high=answered.high,
        offers_not_applicable=answered.offers_not_applicable,
    )
    _say_losses(sheet, row)
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
    levels = levels_of(choices) if kind.asks is Asks.ONE and not kind.has_other else None
    if levels is not None and sheet.columns.cell(row, extras.KIND) != str(Kind.CHOICE):
        codes = {name: (code,) for name, code in levels.items()}
        return _Answered(Kind.LEVEL, codes=codes, offers_not_applicable=NOT_APPLICABLE in levels.values())
    answers = answers_of(choices, has_other=kind.has_other)
    if answers is None:
        sheet.say(row, "type", Why.TOO_MANY_OPTIONS, list=kind.list_name, count=len(choices))
        return None
    for choice in choices:
        _check_length(sheet, row, choice.texts, LONGEST_ANSWER)
    is_own = bool(sheet.columns.cell(row, extras.KIND))
    if kind.asks is Asks.ONE and is_other_scale(choices) and not is_own:
        sheet.say(row, "type", Why.OTHER_SCALE, list=kind.list_name)
    return _Answered(
        Kind.CHOICE if kind.asks is Asks.ONE else Kind.MULTI, options=answers.options, codes=answers.codes
    )


def _free(sheet: Sheet, row: Row, kind: Type) -> _Answered:
    """Return how a number or a text is answered; what the constraint says besides its bounds is noted."""
    written = sheet.columns.cell(row, "constraint")
    is_own = bool(sheet.columns.cell(row, extras.KIND))
    if kind.asks is Asks.TEXT:
        high = conditions.read_length(written)
        if written and high is None:
            sheet.say(row, "constraint", Why.CONSTRAINT, written=written)
        return _Answered(Kind.TEXT, high=high if high or is_own else PLAIN_LENGTH, codes={})
    bounds = conditions.read_bounds(written) if written else (None, None)
    if bounds is None:
        sheet.say(row, "constraint", Why.CONSTRAINT, written=written)
        bounds = None, None
    if is_own:
        return _Answered(Kind.NUMBER, low=bounds[0], high=bounds[1])
    low = PLAIN_BOUNDS[0] if bounds[0] is None else bounds[0]
    high = _open_end(low) if bounds[1] is None else bounds[1]
    most = 10**MOST_DIGITS - 1
    is_widened = bounds[1] is None and high > PLAIN_BOUNDS[1]
    if is_widened or not 0 <= low <= high <= most:
        low = min(max(low, 0), most)
        high = min(high, most) if high >= low else _open_end(low)
        sheet.say(row, "constraint", Why.BOUNDS, low=low, high=high)
    return _Answered(Kind.NUMBER, low=low, high=high)


def _open_end(low: int) -> int:
    """Return the greatest number asked where the form sets none: of as many digits as the least one."""
    most: int = 10**MOST_DIGITS - 1
    # The least number itself may be all nines; then one digit more leaves room above it.
    return min(most, max(PLAIN_BOUNDS[1], int("9" * len(str(max(low, 0) + 1)))))


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
            high=PLAIN_LENGTH,
        )
    ]


def _texts(sheet: Sheet, row: Row, name: str) -> Mapping[str, str]:
    texts, is_vietnamese = sheet.columns.texts(row)
    if not texts:
        sheet.say(row, "label", Why.NO_LABEL, name=name)
        return {"vi": name}
    if not is_vietnamese and "vi" in sheet.columns.labels.values():
        sheet.say(row, "label", Why.NO_VIETNAMESE)
    if any(conditions.references(text) for text in texts.values()):
        sheet.say(row, "label", Why.LABEL_REFERENCE)
        texts = {tag: conditions.without_references(text) for tag, text in texts.items()}
    _check_length(sheet, row, texts, LONGEST_WORDING)
    return texts


def _check_length(sheet: Sheet, row: Row, texts: Mapping[str, str], most: int) -> None:
    longest = max((len(text) for text in texts.values()), default=0)
    if longest > most:
        sheet.refuse(row, "label", Why.TEXT_TOO_LONG, length=longest, most=most)


def _code(sheet: Sheet, row: Row, name: str) -> str:
    own = sheet.columns.cell(row, extras.CODE)
    code = sheet.codes.give(own if 0 < len(own) <= LONGEST_CODE else code_of(name))
    if code not in (own, name.lower()):
        sheet.say(row, "name", Why.RENAMED, name=name, code=code)
    return code


def _scope(sheet: Sheet, row: Row) -> QuestionScope:
    """Return whom the answer counts for; never an officer unless our own column says so (DESIGN §3)."""
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


def _say_losses(sheet: Sheet, row: Row) -> None:
    """Note every cell of a question's row that says something we have no place for."""
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
