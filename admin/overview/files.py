"""Files: published figures as CSV, by the same rules as the pages they belong to."""

from collections.abc import Mapping

from flask import Response, abort
from flask_babel import gettext as _

from admin.overview import lines, start
from admin.overview.officer_lines import of_officers
from admin.overview.places import Place
from core import clock
from core.domain.ladder import LEAST_NEW, Cadence, cadence_of
from core.queries.people import Staff
from core.reports import lines_csv
from core.services import disclosures
from core.services.disclosures import Exported
from core.web.downloads import CSV, attached


def published(person: Staff, place: Place, values: Mapping[str, str]) -> Response:
    """Return a place's published figures; 404 while there are none."""
    found = start.whole_province(place, values) if place.is_rolled_up else start.office(place, values)
    if found is None or found[0].sentence:
        abort(404)
    choice, shown = found
    disclosures.exported(person, Exported.PUBLISHED, place=place.code, period=str(choice.period))
    content = lines_csv.make(
        lines.of(shown),
        title=_("Satisfied share (survey at the office)"),
        office=place.name_in(choice.period),
        period=choice.period,
        freshness=freshness(cadence_of(place.scope.role)),
        moment=clock.local(clock.now()),
    )
    return attached(content, CSV, f"ket-qua-{choice.period}.csv")


def own(person: Staff, values: Mapping[str, str]) -> Response:
    """Return an officer's own published figures; 404 while there are none."""
    found = start.own_results(person, values)
    if found is None or found[0].sentence:
        abort(404)
    choice, results = found
    disclosures.exported(person, Exported.OWN, period=str(choice.period))
    content = lines_csv.make(
        of_officers(results.officers, results.span),
        title=_("My results"),
        office=person.name,
        period=choice.period,
        freshness=freshness(Cadence.WEEK),
        moment=clock.local(clock.now()),
    )
    return attached(content, CSV, f"ket-qua-cua-toi-{choice.period}.csv")


def freshness(cadence: Cadence) -> str:
    """Say how often published figures move."""
    if cadence is Cadence.DAY:
        return _("published by day, in steps of at least %(count)s new answers", count=LEAST_NEW[cadence])
    return _("published by week, in steps of at least %(count)s new answers", count=LEAST_NEW[cadence])
