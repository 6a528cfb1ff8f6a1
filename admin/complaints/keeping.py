"""Keeping filters: somebody's own views of the inbox, named, renamed and forgotten."""

from urllib.parse import parse_qsl

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri
from werkzeug.wrappers import Response

from admin.complaints import selection
from admin.desk.forms import EmptyForm
from admin.places.inputs import clean
from core.domain.access import Permission
from core.queries import saved_views as kept_views
from core.services import saved_views
from core.services.saved_views import MOST, ViewRefused
from core.web.access import requires, staff

blueprint = Blueprint(
    "case_views", __name__, url_prefix="/admin/phan-anh/bo-loc", template_folder="../templates"
)


@blueprint.get("/")
@requires(Permission.READ_CASES)
def listed() -> str:
    """Show the kept filters, each with a form to rename or forget it."""
    return render_template(
        "admin/complaints/views.html", saved=kept_views.of(staff().scope), most=MOST, form=EmptyForm()
    )


@blueprint.post("/luu")
@requires(Permission.READ_CASES)
def keep() -> Response:
    """Keep the filter of the inbox that was looked at, under a name."""
    _checked()
    wanted = selection.read(staff().scope, MultiDict(_pairs(request.form.get("loc", ""))))
    try:
        saved_views.keep(staff().scope, _name("ten"), wanted.kept_query)
    except ViewRefused as refusal:
        flash(_sentence(refusal), "refused")
    else:
        flash(_("The filter is kept. It stands above the list."))
        if wanted.words.data:
            flash(
                _("The words you looked for are not kept with it, so that nothing of a letter stays behind.")
            )
    return redirect(iri_to_uri(f"{url_for('cases.listed')}?{wanted.query}"), 303)


@blueprint.post("/doi-ten")
@requires(Permission.READ_CASES)
def rename() -> Response:
    """Give a kept filter another name."""
    _checked()
    try:
        saved_views.rename(staff().scope, request.form.get("cu", ""), _name("ten"))
    except ViewRefused as refusal:
        flash(_sentence(refusal), "refused")
    return redirect(url_for("case_views.listed"), 303)


@blueprint.post("/xoa")
@requires(Permission.READ_CASES)
def forget() -> Response:
    """Forget a kept filter."""
    _checked()
    saved_views.forget(staff().scope, request.form.get("cu", ""))
    flash(_("The filter is gone."))
    return redirect(url_for("case_views.listed"), 303)


def _checked() -> None:
    if not EmptyForm().validate_on_submit():
        abort(400)


def _name(field: str) -> str:
    return str(clean(request.form.get(field, "")))


def _pairs(query: str) -> list[tuple[str, str]]:
    return list(MultiDict(parse_qsl(query[: saved_views.LONGEST_QUERY])).items())


def _sentence(refusal: ViewRefused) -> str:
    return {
        "no_name": _("Give the filter a name."),
        "too_long": _("The name is too long; at most 40 characters."),
        "too_many": _("You keep 20 filters already. Forget one first."),
        "name_taken": _("You have a filter of this name already."),
    }[refusal.code]
