"""Paper: what is keyed of one sheet, where two keyings of it differ, and what becomes of the differences."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from core.domain.errors import DomainError
from core.domain.office.codes import ALPHABET
from core.domain.questionnaire import BLANK, POLES, Kind, Question, Questionnaire

#: Sheets of one batch: what somebody keys in an hour, and what is handed over in one go.
MOST_SHEETS = 200
#: The parts of a sheet that are no questions; no question's code looks like this.
FIELD, COMMENT = "@field", "@comment"
#: The keys of a choice, in the order of its options; as printed inside the boxes.
_MARKS = "123456789abcdefghijklmnopqrstuvwxyz"


class PaperRefused(DomainError):
    """What cannot be done with a batch or a sheet; `code` says why."""


class Turn(IntEnum):
    """Which keying of a sheet it is."""

    FIRST = 1
    SECOND = 2


@dataclass(frozen=True)
class Keyed:
    """What was read on one sheet: answers as the version writes them, and the person's own words by question."""

    answers: str
    field_id: int = 0
    comment: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        """Was nothing filled in that could count?"""
        return not self.answers.strip(BLANK) and not self.comment


def marks(question: Question) -> dict[str, str]:
    """Return the key of each option's code: a level's is its number, «does not apply» is 0, others are counted."""
    if question.kind is Kind.LEVEL:
        return {option.code: option.code for option in question.options}
    return dict(zip((option.code for option in question.options), keys(len(question.options)), strict=True))


def keys(number: int) -> tuple[str, ...]:
    """Return the keys of so many boxes side by side; those beyond the last key have none and are only ticked."""
    return tuple(_MARKS[:number]) + ("",) * (number - len(_MARKS))


def asked(questionnaire: Questionnaire) -> tuple[Question, ...]:
    """Return the questions that stand on paper: whatever is recorded without being asked does not."""
    return tuple(question for question in questionnaire.questions if question.code != POLES)


def parts(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return everything that may differ between two keyings, from the top of the sheet down."""
    return (FIELD, *(question.code for question in asked(questionnaire)), COMMENT)


def differences(questionnaire: Questionnaire, first: Keyed, second: Keyed) -> tuple[str, ...]:
    """Return the parts two keyings of a sheet do not agree about; spaces alone are no difference."""
    return tuple(
        part
        for part in parts(questionnaire)
        if said(questionnaire, first, part) != said(questionnaire, second, part)
    )


def said(questionnaire: Questionnaire, keyed: Keyed, part: str) -> tuple[str, ...]:
    """Return what a keying says in one part: codes of options, a number, the field's id, or words."""
    if part == FIELD:
        return (str(keyed.field_id),) if keyed.field_id else ()
    if part == COMMENT:
        return tuple(keyed.comment.split())
    if questionnaire.question(part).kind is Kind.TEXT:
        return tuple(keyed.texts.get(part, "").split())
    return questionnaire.decode(keyed.answers).get(part, ())


def resolved(questionnaire: Questionnaire, first: Keyed, second: Keyed, chosen: Mapping[str, Turn]) -> Keyed:
    """Return the sheet as it was decided, part by part. Raise PaperRefused `undecided` where a part is left open.

    A question that is not asked after what was decided above it is left out.
    """
    open_parts = [part for part in differences(questionnaire, first, second) if part not in chosen]
    if open_parts:
        raise PaperRefused("undecided", parts=open_parts)
    source = {part: second if chosen.get(part) is Turn.SECOND else first for part in parts(questionnaire)}
    answers, texts = {}, {}
    for question in asked(questionnaire):
        keyed = source[question.code]
        found = questionnaire.decode(keyed.answers).get(question.code)
        if found:
            answers[question.code] = found
        if found and question.code in keyed.texts:
            texts[question.code] = keyed.texts[question.code]
    decided = replace(first, field_id=source[FIELD].field_id, comment=source[COMMENT].comment)
    text = questionnaire.encode(answers)
    kept = questionnaire.decode(text)
    return replace(
        decided, answers=text, texts={code: words for code, words in texts.items() if code in kept}
    )


def form_mark(version_id: int, field_ids: Sequence[int]) -> str:
    """Return what stands on a form and beside its batch: the version, and two letters that stand for its fields.

    Fields come and go without a version; the key printed in a field's box is its place among those of that day.
    """
    of_fields = zlib.crc32(",".join(map(str, field_ids)).encode())
    first, second = divmod(of_fields % len(ALPHABET) ** 2, len(ALPHABET))
    return f"{version_id}-{ALPHABET[first]}{ALPHABET[second]}"


@dataclass(frozen=True, kw_only=True)
class PaperForm:
    """One form to be printed: whose office, which place, which questions, and where its code leads."""

    office: str
    unit: str
    place: str
    #: The fields a person may say it was about; none or one: nobody is asked.
    fields: tuple[str, ...]
    questionnaire: Questionnaire
    #: What a clerk compares with the batch (`form_mark`).
    mark: str
    url: str
    short_address: str
    code: str
