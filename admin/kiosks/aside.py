"""Views: answers kept aside, which only the Front decides about, and the file of a tablet's shelf."""

from flask import abort, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from admin.kiosks.blueprint import blueprint, show
from admin.kiosks.forms import DecideForm, ShelfForm
from admin.places.blueprint import go, unit_in_hand
from core.domain.access import Permission
from core.domain.tablet import HeldReason, TabletRefused
from core.queries.kiosk import held as query
from core.queries.kiosk.held import HeldLine
from core.services.kiosk import held as service
from core.web.access import requires, staff
from core.web.large_bodies import takes

#: Bytes a shelf's file may have.
MOST = 2 * 1024 * 1024


@blueprint.get("/<int:unit_id>/de-rieng")
@requires(Permission.DECIDE_HELD)
def held(unit_id: int) -> tuple[str, int]:
    """List what is kept aside by tablet and reason: how many, never what they say."""
    unit = unit_in_hand(unit_id)
    return show("held.html", unit, lines=query.listed(staff().scope, unit_id))


@blueprint.route("/<int:unit_id>/may/<int:tablet_id>/de-rieng/<kind>", methods=["GET", "POST"])
@requires(Permission.DECIDE_HELD)
def decide(unit_id: int, tablet_id: int, kind: str) -> Response | tuple[str, int]:
    """Say what it means to let them count, and take the decision over all of them at once."""
    person, unit = staff(), unit_in_hand(unit_id)
    reason = HeldReason(kind) if kind in set(HeldReason) else abort(404)
    line = query.waiting(person.scope, unit_id, tablet_id, reason) or abort(404)
    form = DecideForm()
    act = {"admit": service.admit, "leave-out": service.leave_out}.get(request.form.get("decision", ""))
    if form.validate_on_submit() and act is not None:
        done = act(person.scope, tablet_id, reason, reason=form.reason.data, actor=person.login)
        said = _decided(done, line, is_admitted=act is service.admit)
        return go("kiosks.held", said, unit_id=unit_id)
    return show("decide.html", unit, form, line=line)


@blueprint.route("/<int:unit_id>/nhap-tep", methods=["GET", "POST"])
@requires(Permission.MANAGE_TABLETS)
@takes(MOST)
def shelf(unit_id: int) -> Response | tuple[str, int]:
    """Take in the file a tablet's staff corner has exported."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = ShelfForm()
    if form.validate_on_submit():
        content = form.shelf.data.read() if form.shelf.data else b""
        refusal = _refusal(content)
        if not refusal:
            try:
                done = service.import_shelf(person.scope, unit_id, content, actor=person.login)
            except TabletRefused:
                refusal = _("This is not a file exported on one of our tablets. Choose another one.")
            else:
                return show("shelf.html", unit, ShelfForm(formdata=None), done=done, limit=MOST >> 20)
        form.shelf.errors = [refusal]
    return show("shelf.html", unit, form, done=None, limit=MOST >> 20)


def _refusal(content: bytes) -> str:
    if not content:
        return _("Choose the file first, then send it.")
    if len(content) > MOST:
        return _(
            "The file is larger than %(limit)s MB; tablets export smaller ones. Choose another one.",
            limit=str(MOST >> 20),
        )
    return ""


def _decided(done: int, line: HeldLine, *, is_admitted: bool) -> str:
    if not is_admitted:
        return ngettext(
            "%(num)d answer does not count. It stays kept aside, sealed.",
            "%(num)d answers do not count. They stay kept aside, sealed.",
            done,
        )
    if done < line.count:
        return _(
            "%(done)s of %(waiting)s answers count from now on. The others cannot be read, or contradict what is "
            "stored; they keep waiting.",
            done=done,
            waiting=line.count,
        )
    if line.is_phone:
        return ngettext(
            "%(num)d interview counts for its survey round from now on, not in the everyday figures.",
            "%(num)d interviews count for their survey round from now on, not in the everyday figures.",
            done,
        )
    return ngettext(
        "%(num)d answer counts from now on, for the office but for no officer.",
        "%(num)d answers count from now on, for the office but for no officer.",
        done,
    )
