"""A questionnaire that asks in every way: the quick set with numbers, words, and questions that depend on others."""

from dataclasses import replace

from core.db import write
from core.domain.builtin import QUICK
from core.domain.publishing import version_of
from core.domain.questionnaire import Condition, Kind, Questionnaire, QuestionScope
from core.domain.questionnaire_draft import Draft, DraftOption, DraftQuestion, draft_of
from core.queries import entries
from core.services import questionnaires
from tests.support.worlds import World

WAITED = DraftQuestion(
    "waited", Kind.NUMBER, QuestionScope.OFFICE, {"vi": "Ông/Bà chờ bao nhiêu phút?"}, low=0, high=480
)
RETURNED = DraftQuestion(
    "returned",
    Kind.CHOICE,
    QuestionScope.OFFICE,
    {"vi": "Hồ sơ có bị trả lại không?", "en": "Were your papers returned?"},
    options=(DraftOption("1", {"vi": "Có", "en": "Yes"}), DraftOption("2", {"vi": "Không", "en": "No"})),
)
TIMES = DraftQuestion(
    "times",
    Kind.NUMBER,
    QuestionScope.OFFICE,
    {"vi": "Bị trả lại mấy lần?", "en": "How often?"},
    condition=Condition("returned", ("1",)),
    low=1,
    high=9,
)
WHY = DraftQuestion(
    "why",
    Kind.TEXT,
    QuestionScope.OFFICE,
    {"vi": "Vì sao bị trả lại?", "en": "Why were they returned?"},
    condition=Condition("returned", ("1",)),
    high=40,
)
WISH = DraftQuestion("wish", Kind.TEXT, QuestionScope.OFFICE, {"vi": "Nên đổi điều gì trước?"}, high=200)
ADDED = (WAITED, RETURNED, TIMES, WHY, WISH)


def draft(*, randomises_poles: bool = False) -> Draft:
    """Return the quick set with every kind of question behind it."""
    quick = draft_of(QUICK)
    return replace(quick, questions=(*quick.questions, *ADDED), randomises_poles=randomises_poles)


def version(number: int = 2, *, randomises_poles: bool = False) -> Questionnaire:
    """Return the same as a version."""
    return version_of(draft(randomises_poles=randomises_poles), number)


def ask(asked: Questionnaire, *, unit_id: int = World.commune) -> int:
    """Publish a version, let a unit and those below it ask it from now on, and return its id."""
    with write() as connection:
        version_id = questionnaires.publish(connection, asked, unit_id=unit_id)
        questionnaires.choose(connection, unit_id, asked.code, version_id, account_id=1)
    entries.forget_head()
    return version_id
