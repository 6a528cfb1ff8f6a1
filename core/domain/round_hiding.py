"""Hiding: which questions and ways of asking of a round's report rest on too few people (docs/promises.md R9)."""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from core.domain.ladder import LEAST_NEW, Cadence
from core.domain.questionnaire import GIVEN, POLES, Kind, Option, Question, Questionnaire, QuestionScope
from core.domain.rollup import Counts
from core.domain.submission import Channel

#: People a reported figure rests on at least, and by which two reports of one round differ at least.
LEAST_REPORTED = LEAST_NEW[Cadence.DAY]
#: A round's counts by the way they came.
ByChannel = Mapping[Channel, Counts]


@dataclass(frozen=True)
class Earlier:
    """What the reports before this one ask of it, so that no difference tells what they hid (see `round_steps`)."""

    #: Channels that were left out: they stay so.
    channels: frozenset[Channel] = frozenset()
    #: Questions that were left out: they enter no channel's figure.
    questions: frozenset[str] = frozenset()
    #: Of several-of-many questions, the people their shares are of.
    bases: Mapping[str, int] = field(default_factory=dict)


NOTHING_EARLIER = Earlier()


def total(counts: Iterable[Counts]) -> Counts | None:
    """Add up counts of one questionnaire version; None where there are none."""
    whole: Counts | None = None
    for each in counts:
        whole = whole + each if whole else each
    return whole


def answers_by_question(questionnaire: Questionnaire, counts: Counts) -> dict[str, int]:
    """Return how many answers each question has that is counted; of several-of-many, the most chosen option's."""
    found = {}
    for question in counted(questionnaire):
        chosen = [counts.slots[option.slot] for option in valid(question)]
        found[question.code] = max(chosen, default=0) if question.kind is Kind.MULTI else sum(chosen)
    return found


def hidden_questions(questionnaire: Questionnaire, counts: Counts, least: int) -> frozenset[str]:
    """Return the questions that somebody answered, but fewer people than `least`."""
    return frozenset(code for code, n in answers_by_question(questionnaire, counts).items() if 0 < n < least)


def covered_channels(
    questionnaire: Questionnaire, by_channel: ByChannel, hidden: Set[str], least: int
) -> frozenset[Channel]:
    """Return the channels to be left out: too small ones, and enough beside them that none can be worked out.

    Too small is one by which fewer people came, or one whose figure may rest on fewer: no scored question that is
    shown was answered by as many.
    """
    used = sorted(
        (counts.persons[0], channel, rests_on(questionnaire, counts, hidden))
        for channel, counts in by_channel.items()
        if counts.persons[0]
    )
    covered = {channel: (n, scored) for n, channel, scored in used if n < least or 0 < scored < least}
    for n, channel, scored in used:
        people, figures = (sum(each[at] for each in covered.values()) for at in (0, 1))
        if not covered or (len(covered) > 1 and people >= least and not 0 < figures < least):
            break
        covered[channel] = (n, scored)
    return frozenset(covered)


def rests_on(questionnaire: Questionnaire, counts: Counts, hidden: Set[str]) -> int:
    """Return how many people a figure rests on at least: those who answered the scored question most answered."""
    answered = answers_by_question(questionnaire, counts)
    scored = questionnaire.criteria(QuestionScope.OFFICE)
    return max((answered[question.code] for question in scored if question.code not in hidden), default=0)


def counted(questionnaire: Questionnaire) -> list[Question]:
    """Return the questions a count says something about: not those for words, nor the order the levels stood in."""
    return [
        question
        for question in questionnaire.questions
        if question.kind is not Kind.TEXT and question.code != POLES
    ]


def valid(question: Question) -> list[Option]:
    """Return the options that are answers: of a level question the five levels, of a number that one was given."""
    if question.kind is Kind.LEVEL:
        return [option for option in question.options if option.code in "12345"]
    if question.kind is Kind.NUMBER:
        return [question.option(GIVEN)]
    return list(question.options)
