"""Results per question, live for those who may read that, else from published steps (docs/promises.md R2)."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.access import Permission, Scope
from core.domain.course import stretch
from core.domain.ladder import Rung, cadence_of
from core.domain.periods import Period
from core.domain.question_results import Line, lines, with_course
from core.domain.questionnaire import Questionnaire
from core.domain.rollup import Counts
from core.domain.scoring import MIN_FOR_TARGET
from core.domain.standings import TierGroup
from core.queries import cell_sums, published, questionnaires, steps
from core.queries.steps import Span

#: Published questions are read by these fields of a rung; channels are not published for an office.
_BY = ("tier", "version_id")


@dataclass(frozen=True)
class QuestionResults:
    """A period of one questionnaire, question by question."""

    period: Period
    #: The questionnaires that were answered, by identity, each as its newest version names it.
    codes: Mapping[str, Questionnaire]
    #: The one that is shown; None: nobody answered anything.
    code: str | None
    lines: tuple[Line, ...]
    #: The tiers the courses are drawn from.
    leading: TierGroup
    #: The days published figures speak about; None for live ones.
    span: Span | None = None


def live(scope: Scope, period: Period, code: str) -> QuestionResults:
    """Return the live answers to a questionnaire, or to the one most people answered. Raise AccessDenied.

    Three statements, however many answers or versions; four for a free span.
    """
    scope.require(Permission.READ_LIVE_RESULTS)
    numbers, over = cell_sums.versions_with_course(scope, period)
    answered = questionnaires.versions(scope, numbers)
    sums = cell_sums.by_way(scope, period, answered)
    chosen = _chosen(answered, sums, code)
    if chosen is None:
        return QuestionResults(period, {}, None, (), TierGroup.VERIFIED)
    own = {way: counts for way, counts in sums.items() if answered[way[2]].identity == chosen}
    leading = _leading(own)
    before = _of_code(questionnaires.versions(scope, over), chosen)
    by_day = cell_sums.questions_by_day(scope, stretch(period), before, leading.tiers)
    asked = _of_code(answered, chosen)
    return QuestionResults(
        period,
        _codes(answered),
        chosen,
        tuple(with_course(line, period, leading, {**asked, **before}, by_day) for line in lines(asked, own)),
        leading,
    )


def closed(scope: Scope, period: Period, code: str) -> QuestionResults:
    """Return what is published of a questionnaire's questions: those that count in a figure. Raise AccessDenied."""
    scope.require(Permission.READ_RESULTS)
    moved = steps.moved(scope, cadence_of(scope.role), period, is_about_officers=False, by=_BY)
    versions = published.versions(scope, moved)
    sums = {_way(rung): what.counts for rung, what in moved.items()}
    chosen = _chosen(versions, sums, code)
    own = {way: counts for way, counts in sums.items() if versions[way[2]].identity == chosen}
    return QuestionResults(
        period,
        _codes(versions),
        chosen,
        lines(_of_code(versions, chosen or ""), own),
        _leading(own),
        published.joint(
            what.span for rung, what in moved.items() if versions[rung.version_id].identity == chosen
        ),
    )


def _way(rung: Rung) -> tuple[str, str, int]:
    return "", rung.tier, rung.version_id


def _of_code(versions: Mapping[int, Questionnaire], code: str) -> dict[int, Questionnaire]:
    return {number: version for number, version in versions.items() if version.identity == code}


def _codes(versions: Mapping[int, Questionnaire]) -> dict[str, Questionnaire]:
    newest = {versions[number].identity: versions[number] for number in sorted(versions)}
    return dict(sorted(newest.items()))


def _chosen(
    versions: Mapping[int, Questionnaire], sums: Mapping[tuple[str, str, int], Counts], code: str
) -> str | None:
    """Return the code that was asked for, else the one with most answers."""
    people: dict[str, int] = {}
    for (_, _, number), counts in sums.items():
        name = versions[number].identity
        people[name] = people.get(name, 0) + counts.persons[0]
    if code in people:
        return code
    return min(people, key=lambda one: (-people[one], one), default=None)


def _leading(sums: Mapping[tuple[str, str, int], Counts]) -> TierGroup:
    """Return the tiers the courses come from, as the overview's headline chooses them.

    By the people in the office's figure; where no question counts in one, by all who answered.
    """
    answered, figured = dict.fromkeys(TierGroup, 0), dict.fromkeys(TierGroup, 0)
    for (_, tier, _), counts in sums.items():
        answered[TierGroup.of(tier)] += counts.persons[0]
        figured[TierGroup.of(tier)] += counts.persons[1]
    people = figured if any(figured.values()) else answered
    is_verified = people[TierGroup.VERIFIED] >= MIN_FOR_TARGET or not people[TierGroup.OPEN]
    return TierGroup.VERIFIED if is_verified else TierGroup.OPEN
