"""Publishing: turns a described questionnaire into an immutable version with text positions and counter slots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.domain.errors import DomainError
from core.domain.questionnaire import (
    Condition,
    Factor,
    Kind,
    Option,
    Question,
    Questionnaire,
    QuestionScope,
)
from core.domain.scoring import Method

#: The five levels, worst to best, in the wording of the Ministry of Home Affairs' form (DOMAIN §1.2).
LEVEL_TEXTS = (
    ("1", "Rất không hài lòng", "Very dissatisfied"),
    ("2", "Không hài lòng", "Dissatisfied"),
    ("3", "Bình thường", "Neutral"),
    ("4", "Hài lòng", "Satisfied"),
    ("5", "Rất hài lòng", "Very satisfied"),
)
NOT_APPLICABLE = ("0", "Không áp dụng", "Not applicable")
#: Codes of options, one character each, in the order they are listed.
OPTION_CODES = "0123456789abcdefghijklmnopqrstuvwxyz"


class DescriptionRefused(DomainError):
    """A described questionnaire that cannot become a version."""


@dataclass(frozen=True)
class QuestionDescription:
    """One question as its author describes it; options are (Vietnamese, English) pairs."""

    code: str
    kind: Kind
    scope: QuestionScope
    vi: str
    en: str
    options: Sequence[tuple[str, str]] = ()
    factor: str = ""
    is_scored: bool = False
    condition: Condition | None = None
    offers_not_applicable: bool = False


def publish(
    *,
    code: str,
    number: int,
    texts: Mapping[str, str],
    method: Method,
    descriptions: Sequence[QuestionDescription],
    factors: Sequence[Factor] = (),
    lead: str | None = None,
    source: str = "",
) -> Questionnaire:
    """Return the version: (question, level or option) gets its counter slot and place in the text for ever."""
    questions: list[Question] = []
    position = slot = 0
    for description in descriptions:
        options = _options(description, slot)
        width = len(options) if description.kind is Kind.MULTI else 1
        questions.append(_question(description, options, position, width))
        position += width
        slot += len(options)
    codes = [question.code for question in questions]
    if len(set(codes)) != len(codes):
        raise DescriptionRefused("question_code_twice", codes=codes)
    if lead is not None and lead not in codes:
        raise DescriptionRefused("lead_unknown", lead=lead)
    return Questionnaire(
        code=code,
        number=number,
        texts=texts,
        method=method,
        questions=tuple(questions),
        factors=tuple(factors),
        lead=lead,
        source=source,
    )


def _options(description: QuestionDescription, first_slot: int) -> tuple[Option, ...]:
    if description.kind is Kind.LEVEL:
        listed = list(LEVEL_TEXTS) + ([NOT_APPLICABLE] if description.offers_not_applicable else [])
    else:
        listed = [(OPTION_CODES[index], vi, en) for index, (vi, en) in enumerate(description.options)]
    if not listed:
        raise DescriptionRefused("question_without_options", question=description.code)
    return tuple(
        Option(code=code, slot=first_slot + index, texts={"vi": vi, "en": en})
        for index, (code, vi, en) in enumerate(listed)
    )


def _question(
    description: QuestionDescription, options: tuple[Option, ...], position: int, width: int
) -> Question:
    return Question(
        code=description.code,
        kind=description.kind,
        scope=description.scope,
        position=position,
        width=width,
        options=options,
        texts={"vi": description.vi, "en": description.en},
        factor=description.factor,
        is_scored=description.is_scored,
        condition=description.condition,
    )
