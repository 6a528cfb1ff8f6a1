"""Views: the names of a draft's groups of criteria, put right together."""

from collections.abc import Sequence
from dataclasses import replace

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.places.blueprint import unit_in_hand
from admin.places.inputs import clean
from admin.questionnaires.blueprint import blueprint, draft_in_hand, go, is_kept, show
from admin.questionnaires.forms import GroupsForm
from core.domain.access import Permission
from core.domain.ministry_set import own_factors
from core.domain.questionnaire import Factor
from core.domain.questionnaire_draft import LONGEST_TITLE
from core.web.access import requires


@blueprint.route("/<int:unit_id>/nhap/<code>/nhom", methods=["GET", "POST"])
@requires(Permission.MANAGE_QUESTIONNAIRES)
def groups(unit_id: int, code: str) -> Response | tuple[str, int]:
    """Show the groups of a draft and rename them; the ministry's own stay as they are."""
    unit, written = unit_in_hand(unit_id), draft_in_hand(unit_id, code)
    form = GroupsForm()
    listed = own_factors(written.draft)
    if request.method == "POST":
        listed = _sent(listed)
        if form.validate_on_submit() and _are_right(form, listed):
            named = {factor.code: factor for factor in listed}
            factors = tuple(named.get(factor.code, factor) for factor in written.draft.factors)
            if is_kept(form, unit_id, replace(written.draft, factors=factors), at="groups"):
                return go("draft", _("Saved."), unit_id=unit_id, code=code)
    return show("groups", form, unit=unit, written=draft_in_hand(unit_id, code), listed=listed)


def _sent(factors: Sequence[Factor]) -> tuple[Factor, ...]:
    """Return the groups as they were typed; one that was not sent stays as it is."""
    lists = [[clean(text) for text in request.form.getlist(name)] for name in ("g_code", "g_vi", "g_en")]
    typed = {code: {"vi": vi, **({"en": en} if en else {})} for code, vi, en in zip(*lists, strict=False)}
    return tuple(replace(factor, texts=typed.get(factor.code, factor.texts)) for factor in factors)


def _are_right(form: GroupsForm, factors: Sequence[Factor]) -> bool:
    is_wrong = any(
        not factor.texts["vi"] or any(len(text) > LONGEST_TITLE for text in factor.texts.values())
        for factor in factors
    )
    if is_wrong:
        form.groups.errors = [
            _("Each group needs a Vietnamese name, at most %(most)s characters.", most=LONGEST_TITLE)
        ]
    return not is_wrong
