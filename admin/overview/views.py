"""Views: the first page of every role, the same as CSV, and how everything is calculated."""

from flask import Blueprint, Response, render_template, request

from admin.overview import asked, files, forms, places, start, tables
from core import clock, labels
from core.domain.access import Permission
from core.domain.periods import Kind, Period, containing
from core.queries import corrections, results
from core.queries.kiosk import care
from core.reports import results_csv
from core.services import disclosures
from core.services.disclosures import Exported, Viewed
from core.web import charts
from core.web.access import fresh_factor, requires, staff
from core.web.downloads import CSV, attached

blueprint = Blueprint("overview", __name__, url_prefix="/admin", template_folder="../templates")

#: The kinds of period one click away; any other span is typed.
KINDS = (Kind.WEEK, Kind.MONTH, Kind.QUARTER, Kind.HALF_YEAR, Kind.YEAR)


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def show() -> str | tuple[str, int]:
    """Show the live overview to those who may read it, published results to everybody else."""
    person = staff()
    if not person.scope.may(Permission.READ_LIVE_RESULTS):
        return start.page(person, request.args)
    form = forms.read(request.args, clock.today())
    place = places.read(person, request.args)
    found = results.overview(place.scope, form.period)
    if found.officers:
        disclosures.viewed(person, Viewed.OFFICERS, place=place.code, period=str(form.period))
    page = render_template(
        "admin/overview/show.html",
        overview=found,
        form=form,
        kinds=KINDS,
        same_time=same_time(form.period),
        later=later(form.period),
        address=place.address_of,
        place=place,
        names=asked.of_bases(place.scope, found.bases),
        borders=place.borders(form.period),
        went_into=place.went_into,
        open_corrections=corrections.open_count(person.scope),
        tablets=care.needed(person.scope),
        period_shown=form.period,
        moment=clock.local(clock.now()),
        charts=charts,
        tables=tables,
        ticks=[labels.period_tick(step.period) for step in found.course.steps] if found.course else [],
        floor=charts.bullets_floor([found.headline, *(line.pair.of(found.leading) for line in found.fields)]),
        officer_floor=charts.dots_floor(line.verified for line in found.officers if line.verified),
    )
    return (page, 400) if form.has_problems else page


@blueprint.get("/tong-quan.csv")
@requires(Permission.READ_LIVE_RESULTS)
@fresh_factor
def csv() -> Response | tuple[str, int]:
    """Return the overview's figures and the counts they come from, for whoever wants to recount."""
    form = forms.read(request.args, clock.today())
    if form.has_problems:
        return render_template("admin/overview/unreadable.html", form=form), 400
    place = places.read(staff(), request.args)
    disclosures.exported(staff(), Exported.RESULTS, place=place.code, period=str(form.period))
    content = results_csv.make(
        results.overview(place.scope, form.period),
        office=place.name_in(form.period),
        moment=clock.local(clock.now()),
    )
    return attached(content, CSV, f"tong-quan-{form.period}.csv")


@blueprint.get("/ket-qua.csv")
@requires(Permission.READ_RESULTS)
@fresh_factor
def published_csv() -> Response:
    """Return the published figures of the page, with the days each of them speaks about."""
    person = staff()
    return files.published(person, places.read(person, request.args), request.args)


@blueprint.get("/ket-qua-cua-toi.csv")
@requires(Permission.READ_OWN_RESULTS)
@fresh_factor
def own_csv() -> Response:
    """Return the signed-in officer's own published figures."""
    return files.own(staff(), request.args)


@blueprint.get("/cach-tinh")
@requires(Permission.SIGNED_IN)
def definitions() -> str:
    """Say how every figure is calculated."""
    return render_template("admin/overview/definitions.html")


def same_time(period: Period) -> dict[Kind, Period]:
    """Return, for each kind, the period that shows the same time: around today if today is in it, else its end."""
    today = clock.today()
    day = today if period.first <= today <= period.last else period.last
    return {kind: containing(kind, day) for kind in KINDS}


def later(period: Period) -> Period | None:
    """Return the next period once it has begun."""
    following = period.next()
    return following if following.first <= clock.today() else None
