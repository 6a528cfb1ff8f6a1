"""Questionnaires: what may be answered, how answers are written as fixed-width text, and which counters they move.

A version is immutable once published: positions in the text and counter slots belong to it for ever.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from core.domain.errors import DomainError
from core.domain.scoring import Method

BLANK = "."
#: One wide cell row carries this many counters; a longer questionnaire takes several rows (`part`).
SLOTS_PER_PART = 48

Answers = Mapping[str, tuple[str, ...]]


class QuestionScope(StrEnum):
    """Whom an answer counts for. Only `officer` ever counts for a person (docs/promises.md R4)."""

    OFFICE = "office"
    FIELD = "field"
    OFFICER = "officer"


class Kind(StrEnum):
    """How a question is answered."""

    LEVEL = "level"
    CHOICE = "choice"
    MULTI = "multi"
    #: A whole number; its places in the text hold digits, its two slots the sum and how many gave one.
    NUMBER = "number"
    #: A few words of one's own. They stand with the comment; the text of answers says only that there are some.
    TEXT = "text"


#: The pseudo-options of a number: which slot counts who gave one, and which adds the numbers up.
GIVEN, SUM = "n", "s"
#: The only option of a text: words were given.
WORDS = "1"
#: The question nobody is asked: in which order the poles of the scales were shown.
POLES = "poles"


class AnswerRefused(DomainError):
    """An answer that the questionnaire version does not know."""


@dataclass(frozen=True)
class Option:
    """One possible answer: its code (one character), its counter slot and its wording per language."""

    code: str
    slot: int
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Condition:
    """Show the question only when `question` was answered with one of `any_of`."""

    question: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question of a version; `position` (from 0) and `width` place its answer in the text."""

    code: str
    kind: Kind
    scope: QuestionScope
    position: int
    width: int
    options: tuple[Option, ...]
    texts: Mapping[str, str]
    factor: str = ""
    #: Does it enter the office's satisfaction figure? (Reasons and facts do not.)
    is_scored: bool = False
    condition: Condition | None = None
    #: A number's least and greatest; a text's greatest number of characters.
    low: int | None = None
    high: int | None = None

    def option(self, code: str) -> Option:
        """Return the option with this code or refuse."""
        for option in self.options:
            if option.code == code:
                return option
        raise AnswerRefused("unknown_answer", question=self.code, answer=code)


