"""Choices: the lists of a form, which of them are the five levels, and the codes their answers get."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from core.domain.publishing import LEVEL_TEXTS, OPTION_CODES
from core.domain.questionnaire_draft import NOT_APPLICABLE, DraftOption
from core.domain.xlsform import conditions, dollars
from core.domain.xlsform.form import CHOICES, Finding, Row, Table, Why
from core.domain.xlsform.headings import Columns

#: What people write for the same levels, besides the ministry's own words.
_ALSO = {
    "1": ("rất không hài lòng", "hoàn toàn không hài lòng", "very unsatisfied", "very dissatisfied"),
    "2": ("không hài lòng", "chưa hài lòng", "dissatisfied", "unsatisfied", "not satisfied"),
    "3": ("bình thường", "trung bình", "tạm được", "neutral", "normal", "neither satisfied nor dissatisfied"),
    "4": ("hài lòng", "satisfied"),
    "5": ("rất hài lòng", "very satisfied"),
    NOT_APPLICABLE: ("không áp dụng", "không liên quan", "not applicable", "n/a", "na", "không có ý kiến"),
}
_LEVEL_OF: Mapping[str, str] = {
    **{word: code for code, words in _ALSO.items() for word in words},
    **{text.casefold(): code for code, vi, en in LEVEL_TEXTS for text in (vi, en)},
}
#: The words people are shown for them.
_OURS = {
    **{code: (vi.casefold(), en.casefold()) for code, vi, en in LEVEL_TEXTS},
    NOT_APPLICABLE: ("không áp dụng", "not applicable"),
}
#: The least that people leave of the five levels: their numbers.
_NUMBERS = frozenset("12345")
_YES_NO = {
    "yes": ("Có", "Yes"),
    "no": ("Không", "No"),
    "có": ("Có", "Yes"),
    "không": ("Không", "No"),
}
#: «Other» beside the listed answers, as `or_other` asks for it.
OTHER_NAME = "other"
_OTHER_TEXTS = {"vi": "Khác", "en": "Other"}


@dataclass(frozen=True)
class Choice:
    """One answer of a list as the form has it."""

    row: int
    name: str
    texts: Mapping[str, str]
    #: The heading of its words as written.
    column: str = "label"
    #: What is to be said wherever its words are shown, for they are not Vietnamese.
    untranslated: Finding | None = None

    def finding(self, why: Why, /, **facts: object) -> Finding:
        """Return what is said about its words."""
        return Finding(CHOICES, self.row, self.column, why, facts)


@dataclass
class ChoiceList:
    """A list of answers, in the form's order."""

    name: str
    choices: list[Choice] = field(default_factory=list)


@dataclass(frozen=True)
class Answers:
    """The options of a question, and which codes an answer's name in the form stands for."""

    options: tuple[DraftOption, ...]
    codes: Mapping[str, tuple[str, ...]]


def read_lists(
    table: Table, columns: Columns, *, may_repeat: bool, said: list[Finding], wrong: list[Finding]
) -> dict[str, ChoiceList]:
    """Return the lists by name; what is not taken goes to `said`, what refuses the form to `wrong`."""
    lists: dict[str, ChoiceList] = {}
    for name in ("list_name", "name"):
        if not columns.has(name):
            wrong.append(Finding(CHOICES, table.heading_row, name, Why.HEADING_MISSING, {"heading": name}))
    if wrong:
        return {}
    for row in table.rows:
        list_name, name = columns.cell(row, "list_name"), columns.cell(row, "name")
        if not list_name:
            if name or columns.texts(row)[0]:
                wrong.append(
                    Finding(CHOICES, row.number, columns.heading("list_name"), Why.LIST_NAME_MISSING)
                )
            continue
        found = lists.setdefault(list_name, ChoiceList(list_name))
        if not name:
            wrong.append(
                Finding(
                    CHOICES, row.number, columns.heading("name"), Why.CHOICE_NAME_MISSING, {"list": list_name}
                )
            )
            continue
        found.choices.append(_choice(table, row, name, columns, said))
    if not may_repeat:
        wrong.extend(finding for found in lists.values() for finding in _twice(found, columns))
    return lists


