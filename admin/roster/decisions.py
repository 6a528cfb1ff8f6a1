"""Views: what is proposed about past shifts, what it would do to whose figures, and the Front's decision."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from admin.kiosks.words import heard
from admin.places.blueprint import page_number
from admin.roster.forms import DecisionForm
from admin.roster.sentences import sentence
from core.domain.access import Permission
from core.queries import correction_effects
from core.queries import corrections as query
from core.queries.corrections import Correction
from core.queries.kiosk import unheard
from core.services import corrections as service
from core.services import disclosures
from core.services.disclosures import Viewed
from core.services.places.changing import PlaceRefused
from core.web.access import requires, staff

blueprint = Blueprint(
    "corrections", __name__, url_prefix="/admin/sua-lich-truc", template_folder="../templates"
)


@blueprint.get("/")
@requires(Permission.DECIDE_CORRECTIONS)
def listed() -> str:
    """List the proposals, those that wait first."""
    return render_template("admin/corrections/listed.html", page=query.listed(staff().scope, page_number()))


@blueprint.route("/<int:correction_id>", methods=["GET", "POST"])
@requires(Permission.DECIDE_CORRECTIONS)
def one(correction_id: int) -> Response | tuple[str, int]:
    """Show one proposal with both officers' figures before and after, and take the decision."""
    scope = staff().scope
    correction = query.one(scope, correction_id) or abort(404)
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            said = _decide(correction, is_accepted=request.form.get("decision") == "accept", form=form)
        except PlaceRefused as refused:
            flash(sentence(refused), "refused")
        else:
            flash(said)
        return redirect(url_for("corrections.one", correction_id=correction_id), 303)
    consequences = correction_effects.consequences(scope, correction)
    disclosures.viewed(staff(), Viewed.OFFICERS, period=str(consequences.period))
    page = render_template(
        "admin/corrections/one.html",
        correction=correction,
        consequences=consequences,
        unheard=unheard.since(scope, correction.duty_entry_id, correction.stood_until),
        heard=heard,
        form=form,
    )
    return page, 422 if request.method == "POST" else 200


def _decide(correction: Correction, *, is_accepted: bool, form: DecisionForm) -> str:
    person, reason = staff(), form.reason.data
    if not is_accepted:
        service.reject(person.scope, correction.id, reason=reason, actor=person.login)
        return _("Rejected. Nothing changes.")
    answers = service.accept(person.scope, correction.id, reason=reason, actor=person.login)
    return ngettext(
        "Accepted: %(num)d answer counts otherwise.", "Accepted: %(num)d answers count otherwise.", answers
    )
