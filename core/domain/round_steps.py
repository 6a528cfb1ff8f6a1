"""Steps: what the next report of a round takes of its settled answers, so that no two reports tell of a few people.

Everybody who reads rounds can take one report from the next. So whatever is published moves by nothing or by at least
`least` people, as on the ladder (core/domain/ladder.py); what gained fewer stays as it was reported and waits for more,
while everything else moves.
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from core.domain.questionnaire import Kind, Questionnaire, QuestionScope
from core.domain.rollup import Counts
from core.domain.round_hiding import (
    LEAST_REPORTED,
    NOTHING_EARLIER,
    ByChannel,
    Earlier,
    answers_by_question,
    covered_channels,
    hidden_questions,
    rests_on,
    total,
)
from core.domain.submission import Channel, Quality

#: What the rows of a report are about: the way of asking, and the trust tier.
Key = tuple[Channel, str]
ByKey = Mapping[Key, Counts]
Labels = Mapping[Key, Mapping[Quality, int]]


@dataclass(frozen=True)
class Step:
    """The next report: its counts and labels."""

    counts: dict[Key, Counts]
    labels: dict[Key, dict[Quality, int]]


@dataclass(frozen=True)
class _Waiting:
    """What stays as it was reported among the channels that move: questions, and what a channel says of scored ones."""

    questions: frozenset[str]
    scored: frozenset[Channel]


def step(
    questionnaire: Questionnaire,
    reported: ByKey,
    settled: ByKey,
    *,
    reported_labels: Labels,
    settled_labels: Labels,
    least: int = LEAST_REPORTED,
) -> Step | None:
    """Return the next report; None while there is nothing that may be reported and is not.

    The first takes everything once `least` people answered. A later one takes each way of asking by which as many
    answered since; of these, each question as many answered, or that was not shown so far; and of a way of asking its
    scored questions only where as many answered one of them.
    """
    now, before = by_channel(settled), by_channel(reported)
    if not reported:
        whole = total(now.values())
        moved = frozenset(now) if whole and whole.persons[0] >= least else frozenset[Channel]()
    else:
        gains = {channel: counts + -before.get(channel, _nothing(counts)) for channel, counts in now.items()}
        moved = frozenset(channel for channel, gain in gains.items() if gain.persons[0] >= least)
    if not moved:
        return None
    waiting = _Waiting(frozenset(), frozenset())
    if reported:
        waiting = _waiting(questionnaire, before, {channel: gains[channel] for channel in moved}, least)
    counts = {
        key: _taken(questionnaire, reported.get(key), settled[key], waiting, key[0])
        for key in settled
        if key[0] in moved
    }
    kept = {key: each for key, each in reported.items() if key not in counts}
    return Step({**kept, **counts}, _labels(reported_labels, settled_labels, moved, least))


def earlier(questionnaire: Questionnaire, reports: Sequence[ByChannel], least: int) -> Earlier:
    """Return what these reports, the first one first, ask of the last of them, which is being read.

    What one of them left out could be worked out from a later one that shows it beside the same people. And where a
    several-of-many question stands as it stood before, its shares are still of the people there were then.
    """
    found, bases, last = NOTHING_EARLIER, dict[str, int](), None
    for by_way in reports:
        counts = total(by_way.values())
        if counts is None:
            continue
        questions = found.questions | hidden_questions(questionnaire, counts, least)
        channels = found.channels | covered_channels(questionnaire, by_way, questions, least)
        for question in questionnaire.questions:
            if question.kind is Kind.MULTI and (
                last is None
                or any(last.slots[each.slot] != counts.slots[each.slot] for each in question.options)
            ):
                bases[question.code] = counts.persons[0]
        found, last = Earlier(channels, questions), counts
    return Earlier(found.channels, found.questions, bases)


def by_channel(found: ByKey) -> dict[Channel, Counts]:
    """Add up the tiers of each channel: in a round the way of asking tells what an answer is worth, not a visit."""
    added: dict[Channel, Counts] = {}
    for (channel, _), counts in found.items():
        added[channel] = added[channel] + counts if channel in added else counts
    return added


def _nothing(like: Counts) -> Counts:
    return Counts((0, 0, 0, 0), (0,) * len(like.slots))


def _waiting(questionnaire: Questionnaire, before: ByChannel, gains: ByChannel, least: int) -> _Waiting:
    """Return what waits; a channel that waits takes its people from questions, so one goes on until nothing changes."""
    found = _Waiting(frozenset(), frozenset())
    while True:
        questions = found.questions | _few_questions(questionnaire, before, gains, found.scored, least)
        unseen = questions | _unseen(questionnaire, before, gains, least)
        scored = found.scored | {
            channel
            for channel, gain in gains.items()
            if 0 < rests_on(questionnaire, gain, unseen) < least or 0 < gain.persons[1] < least
        }
        if (questions, scored) == (found.questions, found.scored):
            return found
        found = _Waiting(questions, scored)


def _few_questions(
    questionnaire: Questionnaire, before: ByChannel, gains: ByChannel, waiting: Set[Channel], least: int
) -> frozenset[str]:
    """Return the questions that are shown and gained some answers, but too few."""
    known, gained = _answered(questionnaire, before), _gained(questionnaire, gains, waiting)
    return frozenset(code for code, n in gained.items() if n < least <= known.get(code, 0) and n)


def _unseen(questionnaire: Questionnaire, before: ByChannel, gains: ByChannel, least: int) -> frozenset[str]:
    """Return the questions that too few answered up to now: they are in no figure."""
    known, gained = _answered(questionnaire, before), _gained(questionnaire, gains, frozenset())
    return frozenset(code for code, n in gained.items() if known.get(code, 0) + n < least)


def _answered(questionnaire: Questionnaire, found: ByChannel) -> dict[str, int]:
    counts = total(found.values())
    return answers_by_question(questionnaire, counts) if counts else {}


def _gained(questionnaire: Questionnaire, gains: ByChannel, waiting: Set[Channel]) -> dict[str, int]:
    """Return the new answers to each question; to scored ones, without those of channels that wait with them."""
    scored = {question.code for question in questionnaire.criteria(QuestionScope.OFFICE)}
    rest = {channel: gain for channel, gain in gains.items() if channel not in waiting}
    found, moving = _answered(questionnaire, gains), _answered(questionnaire, rest)
    return {code: moving.get(code, 0) if code in scored else n for code, n in found.items()}


def _taken(
    questionnaire: Questionnaire, old: Counts | None, new: Counts, waiting: _Waiting, channel: Channel
) -> Counts:
    """Return the settled counts of a key with what waits as it was reported."""
    old = old or _nothing(new)
    codes = set(waiting.questions)
    if channel in waiting.scored:
        codes |= {question.code for question in questionnaire.criteria(QuestionScope.OFFICE)}
    kept = {
        option.slot
        for question in questionnaire.questions
        if question.code in codes
        for option in question.options
    }
    persons = (new.persons[0], *old.persons[1:]) if channel in waiting.scored else new.persons
    slots = (old.slots[at] if at in kept else n for at, n in enumerate(new.slots))
    return Counts(persons, tuple(slots))


def _labels(
    reported: Labels, settled: Labels, moved: Set[Channel], least: int
) -> dict[Key, dict[Quality, int]]:
    """Return the labels of the next report: one that is shown and gained too few answers stays as it was."""
    known, gained = dict[Quality, int](), dict[Quality, int]()
    for found, own, sign in ((known, reported, 1), (gained, settled, 1), (gained, reported, -1)):
        for (channel, _), counted in own.items():
            for label, n in counted.items() if channel in moved or found is known else ():
                found[label] = found.get(label, 0) + sign * n
    few = {label for label, n in gained.items() if n and n < least <= known.get(label, 0)}
    taken = {key: dict(counted) for key, counted in reported.items()}
    for key, counted in settled.items():
        if key[0] in moved:
            old = reported.get(key, {})
            taken[key] = {label: old.get(label, 0) if label in few else n for label, n in counted.items()}
    return taken