@dataclass(frozen=True)
class Factor:
    """A named group of criteria (the ministry has five)."""

    code: str
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Questionnaire:
    """One published version."""

    code: str
    number: int
    texts: Mapping[str, str]
    method: Method
    questions: tuple[Question, ...]
    factors: tuple[Factor, ...] = ()
    #: The question whose faces are the first page; without one the whole form is the first page.
    lead: str | None = None
    source: str = ""
    #: Which unit published it, and which one began its code in that unit's line; 0: it comes with the product.
    unit_id: int = field(default=0, compare=False)
    origin: int = field(default=0, compare=False)
    #: Which unit of that line was the first to ask a question, by the question's code; 0: the product.
    begun: Mapping[str, int] = field(default_factory=dict, repr=False, compare=False)
    _by_code: Mapping[str, Question] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_code", {question.code: question for question in self.questions})

    @property
    def identity(self) -> str:
        """What tells it from others: its code, and whose code that is where it is not the product's.

        Two communes may give questionnaires of their own the same code; they are not one to those above.
        """
        return f"{self.code}@{self.origin}" if self.origin else self.code

    @cached_property
    def width(self) -> int:
        """How many characters an answer text of this version has."""
        return sum(question.width for question in self.questions)

    @cached_property
    def slots(self) -> int:
        """How many counters this version uses."""
        return 1 + max((option.slot for question in self.questions for option in question.options), default=0)

    @property
    def parts(self) -> int:
        """How many wide rows one cell of this version takes."""
        return -(-self.slots // SLOTS_PER_PART)

    def criteria(self, scope: QuestionScope) -> tuple[Question, ...]:
        """Return the questions that make up a figure: the office's, a field's, or an officer's.

        The office's figure takes every scored question, a field's leaves out what is about the premises, an
        officer's takes nothing but what was asked about the officer (docs/promises.md R4).
        """
        return self._criteria[scope]

    @cached_property
    def _criteria(self) -> Mapping[QuestionScope, tuple[Question, ...]]:
        levels = [question for question in self.questions if question.kind is Kind.LEVEL]
        scored = tuple(question for question in levels if question.is_scored)
        return {
            QuestionScope.OFFICE: scored,
            QuestionScope.FIELD: tuple(one for one in scored if one.scope is not QuestionScope.OFFICE),
            QuestionScope.OFFICER: tuple(one for one in levels if one.scope is QuestionScope.OFFICER),
        }

    @cached_property
    def added(self) -> tuple[Question, ...]:
        """What counts in a figure and was begun by another unit than the questionnaire was: few, mostly none."""
        criteria = (*self.criteria(QuestionScope.OFFICE), *self.criteria(QuestionScope.OFFICER))
        found = {one.code: one for one in criteria if self.begun.get(one.code, self.unit_id) != self.origin}
        return tuple(found[code] for code in sorted(found))

    @cached_property
    def counted(self) -> str:
        """What must be equal for two versions to be comparable: the questions that count, for whom, by which method.

        Of several units' versions more must be equal (core/domain/same_questions.py): one code may be two questions.
        """
        counts = {
            (question.code, str(question.scope), question.is_scored)
            for scope in (QuestionScope.OFFICE, QuestionScope.OFFICER)
            for question in self.criteria(scope)
        }
        return repr((self.identity, str(self.method), sorted(counts)))

    @cached_property
    def layout(self) -> str:
        """What must be equal for the counters of two comparable versions to be added up as they stand."""
        slots = [
            (str(scope), question.code, question.option("1").slot)
            for scope in (QuestionScope.OFFICE, QuestionScope.OFFICER)
            for question in self.criteria(scope)
        ]
        return repr((self.counted, self.parts, slots))

    def is_counted_for(self, scope: QuestionScope, text: str) -> bool:
        """Did this person answer at least one question of that figure?"""
        return any(text[question.position] in "12345" for question in self.criteria(scope))

    def question(self, code: str) -> Question:
        """Return the question with this code or refuse."""
        if code not in self._by_code:
            raise AnswerRefused("unknown_question", question=code)
        return self._by_code[code]

    @property
    def asked(self) -> tuple[Question, ...]:
        """The questions people are asked: all but the order of the poles, which nobody is."""
        return tuple(question for question in self.questions if question.code != POLES)

    @property
    def randomises_poles(self) -> bool:
        """Is the order of the scales' poles drawn by chance, and recorded?"""
        return POLES in self._by_code

    def applies(self, question: Question, answers: Answers, *, open_codes: Collection[str] = ()) -> bool:
        """Is the question asked, given the answers so far? What depends on a question that is not asked is not either.

        A question in `open_codes` stands on the same page as this one and may still get any answer.
        """
        met: set[str] = set()
        while question.condition is not None:
            condition = question.condition
            if question.code in met or condition.question not in self._by_code:
                return False
            met.add(question.code)
            given = answers.get(condition.question, ())
            if condition.question not in open_codes and not any(code in condition.any_of for code in given):
                return False
            question = self._by_code[condition.question]
        return True

    def says_nothing(self, text: str) -> bool:
        """Is every question blank that somebody was asked?"""
        return not any(
            text[question.position : question.position + question.width].strip(BLANK)
            for question in self.asked
        )

    def encode(self, answers: Answers) -> str:
        """Return the fixed-width text of these answers; refuse unknown codes; leave out what no longer applies."""
        for code in answers:
            self.question(code)
        return "".join(self._encode_one(question, answers) for question in self.questions)

    def _encode_one(self, question: Question, answers: Answers) -> str:
        given = answers.get(question.code, ())
        if question.kind is not Kind.NUMBER:
            given = tuple(question.option(code).code for code in given)
        if not given or not self.applies(question, answers):
            return BLANK * question.width
        if question.kind is Kind.MULTI:
            return "".join("1" if option.code in given else "0" for option in question.options)
        if len(given) > 1:
            raise AnswerRefused("more_than_one_answer", question=question.code)
        return _digits(question, given[0]) if question.kind is Kind.NUMBER else given[0]

    def decode(self, text: str) -> dict[str, tuple[str, ...]]:
        """Return the answers that `encode` wrote."""
        answers: dict[str, tuple[str, ...]] = {}
        for question in self.questions:
            chosen = tuple(_chosen(question, text))
            if chosen:
                answers[question.code] = chosen
        return answers

    def moves(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield each counter slot the text moves, and by how much."""
        for question in self.questions:
            for code in _chosen(question, text):
                if question.kind is Kind.NUMBER:
                    yield question.option(GIVEN).slot, 1
                    yield question.option(SUM).slot, int(code)
                else:
                    yield question.option(code).slot, 1


def _digits(question: Question, given: str) -> str:
    """Return a number as the text holds it: as many digits as the greatest one has."""
    if not (given.isascii() and given.isdigit() and len(given) <= question.width):
        raise AnswerRefused("not_a_number", question=question.code, low=question.low, high=question.high)
    if not (question.low or 0) <= int(given) <= (question.high or 0):
        raise AnswerRefused(
            "number_out_of_range", question=question.code, low=question.low, high=question.high
        )
    return given.zfill(question.width)


def _chosen(question: Question, text: str) -> Iterator[str]:
    part = text[question.position : question.position + question.width]
    if part == BLANK * question.width:
        return iter(())
    if question.kind is Kind.MULTI:
        return (option.code for option, mark in zip(question.options, part, strict=True) if mark == "1")
    return iter((str(int(part)) if question.kind is Kind.NUMBER else part,))
