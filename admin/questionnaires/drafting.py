"""Views: a draft as a whole: its questions in their order, its titles and its first page."""

from dataclasses import replace

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.places.blueprint import unit_in_hand
from admin.questionnaires import words
from admin.questionnaires.blueprint import (
    all_faults,
    blueprint,
    by_question,
    draft_in_hand,
    go,
    is_kept,
    seen,
    show,
    try_plainly,
)
from admin.questionnaires.forms import SettingsForm
from core.domain.access import Permission
from core.domain.questionnaire import Kind
from core.domain.questionnaire_draft import Draft, DraftQuestion
from core.domain.questionnaire_faults import is_publishable
from core.domain.questionnaire_screens import screens
from core.services import questionnaire_drafts as service
from core.web.access import requires, staff


@blueprint.get("/<int:unit_id>/nhap/<code>")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def draft(unit_id: int, code: str) -> tuple[str, int]:
    """Show the questions of a draft, and what is wrong with each."""
    unit, written = unit_in_hand(unit_id), draft_in_hand(unit_id, code)
    found = all_faults(unit_id, written.draft)
    return show(
        "draft",
        unit=unit,
        written=written,
        draft=written.draft,
        factors={factor.code: factor for factor in written.draft.factors},
        faults=by_question(found),
        errors=sum(fault.is_error for fault in found),
        is_ready=is_publishable(found),
        screens=screens(written.draft),
    )


@blueprint.post("/<int:unit_id>/nhap/<code>/thu-tu")
@requires(Permission.MANAGE_QUESTIONNAIRES)
def move(unit_id: int, code: str) -> Response:
    """Move a question one place up or down."""
    unit_in_hand(unit_id)
    written = draft_in_hand(unit_id, code)
    asked = request.form.get("cau", "")
    if EmptyForm().validate_on_submit() and written.draft.question(asked) is not None:
        _change(unit_id, _moved(written.draft, asked, -1 if request.form.get("huong") == "len" else 1))
    there = url_for("questionnaires.draft", unit_id=unit_id, code=code, _anchor=f"q-{asked}")
    return redirect(there, 303)


@blueprint.route("/<int:unit_id>/nhap/<code>/cau/<question>/bo", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def remove(unit_id: int, code: str, question: str) -> Response | tuple[str, int]:
    """Ask once more, then take a question out of the draft."""
    unit, written = unit_in_hand(unit_id), draft_in_hand(unit_id, code)
    removed = question_of(written.draft, question)
    waiting = [one for one in written.draft.questions if one.condition and one.condition.question == question]
    if EmptyForm().validate_on_submit():
        rest = tuple(one for one in written.draft.questions if one.code != question)
        _change(unit_id, replace(written.draft, questions=rest), said=_("The question is removed."))
        return go("draft", unit_id=unit_id, code=code)
    return show("remove", unit=unit, written=written, question=removed, waiting=waiting)


@blueprint.route("/<int:unit_id>/nhap/<code>/chung", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def settings(unit_id: int, code: str) -> Response | tuple[str, int]:
    """Change the titles, the first page and the order of the poles."""
    unit, written = unit_in_hand(unit_id), draft_in_hand(unit_id, code)
    texts = written.draft.texts
    form = SettingsForm(
        vi=texts.get("vi", ""),
        en=texts.get("en", ""),
        lead=written.draft.lead or "",
        randomises_poles=written.draft.randomises_poles,
    )
    form.lead.choices = [
        (code or "", words.first_page(written.draft, code)) for code in _leads(written.draft)
    ]
    if form.validate_on_submit():
        changed = replace(
            written.draft,
            texts={"vi": form.vi.data, **({"en": form.en.data} if form.en.data else {})},
            lead=form.lead.data or None,
            randomises_poles=bool(form.randomises_poles.data),
        )
        if is_kept(form, unit_id, changed, at="vi"):
            return go("draft", _("Saved."), unit_id=unit_id, code=code)
    return show("settings", form, unit=unit, written=written)


def _leads(draft: Draft) -> list[str | None]:
    """Return the questions whose faces may be the first page; None for no faces.

    What stands there now is among them even where it was removed: a title is saved without the faces going with it.
    """
    levels = [question.code for question in draft.questions if question.kind is Kind.LEVEL]
    return [None, *levels, *([] if draft.lead in (None, *levels) else [draft.lead])]


def question_of(draft: Draft, code: str) -> DraftQuestion:
    """Return a question of a draft; what the address calls one and is none is not there."""
    found = draft.question(code)
    if found is None:
        raise service.unknown_question(code)
    return found


def _moved(draft: Draft, code: str, by: int) -> Draft:
    questions = list(draft.questions)
    at = next(index for index, question in enumerate(questions) if question.code == code)
    to = at + by
    if 0 <= to < len(questions):
        questions[at], questions[to] = questions[to], questions[at]
    return replace(draft, questions=tuple(questions))


def _change(unit_id: int, changed: Draft, *, said: str = "") -> None:
    person, number = staff(), seen() or -1
    try_plainly(
        lambda: service.keep(person.scope, unit_id, changed, None, actor=person.login, seen=number),
        said=said,
    )
