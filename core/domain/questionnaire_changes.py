"""Changes: what a draft makes different from the version asked before, for its author to read before publishing."""

from dataclasses import dataclass

from core.domain.questionnaire import Questionnaire
from core.domain.questionnaire_constancy import option_changes, scored
from core.domain.questionnaire_draft import Draft, DraftQuestion, draft_of


@dataclass(frozen=True)
class Reworded:
    """One question that stays and looks different: its words before, and the codes of its options that changed."""

    question: DraftQuestion
    before: DraftQuestion
    added: tuple[str, ...]
    removed: tuple[str, ...]
    reworded: tuple[str, ...]

    @property
    def is_asked_of_others(self) -> bool:
        """Is it asked after other answers than before?"""
        return self.question.condition != self.before.condition


@dataclass(frozen=True)
class Changes:
    """Everything that differs; a draft without a version before it has only added questions."""

    added: tuple[DraftQuestion, ...]
    removed: tuple[DraftQuestion, ...]
    changed: tuple[Reworded, ...]
    unchanged: int
    is_reordered: bool
    #: The questions of the satisfaction figure differ: it begins anew and is not added to the earlier one.
    is_figure_new: bool

    @property
    def is_nothing(self) -> bool:
        """Is the draft what is asked already?"""
        return not (self.added or self.removed or self.changed or self.is_reordered)


def changes(draft: Draft, base: Questionnaire | None) -> Changes:
    """Return how a draft differs from the version before it, question by question."""
    before = draft_of(base).questions if base is not None else ()
    earlier = {question.code: question for question in before}
    now = {question.code: question for question in draft.questions}
    kept = [code for code in now if code in earlier]
    changed = tuple(
        Reworded(now[code], earlier[code], *option_changes(now[code], earlier[code]))
        for code in kept
        if now[code] != earlier[code]
    )
    return Changes(
        added=tuple(question for code, question in now.items() if code not in earlier),
        removed=tuple(question for code, question in earlier.items() if code not in now),
        changed=changed,
        unchanged=len(kept) - len(changed),
        is_reordered=kept != [code for code in earlier if code in now],
        is_figure_new=base is not None and scored(draft) != scored(draft_of(base)),
    )
