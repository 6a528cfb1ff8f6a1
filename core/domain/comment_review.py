"""Reviewing comments: what the Front may do with one, in which state, and what a redaction may change."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from core.domain.errors import DomainError

#: What stands where a reviewer covered a passage. Vietnamese: it becomes part of the citizen's own text.
COVER = "[đã che]"
#: Any mark that something was covered, by a reviewer or before storing (core/services/personal_data.py).
_MARKS = re.compile(r"\[đã che(?: số điện thoại| số căn cước| thư điện tử)?\]")


class State(StrEnum):
    """Where a comment stands."""

    OPEN = "open"
    MARKED = "marked"
    ASIDE = "aside"
    RELEASED = "released"


class Act(StrEnum):
    """What a signed row of the review says. Nothing is changed: undoing is the next row (docs/promises.md P4)."""

    EDIT = "edit"
    MARK = "mark"
    UNMARK = "unmark"
    SET_ASIDE = "set_aside"
    RETURN = "return"
    RELEASE = "release"


class Reason(StrEnum):
    """Why a comment is set aside; sealed with the row, so that «became a case» is seen only by who reads comments."""

    PERSONAL = "personal"
    ABUSIVE = "abusive"
    EMPTY = "empty"
    ACCUSATION = "accusation"
    CASE = "case"


#: Reasons a reviewer may choose; the other one comes from the act itself.
CHOSEN_REASONS = (Reason.PERSONAL, Reason.ABUSIVE, Reason.EMPTY, Reason.ACCUSATION)

#: The one table of acts: from which states, to which state.
ACTS: Mapping[Act, tuple[frozenset[State], State]] = {
    Act.EDIT: (frozenset({State.OPEN}), State.OPEN),
    Act.MARK: (frozenset({State.OPEN}), State.MARKED),
    Act.UNMARK: (frozenset({State.MARKED}), State.OPEN),
    Act.SET_ASIDE: (frozenset({State.OPEN}), State.ASIDE),
    Act.RETURN: (frozenset({State.ASIDE}), State.OPEN),
    Act.RELEASE: (frozenset({State.MARKED}), State.RELEASED),
}


class ReviewRefused(DomainError):
    """The act does not fit where the comment stands, or changes more than it may; `code` says which."""


def state_after(act: Act | None) -> State:
    """Return where a comment stands after its last row; without one it is open."""
    return State.OPEN if act is None else ACTS[act][1]


def check(state: State, act: Act) -> None:
    """Raise ReviewRefused `no_such_act` where the act is not possible in a state."""
    if state not in ACTS[act][0]:
        raise ReviewRefused("no_such_act", state=state, act=act)


def check_redaction(original: str, redacted: str) -> None:
    """Raise ReviewRefused `words_changed` unless the text is the original with passages replaced by a mark.

    Words that only disappear would change what was meant, and nobody would see it: even a gap needs its mark.
    """
    if not _covers(_spaced(original), [_spaced(piece) for piece in _MARKS.split(redacted)]):
        raise ReviewRefused("words_changed")


def cover(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with passages covered."""
    end = len(text) + 1
    for start, stop in sorted(spans, reverse=True):
        if stop <= end:
            text = text[:start] + COVER + text[stop:]
            end = start
    return text


def _covers(original: str, kept: list[str]) -> bool:
    """Do the kept pieces stand in the original in this order, something between each two?"""
    first, *rest = kept
    if not rest:
        return original == first
    if not original.startswith(first):
        return False
    place = len(first)
    for piece in rest[:-1]:
        # The leftmost place leaves most room for the pieces behind it.
        found = original.find(piece, place + 1)
        if found < 0:
            return False
        place = found + len(piece)
    return original.endswith(rest[-1]) and len(original) - len(rest[-1]) > place


def _spaced(text: str) -> str:
    """Browsers change line ends; how wide a gap between words is says nothing."""
    return re.sub(r"\s+", " ", text)
