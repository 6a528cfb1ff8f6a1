"""Views of sheets: one is keyed on one page, once or twice, and nothing that was typed is lost where it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from admin.paper.blueprint import batch_in_hand, blueprint
from admin.paper.sentences import sentence
from admin.paper.typed import Given, given_in, given_of, input_names, read, too_long
from admin.places.blueprint import unit_in_hand
from core.domain.access import Permission
from core.domain.paper import COMMENT, FIELD, PaperRefused, Turn, asked, keys, marks
from core.domain.submission import CommentTooLong
from core.queries.paper import Batch
from core.queries.places.units import UnitLine
from core.services.paper import keying
from core.web.access import requires, staff


@dataclass(frozen=True)
class _Sheet:
    """One sheet of the batch in hand, in one of its passes."""

    unit: UnitLine
    batch: Batch
    turn: Turn
    number: int


@blueprint.route("/<int:unit_id>/<int:batch_id>/lan-<int:turn>/<int:number>", methods=["GET", "POST"])
@requires(Permission.ENTER_PAPER)
def sheet(unit_id: int, batch_id: int, turn: int, number: int) -> Response | tuple[str, int]:
    """Show one sheet to be keyed, keep what was keyed, and go on to the next."""
    unit, batch = unit_in_hand(unit_id), batch_in_hand(unit_id, batch_id)
    if turn not in tuple(Turn):
        raise NotFound
    in_hand = _Sheet(unit, batch, Turn(turn), number)
    return _keep(in_hand) if request.method == "POST" else _look(in_hand)


def _look(one: _Sheet) -> Response | tuple[str, int]:
    """Show a sheet with what this person read on it; one they may not read leads back to its batch."""
    unit_id, batch = one.unit.id, one.batch
    try:
        earlier = keying.kept(staff().scope, unit_id, batch.id, one.number, one.turn)
    except PaperRefused as refused:
        flash(sentence(refused), "refused")
        return redirect(url_for("paper.one", unit_id=unit_id, batch_id=batch.id), 303)
    if earlier is None:
        return _page(one, {}, ""), 200
    return _page(one, given_of(batch, earlier.keyed), earlier.mark), 200


def _keep(one: _Sheet) -> Response | tuple[str, int]:
    """Keep what was typed and go on; where it is refused, show it again and say why."""
    person, batch, seen = staff(), one.batch, request.form.get("seen", "")
    given = given_in(batch, request.form)
    keyed, wrong = read(batch, given)
    if wrong:
        return _page(one, given, seen, wrong=wrong), 422
    place = (one.unit.id, batch.id, one.number, one.turn)
    try:
        keying.key(person.scope, *place, keyed, seen=seen, actor=person.login)
    except CommentTooLong as refused:
        return _page(one, given, seen, wrong=too_long(refused)), 422
    except PaperRefused as refused:
        return _page(one, given, seen, refusal=sentence(refused)), 409
    return redirect(_next(batch, one.turn, one.number), 303)


def _page(
    one: _Sheet, given: Given, seen: str, *, wrong: Mapping[str, str] | None = None, refusal: str = ""
) -> str:
    batch = one.batch
    return render_template(
        "admin/paper/sheet.html",
        unit=one.unit,
        batch=batch,
        turn=one.turn,
        number=one.number,
        questions=asked(batch.questionnaire),
        marks=marks,
        given=given,
        wrong=wrong or {},
        names=input_names(batch.questionnaire),
        FIELD=FIELD,
        COMMENT=COMMENT,
        field_marks=dict(zip((field.id for field in batch.fields), keys(len(batch.fields)), strict=True)),
        seen=seen,
        refusal=refusal,
        ways=_other_ways(batch, one.turn, one.number) if refusal else [],
    )


def _other_ways(batch: Batch, turn: Turn, number: int) -> list[tuple[str, str]]:
    """Return where what was typed may go that its own sheet does not take: address and words of a button."""
    own: dict[str, Any] = {"unit_id": batch.unit_id, "batch_id": batch.id}
    found: list[tuple[str, str]] = []
    if not batch.is_open:
        return found
    if number in batch.missing and turn is Turn.SECOND:
        # Its readings were removed meanwhile: it is keyed anew, twice.
        words = _("Keep as the first reading of sheet %(number)s", number=str(number))
        found.append((url_for("paper.sheet", **own, turn=int(Turn.FIRST), number=number), words))
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
