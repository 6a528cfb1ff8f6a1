"""Views of batches: the list, a new one, one of them with what is left to do, its closing and its end."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from admin.desk.pages import status_of
from admin.paper.blueprint import batch_in_hand, blueprint
from admin.paper.forms import BatchForm, DropForm, SheetsForm
from admin.paper.sentences import sentence
from admin.paper.summary import summary
from admin.places.blueprint import page_number, unit_in_hand
from core.domain.access import Permission
from core.domain.paper import PaperRefused
from core.domain.submission import StorageUnavailable
from core.queries import paper
from core.queries.paper import RoundChoice
from core.queries.places import units
from core.services.paper import batches, handing_over
from core.web.access import requires, staff


def _page(template: str, form: Form | None = None, /, **values: object) -> tuple[str, int]:
    """Return a page; 422 where a form was sent and something has to be put right."""
    page = render_template(f"admin/paper/{template}", form=form, **values)
    return page, status_of(form)


@blueprint.get("/")
@requires(Permission.ENTER_PAPER)
def start() -> Response | tuple[str, int]:
    """Lead to the batches of the unit somebody works on, or let one be chosen."""
    working = units.working(staff().scope)
    if working is not None:
        return redirect(url_for("paper.listed", unit_id=working), 303)
    return _page("units.html", page=units.listed(staff().scope, number=page_number()))


@blueprint.get("/<int:unit_id>/")
@requires(Permission.ENTER_PAPER)
def listed(unit_id: int) -> tuple[str, int]:
    """List a unit's batches, and the forms it can print."""
    unit = unit_in_hand(unit_id)
    page = paper.listed(staff().scope, unit_id, page_number())
    return _page("list.html", unit=unit, page=page, places=paper.places(staff().scope, unit_id))


@blueprint.route("/<int:unit_id>/lo-moi", methods=["GET", "POST"])
@requires(Permission.ENTER_PAPER)
def open_batch(unit_id: int) -> Response | tuple[str, int]:
    """Open a batch; `dot` names the survey round it belongs to, `xom` the hamlet."""
    unit, person, held = unit_in_hand(unit_id), staff(), _round(unit_id)
    form = BatchForm(stratum=request.args.get("xom", 0, type=int))
    places, versions = paper.places(person.scope, unit_id), paper.versions(person.scope, unit_id)
    form.offer(places, versions, held)
    if not form.is_submitted():
        _preselect(form, places)
    if form.validate_on_submit():
        try:
            number = batches.open_batch(person.scope, unit_id, form.facts(held), actor=person.login)
        except PaperRefused as refused:
            form.blame(refused.code, sentence(refused))
        else:
            return redirect(url_for("paper.sheet", unit_id=unit_id, batch_id=number, turn=1, number=1), 303)
    return _page("open.html", form, unit=unit, held=held)


@blueprint.get("/<int:unit_id>/<int:batch_id>/")
@requires(Permission.ENTER_PAPER)
def one(unit_id: int, batch_id: int) -> tuple[str, int]:
    """Show how far a batch has come and what is left to do."""
    unit, batch = unit_in_hand(unit_id), batch_in_hand(unit_id, batch_id)
    form = SheetsForm(formdata=None, sheets=batch.sheets)
    return _page(
        "one.html",
        unit=unit,
        batch=batch,
        me=staff().scope.account_id,
        sheets_form=form,
        drop_form=DropForm(),
    )


@blueprint.post("/<int:unit_id>/<int:batch_id>/so-phieu")
@requires(Permission.ENTER_PAPER)
def set_sheets(unit_id: int, batch_id: int) -> Response | tuple[str, int]:
    """Say how many sheets there are after all."""
    unit, batch, person, form = unit_in_hand(unit_id), batch_in_hand(unit_id, batch_id), staff(), SheetsForm()
    if form.validate_on_submit():
        try:
            batches.set_sheets(person.scope, unit_id, batch_id, form.sheets.data or 0, actor=person.login)
        except PaperRefused as refused:
            form.sheets.errors = [sentence(refused)]
        else:
            return redirect(url_for("paper.one", unit_id=unit_id, batch_id=batch_id), 303)
    me = person.scope.account_id
    return _page("one.html", form, unit=unit, batch=batch, me=me, sheets_form=form, drop_form=DropForm())


@blueprint.route("/<int:unit_id>/<int:batch_id>/dong", methods=["GET", "POST"])
@requires(Permission.ENTER_PAPER)
def close(unit_id: int, batch_id: int) -> Response | tuple[str, int]:
    """Show what is about to count, and close the batch; a closed one is handed over to its end, and nothing is left
    to show of it.
    """
    unit, batch = unit_in_hand(unit_id), batch_in_hand(unit_id, batch_id)
    if request.method == "GET" and batch.is_open:
        return _page("close.html", unit=unit, batch=batch, lines=summary(staff().scope, batch))
    if request.method == "GET":
        return redirect(url_for("paper.one", unit_id=unit_id, batch_id=batch_id), 303)
    try:
        is_left = _close(unit_id, batch_id)
    except PaperRefused as refused:
        flash(sentence(refused), "refused")
    else:
        if is_left:
            words = _("The system is busy. What is left of the batch follows by itself in a few minutes.")
            flash(words, "refused")
        else:
            flash(_("The batch is closed; its answers count now."))
    return redirect(url_for("paper.one", unit_id=unit_id, batch_id=batch_id), 303)


@blueprint.post("/<int:unit_id>/<int:batch_id>/bo")
@requires(Permission.ENTER_PAPER)
def drop(unit_id: int, batch_id: int) -> Response | tuple[str, int]:
    """Give an open batch up, with the reason."""
    unit, batch, person, form = unit_in_hand(unit_id), batch_in_hand(unit_id, batch_id), staff(), DropForm()
    if not form.validate_on_submit():
        sheets = SheetsForm(formdata=None, sheets=batch.sheets)
        me = person.scope.account_id
        return _page("one.html", form, unit=unit, batch=batch, me=me, sheets_form=sheets, drop_form=form)
    try:
        batches.drop(person.scope, unit_id, batch_id, reason=form.reason.data or "", actor=person.login)
    except PaperRefused as refused:
        flash(sentence(refused), "refused")
        return redirect(url_for("paper.one", unit_id=unit_id, batch_id=batch_id), 303)
    flash(_("The batch is given up; none of it counts."))
    return redirect(url_for("paper.listed", unit_id=unit_id), 303)


def _close(unit_id: int, batch_id: int) -> bool:
    """Close a batch; say whether sheets of it still wait to be handed over."""
    person = staff()
    try:
        return handing_over.close(person.scope, unit_id, batch_id, actor=person.login) > 0
    except StorageUnavailable:
        return True


def _round(unit_id: int) -> RoundChoice | None:
    """Return the round of the address; 404 where it takes no more sheets or is somebody else's."""
    number = request.args.get("dot", type=int)
    if number is None:
        return None
    return paper.round_choice(staff().scope, unit_id, number) or abort(404)


def _preselect(form: BatchForm, places: tuple[paper.PaperPlace, ...]) -> None:
    """Choose the place the address names, and the version it asks now."""
    wanted = request.args.get("ma", "").upper()
    place = next((one for one in places if one.code == wanted), places[0] if places else None)
    if place is not None:
        form.touchpoint_id.data, form.version_id.data = place.touchpoint_id, place.version_id
