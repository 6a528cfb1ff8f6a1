"""The blueprint of the editor, and what its views share: the draft in hand, saving, refusals."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response
from wtforms import Form

from admin.desk.pages import status_of
from admin.places.blueprint import unit_in_hand
from admin.places.inputs import clean
from admin.questionnaires import sentences, words
from core.domain.questionnaire import Questionnaire
from core.domain.questionnaire_draft import LONGEST_TITLE, Draft
from core.domain.questionnaire_fault import Fault
from core.domain.questionnaire_faults import faults
from core.queries import questionnaire_drafts, questionnaire_versions, questionnaires
from core.queries.questionnaire_drafts import WrittenDraft
from core.services import questionnaire_drafts as service
from core.services.places.changing import UnknownPlace
from core.services.questionnaire_drafts import DraftRefused
from core.web.access import staff

blueprint = Blueprint("questionnaires", __name__, url_prefix="/admin/bo-cau-hoi")


#: What people type on pages of the editor.
_TYPED = ("vi", "en", "o_vi", "o_en", "g_vi", "g_en", "factor_vi", "factor_en", "low", "high")


@blueprint.errorhandler(UnknownPlace)
def _unknown(_error: UnknownPlace) -> Response | tuple[str, int]:
    """Somebody else's draft looks like one that does not exist; what was typed about it is shown again."""
    texts = [clean(text) for name in _TYPED for text in request.form.getlist(name)]
    here = request.view_args or {}
    if not any(texts) or not {"unit_id", "code"} <= here.keys():
        return current_app.make_response(current_app.handle_user_exception(NotFound()))
    unit = unit_in_hand(here["unit_id"])
    left = questionnaire_drafts.one(staff().scope, unit.id, here["code"])
    page, _status = show("gone", unit=unit, draft=left and left.draft, typed=list(filter(None, texts)))
    return page, 409


def draft_in_hand(unit_id: int, code: str) -> WrittenDraft:
    """Return the draft of the address. Raise UnknownPlace where there is none: `_unknown` answers."""
    found = questionnaire_drafts.one(staff().scope, unit_id, code)
    if found is None:
        raise UnknownPlace("unknown_place", kind="questionnaire_draft", id=code)
    return found


def before(unit_id: int, code: str) -> Questionnaire | None:
    """Return what the unit asks under a code until a draft is published."""
    version_id = questionnaires.latest(staff().scope, code, unit_id)
    return None if version_id is None else questionnaires.version(staff().scope, version_id)


def all_faults(unit_id: int, draft: Draft) -> tuple[Fault, ...]:
    """Return what is to be said about a draft of a unit, compared with all that was ever asked under its code."""
    earlier = questionnaire_versions.ever(staff().scope, unit_id, draft.code)
    return faults(draft, before(unit_id, draft.code), earlier)


def seen() -> int:
    """Return the state of the draft on which the page that was sent had been drawn."""
    number = request.form.get("seen", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0


def is_kept(form: Form, unit_id: int, draft: Draft, *, at: str) -> bool:
    """Save a draft as it was seen; where somebody was faster, leave the sentence at the field and return False."""
    person = staff()
    try:
        # A page without the number was never drawn by us; it has seen nothing that is there.
        service.keep(person.scope, unit_id, draft, None, actor=person.login, seen=seen() or -1)
    except DraftRefused as refused:
        form[at].errors = [sentences.refusal(refused)]
        return False
    return True


def try_plainly(act: Callable[[], object], *, said: str) -> bool:
    """Try a change that has nothing typed in it; what is said of it stands on the next page."""
    try:
        act()
    except DraftRefused as refused:
        late = _("Somebody changed the draft meanwhile, so nothing was done. This is how it stands now.")
        flash(late if refused.code == "changed_meanwhile" else sentences.refusal(refused), "refused")
        return False
    if said:
        flash(said)
    return True


def go(endpoint: str, said: str | None = None, **values: Any) -> Response:
    """Lead to the next page, which says what was done."""
    if said is not None:
        flash(said)
    return redirect(url_for(f"questionnaires.{endpoint}", **values), 303)


def show(template: str, form: Form | None = None, **values: Any) -> tuple[str, int]:
    """Return a page; 422 where a form was sent and something in it has to be put right."""
    page = render_template(
        f"admin/questionnaires/{template}.html",
        **{"form": form, "words": words, "say": sentences.fault, "longest": LONGEST_TITLE, **values},
    )
    return page, status_of(form)


def by_question(found: tuple[Fault, ...]) -> dict[str | None, list[Fault]]:
    """Return faults by the question they belong to; None for the questionnaire as a whole."""
    sorted_out: dict[str | None, list[Fault]] = {}
    for fault in found:
        sorted_out.setdefault(fault.question, []).append(fault)
    return sorted_out
