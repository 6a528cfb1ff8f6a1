"""Basis: which questionnaire a figure rests on. Answers to different questionnaires are never added up.

Versions of one questionnaire are added up only when the same questions count – the scored ones and those about the
officer –, for the same scopes and by the same method; a version that changes one of these starts a basis of its own.
Questions that count in no figure may come and go. Two units' questions under one code are told apart as
core/domain/same_questions.py does.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from core.domain.questionnaire import Questionnaire, QuestionScope
from core.domain.rollup import Counts, tallies
from core.domain.same_questions import counting, goes_on
from core.domain.scoring import Method, Tally
from core.domain.standings import Pair, Standing, Target, TierGroup


class GroupKey(NamedTuple):
    """What a sum of cells is about; an absent dimension is id 0."""

    field_id: int
    officer_id: int
    channel: str
    tier: str
    version_id: int


@dataclass(frozen=True)
class Scores:
    """Additive numbers of one group of answers: persons per scope, five counts per level question."""

    persons: Mapping[QuestionScope, int]
    tallies: Mapping[str, Tally]

    def __add__(self, other: "Scores") -> "Scores":
        """Add two scores of the same basis."""
        return Scores(
            {scope: self.persons.get(scope, 0) + other.persons.get(scope, 0) for scope in QuestionScope},
            {
                code: self.tallies.get(code, Tally.zero()) + other.tallies.get(code, Tally.zero())
                for code in {**self.tallies, **other.tallies}
            },
        )


_NOTHING = Scores({}, {})
Scored = tuple[tuple[GroupKey, Scores], ...]


@dataclass(frozen=True)
class Basis:
    """One questionnaire, as the newest of its comparable versions words it."""

    questionnaire: Questionnaire
    version_ids: tuple[int, ...]

    @property
    def method(self) -> Method:
        """How its criteria become one figure."""
        return self.questionnaire.method

    def standing(
        self,
        parts: Iterable[Scores],
        scope: QuestionScope,
        tiers: TierGroup,
        *,
        target: Target | None = None,
    ) -> Standing:
        """Return where the answers of one group of tiers stand in the figure of that scope."""
        scores = reduce(Scores.__add__, parts, _NOTHING)
        return Standing(
            tiers=tiers,
            method=self.method,
            criteria=tuple(
                (question.code, scores.tallies.get(question.code, Tally.zero()))
                for question in self.questionnaire.criteria(scope)
            ),
            persons=scores.persons.get(scope, 0),
            target=target,
        )

    def pair(
        self,
        groups: Scored,
        scope: QuestionScope,
        *,
        target: Target | None = None,
    ) -> Pair:
        """Return verified and open answers side by side."""
        return Pair(
            *(
                self.standing(
                    (scores for key, scores in groups if TierGroup.of(key.tier) is tiers),
                    scope,
                    tiers,
                    target=target,
                )
                for tiers in (TierGroup.VERIFIED, TierGroup.OPEN)
            )
        )


def bases(versions: Mapping[int, Questionnaire]) -> tuple[Basis, ...]:
    """Return the questionnaires behind these versions, comparable versions put together."""
    together: dict[Hashable, list[int]] = {}
    for version_id, key in sorted(counting(versions).items(), key=lambda found: found[0]):
        together.setdefault(key, []).append(version_id)
    # The newest stands last: ids follow one another as versions were published, numbers only within a unit's line.
    return tuple(Basis(versions[ids[-1]], tuple(ids)) for ids in together.values())


def comparable(versions: Mapping[int, Questionnaire], basis: Basis) -> dict[int, Questionnaire]:
    """Return those of these versions, the basis' own among them, whose answers may be added to those of the basis."""
    asked = [versions[number] for number in basis.version_ids]
    return {number: version for number, version in versions.items() if goes_on(version, asked)}


def choose(versions: Mapping[int, Questionnaire], sums: Mapping[GroupKey, Counts]) -> Basis | None:
    """Return the questionnaire most people answered; of equals the one named first. None when nobody did."""
    answered = [basis for basis in bases(versions) if persons(basis, sums)]
    return min(
        answered,
        key=lambda basis: (-persons(basis, sums), basis.questionnaire.code, basis.version_ids),
        default=None,
    )


def persons(basis: Basis, sums: Mapping[GroupKey, Counts]) -> int:
    """Return how many people are counted in the office's figure by this questionnaire."""
    return sum(counts.persons[1] for key, counts in sums.items() if key.version_id in basis.version_ids)


def select(basis: Basis, versions: Mapping[int, Questionnaire], sums: Mapping[GroupKey, Counts]) -> Scored:
    """Return the groups answered on this basis, scored."""
    return tuple(
        (key, scores(versions[key.version_id], counts))
        for key, counts in sums.items()
        if key.version_id in basis.version_ids
    )


def grouped(scored: Scored, place: Callable[[GroupKey], int]) -> dict[int, Scored]:
    """Return the groups by field or officer, so that each is looked up once."""
    found: dict[int, list[tuple[GroupKey, Scores]]] = {}
    for key, score in scored:
        found.setdefault(place(key), []).append((key, score))
    return {subject: tuple(groups) for subject, groups in found.items()}


def scores(questionnaire: Questionnaire, counts: Counts) -> Scores:
    """Return what summed counters of one version say about its level questions."""
    _, office, field, officer = counts.persons
    return Scores(
        {QuestionScope.OFFICE: office, QuestionScope.FIELD: field, QuestionScope.OFFICER: officer},
        {
            **tallies(questionnaire, QuestionScope.OFFICE, counts.slots),
            **tallies(questionnaire, QuestionScope.OFFICER, counts.slots),
        },
    )
