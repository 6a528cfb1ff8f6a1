"""Views: what a unit asks, copies to go on from, versions as they were seen, and retiring."""

from dataclasses import replace

from flask import abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.places.blueprint import unit_in_hand
from admin.questionnaires import drafting, groups, publishing, question_page, sentences, words
from admin.questionnaires.blueprint import blueprint, draft_in_hand, go, seen, show, try_plainly
from admin.questionnaires.forms import CopyForm, ReasonForm
from core import labels
from core.domain import naming
from core.domain.access import Permission
from core.domain.questionnaire_draft import draft_of
from core.queries import (
    questionnaire_codes,
    questionnaire_drafts,
    questionnaire_versions,
    questionnaires,
)
from core.queries.questionnaire_versions import Asked, VersionLine
from core.services import questionnaire_drafts as service
from core.services import questionnaire_publishing
from core.services.questionnaire_drafts import DraftRefused
from core.web.access import requires, staff

__all__ = ["blueprint", "drafting", "groups", "publishing", "question_page"]

_LONGEST_CODE = 24


@blueprint.get("/")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def own() -> tuple[str, int]:
    """Show what the person's own unit asks."""
    return listed(staff().unit_id)


@blueprint.get("/<int:unit_id>")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def listed(unit_id: int) -> tuple[str, int]:
    """Show what a unit asks, what is being written, and what was asked before."""
    unit = unit_in_hand(unit_id)
    scope = staff().scope
    return show(
        "list",
        unit=unit,
        found=questionnaire_versions.of_unit(scope, unit_id),
        drafts=questionnaire_drafts.listed(scope, unit_id),
    )


@blueprint.get("/ban/<int:version_id>")
@requires(Permission.SIGNED_IN)
def version(version_id: int) -> str:
    """Show exactly what was asked under a version, in every language; whoever reads results may need it."""
    line = questionnaire_versions.line(staff().scope, version_id) or abort(404)
    questionnaire = questionnaires.version(staff().scope, version_id)
    factors = {factor.code: factor for factor in questionnaire.factors}
    return render_template(
        "admin/questionnaires/version.html",
        line=line,
        questionnaire=questionnaire,
        draft=draft_of(questionnaire),
        questions=questionnaire.asked,
        factors=factors,
        words=words,
    )


@blueprint.route("/<int:unit_id>/sao-chep/<int:version_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def copy(unit_id: int, version_id: int) -> Response | tuple[str, int]:
    """Begin a draft as a copy of a version."""
    person, unit = staff(), unit_in_hand(unit_id)
    line = questionnaire_versions.line(person.scope, version_id) or abort(404)
    form = CopyForm()
    form.offer()
    if form.validate_on_submit():
        if form.as_what.data == "own" and not form.title.data:
            form.title.errors = [_("Write the title.")]
        elif code := _copied(unit_id, line, form):
            return go(
                "draft", _("Copied. Nobody is asked it before you publish."), unit_id=unit_id, code=code
            )
    return show("copy", form, unit=unit, line=line)


def _copied(unit_id: int, line: VersionLine, form: CopyForm) -> str:
    """Keep the copy and return its code; empty where it was refused, with the sentence at the form."""
    person = staff()
    draft = draft_of(questionnaires.version(person.scope, line.id))
    if form.as_what.data == "own":
        taken = {version.code for version in questionnaire_versions.every(person.scope, unit_id)}
        taken |= {written.draft.code for written in questionnaire_drafts.listed(person.scope, unit_id)}
        code = naming.code(form.title.data, taken, longest=_LONGEST_CODE, otherwise="bo-cau-hoi")
        draft = replace(draft, code=code, texts={"vi": form.title.data})
    try:
        service.keep(person.scope, unit_id, draft, line.id, actor=person.login)
    except DraftRefused as refused:
        form.as_what.errors = [sentences.refusal(refused)]
        return ""
    return draft.code


@blueprint.route("/<int:unit_id>/ngung/<code>", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def retire(unit_id: int, code: str) -> Response | tuple[str, int]:
    """Say what retiring means, then stop asking the unit's own version."""
    person, unit, asked = staff(), unit_in_hand(unit_id), _own(unit_id, code)
    form = ReasonForm()
    if form.validate_on_submit():
        try_plainly(
            lambda: questionnaire_publishing.retire(
                person.scope, unit_id, code, why=form.why.data, actor=person.login
            ),
            said=_("Retired. Its answers keep their wording and stay in the figures."),
        )
        return go("listed", unit_id=unit_id)
    standing = questionnaire_codes.left_alone(person.scope, unit_id, code)
    return show("retire", form, unit=unit, asked=asked, standing=standing)


def _own(unit_id: int, code: str) -> Asked:
    asked = questionnaire_versions.of_unit(staff().scope, unit_id).asked
    return next((one for one in asked if one.version.code == code and one.is_own), None) or abort(404)


@blueprint.route("/<int:unit_id>/nhap/<code>/bo", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def drop(unit_id: int, code: str) -> Response | tuple[str, int]:
    """Ask once more, then throw the draft away."""
    person, unit, written = staff(), unit_in_hand(unit_id), draft_in_hand(unit_id, code)
    if EmptyForm().validate_on_submit():
        title = labels.wording(written.draft.texts)
        try_plainly(
            lambda: service.drop(person.scope, unit_id, code, seen=seen(), actor=person.login),
            said=_("The draft “%(name)s” is thrown away.", name=title),
        )
        return go("listed", unit_id=unit_id)
    return show("drop", unit=unit, written=written)
