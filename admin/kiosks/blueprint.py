"""The blueprint of the tablets, and what all of its views share: the tablet in hand, the page."""

from flask import Blueprint, abort, render_template
from wtforms import Form

from admin.desk.pages import status_of
from admin.kiosks import words
from core.queries.kiosk import tablets
from core.queries.kiosk.tablets import TabletLine
from core.queries.places.units import UnitLine
from core.web.access import staff

blueprint = Blueprint("kiosks", __name__, url_prefix="/admin/may-tinh-bang", template_folder="../templates")


def tablet_in_hand(unit_id: int, tablet_id: int) -> TabletLine:
    """Return the tablet of the address, or answer 404 where it is not this person's."""
    return tablets.one(staff().scope, unit_id, tablet_id) or abort(404)


def show(template: str, unit: UnitLine, form: Form | None = None, **values: object) -> tuple[str, int]:
    """Return a page about a unit's tablets; 422 where a form was sent and something has to be put right."""
    page = render_template(f"admin/kiosks/{template}", unit=unit, form=form, words=words, **values)
    return page, status_of(form)
