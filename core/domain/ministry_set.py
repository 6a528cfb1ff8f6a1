"""The ministry's set: what it must stay, and what nobody else's questionnaire may call itself."""

from collections.abc import Iterator
from dataclasses import replace

from core.domain import naming
from core.domain.builtin import MINISTRY
from core.domain.questionnaire import Factor
from core.domain.questionnaire_draft import Draft, draft_of
from core.domain.questionnaire_fault import Fault, error

_STANDARD = draft_of(MINISTRY)
#: What every way of writing its source has in common.
_DECISION = "1001/qd-bnv"
#: The ministry measures this index itself, with a sample of its own (docs/promises.md S1); nothing here is it.
_INDEX = "sipas"


def sourced(draft: Draft) -> Draft:
    """Return the draft with the ministry's source where it is the ministry's set, and nowhere else."""
    if draft.code == MINISTRY.code:
        return replace(draft, source=MINISTRY.source)
    is_borrowed = _DECISION in naming.bare(draft.source).replace(" ", "")
    return replace(draft, source="") if is_borrowed else draft


def own_factors(draft: Draft) -> tuple[Factor, ...]:
    """Return the groups of criteria whose names are the author's to choose."""
    fixed = {factor.code for factor in _STANDARD.factors} if draft.code == MINISTRY.code else set()
    return tuple(factor for factor in draft.factors if factor.code not in fixed)


def ministry_faults(draft: Draft) -> Iterator[Fault]:
    """Yield where the ministry's set was changed, and where another one borrows its name."""
    content = tuple(_content(draft))
    if draft.code == MINISTRY.code:
        yield from content
        if draft.texts != _STANDARD.texts or draft.source != _STANDARD.source:
            yield error("ministry_title", title=_STANDARD.texts["vi"])
    elif content and _is_called_like_it(draft):
        yield error("title_ministry", title=_STANDARD.texts["vi"])
    if any(_INDEX in naming.bare(title) for title in draft.texts.values()):
        yield error("title_index")


def _content(draft: Draft) -> Iterator[Fault]:
    """The ministry's form may be extended; its own questions, their scores, order and factors stay as they are."""
    for question in _STANDARD.questions:
        found = draft.question(question.code)
        if found is None:
            yield error("ministry_removed", question.code, wording=question.texts["vi"])
        elif found != question:
            yield error("ministry_changed", question.code)
    for question in draft.questions:
        if question.is_scored and _STANDARD.question(question.code) is None:
            yield error("ministry_scored", question.code)
    same_factors = draft.factors[: len(_STANDARD.factors)] == _STANDARD.factors
    if draft.method is not _STANDARD.method or draft.lead != _STANDARD.lead or not same_factors:
        yield error("ministry_frame")
    wanted = [one.code for one in _STANDARD.questions if draft.question(one.code) is not None]
    if wanted != [one.code for one in draft.questions if _STANDARD.question(one.code) is not None]:
        yield error("ministry_order")
    if draft.randomises_poles:
        yield error("ministry_poles")


def _is_called_like_it(draft: Draft) -> bool:
    names = {naming.bare(title) for title in _STANDARD.texts.values()}
    return any(name in naming.bare(title) for title in draft.texts.values() for name in names)
