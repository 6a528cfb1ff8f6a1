"""Conditions and bounds: the few forms of XPath that say what our conditions, numbers and texts can say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

#: No honest condition is longer (all answers of a list, one by one, are 2300), or has more brackets in each other.
_LONGEST = 2500
_DEEPEST = 20
_TOKEN = re.compile(
    r"""\s*(?:
    (?P<ref>\$\{[^{}]*\})
    |(?P<text>'[^']*'|"[^"]*")
    |(?P<number>-?\d+(?:\.\d+)?)
    |(?P<word>[^\W\d][\w.:-]*)
    |(?P<mark><=|>=|!=|[-()=,<>+*/.|\[\]@])
    )""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"\$\{\s*(last-saved\#)?([^{}]*?)\s*\}")
_BOUND = re.compile(r"\(*\s*\.\s*(>=|<=|>|<)\s*(-?\d{1,9})\s*\)*")
_TURNED = re.compile(r"\(*\s*(-?\d{1,9})\s*(>=|<=|>|<)\s*\.\s*\)*")
_LENGTH = re.compile(r"\s*string-length\(\s*\.\s*\)\s*(<=|<)\s*(\d{1,6})\s*")
#: What Kobo and ODK show bold, in colour or as a heading.
_MARKUP = re.compile(
    r"</?(?:span|font|b|i|u|em|strong|br|p|div|a|h[1-6])\b[^<>]*>|\*\*[^*]+\*\*|^#{1,6} ", re.IGNORECASE
)
#: Quotation marks as Word writes them, and the names of questions they may stand in.
_CURLY = re.compile(r"\$\{[^{}]*\}|[‘’“”]")
_STRAIGHT = {"‘": "'", "’": "'", "“": '"', "”": '"'}
_MIRRORED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


class ConditionBroken(ValueError):
    """What is written is no expression: a bracket or a quotation mark is missing."""


@dataclass(frozen=True)
class Asked:
    """A condition as read: the name of a question, and the names of the answers any of which will do.

    `equals` tells that an answer was compared by `=`: of several ticks, that one and no other.
    """

    question: str
    any_of: tuple[str, ...]
    equals: bool = False


@dataclass(frozen=True)
class _Term:
    """One part of a condition: a question, one of its answers, and whether `=` stands between them."""

    question: str
    answer: str
    equals: bool


@dataclass(frozen=True)
class _Token:
    kind: str
    value: str


def references(written: str) -> tuple[str, ...]:
    """Return the names of all questions an expression or a label mentions, those of earlier answers left out."""
    return tuple(name for saved, name in _REFERENCE.findall(written) if not saved)


def has_references(label: str) -> bool:
    """Would a label repeat an answer, of this form or of an earlier one?"""
    return _REFERENCE.search(label) is not None


def has_markup(label: str) -> bool:
    """Are there signs in a label that Kobo and ODK do not show but obey?"""
    return _MARKUP.search(label) is not None


def without_references(label: str) -> str:
    """Return a label with dots in the place of each answer it would repeat."""
    return _REFERENCE.sub("…", label)


def read_condition(written: str) -> Asked | None:
    """Return what `${q} = 'x'` and `selected(${q}, 'x')`, joined by `or`, ask; None for anything else.

    Raise ConditionBroken for what is no expression at all.
    """
    if len(written) > _LONGEST:
        return None
    found = _either(_pieces(written), 0)
    if found is None or len({term.question for term in found}) != 1:
        return None
    answers = tuple(dict.fromkeys(term.answer for term in found))
    return Asked(found[0].question, answers, equals=any(term.equals for term in found))


def _pieces(written: str) -> list[_Token]:
    """Return the pieces of an expression as it stands, or of what it is with its quotation marks made straight.

    An answer between straight ones may itself hold a curly apostrophe.
    """
    try:
        return _tokens(written)
    except ConditionBroken:
        return _tokens(_CURLY.sub(lambda found: _STRAIGHT.get(found[0], found[0]), written))


