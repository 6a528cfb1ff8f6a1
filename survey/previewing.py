"""Preview: the survey's own pages of a draft, for its authors. Nothing sent here is stored anywhere.

The address of the pages carries the level that was touched where a citizen's page carries its token.
"""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, abort, redirect, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from core.domain import poles
from core.domain.access import Permission
from core.domain.publishing import DescriptionRefused, version_of
from core.domain.questionnaire import AnswerRefused, Questionnaire
from core.domain.submission import Channel
from core.queries import questionnaire_drafts
from core.queries.entries import CodeState, Entry
from core.queries.places import units
from core.queries.submissions import NOTHING, Standing
from core.web import headers
from core.web.access import requires, staff
from survey import forms, page_answers
from survey.page_questions import questions
from survey.screens import address, details_page, message, tap_page, thanks_page

blueprint = Blueprint("preview", __name__, url_prefix="/xem-thu")


@blueprint.get("/<int:unit_id>/<code>")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def show(unit_id: int, code: str) -> Response:
    """Show the first page: faces, or the whole form."""
    place, questionnaire = _drawn(unit_id, code)
    return _framed(_first(place, questionnaire, request.args.get("tiep", "")))


@blueprint.post("/<int:unit_id>/<code>")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def tap(unit_id: int, code: str) -> Response:
    """Take a touch on a face, or the whole form, and go on as the survey does."""
    place, questionnaire = _drawn(unit_id, code)
    if questionnaire.lead is None:
        return _sent(place, questionnaire, "")
    level = request.form.get("level", "")
    if not _standing(questionnaire, level).revision:
        return _framed(_first(place, questionnaire, ""))
    return _framed(redirect(address("survey.details", place, t=level), 303))


@blueprint.get("/<int:unit_id>/<code>/gop-y")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def details(unit_id: int, code: str) -> Response:
    """Show the questions that follow a level."""
    place, questionnaire = _drawn(unit_id, code)
    level = request.args.get("t", "")
    standing = _standing(questionnaire, level)
    if not standing.revision:
        return _framed(_first(place, questionnaire, ""))
    return _framed(details_page(place, questionnaire, token=level, standing=standing, order=poles.STANDING))


@blueprint.post("/<int:unit_id>/<code>/gop-y")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def tell(unit_id: int, code: str) -> Response:
    """Check what was sent as the survey does, forget it, and say thank you."""
    place, questionnaire = _drawn(unit_id, code)
    level = request.form.get("token", "")
    if request.form.get("skip"):
        return _framed(redirect(address("survey.thanks", place, t=level), 303))
    return _sent(place, questionnaire, level)


@blueprint.route("/<int:unit_id>/<code>/cam-on", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def thanks(unit_id: int, code: str) -> Response:
    """Say thank you; there is no receipt for what is not recorded."""
    place, questionnaire = _drawn(unit_id, code)
    level = request.args.get("t", "")
    standing = _standing(questionnaire, level)
    return _framed(thanks_page(place, questionnaire, token=level, standing=standing))


def _drawn(unit_id: int, code: str) -> tuple[Entry, Questionnaire]:
    """Return a place to be asked about, and the draft as the version it would be; 404 where it is not theirs."""
    scope = staff().scope
    unit = units.one(scope, unit_id) or abort(404)
    written = questionnaire_drafts.one(scope, unit_id, code) or abort(404)
    place = Entry(
        touchpoint_id=0,
        code="",
        state=CodeState.OPEN,
        unit_id=unit_id,
        version_id=0,
        office=unit.parent_name or unit.name,
        unit=unit.name,
        help_phone=unit.help_phone,
        counter_number="1",
        place=_("Counter 1"),
        fields=(),
        duty_entry_id=None,
        officer="Nguyễn Văn Mẫu",
        channel=Channel.QR,
        preview=code,
    )
    try:
        # In which order the poles stand is chance's choice, and asked of nobody.
        return place, version_of(replace(written.draft, randomises_poles=False), 1)
    except DescriptionRefused:
        unfinished = _("This draft cannot be shown yet. Put right what its page says.")
        abort(_framed(message(place, _("Preview"), unfinished, status=422)))


def _first(place: Entry, questionnaire: Questionnaire, level: str) -> Response:
    standing = _standing(questionnaire, level)
    if questionnaire.lead is None:
        return details_page(place, questionnaire, token="", order=poles.STANDING)
    return tap_page(place, questionnaire, token=level, standing=standing, order=poles.STANDING)


def _sent(place: Entry, questionnaire: Questionnaire, level: str) -> Response:
    standing = _standing(questionnaire, level)
    asked = questions(place, questionnaire, standing)
    values: MultiDict[str, str] = request.form
    form = forms.read(questionnaire, tuple(question.code for question in asked), values)
    given = page_answers.taken(questionnaire, asked, form, standing)
    if not given.errors and _is_known(questionnaire, given.answers):
        return _framed(redirect(address("survey.thanks", place, t=level), 303))
    return _framed(
        details_page(
            place,
            questionnaire,
            token=level,
            standing=standing,
            form=form,
            order=poles.STANDING,
            errors=given.errors,
        )
    )


def _is_known(questionnaire: Questionnaire, answers: Mapping[str, tuple[str, ...]]) -> bool:
    try:
        questionnaire.encode(answers)
    except AnswerRefused:
        return False
    return True


def _standing(questionnaire: Questionnaire, level: str) -> Standing:
    """Return what would count after a touch on a level; nothing where there is no such level."""
    if questionnaire.lead is None or level not in {
        option.code for option in questionnaire.question(questionnaire.lead).options
    }:
        return NOTHING
    return replace(NOTHING, revision=1, answers={questionnaire.lead: (level,)})


def _framed(response: Response) -> Response:
    """Let the editor show the page in its frames; no browser keeps it."""
    headers.stand_in_own_frames()
    response.headers["Cache-Control"] = "no-store"
    return response
