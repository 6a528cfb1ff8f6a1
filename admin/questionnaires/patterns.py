"""Patterns: the kinds of questions an author can add, each with what it begins with."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from admin.questionnaires.words import KIND_NAMES
from core.domain.questionnaire import Condition, Kind, QuestionScope
from core.domain.questionnaire_draft import Draft, DraftOption, DraftQuestion

#: The levels whose reasons are asked: the middle one and both below.
_ASKED_WHY = ("3", "2", "1")


@dataclass(frozen=True)
class Pattern:
    """One kind of question that can be added, described for whoever has never made one."""

    kind: Kind
    name: LazyString
    meaning: LazyString
    options: tuple[tuple[str, str, str], ...] = ()
    waits_for_levels: bool = False


PATTERNS: Mapping[str, Pattern] = {
    "muc": Pattern(
        Kind.LEVEL,
        KIND_NAMES[Kind.LEVEL],
        _l("From very dissatisfied to very satisfied; can be part of the figure."),
    ),
    "co-khong": Pattern(
        Kind.CHOICE,
        _l("Yes or no"),
        _l("For example: “Có bị yêu cầu thêm giấy tờ không?”"),
        (("1", "Có", "Yes"), ("0", "Không", "No")),
    ),
    "mot": Pattern(
        Kind.CHOICE, KIND_NAMES[Kind.CHOICE], _l("For example: how many times somebody had to come.")
    ),
    "nhieu": Pattern(Kind.MULTI, KIND_NAMES[Kind.MULTI], _l("For example: what was good about it.")),
    "ly-do": Pattern(
        Kind.MULTI,
        _l("Reasons by level"),
        _l("Answers to tick, asked only of those who chose certain levels."),
        waits_for_levels=True,
    ),
    "so": Pattern(
        Kind.NUMBER,
        KIND_NAMES[Kind.NUMBER],
        _l("A whole number between two bounds, for example minutes waited."),
    ),
    "chu": Pattern(
        Kind.TEXT,
        KIND_NAMES[Kind.TEXT],
        _l("A short text. It is covered and read like the comments, never counted."),
    ),
}


def begun(draft: Draft, pattern: Pattern) -> DraftQuestion:
    """Return the question a pattern begins with; it has no code yet."""
    levels = draft.question(draft.lead) if draft.lead else None
    levels = levels or next((one for one in draft.questions if one.kind is Kind.LEVEL), None)
    return DraftQuestion(
        code="",
        kind=pattern.kind,
        scope=QuestionScope.FIELD,
        texts={"vi": ""},
        options=tuple(DraftOption(code, {"vi": vi, "en": en}) for code, vi, en in pattern.options),
        condition=Condition(levels.code, _ASKED_WHY) if pattern.waits_for_levels and levels else None,
        low=0 if pattern.kind is Kind.NUMBER else None,
        high={Kind.NUMBER: 100, Kind.TEXT: 200}.get(pattern.kind),
    )
