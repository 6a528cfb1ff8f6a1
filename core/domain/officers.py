"""Officers: what a period says about the people who serve: described one by one, compared among colleagues, unranked.

Described is the whole of an officer's answers, verified and open ones apart. Compared is only what can be: the answers
of one field, channel and trust tier, A or B, against the colleagues in the same (docs/promises.md R8).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from core.domain import fairness
from core.domain.alphabet import by_given_name
from core.domain.basis import Basis, GroupKey, Scored, bases, grouped, select
from core.domain.fairness import Comparison, Rated
from core.domain.overview import OfficerLine
from core.domain.periods import Period
from core.domain.questionnaire import Questionnaire, QuestionScope
from core.domain.rollup import Counts
from core.domain.standings import Standing, TierGroup
from core.domain.subjects import Field, Office, Officer
from core.domain.submission import ABSENT, Channel, Tier

#: Where counts of cells keep the people who said something about the officer.
_ABOUT_OFFICER = 3


@dataclass(frozen=True)
class Member:
    """One officer among the colleagues of a group. Under ten answers only their number is known here."""

    officer: Officer
    n: int
    standing: Standing | None
    #: None: not enough answers, or not enough colleagues, to compare.
    comparison: Comparison | None


@dataclass(frozen=True)
class Group:
    """The officers of one field, channel and tier in alphabetical order, and the mean of those described."""

    field: Field
    channel: Channel
    tier: Tier
    mean: Fraction | None
    members: tuple[Member, ...]

    @property
    def is_compared(self) -> bool:
        """Do enough officers qualify?"""
        return any(member.comparison for member in self.members)


@dataclass(frozen=True)
class Officers:
    """One period of an office's officers."""

    period: Period
    #: None: nobody said anything about an officer.
    basis: Basis | None
    groups: tuple[Group, ...]
    described: tuple[OfficerLine, ...]

    def of(self, officer_id: int) -> "Officers":
        """Return what concerns one officer alone: no colleague, and no mean that would tell of them."""
        own = (
            replace(group, mean=None, members=members)
            for group in self.groups
            if (members := tuple(member for member in group.members if member.officer.id == officer_id))
        )
        described = tuple(line for line in self.described if line.officer_id == officer_id)
        return replace(self, groups=tuple(own), described=described)


def derive(
    period: Period,
    office: Office,
    *,
    versions: Mapping[int, Questionnaire],
    sums: Mapping[GroupKey, Counts],
) -> Officers:
    """Return the officers of a period by the questionnaire in which most people spoke about them."""
    about = {key: counts for key, counts in sums.items() if key.officer_id != ABSENT}
    basis = choose(versions, about)
    if basis is None:
        return Officers(period, None, (), _described(None, (), office.officers))
    scored = select(basis, versions, about)
    return Officers(
        period, basis, tuple(_groups(basis, scored, office)), _described(basis, scored, office.officers)
    )


def choose(versions: Mapping[int, Questionnaire], sums: Mapping[GroupKey, Counts]) -> Basis | None:
    """Return the questionnaire in which most people said something about an officer; None when nobody did."""

    def people(basis: Basis) -> int:
        return sum(
            counts.persons[_ABOUT_OFFICER]
            for key, counts in sums.items()
            if key.version_id in basis.version_ids
        )

    spoken = [(basis, people(basis)) for basis in bases(versions)]
    return min(
        (basis for basis, n in spoken if n),
        key=lambda basis: (-people(basis), basis.questionnaire.code, basis.version_ids),
        default=None,
    )


def _described(basis: Basis | None, scored: Scored, officers: Iterable[Officer]) -> tuple[OfficerLine, ...]:
    by_officer = grouped(scored, lambda key: key.officer_id)
    lines = []
    for officer in alphabetical(officers):
        pair = basis.pair(by_officer.get(officer.id, ()), QuestionScope.OFFICER) if basis else None
        if officer.is_active or (pair and pair.n):
            lines.append(OfficerLine.of(officer, pair))
    return tuple(lines)


def alphabetical(officers: Iterable[Officer]) -> list[Officer]:
    """Return officers as a Vietnamese reader looks for them."""
    return sorted(officers, key=lambda officer: (by_given_name(officer.name), officer.id))


def _groups(basis: Basis, scored: Scored, office: Office) -> Iterable[Group]:
    for field in office.fields:
        of_field = tuple(item for item in scored if item[0].field_id == field.id)
        for channel in Channel:
            for tier in (Tier.A, Tier.B):
                same = tuple(item for item in of_field if item[0].channel == channel and item[0].tier == tier)
                if same and (group := _group(basis, same, office, field, channel, tier)):
                    yield group


def _group(
    basis: Basis, scored: Scored, office: Office, field: Field, channel: Channel, tier: Tier
) -> Group | None:
    """Return the group, or None while nobody in it is described."""
    standings = {
        officer_id: basis.standing((score for _, score in own), QuestionScope.OFFICER, TierGroup.of(tier))
        for officer_id, own in grouped(scored, lambda key: key.officer_id).items()
    }
    rated = [Rated.of(number, standing.figure) for number, standing in standings.items() if standing.figure]
    described = [each for each in rated if each.is_described]
    if not described:
        return None
    compared = fairness.compare(rated)
    members = tuple(
        Member(
            officer,
            standings[officer.id].n,
            standings[officer.id] if standings[officer.id].is_described else None,
            compared[officer.id].comparison if officer.id in compared else None,
        )
        for officer in alphabetical(office.officers)
        if officer.id in standings and standings[officer.id].n
    )
    return Group(field, channel, tier, fairness.mean(described), members)
