"""Counts as cells hold them, for tests that need many answers at once and not how each of them came."""

from core.domain.builtin import QUICK
from core.domain.questionnaire import Questionnaire, QuestionScope
from core.domain.rollup import Counts

#: Five counts, worst to best.
Levels = tuple[int, int, int, int, int]


def counted(
    levels: Levels, *, officer: Levels = (0, 0, 0, 0, 0), questionnaire: Questionnaire = QUICK
) -> Counts:
    """Return the counts of people who gave these levels, worst to best, to every scored question.

    `officer` are the levels of the question about the officer alone, where it is not a scored one.
    """
    slots = [0] * (questionnaire.parts * 48)
    scored = questionnaire.criteria(QuestionScope.OFFICE)
    asked = [(question, levels) for question in scored]
    asked += [
        (question, officer)
        for question in questionnaire.criteria(QuestionScope.OFFICER)
        if question not in scored
    ]
    for question, given in asked:
        for level, count in zip("12345", given, strict=True):
            slots[question.option(level).slot] += count
    n = sum(levels)
    return Counts((n, n, n, sum(officer) or n), tuple(slots))


def satisfied(n: int, of: int) -> Levels:
    """Return levels with n satisfied people of so many; the others find it neutral."""
    return (0, 0, of - n, n, 0)
