"""Officer lines: officers described and compared, one figure after the other, as the CSV file lists them."""

from collections.abc import Iterator

from flask_babel import gettext as _

from core import labels
from core.domain.officers import Group, Member, Officers
from core.domain.standings import TierGroup
from core.domain.submission import Tier
from core.queries.steps import Span
from core.reports.lines_csv import Line


def of_officers(officers: Officers, span: Span | None) -> Iterator[Line]:
    """Yield every comparison, then every description; a published number under ten is not known and not written."""
    first, last = (span.first, span.last) if span else (None, None)
    for group in officers.groups:
        for member in group.members:
            yield Line(
                part=_("Officer, in one field and channel"),
                name=member.officer.name,
                field=named(group),
                channel=str(labels.CHANNEL_NAMES[group.channel]),
                answers=f"{group.tier} – {labels.TIER_NAMES[group.tier]}",
                standing=member.standing,
                n=member.n,
                verdict=comparison(member),
                mean=group.mean,
                first=first,
                last=last,
            )
    for line in officers.described:
        for tiers, standing, n in (
            (TierGroup.VERIFIED, line.verified, line.verified_n),
            (TierGroup.OPEN, line.open, line.open_n),
        ):
            if standing or n:
                answers = (
                    labels.TIER_NAMES[Tier.C] if tiers is TierGroup.OPEN else labels.TIER_GROUP_NAMES[tiers]
                )
                yield Line(
                    part=_("Officer"),
                    name=line.name,
                    answers=str(answers),
                    standing=standing,
                    n=n,
                    verdict="" if standing else _("under 10 answers: not shown"),
                    first=first,
                    last=last,
                )


def named(group: Group) -> str:
    """Return the field of a group, with its unit where there are several."""
    return f"{group.field.name} · {group.field.unit_name}" if group.field.unit_name else group.field.name


def comparison(member: Member) -> str:
    """Return the comparison in words, or why there is none."""
    if member.comparison:
        return str(labels.COMPARISON_NAMES[member.comparison])
    return _("Not comparable yet") if member.standing else _("Not enough answers")
