"""Views of sheets: one is keyed on one page, and where two readings differ, both stand side by side."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from admin.paper.blueprint import batch_in_hand, blueprint, sentence
from admin.paper.reading import Given, given_in, given_of, input_names, read, too_long
from admin.paper.readings import sides
from admin.places.blueprint import unit_in_hand
from core.domain.access import Permission
from core.domain.paper import COMMENT, FIELD, PaperRefused, Turn, asked, differences, keys, marks
from core.domain.submission import CommentTooLong
from core.queries.paper import Batch
from core.services.paper import keying
from core.web.access import requires, staff


@blueprint.route("/<int:unit_id>/<int:batch_id>/lan-<int:turn>/<int:number>", methods=["GET", "POST"])
@requires(Permission.ENTER_PAPER)
def sheet(unit_id: int, batch_id: int, turn: int, number: int) -> Response | tuple[str, int]:
    """Show one sheet to be keyed, keep what was keyed, and go on to the next."""
    unit, batch, person = unit_in_hand(unit_id), batch_in_hand(unit_id, batch_id), staff()
    if turn not in tuple(Turn):
        raise NotFound
    given: Given = {}
    wrong: dict[str, str] = {}
    refusal, seen = "", request.form.get("seen", "")
    try:
        if request.method == "GET":
            earlier = keying.kept(person.scope, unit_id, batch_id, number, Turn(turn))
            given, seen = (given_of(batch, earlier.keyed), earlier.mark) if earlier else ({}, "")
        else:
            given = given_in(batch, request.form)
            keyed, wrong = read(batch, given)
            if not wrong:
                login = person.login
                keying.key(person.scope, unit_id, batch_id, number, Turn(turn), keyed, seen=seen, actor=login)
                return redirect(_next(batch, Turn(turn), number), 303)
    except CommentTooLong as refused:
        wrong = too_long(refused)
    except PaperRefused as refused:
        if request.method == "GET":
            flash(sentence(refused), "refused")
            return redirect(url_for("paper.one", unit_id=unit_id, batch_id=batch_id), 303)
        refusal = sentence(refused)
    page = render_template(
        "admin/paper/sheet.html",
        unit=unit,
        batch=batch,
        turn=turn,
        number=number,
        questions=asked(batch.questionnaire),
        marks=marks,
        given=given,
        wrong=wrong,
        names=input_names(batch.questionnaire),
        FIELD=FIELD,
        COMMENT=COMMENT,
        field_marks=dict(zip((field.id for field in batch.fields), keys(len(batch.fields)), strict=True)),
        is_again=bool(seen),
        seen=seen,
        refusal=refusal,
        ways=_other_ways(batch, Turn(turn), number) if refusal else [],
    )
    return page, 409 if refusal else 422 if wrong else 200


@blueprint.route("/<int:unit_id>/<int:batch_id>/khac/<int:number>", methods=["GET", "POST"])
@requires(Permission.ENTER_PAPER)
def compare(unit_id: int, batch_id: int, number: int) -> Response | tuple[str, int]:
    """Show what differs between two readings of a sheet, and keep what is decided."""
    unit, batch, person = unit_in_hand(unit_id), batch_in_hand(unit_id, batch_id), staff()
    chosen: Given = {}
    refusal = ""
    try:
        first, second = keying.compared(person.scope, unit_id, batch_id, number)
        different = differences(batch.questionnaire, first, second)
        if request.method == "POST":
            names = input_names(batch.questionnaire)
            chosen = {part: (request.form.get(names[part], ""),) for part in different}
            turns = {part: Turn(int(one)) for part, (one,) in chosen.items() if one in ("1", "2")}
            if len(turns) == len(different):
                keying.resolve(person.scope, unit_id, batch_id, number, turns, actor=person.login)
                return redirect(_next_difference(batch, number), 303)
            refusal = _("Choose one side for every difference.")
    except PaperRefused as refused:
        flash(sentence(refused), "refused")
        return redirect(url_for("paper.one", unit_id=unit_id, batch_id=batch_id), 303)
    page = render_template(
        "admin/paper/compare.html",
        unit=unit,
        batch=batch,
        number=number,
        lines=[sides(batch, part, first, second) for part in different],
        chosen=chosen,
        refusal=refusal,
        names=input_names(batch.questionnaire),
    )
    return page, 422 if refusal else 200


@blueprint.post("/<int:unit_id>/<int:batch_id>/lam-lai/<int:number>")
@requires(Permission.ENTER_PAPER)
def restart(unit_id: int, batch_id: int, number: int) -> Response:
    """Forget both readings of a sheet, so that it is keyed anew."""
    person = staff()
    unit_in_hand(unit_id)
    try:
        keying.restart(person.scope, unit_id, batch_id, number, actor=person.login)
    except PaperRefused as refused:
        flash(sentence(refused), "refused")
    else:
        flash(_("Sheet %(number)s is to be keyed anew, twice.", number=str(number)))
    return redirect(url_for("paper.one", unit_id=unit_id, batch_id=batch_id), 303)


def _other_ways(batch: Batch, turn: Turn, number: int) -> list[tuple[str, str]]:
    """Return where what was typed may go that its own sheet does not take: address and words of a button."""
    own: dict[str, Any] = {"unit_id": batch.unit_id, "batch_id": batch.id}
    found = []
    if number in batch.second_missing(staff().scope.account_id) and turn is Turn.FIRST:
        words = _("Keep as the second reading of sheet %(number)s", number=str(number))
        found.append((url_for("paper.sheet", **own, turn=int(Turn.SECOND), number=number), words))
    if batch.missing and turn is Turn.FIRST:
        words = _("Keep as sheet %(number)s", number=str(batch.missing[0]))
        found.append((url_for("paper.sheet", **own, turn=int(turn), number=batch.missing[0]), words))
    return found


def _next(batch: Batch, turn: Turn, number: int) -> str:
    """Return the address of the next sheet of this pass, or of what is left to do; `batch` is as it was before."""
    pile = batch.missing if turn is Turn.FIRST else batch.second_missing(staff().scope.account_id)
    left = [one for one in pile if one != number]
    following = next((one for one in left if one > number), next(iter(left), None))
    own: dict[str, Any] = {"unit_id": batch.unit_id, "batch_id": batch.id}
    if following is not None:
        return url_for("paper.sheet", **own, turn=int(turn), number=following)
    return url_for("paper.one" if batch.is_double else "paper.close", **own)


def _next_difference(batch: Batch, number: int) -> str:
    own: dict[str, Any] = {"unit_id": batch.unit_id, "batch_id": batch.id}
    left = [one for one in batch.undecided if one != number]
    return url_for("paper.compare", **own, number=left[0]) if left else url_for("paper.one", **own)
