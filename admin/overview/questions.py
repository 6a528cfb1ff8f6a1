"""Results per question: live for those who may read that, published for everybody else who reads results."""

from collections.abc import Mapping
from functools import partial

from flask import Blueprint, render_template, request

from admin.overview import asked, closed_forms, forms, places, tables
from admin.overview.closed_forms import Choice
from admin.overview.places import Place
from admin.overview.question_tables import of_published, of_question
from admin.overview.views import KINDS, later, same_time
from core import clock, labels
from core.domain import closed
from core.domain.access import Permission
from core.domain.ladder import LEAST_NEW, cadence_of
from core.domain.periods import Kind
from core.queries import published, question_results
from core.queries.question_results import QuestionResults
from core.web import charts
from core.web.access import requires, staff

blueprint = Blueprint(
    "question_results", __name__, url_prefix="/admin/ket-qua-cau-hoi", template_folder="../templates"
)
#: The questionnaire an address names.
_CODE = "bo"


@blueprint.get("/")
@requires(Permission.READ_LIVE_RESULTS)
def show() -> str | tuple[str, int]:
    """Show every question of a questionnaire with its live answers and its course."""
    form = forms.read(request.args, clock.today())
    place = places.read(staff(), request.args)
    found = question_results.live(place.scope, form.period, request.args.get(_CODE, ""))
    page = render_template(
        "admin/overview/questions.html",
        results=found,
        form=form,
        kinds=KINDS,
        same_time=same_time(form.period),
        later=later(form.period),
        place=place,
        period=form.period,
        names=asked.of_questions(place.scope, found),
        address=partial(_address, place, found.code),
        moment=clock.local(clock.now()),
        ticks=_ticks(found),
        charts=charts,
        tables=tables,
        of_question=of_question,
    )
    return (page, 400) if form.has_problems else page


@blueprint.get("/cong-bo")
@requires(Permission.READ_RESULTS)
def closed_periods() -> str | tuple[str, int]:
    """Show what is published of a questionnaire's questions."""
    place = places.read(staff(), request.args)
    found = _closed(place, request.args)
    if found is None:
        return render_template("admin/overview/unpublished.html", person=staff())
    choice, results = found
    page = render_template(
        "admin/overview/published_questions.html",
        results=results,
        choice=choice,
        kinds=closed.KINDS,
        place=place,
        period=choice.period,
        names=asked.of_questions(place.scope, results),
        address=partial(_address, place, results.code),
        cadence=cadence_of(place.scope.role),
        least=LEAST_NEW[cadence_of(place.scope.role)],
        charts=charts,
        tables=tables,
        of_question=of_published,
    )
    return (page, 400) if choice.sentence else page


def _closed(place: Place, values: Mapping[str, str]) -> tuple[Choice, QuestionResults] | None:
    """Return what is published for the period asked for; None before anything is."""
    cadence = cadence_of(place.scope.role)
    through = published.readable_through(place.scope, cadence)
    if through is None:
        return None
    return closed_forms.read(
        values,
        through=through,
        plans=published.plan_periods(place.scope, through),
        first=(closed.latest(kind, through) for kind in (Kind.MONTH, Kind.WEEK)),
        look=lambda period: question_results.closed(place.scope, period, values.get(_CODE, "")),
    )


def _address(place: Place, code: str | None, period: object, other: str = "") -> dict[str, str]:
    """Return the parameters of an address that name place, period and questionnaire."""
    chosen = other or code
    named = place.address_of(period)  # type: ignore[arg-type]
    return {**named, **({_CODE: chosen} if chosen else {})}


def _ticks(found: QuestionResults) -> list[str]:
    course = next((line.course for line in found.lines if line.course), None)
    return [labels.period_tick(step.period) for step in course.steps] if course else []
