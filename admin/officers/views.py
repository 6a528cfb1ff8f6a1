"""Views: the officers of an office and the same as CSV; a province chooses a commune first."""

from flask import Blueprint, Response, abort, render_template, request
from flask_babel import gettext as _

from admin.officers import pages
from admin.officers.pages import OfficersPage
from admin.overview import files, officer_lines, places
from admin.overview.places import Place
from admin.overview.views import KINDS, later, same_time
from core import clock
from core.domain.access import Permission
from core.domain.ladder import Cadence
from core.queries import provinces
from core.reports import lines_csv
from core.services import disclosures
from core.services.disclosures import Exported, Viewed
from core.web import charts
from core.web.access import fresh_factor, requires, staff
from core.web.downloads import CSV, attached

blueprint = Blueprint("officers", __name__, url_prefix="/admin", template_folder="../templates")


@blueprint.get("/can-bo")
@requires(Permission.READ_OFFICERS)
def show() -> str | tuple[str, int]:
    """Show the officers of a place, described and compared."""
    place = places.read(staff(), request.args)
    if place.is_rolled_up:
        return render_template("admin/officers/choose.html", communes=provinces.communes(place.scope))
    found = pages.read(place, request.args)
    if found is None:
        return render_template("admin/officers/none_yet.html", place=place)
    disclosures.viewed(staff(), Viewed.OFFICERS, place=place.code, period=str(found.period))
    return (_page(place, found), 400) if found.is_unreadable else _page(place, found)


@blueprint.get("/can-bo.csv")
@requires(Permission.READ_OFFICERS)
@fresh_factor
def csv() -> Response:
    """Return the page's figures, by the same rules."""
    place = places.read(staff(), request.args)
    found = None if place.is_rolled_up else pages.read(place, request.args)
    if found is None or found.is_unreadable:
        abort(404)
    disclosures.exported(staff(), Exported.OFFICERS, place=place.code, period=str(found.period))
    content = lines_csv.make(
        officer_lines.of_officers(found.officers, found.span),
        title=_("Officers"),
        office=place.name_in(found.period),
        period=found.period,
        freshness=_("live") if found.is_live else files.freshness(Cadence.WEEK),
        moment=clock.local(clock.now()),
    )
    return attached(content, CSV, f"can-bo-{found.period}.csv")


def _page(place: Place, page: OfficersPage) -> str:
    standings = [member.standing for group in page.officers.groups for member in group.members]
    return render_template(
        "admin/officers/show.html",
        page=page,
        place=place,
        officers=page.officers,
        form=page.form,
        choice=page.choice,
        kinds=KINDS,
        address=place.address_of,
        same_time=same_time(page.period),
        later=later(page.period),
        moment=clock.local(clock.now()),
        charts=charts,
        floor=charts.dots_floor(standings),
        named=officer_lines.named,
        verdict=officer_lines.comparison,
    )
