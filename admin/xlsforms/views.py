"""Views: send a form, see what of it was converted and what was not, make it a draft; take one along."""

from collections.abc import Sequence

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from admin.places.blueprint import unit_in_hand
from admin.questionnaires import sentences, words
from admin.sheets.sending import gone, sent_file, sentence
from admin.xlsforms.sentences import Said, of_cell, of_finding
from core import labels
from core.domain.access import Permission
from core.domain.questionnaire_draft import Draft, draft_of
from core.domain.questionnaire_fault import Fault
from core.domain.xlsform.form import FormRefused
from core.domain.xlsform.writing import DraftNotWritten, form_of
from core.queries import questionnaire_drafts, questionnaire_versions, questionnaires
from core.queries.places.units import UnitLine
from core.queries.questionnaires import UnknownVersion
from core.reports import xlsform_file
from core.services import uploads, xlsforms
from core.services.office_workbook import MAX_BYTES, WorkbookRefused
from core.services.questionnaire_drafts import DraftRefused
from core.services.uploads import UploadGone, UploadRefused
from core.services.xlsforms import WaitingForm
from core.web.access import requires, staff
from core.web.downloads import XLSX, attached
from core.web.large_bodies import takes

blueprint = Blueprint("xlsforms", __name__, url_prefix="/admin/bo-cau-hoi/xlsform")

#: More than anybody puts right in one go.
SHOWN = 300


@blueprint.errorhandler(UploadGone)
def _gone(_error: UploadGone) -> Answer:
    """The file is not kept any more: it has to be sent again."""
    return gone("xlsforms.own")


@blueprint.get("/")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def own() -> tuple[str, int]:
    """Offer the person's own unit to send a form for, and its questionnaires to take along."""
    return show(staff().unit_id)


@blueprint.get("/<int:unit_id>")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def show(unit_id: int) -> tuple[str, int]:
    """Offer the form to send a file, and every version and draft of a unit to take along."""
    return _page(unit_in_hand(unit_id), "")


@blueprint.post("/<int:unit_id>")
@requires(Permission.MANAGE_QUESTIONNAIRES)
@takes(MAX_BYTES)
def send(unit_id: int) -> Answer | tuple[str, int]:
    """Keep a file and lead to what it would become."""
    person, unit = staff(), unit_in_hand(unit_id)
    name, content = sent_file()
    try:
        token = xlsforms.keep(
            person.scope,
            unit_id,
            name=name,
            content=content,
            actor=person.login,
        )
    except UploadRefused as refusal:
        return _page(unit, sentence(refusal))
    return redirect(url_for("xlsforms.look", unit_id=unit_id, token=token), 303)


@blueprint.get("/<int:unit_id>/tep/<token>")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def look(unit_id: int, token: str) -> tuple[str, int]:
    """Show what of a form was converted and what was not, or why it is refused."""
    unit = unit_in_hand(unit_id)
    try:
        waiting = xlsforms.look(staff().scope, token)
    except (WorkbookRefused, FormRefused) as refused:
        return _refused(unit, token, refused)
    return _looked(unit, waiting, waiting.reading.draft.code, "")


@blueprint.post("/<int:unit_id>/tep/<token>")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def create(unit_id: int, token: str) -> Answer | tuple[str, int]:
    """Make a form that was looked through a draft."""
    person, unit = staff(), unit_in_hand(unit_id)
    code = request.form.get("code", "")
    try:
        made = xlsforms.create(person.scope, unit_id, token, code=code, actor=person.login)
    except (WorkbookRefused, FormRefused) as refused:
        return _refused(unit, token, refused)
    except DraftRefused:
        why = _("There is already a draft with this code. Please choose another one.")
        return _looked(unit, xlsforms.look(person.scope, token), code, why)
    flash(_("The draft “%(code)s” is made. Nobody is asked it before it is published.", code=made))
    return redirect(url_for("questionnaires.draft", unit_id=unit_id, code=made), 303)


@blueprint.post("/<int:unit_id>/tep/<token>/bo")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def forget(unit_id: int, token: str) -> Answer:
    """Throw a file away without making a draft of it."""
    uploads.forget(staff().scope, token)
    flash(_("The file is thrown away; nothing was changed."))
    return redirect(url_for("xlsforms.show", unit_id=unit_in_hand(unit_id).id), 303)


@blueprint.get("/<int:unit_id>/nhap/<code>.xlsx")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def draft(unit_id: int, code: str) -> Answer:
    """Return a draft as an XLSForm; lead to the draft where something refers to what is not asked before it."""
    written = questionnaire_drafts.one(staff().scope, unit_in_hand(unit_id).id, code) or abort(404)
    try:
        return _file(written.draft, "", f"{code}-nhap.xlsx")
    except DraftNotWritten as refused:
        flash(_not_written(written.draft, refused.fault), "refused")
        return redirect(url_for("questionnaires.draft", unit_id=unit_id, code=code), 303)


@blueprint.get("/ban/<int:version_id>.xlsx")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def version(version_id: int) -> Response:
    """Return a published version as an XLSForm."""
    try:
        published = questionnaires.version(staff().scope, version_id)
    except UnknownVersion:
        abort(404)
    name = f"{published.code}-{published.number}.xlsx"
    return _file(draft_of(published), str(published.number), name)


def _page(unit: UnitLine, refusal: str) -> tuple[str, int]:
    page = render_template(
        "admin/xlsforms/show.html",
        unit=unit,
        refusal=refusal,
        limit=MAX_BYTES >> 20,
        found=questionnaire_versions.of_unit(staff().scope, unit.id),
        drafts=questionnaire_drafts.listed(staff().scope, unit.id),
    )
    return page, 422 if refusal else 200


def _not_written(draft: Draft, fault: Fault) -> str:
    """Return why a draft is not made a file."""
    why, question = sentences.fault(fault), draft.question(fault.question or "")
    if question is None:
        return _("No file was made, for it could not say this: %(why)s", why=why)
    return _(
        "No file was made, for it could not say this. “%(question)s”: %(why)s",
        question=labels.wording(question.texts),
        why=why,
    )


def _looked(unit: UnitLine, waiting: WaitingForm, code: str, why: str) -> tuple[str, int]:
    page = render_template(
        "admin/xlsforms/look.html",
        unit=unit,
        waiting=waiting,
        said=[of_finding(finding) for finding in waiting.reading.said[:SHOWN]],
        count=len(waiting.reading.said),
        kinds=words.KIND_NAMES,
        code=code,
        why=why,
    )
    return page, 422 if why else 200


def _refused(unit: UnitLine, token: str, refused: WorkbookRefused | FormRefused) -> tuple[str, int]:
    said: Sequence[Said]
    if isinstance(refused, FormRefused):
        said, count = [of_finding(finding) for finding in refused.problems[:SHOWN]], len(refused.problems)
    else:
        said, count = [of_cell(error) for error in refused.errors[:SHOWN]], len(refused.errors)
    return render_template("admin/xlsforms/refused.html", unit=unit, token=token, said=said, count=count), 422


def _file(draft: Draft, number: str, name: str) -> Response:
    return attached(xlsform_file.make(form_of(draft, number)), XLSX, name)
