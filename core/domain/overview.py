"""Overview: everything the first page of the desk says about a period, derived from sums of cells.

Which questionnaire: the one most people answered in the period gives every figure of the page; each other one is a line
of its own with its own n, because a one-tap share and a mean of 19 criteria are different measurements
(docs/promises.md P7).
Which tiers: A and B together lead from 30 people on, with C beside them; before that C leads, marked as unverified, and
A and B stand beside it. Fields and trend follow the tiers that lead, so that they explain the headline.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.domain.alphabet import by_given_name
from core.domain.basis import Basis, GroupKey, Scored, bases, choose, grouped, persons, select
from core.domain.course import Course
from core.domain.field_lines import FieldLine, field_lines
from core.domain.periods import Period
from core.domain.questionnaire import Questionnaire, QuestionScope
from core.domain.rollup import Counts
from core.domain.scoring import MIN_FOR_TARGET, Method
from core.domain.standings import Pair, Standing, Target, TierGroup, strictest
from core.domain.subjects import Field, Office, Officer
from core.domain.submission import Channel, Tier
from core.domain.target_sets.model import Subject


@dataclass(frozen=True)
class OfficerLine:
    """One officer. Under ten answers only their number is known here, so that nobody can print more."""

    name: str
    title: str
    verified_n: int
    open_n: int
    verified: Standing | None
    open: Standing | None
    officer_id: int = 0

    @classmethod
    def of(cls, officer: Officer, pair: Pair | None) -> "OfficerLine":
        """Return the line of an officer; a standing of too few answers is left out."""
        if pair is None:
            return cls(officer.name, officer.title, 0, 0, None, None, officer.id)
        return cls(
            officer.name,
            officer.title,
            verified_n=pair.verified.n,
            open_n=pair.open.n,
            verified=pair.verified if pair.verified.is_described else None,
            open=pair.open if pair.open.is_described else None,
            officer_id=officer.id,
        )


@dataclass(frozen=True)
class ChannelLine:
    """How the answers of one way in and one group of tiers turned out."""

    channel: Channel
    standing: Standing


@dataclass(frozen=True)
class TierLine:
    """How the answers of one trust tier turned out."""

    tier: Tier
    standing: Standing


@dataclass(frozen=True)
class BasisLine:
    """The whole office by another questionnaire."""

    basis: Basis
    pair: Pair


@dataclass(frozen=True, kw_only=True)
class Overview:
    """One period of one office."""

    period: Period
    #: None: nobody answered.
    basis: Basis | None
    #: The tiers that give the headline, the field list and the trend.
    leading: TierGroup
    office: Pair
    tiers: tuple[TierLine, ...]
    fields: tuple[FieldLine, ...]
    #: Active fields nobody answered about.
    silent_fields: tuple[Field, ...]
    officers: tuple[OfficerLine, ...]
    channels: tuple[ChannelLine, ...]
    others: tuple[BasisLine, ...]
    course: Course | None = None

    @property
    def bases(self) -> tuple[Basis, ...]:
        """Every questionnaire of the page, the one of the headline first."""
        return (*((self.basis,) if self.basis else ()), *(line.basis for line in self.others))

    @property
    def headline(self) -> Standing:
        """The figure of the office."""
        return self.office.of(self.leading)

    @property
    def beside(self) -> Standing:
        """The same figure by the other tiers, never added to the headline."""
        return self.office.of(self.leading.other)


def leading_tiers(office: Pair) -> TierGroup:
    """Return the tiers whose figure is the headline; without any open answer verified ones are, however few."""
    if office.verified.n >= MIN_FOR_TARGET or not office.open.n:
        return TierGroup.VERIFIED
    return TierGroup.OPEN


def derive(
    period: Period,
    office: Office,
    *,
    versions: Mapping[int, Questionnaire],
    sums: Mapping[GroupKey, Counts],
) -> Overview:
    """Return the overview without its course; targets are those in force on the period's last day."""
    targets = tuple(target for target in office.targets if target.holds_on(period.last))
    overall = strictest(target for target in targets if target.subject is Subject.OVERALL)
    basis = choose(versions, sums)
    if basis is None:
        nobody = Pair(*(_nobody(tiers, overall) for tiers in (TierGroup.VERIFIED, TierGroup.OPEN)))
        return Overview(
            period=period,
            basis=None,
            leading=leading_tiers(nobody),
            office=nobody,
            tiers=tuple(TierLine(tier, _nobody(TierGroup.of(tier), None)) for tier in Tier),
            fields=(),
            silent_fields=tuple(field for field in office.fields if field.is_active),
            officers=tuple(
                OfficerLine.of(officer, None)
                for officer in _alphabetical(office.officers)
                if officer.is_active
            ),
            channels=(),
            others=(),
        )
    scored = select(basis, versions, sums)
    whole = basis.pair(scored, QuestionScope.OFFICE, target=overall)
    lines, silent = field_lines(basis, scored, office, targets)
    return Overview(
        period=period,
        basis=basis,
        leading=leading_tiers(whole),
        office=whole,
        tiers=_tiers(basis, scored),
        fields=lines,
        silent_fields=silent,
        officers=_officers(basis, scored, office.officers),
        channels=_channels(basis, scored),
        others=_others(basis, versions, sums),
    )


def _nobody(tiers: TierGroup, target: Target | None) -> Standing:
    return Standing(tiers=tiers, method=Method.TOP2_CRITERIA_MEAN, target=target)


def _officers(basis: Basis, scored: Scored, officers: Iterable[Officer]) -> tuple[OfficerLine, ...]:
    """Return one line per active officer and per former one with answers, in alphabetical order."""
    by_officer = grouped(scored, lambda key: key.officer_id)
    lines = []
    for officer in _alphabetical(officers):
        pair = basis.pair(by_officer.get(officer.id, ()), QuestionScope.OFFICER)
        if officer.is_active or pair.n:
            lines.append(OfficerLine.of(officer, pair))
    return tuple(lines)


def _alphabetical(officers: Iterable[Officer]) -> list[Officer]:
    return sorted(officers, key=lambda officer: by_given_name(officer.name))


def _channels(basis: Basis, scored: Scored) -> tuple[ChannelLine, ...]:
    """Return a line for each way in that was used, verified and open answers apart."""
    lines = []
    for channel in Channel:
        pair = basis.pair(
            tuple(group for group in scored if group[0].channel == channel), QuestionScope.OFFICE
        )
        lines += [ChannelLine(channel, standing) for standing in (pair.verified, pair.open) if standing.n]
    return tuple(lines)


def _tiers(basis: Basis, scored: Scored) -> tuple[TierLine, ...]:
    return tuple(
        TierLine(
            tier,
            basis.standing(
                (score for key, score in scored if key.tier == tier),
                QuestionScope.OFFICE,
                TierGroup.of(tier),
            ),
        )
        for tier in Tier
    )


def _others(
    chosen: Basis, versions: Mapping[int, Questionnaire], sums: Mapping[GroupKey, Counts]
) -> tuple[BasisLine, ...]:
    """Return the office by each other questionnaire that was answered, the most answered first."""
    others = [
        basis for basis in bases(versions) if basis.version_ids != chosen.version_ids and persons(basis, sums)
    ]
    return tuple(
        BasisLine(basis, basis.pair(select(basis, versions, sums), QuestionScope.OFFICE))
        for basis in sorted(others, key=lambda basis: -persons(basis, sums))
    )