def _tokens(written: str) -> list[_Token]:
    """Return the pieces of an expression; raise ConditionBroken where none fits or brackets do not close."""
    tokens: list[_Token] = []
    place, depth = 0, 0
    while (match := _TOKEN.match(written, place)) is not None and match.lastgroup is not None:
        value = match[match.lastgroup]
        depth += {"(": 1, ")": -1}.get(value, 0)
        if depth < 0 or (match.lastgroup == "ref" and not references(value) and "#" not in value):
            raise ConditionBroken
        tokens.append(_Token(match.lastgroup, value))
        place = match.end()
    if depth or written[place:].strip():
        raise ConditionBroken
    return tokens


def _either(tokens: Sequence[_Token], depth: int) -> list[_Term] | None:
    """Return every term of those joined by `or`, or None where a term is of another kind."""
    found: list[_Term] = []
    for term in _terms(tokens):
        is_bracketed = len(term) > 2 and term[0].value == "(" and term[-1].value == ")"
        inner = _either(term[1:-1], depth + 1) if is_bracketed and depth < _DEEPEST else _one(term)
        if inner is None:
            return None
        found.extend(inner)
    return found or None


def _terms(tokens: Sequence[_Token]) -> list[list[_Token]]:
    terms: list[list[_Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += {"(": 1, ")": -1}.get(token.value, 0) if token.kind == "mark" else 0
        if depth == 0 and token.kind == "word" and token.value.lower() == "or":
            terms.append([])
        else:
            terms[-1].append(token)
    return terms


def _one(term: Sequence[_Token]) -> list[_Term] | None:
    """Return what a single term asks; None for another kind, and for an answer given in an earlier form."""
    kinds = [token.kind for token in term]
    values = [token.value for token in term]
    if kinds == ["word", "mark", "ref", "mark", "text", "mark"]:
        is_selected = values[0] == "selected" and (values[1], values[3], values[5]) == ("(", ",", ")")
        names = references(values[2]) if is_selected else ()
        return [_Term(name, values[4][1:-1], equals=False) for name in names] or None
    if len(term) != 3 or values[1] != "=" or "ref" not in kinds:
        return None
    reference, literal = (term[0], term[2]) if kinds[0] == "ref" else (term[2], term[0])
    if literal.kind not in ("text", "number"):
        return None
    value = literal.value[1:-1] if literal.kind == "text" else literal.value
    return [_Term(name, value, equals=True) for name in references(reference.value)] or None


def write_condition(question: str, any_of: Sequence[str], *, is_many: bool) -> str:
    """Return the expression `read_condition` reads."""
    if is_many:
        return " or ".join(f"selected(${{{question}}}, '{answer}')" for answer in any_of)
    return " or ".join(f"${{{question}}} = '{answer}'" for answer in any_of)


def read_bounds(written: str) -> tuple[int | None, int | None] | None:
    """Return the least and greatest number `. >= a and . <= b` admits; None for anything else."""
    low: int | None = None
    high: int | None = None
    for part in re.split(r"\s+and\s+", written.strip()):
        straight, turned = _BOUND.fullmatch(part), _TURNED.fullmatch(part)
        if straight:
            sign, number = straight[1], int(straight[2])
        elif turned:
            sign, number = _MIRRORED[turned[2]], int(turned[1])
        else:
            return None
        if sign in (">=", ">") and low is None:
            low = number + (sign == ">")
        elif sign in ("<=", "<") and high is None:
            high = number - (sign == "<")
        else:
            return None
    return low, high


def read_length(written: str) -> int | None:
    """Return the greatest number of characters `string-length(.) <= n` admits; None for anything else."""
    match = _LENGTH.fullmatch(written)
    return int(match[2]) - (match[1] == "<") if match else None


def write_bounds(low: int | None, high: int | None) -> str:
    """Return the expression `read_bounds` reads; "" for no bound."""
    parts = ((">=", low), ("<=", high))
    return " and ".join(f". {sign} {number}" for sign, number in parts if number is not None)


def write_length(high: int | None) -> str:
    """Return the expression `read_length` reads; "" for no bound."""
    return "" if high is None else f"string-length(.) <= {high}"
