"""The first page of every role but the Front: each answers that role's first question, from published steps only."""

import re
from collections.abc import Iterable, Mapping
from datetime import date

from flask import render_template

from admin.overview import asked, closed_forms, forms, places
from admin.overview.closed_forms import Choice
from admin.overview.places import Place
from core.domain import closed
from core.domain.access import Permission
from core.domain.ladder import LEAST_NEW, Cadence, cadence_of
from core.domain.officers import Officers
from core.domain.periods import Kind, Period
from core.domain.standings import Standing
from core.queries import provinces, published
from core.queries.kiosk import care
from core.queries.people import Staff
from core.queries.places import steps
from core.queries.provinces import Province
from core.queries.published import OfficerResults, Results
from core.web import charts

Answer = str | tuple[str, int]


def page(person: Staff, values: Mapping[str, str]) -> Answer:
    """Return the first page of somebody who does not read live figures."""
    if person.scope.may(Permission.READ_OWN_RESULTS):
        return own(person, values)
    if not person.scope.may(Permission.READ_RESULTS):
        return render_template(
            "admin/overview/unpublished.html",
            person=person,
            has_no_results=True,
            tablets=care.needed(person.scope),
        )
    place = places.read(person, values)
    found = whole_province(place, values) if place.is_rolled_up else office(place, values)
    set_up, tablets = steps.unfinished(person.scope), care.needed(person.scope)
    if found is None:
        return render_template(
            "admin/overview/unpublished.html", person=person, set_up=set_up, tablets=tablets
        )
    choice, shown = found
    results = shown.results if isinstance(shown, Province) else shown
    text = render_template(
        "admin/overview/province.html" if isinstance(shown, Province) else "admin/overview/published.html",
        shown=shown,
        results=results,
        overview=results.overview,
        place=place,
        names=asked.of_bases(place.scope, results.overview.bases),
        set_up=set_up,
        tablets=tablets,
        choice=choice,
        least=LEAST_NEW[results.cadence],
        floor=charts.bullets_floor(_drawn(shown)),
        address=place.address_of,
        borders=place.borders(choice.period),
        went_into=place.went_into,
        period_shown=choice.period,
        kinds=closed.KINDS,
        charts=charts,
    )
    return (text, 400) if choice.sentence else text


def office(place: Place, values: Mapping[str, str]) -> tuple[Choice, Results] | None:
    """Return the published results of an office for the period asked for; None before anything is published."""
    cadence = cadence_of(place.scope.role)
    through = published.readable_through(place.scope, cadence)
    if through is None:
        return None
    return closed_forms.read(
        values,
        through=through,
        plans=published.plan_periods(place.scope, through),
        first=_first(cadence, through),
        look=lambda period: published.overview(place.scope, period),
    )


def whole_province(place: Place, values: Mapping[str, str]) -> tuple[Choice, Province] | None:
    """Return a province's communes for the period asked for; None before anything is published."""
    cadence = cadence_of(place.scope.role)
    through = published.readable_through(place.scope, cadence)
    if through is None:
        return None
    page = values.get("trang", "")
    number = int(page) if re.fullmatch("[0-9]{1,4}", page) else 1
    return closed_forms.read(
        values,
        through=through,
        plans=(),
        first=_first(cadence, through),
        look=lambda period: provinces.overview(place.scope, period, page=number),
    )


def own(person: Staff, values: Mapping[str, str]) -> Answer:
    """Return an officer's own figures."""
    found = own_results(person, values)
    if found is None:
        return render_template("admin/overview/unpublished.html", person=person)
    choice, results = found
    text = render_template(
        "admin/overview/own.html",
        choice=choice,
        results=results,
        officers=results.officers,
        floor=charts.dots_floor(_described(results.officers)),
        address=forms.address,
        kinds=closed.KINDS,
        charts=charts,
    )
    return (text, 400) if choice.sentence else text


def own_results(person: Staff, values: Mapping[str, str]) -> tuple[Choice, OfficerResults] | None:
    """Return what is published about the signed-in officer; None before anything is."""
    through = published.readable_through(person.scope, Cadence.WEEK, is_about_officers=True)
    if through is None:
        return None
    return closed_forms.read(
        values,
        through=through,
        plans=(),
        first=(closed.latest(kind, through) for kind in (Kind.QUARTER, Kind.MONTH, Kind.WEEK)),
        look=lambda period: published.own(person.scope, period),
    )


def _first(cadence: Cadence, through: date) -> list[Period]:
    """Return the periods a page may begin with: the running month by day, the last closed month or week."""
    closed_ones = [closed.latest(kind, through) for kind in (Kind.MONTH, Kind.WEEK)]
    return [closed.running(Kind.MONTH, through), *closed_ones] if cadence is Cadence.DAY else closed_ones


def _drawn(shown: Results | Province) -> Iterable[Standing]:
    """Return every standing the page draws as a bullet, for their common scale."""
    if isinstance(shown, Province):
        return [shown.results.overview.headline, *(line.standing for line in shown.communes)]
    overview = shown.overview
    return [
        overview.headline,
        *(each for line in overview.fields for each in (line.pair.verified, line.pair.open)),
    ]


def _described(officers: Officers) -> Iterable[Standing | None]:
    for line in officers.described:
        yield from (line.verified, line.open)
    for group in officers.groups:
        yield from (member.standing for member in group.members)
