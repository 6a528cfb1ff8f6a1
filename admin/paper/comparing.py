"""Views of differences: both readings of a sheet stand side by side and are decided, or it is keyed anew."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.paper.blueprint import batch_in_hand, blueprint
from admin.paper.differences import sides
from admin.paper.sentences import sentence
from admin.paper.typed import Given, input_names
from admin.places.blueprint import unit_in_hand
from core.domain.access import Permission
from core.domain.paper import PaperRefused, Turn, differences, said
from core.queries.paper import Batch
from core.services.paper import keying
from core.services.paper.keying import Compared
from core.web.access import requires, staff


@blueprint.route("/<int:unit_id>/<int:batch_id>/khac/<int:number>", methods=["GET", "POST"])
@requires(Permission.ENTER_PAPER)
def compare(unit_id: int, batch_id: int, number: int) -> Response | tuple[str, int]:
    """Show what differs between two readings of a sheet, and keep what is decided."""
    unit, batch, person = unit_in_hand(unit_id), batch_in_hand(unit_id, batch_id), staff()
    refusal = ""
    try:
        stands = keying.compared(person.scope, unit_id, batch_id, number)
        different = differences(batch.questionnaire, stands.first, stands.second)
        chosen, seen = _decided(batch, stands, different), stands.mark
        if request.method == "POST":
            names = input_names(batch.questionnaire)
            chosen = {part: (request.form.get(names[part], ""),) for part in different}
            seen = request.form.get("seen", "")
            turns = {part: Turn(int(one)) for part, (one,) in chosen.items() if one in ("1", "2")}
            if len(turns) == len(different):
                keying.resolve(person.scope, unit_id, batch_id, number, turns, seen=seen, actor=person.login)
                return redirect(_next_difference(batch, number), 303)
            if seen != stands.mark:
                # What was seen does not stand any more: no side of it could be kept beside what stands now.
                raise PaperRefused("decided_meanwhile", number=number)
            refusal = _("Choose one side for every difference.")
    except PaperRefused as refused:
        return _led_back(refused, batch, number)
    page = render_template(
        "admin/paper/compare.html",
        unit=unit,
        batch=batch,
        number=number,
        lines=[sides(batch, part, stands.first, stands.second) for part in different],
        chosen=chosen,
        is_decided=stands.decided is not None,
        seen=seen,
        refusal=refusal,
        names=input_names(batch.questionnaire),
    )
    return page, 422 if refusal else 200


@blueprint.post("/<int:unit_id>/<int:batch_id>/lam-lai/<int:number>")
@requires(Permission.ENTER_PAPER)
def restart(unit_id: int, batch_id: int, number: int) -> Response:
    """Forget both readings of a sheet, so that it is keyed anew."""
    person, seen = staff(), request.form.get("seen", "")
    unit_in_hand(unit_id)
    batch = batch_in_hand(unit_id, batch_id)
    try:
        keying.restart(person.scope, unit_id, batch_id, number, seen=seen, actor=person.login)
    except PaperRefused as refused:
        return _led_back(refused, batch, number)
    flash(_("Sheet %(number)s is to be keyed anew, twice.", number=str(number)))
    return redirect(url_for("paper.one", unit_id=unit_id, batch_id=batch_id), 303)


def _led_back(refused: PaperRefused, batch: Batch, number: int) -> Response:
    """Say why, and lead to where it goes on: to the sheet as it stands now, or to its batch."""
    own: dict[str, Any] = {"unit_id": batch.unit_id, "batch_id": batch.id}
    flash(sentence(refused), "refused")
    if refused.code == "decided_meanwhile":
        return redirect(url_for("paper.compare", **own, number=number), 303)
    return redirect(url_for("paper.one", **own), 303)


def _decided(batch: Batch, stands: Compared, different: tuple[str, ...]) -> Given:
    """Return the side that was chosen for each difference; none where a part was left out or nothing is decided."""
    if stands.decided is None:
        return {}
    chosen: dict[str, tuple[str, ...]] = {}
    for part in different:
        words = said(batch.questionnaire, stands.decided, part)
        for turn, keyed in ((Turn.FIRST, stands.first), (Turn.SECOND, stands.second)):
            if said(batch.questionnaire, keyed, part) == words:
                chosen[part] = (str(int(turn)),)
    return chosen


def _next_difference(batch: Batch, number: int) -> str:
    own: dict[str, Any] = {"unit_id": batch.unit_id, "batch_id": batch.id}
    left = [one for one in batch.undecided if one != number]
    return url_for("paper.compare", **own, number=left[0]) if left else url_for("paper.one", **own)
