"""Which answers of one question, over all the versions that asked it, are one answer, and in which words it stood.

The codes of a question's answers keep their meaning within one line of units. Units side by side that add a tick each
to the same question may come by the same code for something else: those stay apart unless they were asked in the same
words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from core.domain.builtin import BUILTIN
from core.domain.questionnaire import Kind, Option, Question, Questionnaire
from core.domain.same_questions import origins

#: Stands for all units that offer an option of the product's.
_PRODUCT = 0
#: Questionnaire's, question's and option's code of all the product offers.
_OWN = frozenset(
    (one.code, question.code, option.code)
    for one in BUILTIN
    for question in one.questions
    for option in question.options
)


class Asker(NamedTuple):
    """One version that asked a question."""

    number: int
    #: The unit that published it; 0: it comes with the product.
    unit_id: int
    version_id: int


@dataclass(frozen=True)
class OtherWords:
    """How some versions put a question that the newest one puts otherwise."""

    #: The question's words then; None: they were the same.
    texts: Mapping[str, str] | None
    #: Answers as they stand now, and their words then.
    options: tuple[tuple[Option, Mapping[str, str]], ...]
    asked_by: tuple[Asker, ...]


@dataclass(frozen=True)
class Offered:
    """A question in its newest words with every answer that was ever offered."""

    question: Question
    #: What an option of a version is called in `question`, where that is not its own code.
    names: Mapping[tuple[int, str], str]

    def name(self, version_id: int, code: str) -> str:
        """Return the code under which an option of a version stands in `question`."""
        return self.names.get((version_id, code), code)


def offered(code: str, numbers: Sequence[int], versions: Mapping[int, Questionnaire]) -> Offered:
    """Return the question of these versions, the newest first; answers that are no longer offered stand last."""
    newest = versions[numbers[0]].question(code)
    names = _names(code, numbers, versions) if newest.kind is Kind.MULTI else {}
    options: dict[str, Option] = {}
    for number in numbers:
        for option in versions[number].question(code).options:
            name = names.get((number, option.code), option.code)
            if name not in options:
                options[name] = replace(option, code=name)
    return Offered(replace(newest, options=tuple(options.values())), names)


def other_words(
    found: Offered, numbers: Sequence[int], versions: Mapping[int, Questionnaire]
) -> tuple[OtherWords, ...]:
    """Return how else than in its newest words the question was put by these versions, the newest first."""
    together: dict[object, OtherWords] = {}
    for number in numbers:
        then = versions[number].question(found.question.code)
        is_same = _words(then.texts) == _words(found.question.texts)
        options = tuple(
            (now, option.texts)
            for option in then.options
            if (now := found.question.option(found.name(number, option.code)))
            and _words(now.texts) != _words(option.texts)
        )
        if is_same and not options:
            continue
        key = _words(then.texts), tuple((now.code, _words(texts)) for now, texts in options)
        known = together.get(key) or OtherWords(None if is_same else then.texts, options, ())
        together[key] = replace(known, asked_by=(*known.asked_by, asker(number, versions)))
    return tuple(replace(one, asked_by=tuple(sorted(one.asked_by))) for one in together.values())


def asker(version_id: int, versions: Mapping[int, Questionnaire]) -> Asker:
    """Return a version as the one that asked."""
    version = versions[version_id]
    return Asker(version.number, version.unit_id, version_id)


def _names(
    code: str, numbers: Sequence[int], versions: Mapping[int, Questionnaire]
) -> dict[tuple[int, str], str]:
    """Return what the options of a question where several may be chosen are called: mostly as they are."""
    asked: dict[str, list[tuple[int, int, str]]] = {}
    for number in numbers:
        for option in versions[number].question(code).options:
            unit_id = _unit(versions[number], code, option)
            asked.setdefault(option.code, []).append((number, unit_id, _words(option.texts)))
    names: dict[tuple[int, str], str] = {}
    for letter, meant in asked.items():
        origin = origins((unit_id, words) for _, unit_id, words in meant)
        newest = origin[meant[0][1]]
        for number, unit_id, _ in meant:
            if origin[unit_id] != newest:
                names[number, letter] = f"{letter}@{origin[unit_id]}"
    return names


def _unit(version: Questionnaire, code: str, option: Option) -> int:
    is_own = not version.origin and (version.code, code, option.code) in _OWN
    return _PRODUCT if is_own else version.unit_id


def _words(texts: Mapping[str, str]) -> str:
    # The pseudo-options of numbers and words have none.
    return texts.get("vi", "")
