"""Views: setting a tablet up from afar, trusting it no longer, and what the office says about missing numbers."""

from datetime import timedelta
from functools import partial

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.kiosks.blueprint import blueprint, show, tablet_in_hand
from admin.kiosks.device_forms import RevokeForm, explained
from admin.kiosks.forms import OfficeExplainForm, settings_of
from admin.places.blueprint import go, is_done, unit_in_hand
from admin.places.sentences import sentence
from core.domain.access import Permission
from core.domain.tablet import HEARTBEAT_EVERY
from core.queries.kiosk import holes, offices
from core.services.kiosk import tablets as service
from core.services.places.changing import PlaceRefused
from core.web.access import requires, staff

#: Minutes until a tablet with a network knows what was set up for it.
_FOLLOWS = HEARTBEAT_EVERY // timedelta(minutes=1)


@blueprint.route("/<int:unit_id>/may/<int:tablet_id>/thiet-lap", methods=["GET", "POST"])
@requires(Permission.MANAGE_TABLETS)
def settings(unit_id: int, tablet_id: int) -> Response | tuple[str, int]:
    """Change what a tablet shows and where it stands."""
    person, unit, line = staff(), unit_in_hand(unit_id), tablet_in_hand(unit_id, tablet_id)
    form = settings_of(line)
    form.offer(offices.counters(person.scope, unit_id))
    if form.validate_on_submit():
        try:
            is_changed = service.set_up(
                person.scope, unit_id, tablet_id, form.facts, pin=form.pin.data or None, actor=person.login
            )
        except PlaceRefused as refused:
            form["name" if refused.code == "name_taken" else "counter_id"].errors = [sentence(refused)]
        else:
            said = _(
                "Saved. The tablet follows within %(minutes)d minutes, as soon as it has a network.",
                minutes=_FOLLOWS,
            )
            return go(
                "kiosks.one",
                said if is_changed else _("Nothing was changed."),
                unit_id=unit_id,
                tablet_id=tablet_id,
            )
    return show("settings.html", unit, form, line=line, minutes=_FOLLOWS)


@blueprint.route("/<int:unit_id>/may/<int:tablet_id>/thu-hoi", methods=["GET", "POST"])
@requires(Permission.MANAGE_TABLETS)
def revoke(unit_id: int, tablet_id: int) -> Response | tuple[str, int]:
    """Say what revoking means, then trust the tablet no longer."""
    person, unit, line = staff(), unit_in_hand(unit_id), tablet_in_hand(unit_id, tablet_id)
    form = RevokeForm()
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.revoke(person.scope, unit_id, tablet_id, reason=form.reason.data, actor=person.login),
        at="reason",
    ):
        said = _("“%(name)s” is revoked.", name=line.name)
        return go("kiosks.one", said, unit_id=unit_id, tablet_id=tablet_id)
    return show("revoke.html", unit, form, line=line)


@blueprint.route("/<int:unit_id>/may/<int:tablet_id>/thieu-so/<int:first>", methods=["GET", "POST"])
@requires(Permission.MANAGE_TABLETS)
def explain(unit_id: int, tablet_id: int, first: int) -> Response | tuple[str, int]:
    """Write down what the office knows about numbers that never came."""
    person, unit, line = staff(), unit_in_hand(unit_id), tablet_in_hand(unit_id, tablet_id)
    hole = holes.hole(person.scope, unit_id, tablet_id, first) or abort(404)
    form = OfficeExplainForm(explanation=hole.explanation)
    keep = partial(service.explain, person.scope, unit_id, tablet_id, first, actor=person.login)
    if explained(form, keep):
        return go("kiosks.one", _("Saved."), unit_id=unit_id, tablet_id=tablet_id)
    return show("explain.html", unit, form, line=line, hole=hole)