def _choice(table: Table, row: Row, name: str, columns: Columns, said: list[Finding]) -> Choice:
    texts, is_vietnamese = columns.texts(row)
    choice = Choice(row.number, name, texts, columns.heading("label"))
    is_yes_or_no = all(_plain(text) in _YES_NO for text in texts.values())
    if not is_vietnamese and is_yes_or_no and name.casefold() in _YES_NO:
        vi, en = _YES_NO[name.casefold()]
        return replace(choice, texts={"vi": vi, "en": texts.get("en", en)})
    if not texts:
        said.append(choice.finding(Why.NO_LABEL, name=name))
        choice = replace(choice, texts={"vi": name})
    elif not is_vietnamese:
        lacking = choice.finding(Why.NO_VIETNAMESE)
        # One word about the sheet where it has no Vietnamese at all.
        untranslated = lacking if columns.has_vietnamese else replace(lacking, row=table.heading_row)
        choice = replace(choice, untranslated=untranslated)
    if any(conditions.has_references(text) for text in choice.texts.values()):
        said.append(choice.finding(Why.LABEL_REFERENCE))
        shown = {tag: conditions.without_references(text) for tag, text in choice.texts.items()}
        choice = replace(choice, texts=shown)
    return replace(choice, texts=dollars.all_kept(choice.texts)) if columns.is_ours else choice


def _twice(found: ChoiceList, columns: Columns) -> list[Finding]:
    first: dict[str, int] = {}
    wrong = []
    for choice in found.choices:
        earlier = first.setdefault(choice.name, choice.row)
        if earlier != choice.row:
            facts = {"name": choice.name, "list": found.name, "earlier": earlier}
            wrong.append(Finding(CHOICES, choice.row, columns.heading("name"), Why.CHOICE_TWICE, facts))
    return wrong


def levels_of(choices: Sequence[Choice]) -> dict[str, str] | None:
    """Return the level each answer's name stands for, or None where the list is not our five levels.

    They are known by their words, in any order, or by the numbers 1–5 where no other words stand beside them: five
    villages numbered 1 to 5 are no levels. «Does not apply» may stand beside them.
    """
    if not len(_NUMBERS) <= len(choices) <= len(_NUMBERS) + 1:
        return None
    by_words = {choice.name: _level(choice) for choice in choices}
    if all(by_words.values()) and _are_levels(list(by_words.values()), len(choices)):
        return {name: code or "" for name, code in by_words.items()}
    by_number = {
        choice.name: choice.name if choice.name in _NUMBERS else by_words[choice.name] for choice in choices
    }
    is_plain = all(choice.name not in _NUMBERS or _is_number(choice) for choice in choices)
    if is_plain and all(by_number.values()) and _are_levels(list(by_number.values()), len(choices)):
        return {name: code or "" for name, code in by_number.items()}
    return None


def is_other_scale(choices: Sequence[Choice]) -> bool:
    """Is it a scale of five steps numbered 1 to 5 that has words of its own?"""
    return {choice.name for choice in choices} == _NUMBERS


def reworded(choices: Sequence[Choice], levels: Mapping[str, str]) -> Choice | None:
    """Return the first answer of a list of levels that people will read in other words than the form's."""
    return next(
        (
            choice
            for choice in choices
            if not all(_plain(text) in _OURS[levels[choice.name]] for text in choice.texts.values())
        ),
        None,
    )


def _level(choice: Choice) -> str | None:
    """Return the level the Vietnamese words of a choice mean, unless the English ones mean another."""
    found = {tag: level for tag, text in choice.texts.items() if (level := _LEVEL_OF.get(_plain(text)))}
    return found.get("vi") if len(set(found.values())) == 1 else None


def _is_number(choice: Choice) -> bool:
    return all(_plain(text) in (choice.name, "") for text in choice.texts.values())


def _are_levels(codes: Sequence[str | None], count: int) -> bool:
    found = {code for code in codes if code}
    return len(found) == count and found - {NOT_APPLICABLE} == _NUMBERS


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold().strip(" .!:;*")


def answers_of(choices: Sequence[Choice], *, has_other: bool) -> Answers | None:
    """Return the options of a list, None for more than our codes suffice for.

    Names of one letter or digit, each once, are the codes; otherwise the place in the list is.
    """
    if len(choices) + has_other > len(OPTION_CODES):
        return None
    names = [choice.name for choice in choices]
    are_codes = len(set(names)) == len(names) and all(
        len(name) == 1 and name in OPTION_CODES for name in names
    )
    codes = names if are_codes else list(OPTION_CODES[: len(names)])
    options = [DraftOption(code, dict(choice.texts)) for code, choice in zip(codes, choices, strict=True)]
    by_name: dict[str, tuple[str, ...]] = {}
    for code, name in zip(codes, names, strict=True):
        by_name[name] = (*by_name.get(name, ()), code)
    if has_other:
        free = next(code for code in OPTION_CODES if code not in codes)
        languages = {tag for choice in choices for tag in choice.texts} | {"vi"}
        texts = {tag: text for tag, text in _OTHER_TEXTS.items() if tag in languages}
        options.append(DraftOption(free, texts))
        by_name.setdefault(OTHER_NAME, (free,))
    return Answers(tuple(options), by_name)
