"""Publishing: turns a draft into an immutable version with text positions and counter slots."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice

from core.domain.errors import DomainError
from core.domain.questionnaire import (
    GIVEN,
    POLES,
    SUM,
    WORDS,
    Condition,
    Factor,
    Kind,
    Option,
    Question,
    Questionnaire,
    QuestionScope,
)
from core.domain.questionnaire_draft import NOT_APPLICABLE, Draft, DraftOption, DraftQuestion
from core.domain.scoring import Method

#: The five levels, worst to best, in the wording of the Ministry of Home Affairs' form (docs/promises.md S1).
LEVEL_TEXTS = (
    ("1", "Rất không hài lòng", "Very dissatisfied"),
    ("2", "Không hài lòng", "Dissatisfied"),
    ("3", "Bình thường", "Neutral"),
    ("4", "Hài lòng", "Satisfied"),
    ("5", "Rất hài lòng", "Very satisfied"),
)
_NOT_APPLICABLE = (NOT_APPLICABLE, "Không áp dụng", "Not applicable")
#: Codes of options, one character each, in the order they are listed.
OPTION_CODES = "0123456789abcdefghijklmnopqrstuvwxyz"
#: An answer text has at most this many places (the column's length).
MOST_PLACES = 200
#: Digits of the greatest number somebody may be asked for: two hundred thousand such answers fit the sum of a month.
MOST_DIGITS = 4
#: In which order the poles of the scales stood: worst first, or best first.
_POLES = DraftQuestion(
    POLES,
    Kind.CHOICE,
    QuestionScope.OFFICE,
    {"vi": "Thứ tự các mức", "en": "Order of the levels"},
    options=(
        DraftOption("1", {"vi": "Thấp trước", "en": "Lowest first"}),
        DraftOption("2", {"vi": "Cao trước", "en": "Highest first"}),
    ),
)


class DescriptionRefused(DomainError):
    """A draft that cannot become a version."""


@dataclass(frozen=True)
class QuestionDescription:
    """One question of a built-in set; options are (Vietnamese, English) pairs."""

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
    """Return the version of a built-in set."""
    questions = tuple(_described(description) for description in descriptions)
    return version_of(
        Draft(code, texts, method, questions, factors=tuple(factors), lead=lead, source=source), number
    )


def version_of(draft: Draft, number: int, *, after: Questionnaire | None = None) -> Questionnaire:
    """Return the version: (question, level or option) gets its counter slot and place in the text for ever.

    What the version `after` which it comes asked alike keeps its slots, so that both are added up as they stand.
    Raise DescriptionRefused: `question_code_twice`, `lead_unknown`, `question_without_options`, `option_code_twice`,
    `bounds_missing` or `too_many_places`. What an author should be told besides, `questionnaire_faults` says.
    """
    questions: list[Question] = []
    position = 0
    asked = (*draft.questions, *((_POLES,) if draft.randomises_poles else ()))
    listed = [_listed(described) for described in asked]
    kept = [_kept(described, options, after) for described, options in zip(asked, listed, strict=True)]
    taken = {slot for slots in kept for slot in slots}
    for described, offered, before in zip(asked, listed, kept, strict=True):
        slots = (*before, *_free(taken, len(offered) - len(before), behind=before))
        taken.update(slots)
        options = tuple(Option(one.code, slot, one.texts) for one, slot in zip(offered, slots, strict=True))
        width = _width(described, options)
        questions.append(_question(described, options, position, width))
        position += width
    codes = [question.code for question in questions]
    if len(set(codes)) != len(codes):
        raise DescriptionRefused("question_code_twice", codes=codes)
    if draft.lead is not None and draft.lead not in codes:
        raise DescriptionRefused("lead_unknown", lead=draft.lead)
    if position > MOST_PLACES:
        raise DescriptionRefused("too_many_places", places=position, most=MOST_PLACES)
    return Questionnaire(
        code=draft.code,
        number=number,
        texts=draft.texts,
        method=draft.method,
        questions=tuple(questions),
        factors=draft.factors,
        lead=draft.lead,
        source=draft.source,
    )


def _described(description: QuestionDescription) -> DraftQuestion:
    return DraftQuestion(
        code=description.code,
        kind=description.kind,
        scope=description.scope,
        texts={"vi": description.vi, "en": description.en},
        options=tuple(
            DraftOption(OPTION_CODES[index], {"vi": vi, "en": en})
            for index, (vi, en) in enumerate(description.options)
        ),
        factor=description.factor,
        is_scored=description.is_scored,
        condition=description.condition,
        offers_not_applicable=description.offers_not_applicable,
    )


def _kept(
    described: DraftQuestion, listed: Sequence[DraftOption], after: Questionnaire | None
) -> tuple[int, ...]:
    """Return the slots of options that were listed alike before; the others follow behind them."""
    before = next((one for one in after.questions if one.code == described.code), None) if after else None
    if before is None or before.kind is not described.kind:
        return ()
    codes = [option.code for option in before.options]
    is_alike = codes == [option.code for option in listed[: len(codes)]]
    return tuple(option.slot for option in before.options) if is_alike else ()


def _free(taken: Collection[int], number: int, *, behind: Sequence[int]) -> tuple[int, ...]:
    """Return so many free slots behind others: within a question they stand in the order of its options."""
    return tuple(islice((slot for slot in count(max(behind, default=-1) + 1) if slot not in taken), number))


def _listed(described: DraftQuestion) -> Sequence[DraftOption]:
    listed: Sequence[DraftOption]
    match described.kind:
        case Kind.LEVEL:
            levels = (*LEVEL_TEXTS, *((_NOT_APPLICABLE,) if described.offers_not_applicable else ()))
            listed = [DraftOption(code, {"vi": vi, "en": en}) for code, vi, en in levels]
        case Kind.NUMBER:
            listed = [DraftOption(GIVEN, {}), DraftOption(SUM, {})]
        case Kind.TEXT:
            listed = [DraftOption(WORDS, {})]
        case _:
            listed = described.options
    if not listed:
        raise DescriptionRefused("question_without_options", question=described.code)
    if len({option.code for option in listed}) != len(listed):
        raise DescriptionRefused("option_code_twice", question=described.code)
    return listed


def _width(described: DraftQuestion, options: Sequence[Option]) -> int:
    if described.kind in (Kind.NUMBER, Kind.TEXT) and described.high is None:
        raise DescriptionRefused("bounds_missing", question=described.code)
    if described.kind is Kind.NUMBER and len(str(described.high)) > MOST_DIGITS:
        raise DescriptionRefused("too_many_digits", question=described.code)
    match described.kind:
        case Kind.MULTI:
            return len(options)
        case Kind.NUMBER:
            return len(str(described.high))
        case _:
            return 1


def _question(described: DraftQuestion, options: tuple[Option, ...], position: int, width: int) -> Question:
    return Question(
        code=described.code,
        kind=described.kind,
        scope=described.scope,
        position=position,
        width=width,
        options=options,
        texts=described.texts,
        factor=described.factor,
        is_scored=described.is_scored,
        condition=described.condition,
        low=described.low,
        high=described.high,
    )
