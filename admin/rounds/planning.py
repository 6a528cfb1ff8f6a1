"""Views: planning a round, changing the plan, and the three acts that cannot be taken back by a click."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.interviewers.words import at
from admin.places.blueprint import go
from admin.rounds import words
from admin.rounds.blueprint import blueprint, is_done, offered, round_in_hand, show
from admin.rounds.forms import PlanForm
from core.domain.access import Permission
from core.domain.survey_rounds import RoundState
from core.queries import round_progress, round_waiting
from core.queries import rounds as query
from core.queries.places import units
from core.queries.rounds import RoundLine
from core.services import rounds as service
from core.web.access import requires, staff

#: The button that works the sample out without a script.
WORK_OUT = "tinh"


@blueprint.route("/moi", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def plan() -> Response | tuple[str, int]:
    """Plan a round; while it is typed, the sample it needs is shown."""
    person = staff()
    form = PlanForm(unit_id=person.unit_id, questionnaire="ministry")
    _offer(form, _chosen_unit(form))
    if request.form.get(WORK_OUT):
        return _worked_out(form, None)
    if form.validate_on_submit():
        made: list[int] = []
        if is_done(
            lambda: made.append(service.plan(person.scope, form.unit_id.data, form.plan, actor=person.login)),
            form,
        ):
            return go(
                "rounds.one", _("The round is planned. Begin it when everything is right."), round_id=made[0]
            )
    return show("plan.html", form, line=None)


@blueprint.route("/<int:round_id>/sua", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def change(round_id: int) -> Response | tuple[str, int]:
    """Change a plan before it begins."""
    person, line = staff(), round_in_hand(round_id)
    if line.state is not RoundState.PLANNED:
        return go("rounds.one", round_id=round_id)
    form = PlanForm(
        unit_id=line.unit_id,
        name=line.name,
        questionnaire=line.questionnaire_code,
        begins_on=line.course.begins_on,
        ends_on=line.course.ends_on,
        population=line.population,
        hamlets=query.hamlets(person.scope, round_id),
    )
    _offer(form, line.unit_id)
    # A round stays with its unit: its hamlets are that unit's.
    form.unit_id.choices = [(line.unit_id, line.unit)]
    if request.form.get(WORK_OUT):
        return _worked_out(form, line)
    if form.validate_on_submit() and is_done(
        lambda: service.change(person.scope, line.unit_id, round_id, form.plan, actor=person.login), form
    ):
        return go("rounds.one", _("Saved."), round_id=round_id)
    return show("plan.html", form, line=line)


@blueprint.route("/<int:round_id>/bo", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def drop(round_id: int) -> Response | tuple[str, int]:
    """Say what giving a plan up means, then do it."""
    person, line, form = staff(), round_in_hand(round_id), EmptyForm()
    if form.validate_on_submit():
        if is_done(lambda: service.drop(person.scope, line.unit_id, round_id, actor=person.login)):
            return go("rounds.listed", _("The plan “%(name)s” is given up.", name=line.name))
        return go("rounds.one", round_id=round_id)
    return show("drop.html", form, line=line)


@blueprint.route("/<int:round_id>/bat-dau", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def begin(round_id: int) -> Response | tuple[str, int]:
    """Say what beginning means, then fix the questions and issue the code."""
    person, line, form = staff(), round_in_hand(round_id), EmptyForm()
    if form.validate_on_submit():
        if is_done(lambda: service.begin(person.scope, line.unit_id, round_id, actor=person.login)):
            return go("rounds.one", _("The round has begun. Its code is ready."), round_id=round_id)
        return go("rounds.one", round_id=round_id)
    return show("begin.html", form, line=line, offered=offered(line.unit_id))


@blueprint.route("/<int:round_id>/ket-thuc", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def close(round_id: int) -> Response | tuple[str, int]:
    """Say what is missing and what closing means, then close."""
    person, line, form = staff(), round_in_hand(round_id), EmptyForm()
    if form.validate_on_submit():
        if is_done(lambda: service.close(person.scope, line.unit_id, round_id, actor=person.login)):
            return go("rounds.one", _("The round is closed. No more answers are taken."), round_id=round_id)
        return go("rounds.one", round_id=round_id)
    return show(
        "close.html",
        form,
        line=line,
        far=round_progress.how_far(person.scope, line),
        waiting=round_waiting.of_round(person.scope, line),
        at=at,
    )


def _offer(form: PlanForm, unit_id: int) -> None:
    known = offered(unit_id)
    own = sorted(known, key=lambda code: (code != "ministry", words.questionnaire_name(code, known)))
    form.offer(
        [(unit.id, unit.name) for unit in units.listed(staff().scope).items],
        [(code, words.questionnaire_name(code, known)) for code in own],
    )


def _chosen_unit(form: PlanForm) -> int:
    """Return the unit chosen in the form where it is one of this person's; else the person's own."""
    chosen = form.unit_id.data
    return chosen if isinstance(chosen, int) and staff().scope.sees(chosen) else staff().unit_id


def _worked_out(form: PlanForm, line: RoundLine | None) -> tuple[str, int]:
    """Show the form again with the sample; what is not filled in yet is no mistake."""
    return show("plan.html", form, line=line)
