"""Views: download a workbook, send one, look at what it would change or what is wrong with it, apply it."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from admin.sheets.sending import gone, sent_file, sentence
from core import clock
from core.domain.access import Permission
from core.queries import office as office_query
from core.queries.places import units
from core.queries.places.units import UnitLine
from core.reports import office_errors_csv, office_template
from core.reports.office_errors_csv import Mistake
from core.services import disclosures, uploads
from core.services.disclosures import Exported
from core.services.office_import import PlanChanged
from core.services.office_workbook import MAX_BYTES, CellError, WorkbookRefused
from core.services.uploads import UploadGone, UploadRefused
from core.web.access import fresh_factor, requires, staff
from core.web.downloads import CSV, XLSX, attached
from core.web.large_bodies import takes

blueprint = Blueprint("sheets", __name__, url_prefix="/admin/bang-tinh")

#: More mistakes than anybody mends in one go; the CSV has all of them.
SHOWN = 200


@blueprint.errorhandler(UploadGone)
def _gone(_error: UploadGone) -> Answer:
    """The file is not kept any more: it has to be sent again."""
    return gone("sheets.show")


@blueprint.get("/")
@requires(Permission.MANAGE_PLACES)
def show() -> str:
    """Offer the downloads and the form to send a file."""
    return render_template("admin/sheets/show.html", unit=_unit(), refusal="", limit=MAX_BYTES >> 20)


@blueprint.get("/mau.xlsx")
@requires(Permission.MANAGE_PLACES)
def template() -> Response:
    """Return the empty workbook with its guide."""
    return attached(office_template.blank(), XLSX, "mau-co-quan.xlsx")


@blueprint.get("/vi-du.xlsx")
@requires(Permission.MANAGE_PLACES)
def example() -> Response:
    """Return the workbook of the invented commune."""
    return attached(office_template.example(clock.today()), XLSX, "vi-du-xa-mau.xlsx")


@blueprint.get("/hien-tai.xlsx")
@requires(Permission.MANAGE_PLACES)
@fresh_factor
def present() -> Response:
    """Return the office as it is now; sent back unchanged, it changes nothing."""
    office = office_query.office(staff().scope, _unit().id)
    disclosures.exported(staff(), Exported.WORKBOOK)
    return attached(office_template.workbook(office), XLSX, f"co-quan-{clock.today().isoformat()}.xlsx")


@blueprint.post("/")
@requires(Permission.MANAGE_PLACES)
@takes(MAX_BYTES)
def send() -> Answer | tuple[str, int]:
    """Keep a file and lead to what it would change."""
    person = staff()
    name, content = sent_file()
    try:
        token = uploads.keep(
            person.scope,
            person.unit_id,
            name=name,
            content=content,
            actor=person.login,
        )
    except UploadRefused as refusal:
        page = render_template(
            "admin/sheets/show.html", unit=_unit(), refusal=sentence(refusal), limit=MAX_BYTES >> 20
        )
        return page, 422
    return redirect(url_for("sheets.look", token=token), 303)


@blueprint.get("/<token>")
@requires(Permission.MANAGE_PLACES)
def look(token: str) -> tuple[str, int]:
    """Show what a file would change, or every mistake in it."""
    try:
        waiting = uploads.look(staff().scope, token)
    except WorkbookRefused as refused:
        page = render_template(
            "admin/sheets/mistakes.html", unit=_unit(), token=token, errors=refused.errors, shown=SHOWN
        )
        return page, 422
    return render_template("admin/sheets/look.html", unit=_unit(), waiting=waiting), 200


@blueprint.get("/<token>/loi.csv")
@requires(Permission.MANAGE_PLACES)
def mistakes(token: str) -> Response:
    """Return every mistake of a file as CSV."""
    try:
        uploads.look(staff().scope, token)
    except WorkbookRefused as refused:
        content = office_errors_csv.make(_mistake(error) for error in refused.errors)
        return attached(content, CSV, "loi-bang-tinh.csv")
    raise NotFound


@blueprint.post("/<token>")
@requires(Permission.MANAGE_PLACES)
def apply(token: str) -> Answer | tuple[str, int]:
    """Apply a file that was looked through; if the office has changed meanwhile, show anew what it would do."""
    person = staff()
    try:
        done = uploads.apply(person.scope, token, expected=request.form.get("mark", ""), actor=person.login)
    except PlanChanged:
        flash(_("The office has changed since. Please look again at what the file would do."), "refused")
        return redirect(url_for("sheets.look", token=token), 303)
    except WorkbookRefused:
        return redirect(url_for("sheets.look", token=token), 303)
    flash(
        ngettext(
            "The spreadsheet is applied. %(num)d thing changed.",
            "The spreadsheet is applied. %(num)d things changed.",
            done.changes,
        )
    )
    return redirect(url_for("places.start"), 303)


@blueprint.post("/<token>/bo")
@requires(Permission.MANAGE_PLACES)
def forget(token: str) -> Answer:
    """Throw a file away without applying it."""
    uploads.forget(staff().scope, token)
    flash(_("The file is thrown away; nothing was changed."))
    return redirect(url_for("sheets.show"), 303)


def _unit() -> UnitLine:
    """Return the unit the workbook is about: one's own, with all below it."""
    found = units.one(staff().scope, staff().unit_id)
    if found is None:
        raise NotFound
    return found


def _mistake(error: CellError) -> Mistake:
    column = f"{error.column} – {error.heading}" if error.column else ""
    return Mistake(error.sheet, error.row, column, str(error))
