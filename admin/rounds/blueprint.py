"""The blueprint of the survey rounds, and what all of its views share: the round in hand, the page, refusals."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, render_template
from wtforms import Form

from admin.desk.pages import status_of
from admin.rounds import words
from core.domain.questionnaire import Questionnaire
from core.domain.survey_rounds import RoundRefused
from core.queries import questionnaires, rounds
from core.queries.rounds import RoundLine
from core.web.access import staff

blueprint = Blueprint("rounds", __name__, url_prefix="/admin/dot-khao-sat", template_folder="../templates")


def round_in_hand(round_id: int) -> RoundLine:
    """Return the round of the address, or answer 404 where it is not this person's."""
    return rounds.one(staff().scope, round_id) or abort(404)


def offered(unit_id: int) -> dict[str, Questionnaire]:
    """Return what a unit may ask, by code."""
    return {one.code: one for one in questionnaires.offered(staff().scope, unit_id)}


def show(template: str, form: Form | None = None, *, status: int = 200, **values: object) -> tuple[str, int]:
    """Return a page about rounds; 422 where a form was sent and something has to be put right."""
    page = render_template(f"admin/rounds/{template}", form=form, words=words, **values)
    return page, status_of(form, otherwise=status)


def is_done(act: Callable[[], object], form: Form | None = None) -> bool:
    """Try an act; where it is refused, say so at the field it is about, or on the next page."""
    try:
        act()
    except RoundRefused as refusal:
        field = words.FIELDS.get(refusal.code)
        if form is None or field is None or field not in form:
            flash(words.sentence(refusal), "refused")
        else:
            form[field].errors = [*form[field].errors, words.sentence(refusal)]
        return False
    return True
