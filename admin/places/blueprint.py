"""The blueprint of the places, and what all of its views share: the unit in hand, refusals, the page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms import Form

from admin.desk.pages import status_of
from admin.places.sentences import sentence
from core import clock, labels
from core.queries.places import units
from core.queries.places.units import UnitLine
from core.services.places.changing import PlaceRefused
from core.web.access import staff

blueprint = Blueprint("places", __name__, url_prefix="/admin/noi-phuc-vu")


@blueprint.app_template_filter("local_day")
def _local_day(moment: datetime) -> str:
    """Write the office's day of a moment."""
    return labels.day(clock.local(moment).date())


def unit_in_hand(unit_id: int) -> UnitLine:
    """Return the unit of the address, or answer 404 where it is not this person's."""
    return units.one(staff().scope, unit_id) or abort(404)


def page_number() -> int:
    """Return the page of a list the address asks for."""
    asked = request.args.get("trang", "1")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else 1


def is_done(form: Form, act: Callable[[], object], *, at: str) -> bool:
    """Try a change; where it is refused, leave the sentence at the field and return False."""
    try:
        act()
    except PlaceRefused as refusal:
        form[at].errors = [sentence(refusal)]
        return False
    return True


def try_plainly(act: Callable[[], object], *, said: str) -> None:
    """Try a change that has no field to type in; what is said of it stands on the next page."""
    try:
        act()
    except PlaceRefused as refusal:
        flash(sentence(refusal), "refused")
        return
    flash(said)


def go(endpoint: str, said: str | None = None, **values: Any) -> Response:
    """Lead to the next page, which says what was done."""
    if said is not None:
        flash(said)
    return redirect(url_for(endpoint, **values), 303)


def show(template: str, unit: UnitLine, form: Form | None = None, **values: Any) -> tuple[str, int]:
    """Return a page about a unit; 422 where a form was sent and something in it has to be put right."""
    page = render_template(f"admin/places/{template}", unit=unit, form=form, **values)
    return page, status_of(form)
