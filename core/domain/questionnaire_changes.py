"""Changes: what a draft makes different from the version asked before, for its author to read before publishing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.domain.questionnaire import Factor, Questionnaire
from core.domain.questionnaire_constancy import is_figure_new, option_changes
from core.domain.questionnaire_draft import Draft, DraftQuestion, draft_of


@dataclass(frozen=True)
class Reworded:
    """One question that stays and is different: what it was before, and the codes of its options that changed."""

    question: DraftQuestion
    before: DraftQuestion
    added: tuple[str, ...]
    removed: tuple[str, ...]
    #: Options whose words differ in any language.
    reworded: tuple[str, ...]

    @property
    def is_asked_of_others(self) -> bool:
        """Is it asked after other answers than before?"""
        return _asked_after(self.question) != _asked_after(self.before)

    @property
    def is_bounded_otherwise(self) -> bool:
        """May another number, or another length of words, be given?"""
        return (self.question.low, self.question.high) != (self.before.low, self.before.high)

    @property
    def is_reordered(self) -> bool:
        """Do the answers it keeps stand in another order?"""
        now = [option.code for option in self.question.options if option.code not in self.added]
        return now != [option.code for option in self.before.options if option.code not in self.removed]


@dataclass(frozen=True)
class Frame:
    """What is said of a questionnaire as a whole, before and now: its title, its first page, its groups."""

    before: Draft
    now: Draft

    @property
    def is_same(self) -> bool:
        """Is everything but the questions as it was?"""
        return replace(self.before, questions=()) == replace(self.now, questions=())

    @property
    def renamed(self) -> tuple[tuple[Factor, Factor], ...]:
        """The groups of criteria that stay under other names, each as it was and as it is."""
        earlier = {factor.code: factor for factor in self.before.factors}
        pairs = ((earlier.get(factor.code, factor), factor) for factor in self.now.factors)
        return tuple((was, now) for was, now in pairs if was.texts != now.texts)

    @property
    def added(self) -> tuple[Factor, ...]:
        """The groups of criteria that were not there before."""
        return _others(self.now.factors, self.before.factors)

    @property
    def removed(self) -> tuple[Factor, ...]:
        """The groups of criteria that are no longer there."""
        return _others(self.before.factors, self.now.factors)

    @property
    def is_reordered(self) -> bool:
        """Do the groups that stay stand in another order?"""
        now = [factor.code for factor in self.now.factors if factor not in self.added]
        return now != [factor.code for factor in self.before.factors if factor not in self.removed]


@dataclass(frozen=True)
class Changes:
    """Everything that differs; a draft without a version before it has only added questions."""

    added: tuple[DraftQuestion, ...]
    removed: tuple[DraftQuestion, ...]
    changed: tuple[Reworded, ...]
    unchanged: int
    is_reordered: bool
    #: None without a version that is asked now.
    frame: Frame | None
    #: Nothing was ever asked under this code, so nothing goes on and nothing begins anew.
    is_first: bool
    #: The questions of the satisfaction figure differ: it begins anew and is not added to the earlier one.
    is_figure_new: bool

    @property
    def is_nothing(self) -> bool:
        """Is the draft what is asked already?"""
        is_asked_alike = not (self.added or self.removed or self.changed or self.is_reordered)
        return is_asked_alike and self.frame is not None and self.frame.is_same


def changes(draft: Draft, base: Questionnaire | None, earlier: Sequence[Questionnaire] = ()) -> Changes:
    """Return how a draft differs from the version asked until now, question by question and as a whole.

    `earlier` are all versions ever asked under its code, the newest first.
    """
    frame = None if base is None else Frame(draft_of(base), draft)
    before = {question.code: question for question in frame.before.questions} if frame else {}
    now = {question.code: question for question in draft.questions}
    kept = [code for code in now if code in before]
    changed = tuple(
        _reworded(now[code], before[code]) for code in kept if not _is_same(now[code], before[code])
    )
    return Changes(
        added=tuple(question for code, question in now.items() if code not in before),
        removed=tuple(question for code, question in before.items() if code not in now),
        changed=changed,
        unchanged=len(kept) - len(changed),
        is_reordered=kept != [code for code in before if code in now],
        frame=frame,
        is_first=base is None and not earlier,
        is_figure_new=is_figure_new(draft, base, earlier),
    )


def _others(factors: Sequence[Factor], known: Sequence[Factor]) -> tuple[Factor, ...]:
    codes = {factor.code for factor in known}
    return tuple(factor for factor in factors if factor.code not in codes)


def _asked_after(question: DraftQuestion) -> tuple[str, frozenset[str]] | None:
    """Return what a question waits for: of several answers any one will do, so their order says nothing."""
    condition = question.condition
    return None if condition is None else (condition.question, frozenset(condition.any_of))


def _is_same(now: DraftQuestion, before: DraftQuestion) -> bool:
    return _asked_after(now) == _asked_after(before) and replace(now, condition=before.condition) == before


def _reworded(now: DraftQuestion, before: DraftQuestion) -> Reworded:
    added, removed, _in_vietnamese = option_changes(now, before)
    earlier = {option.code: option.texts for option in before.options}
    differ = (option for option in now.options if option.texts != earlier.get(option.code, option.texts))
    return Reworded(now, before, added, removed, tuple(option.code for option in differ))
