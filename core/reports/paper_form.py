"""Paper forms: a questionnaire to be filled in by hand, on A4, in black and white, readable for old eyes, as PDF.

Beside each box stands the key a clerk presses for it; at the foot the code of the place and the mark of the form.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from core.domain.paper import PaperForm, asked, keys, marks
from core.domain.questionnaire import Condition, Kind, Option, Question, Questionnaire
from core.reports import qr, typesetting
from core.reports.typesetting import breakable

#: So many level questions in a row stand in one table with the words once on each page.
_TABLE_FROM = 3
_FIELD_QUESTION = "Ông/Bà vừa làm việc gì?"


def make(form: PaperForm) -> bytes:
    """Return the form as PDF (see typesetting.pdf); the same form gives the same bytes."""
    data = {
        "office": breakable(form.office),
        "unit": breakable(form.unit) if form.unit != form.office else "",
        "place": breakable(form.place),
        "title": breakable(form.questionnaire.texts["vi"]),
        "blocks": list(_blocks(form)),
        "qr": qr.svg(form.url).decode(),
        "url": form.url,
        "short_address": form.short_address,
        "code": form.code,
        "version": form.mark,
    }
    return typesetting.pdf("paper_form", data)


def _blocks(form: PaperForm) -> Iterator[dict[str, Any]]:
    """Yield what stands on the form, from the top: single questions, and tables of level questions."""
    numbers = {question.code: index for index, question in enumerate(asked(form.questionnaire), start=1)}
    if len(form.fields) > 1:
        # Whoever has more fields than there are keys still finds theirs; a clerk then clicks on it.
        options = [
            {"key": key, "words": breakable(name)}
            for key, name in zip(keys(len(form.fields)), form.fields, strict=True)
        ]
        yield {"kind": "choice", "number": "", "words": _FIELD_QUESTION, "hint": "", "options": options}
    for group in _groups(asked(form.questionnaire)):
        if len(group) >= _TABLE_FROM:
            yield _table(form.questionnaire, group, numbers)
        else:
            yield from (_single(form.questionnaire, question, numbers) for question in group)


def _groups(questions: Sequence[Question]) -> Iterator[list[Question]]:
    """Yield questions in their order; neighbours that are levels of one kind, asked of everybody, together."""
    group: list[Question] = []
    for question in questions:
        if group and not (
            _is_plain_level(question) and _is_plain_level(group[-1]) and _alike(group[-1], question)
        ):
            yield group
            group = []
        group.append(question)
    if group:
        yield group


def _is_plain_level(question: Question) -> bool:
    return question.kind is Kind.LEVEL and question.condition is None


def _alike(first: Question, second: Question) -> bool:
    codes = [[option.code for option in question.options] for question in (first, second)]
    return codes[0] == codes[1]


def _table(questionnaire: Questionnaire, group: list[Question], numbers: dict[str, int]) -> dict[str, Any]:
    names = {factor.code: factor.texts["vi"] for factor in questionnaire.factors}
    rows: list[dict[str, str]] = []
    factor = ""
    for question in group:
        if question.factor != factor and question.factor in names:
            rows.append({"number": "", "words": breakable(names[question.factor])})
        factor = question.factor
        rows.append({"number": str(numbers[question.code]), "words": breakable(question.texts["vi"])})
    return {"kind": "table", "options": _levels(group[0]), "rows": rows}


def _single(questionnaire: Questionnaire, question: Question, numbers: dict[str, int]) -> dict[str, Any]:
    block: dict[str, Any] = {
        "kind": str(question.kind),
        "number": str(numbers[question.code]),
        "words": breakable(question.texts["vi"]),
        "hint": _hint(questionnaire, question, numbers),
        "options": [],
    }
    match question.kind:
        case Kind.LEVEL:
            block["options"] = _levels(question)
        case Kind.NUMBER:
            block |= {"places": question.width, "low": str(question.low or 0), "high": str(question.high)}
        case Kind.CHOICE | Kind.MULTI:
            signs = marks(question)
            block["options"] = [_option(option, signs[option.code]) for option in question.options]
    return block


def _levels(question: Question) -> list[dict[str, str]]:
    """Return the levels best first, «does not apply» last."""
    levels = sorted(question.options, key=lambda option: option.code, reverse=True)
    return [_option(option, option.code) for option in levels]


def _option(option: Option, key: str) -> dict[str, str]:
    return {"key": key, "words": breakable(option.texts["vi"])}


def _hint(questionnaire: Questionnaire, question: Question, numbers: dict[str, int]) -> str:
    """Return what is to be known before answering: who answers it, and whether several boxes may be marked."""
    parts = [_condition(questionnaire, question.condition, numbers)] if question.condition else []
    if question.kind is Kind.MULTI:
        parts.append("Chọn một hoặc nhiều.")
    return " ".join(parts)


def _condition(questionnaire: Questionnaire, condition: Condition, numbers: dict[str, int]) -> str:
    asked_of = questionnaire.question(condition.question)
    chosen = [f"«{asked_of.option(code).texts['vi']}»" for code in condition.any_of]
    words = chosen[0] if len(chosen) == 1 else f"{', '.join(chosen[:-1])} hoặc {chosen[-1]}"
    return f"Chỉ trả lời nếu câu {numbers[condition.question]} là {words}."
