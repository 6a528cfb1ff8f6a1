"""Views: the rounds of an office, how far one has come, what it found out, and the same as a file."""

import re

from flask import Response, abort, request
from flask_babel import gettext as _

from admin import questionnaire_names
from admin.places.blueprint import page_number
from admin.rounds import notices, planning
from admin.rounds.blueprint import blueprint, offered, round_in_hand, show
from admin.rounds.words import channel_name, questionnaire_name
from core import clock, config
from core.domain.access import Permission
from core.queries import questionnaires, round_progress, round_results, round_waiting, touchpoints
from core.queries import rounds as query
from core.queries.round_results import RoundReport
from core.queries.rounds import RoundLine
from core.reports import round_csv
from core.services import disclosures
from core.services.disclosures import Exported
from core.web import charts
from core.web.access import fresh_factor, requires, staff
from core.web.downloads import CSV, attached

__all__ = ["blueprint", "notices", "planning"]

#: What the address says for live figures in the place of a report's number.
LIVE = "truc-tiep"


@blueprint.get("/")
@requires(Permission.READ_ROUNDS)
def listed() -> tuple[str, int]:
    """List the rounds, the latest first."""
    return show("list.html", page=query.listed(staff().scope, page_number()))


@blueprint.get("/<int:round_id>")
@requires(Permission.READ_ROUNDS)
def one(round_id: int) -> tuple[str, int]:
    """Show how a round was planned and how far it has come."""
    scope, line = staff().scope, round_in_hand(round_id)
    return show(
        "one.html",
        line=line,
        strata=query.strata(scope, round_id),
        far=round_progress.how_far(scope, line),
        waiting=round_waiting.of_round(scope, line),
        phones=query.phones(scope, line),
        printed=touchpoints.one(scope, config.current().public_url, line.code) if line.code else None,
        asked=_asked(line),
    )


@blueprint.get("/<int:round_id>/ket-qua")
@requires(Permission.READ_ROUNDS)
def results(round_id: int) -> tuple[str, int]:
    """Show what a round found out, with everything that says what it is worth."""
    line = round_in_hand(round_id)
    return show(
        "results.html",
        line=line,
        report=_report(line),
        wanted=request.args.get("so"),
        asked=_asked(line),
        version=questionnaires.version(staff().scope, line.version_id) if line.version_id else None,
        charts=charts,
    )


@blueprint.get("/<int:round_id>/ket-qua.csv")
@requires(Permission.READ_ROUNDS)
@fresh_factor
def csv(round_id: int) -> Response:
    """Return the report as CSV; 404 while there is none for this person."""
    person, line = staff(), round_in_hand(round_id)
    report = _report(line) or abort(404)
    disclosures.exported(person, Exported.ROUND, round=line.id)
    content = round_csv.make(
        report.results,
        round_csv.Head(
            name=line.name,
            office=line.unit,
            questionnaire=_asked(line),
            first=line.course.begins_on,
            last=line.last_day or line.course.ends_on,
            population=line.population,
            sample=line.sample,
            through=report.through,
            number=report.number,
            later_paper=report.later_paper,
            moment=clock.local(clock.now()),
        ),
        report.progress,
        channel_name=channel_name,
    )
    return attached(content, CSV, f"dot-khao-sat-{line.id}.csv")


def _report(line: RoundLine) -> RoundReport | None:
    """Return the report the address asks for: the last one, one by its number, or the live figures.

    404 for one that there is not, or not for this person.
    """
    scope, wanted = staff().scope, request.args.get("so", "")
    if not wanted:
        return round_results.report(scope, line)
    if wanted == LIVE:
        return round_results.report(scope, line, is_live=True) or abort(404)
    number = int(wanted) if re.fullmatch("[1-9][0-9]{0,3}", wanted) else abort(404)
    return round_results.report(scope, line, number) or abort(404)


def _asked(line: RoundLine) -> str:
    """Return what a round asks: once its version is fixed, as that one is called, whatever is asked today."""
    if line.version_id is None:
        return questionnaire_name(line.questionnaire_code, offered(line.unit_id))
    version = questionnaires.version(staff().scope, line.version_id)
    name = questionnaire_names.questionnaire_name(version)
    return _("%(name)s, version %(number)s", name=name, number=version.number)
