"""Public results: what everybody may read of an office, as a page, as JSON and as CSV; no cookie, nothing stored."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from flask_babel import gettext as _

from core import labels
from core.domain.access import CITIZEN, Permission
from core.domain.complaints.published import PublishedMonth
from core.queries.complaints import places, published
from core.queries.complaints.places import Place
from core.queries.complaints.published import Office
from core.reports import cases_csv
from core.web import case_months, languages
from core.web.access import requires
from core.web.downloads import CSV, attached
from survey import pages

blueprint = Blueprint("published", __name__)
#: The same for everybody, and changed at most once a day.
_CACHE = "public, max-age=3600"
_STYLES = ("base", "public")
#: Months the page shows; the files have all of them.
SHOWN = 12


@blueprint.get("/cong-khai")
@requires(Permission.PUBLIC)
def show() -> Response:
    """Show an office's published months: the one of the address, the only one, else a choice."""
    found = {office.code: office for office in published.offices(CITIZEN)}
    known = {place.unit_code: place for place in places.offices(CITIZEN)}
    codes = list({**dict.fromkeys(found), **dict.fromkeys(known)})
    wanted = request.args.get("don-vi", "")
    code = wanted if wanted in codes else codes[0] if len(codes) == 1 else ""
    if not code:
        links = [(_address("show", each), _title(found.get(each) or known[each])) for each in codes]
        return pages.page("public_choice", styles=_STYLES, cache=_CACHE, links=links)
    office = found.get(code)
    return pages.page(
        "public",
        styles=_STYLES,
        cache=_CACHE,
        entry=_head(office or known[code]),
        months=office.months[:SHOWN] if office else (),
        words=case_months,
        json=_address("json", code),
        csv=_address("csv", code),
        choice=_address("show") if len(codes) > 1 else "",
    )


@blueprint.get("/cong-khai.json")
@requires(Permission.PUBLIC)
def json() -> Response:
    """Return every published number of one office or of all, with what it means."""
    answer = jsonify(
        {
            "about": _("Reports and petitions, by the month they were received in"),
            "definitions": [
                {"question": question, "answer": answer} for question, answer in case_months.definitions()
            ],
            "offices": [_office(office) for office in _wanted()],
            "satisfaction": None,
            "satisfaction_note": no_satisfaction(),
        }
    )
    return _cacheable(answer)


@blueprint.get("/cong-khai.csv")
@requires(Permission.PUBLIC)
def csv() -> Response:
    """Return the same numbers as a table."""
    preamble = [[question, answer] for question, answer in case_months.definitions()]
    head = [
        _("Office"),
        _("Month"),
        _("Published on"),
        _("Figure"),
        _("Meaning"),
        _("From"),
        _("To"),
        _("Of"),
    ]
    return _cacheable(attached(cases_csv.make(preamble, head, _records()), CSV, "cong-khai.csv"))


def no_satisfaction() -> str:
    """Say why there is no satisfaction figure yet."""
    return _(
        "Satisfaction with the service is not published here yet. It will be, week by week, once the weekly figures "
        "are made so that nobody can be recognised in them. Until then there is no number here."
    )


@blueprint.app_template_global("no_satisfaction")
def _no_satisfaction() -> str:
    return no_satisfaction()


def _records() -> Iterator[list[str | int]]:
    for office in _wanted():
        for month in office.months:
            for line in case_months.lines(month):
                low, high = (_number(line, end) for end in (line.cell.low, line.cell.high))
                of = line.whole.low if line.whole else ""
                day = labels.day(month.published_on)
                yield [_title(office), str(month.month), day, line.code, line.name, low, high, of]


def _office(office: Office) -> dict[str, Any]:
    return {
        "code": office.code,
        "name": _title(office),
        "months": [_month(month) for month in office.months],
    }


def _month(month: PublishedMonth) -> dict[str, Any]:
    return {
        "month": str(month.month),
        "published_on": month.published_on.isoformat(),
        "figures": [
            {
                "figure": line.code,
                "meaning": line.name,
                "from": _number(line, line.cell.low),
                "to": _number(line, line.cell.high),
                "of": line.whole.low if line.whole else None,
            }
            for line in case_months.lines(month)
        ],
    }


def _number(line: case_months.Line, end: int) -> int | str:
    """Return one end of a number; the median, kept in halves, as people write it."""
    return labels.halves(end) if line.code == case_months.MEDIAN else end


def _wanted() -> list[Office]:
    code = request.args.get("don-vi", "")
    return [office for office in published.offices(CITIZEN) if code in ("", office.code)]


def _cacheable(answer: Response) -> Response:
    answer.headers["Cache-Control"] = _CACHE
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _address(view: str, code: str | None = None) -> str:
    where: dict[str, Any] = {"don-vi": code} if code else {}
    return url_for(f"published.{view}", **where, lang=languages.chosen_by_link())


def _title(place: Office | Place) -> str:
    name = place.name if isinstance(place, Office) else place.office
    return place.unit if place.unit == name else f"{name} – {place.unit}"


def _head(place: Office | Place) -> Place:
    """Return what the head and foot of the page say of the office."""
    if isinstance(place, Place):
        return place
    return Place(
        unit_id=place.id,
        unit_code=place.code,
        office=place.name,
        unit=place.unit,
        help_phone=place.help_phone,
        fields=(),
    )
