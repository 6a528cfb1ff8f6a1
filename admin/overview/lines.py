"""Lines: published results of an office or a province, one figure after the other, as the CSV file lists them."""

from collections.abc import Iterator

from flask_babel import gettext as _

from core import labels
from core.domain.field_lines import LineKind
from core.domain.standings import Standing
from core.queries.provinces import Province
from core.queries.published import Results
from core.queries.steps import Span
from core.reports.lines_csv import Line


def of(shown: Results | Province) -> Iterator[Line]:
    """Yield a line for every published figure of the page."""
    results = shown.results if isinstance(shown, Province) else shown
    overview = results.overview
    for standing in (overview.office.verified, overview.office.open):
        yield _line(_("Whole office"), "", standing, results.span)
    for tier in overview.tiers:
        yield _line(
            _("Trust tier"), f"{tier.tier} – {labels.TIER_NAMES[tier.tier]}", tier.standing, results.span
        )
    for field in overview.fields:
        part = _("Group of fields") if field.kind is LineKind.GROUP else _("Field")
        for standing in (field.pair.verified, field.pair.open):
            if standing.n:
                name = field.name or _("Field not known")
                yield _line(part, name, standing, results.span_of(field.field_ids))
    if isinstance(shown, Province):
        for commune in shown.communes:
            yield _line(_("Commune"), commune.name, commune.standing, commune.span)


def _line(part: str, name: str, standing: Standing, span: Span | None) -> Line:
    return Line(
        part=part,
        name=name,
        answers=str(labels.TIER_GROUP_NAMES[standing.tiers]),
        standing=standing if standing.n else None,
        verdict=str(labels.VERDICT_NAMES[standing.verdict]) if standing.n and standing.verdict else "",
        first=span.first if span and standing.n else None,
        last=span.last if span and standing.n else None,
    )
