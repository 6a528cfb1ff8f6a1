"""Views: the tablets of an office, and one of them with its whole history."""

from flask import abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from admin.kiosks.blueprint import blueprint, show, tablet_in_hand
from admin.places.blueprint import page_number, unit_in_hand
from core.domain.access import Permission
from core.queries.kiosk import held, holes, offices, tablets
from core.web.access import requires, staff


@blueprint.get("/")
@requires(Permission.READ_TABLETS)
def start() -> Response | str:
    """Lead to the tablets of the only office there is, or let one be chosen."""
    page = offices.listed(staff().scope, page_number())
    if page.total < 2:
        unit_id = page.items[0].unit_id if page.items else staff().unit_id
        return redirect(url_for("kiosks.listed", unit_id=unit_id), 303)
    return render_template("admin/kiosks/offices.html", page=page)


@blueprint.get("/<int:unit_id>/")
@requires(Permission.READ_TABLETS)
def listed(unit_id: int) -> tuple[str, int]:
    """List the tablets of a unit and how each of them is."""
    person, unit = staff(), unit_in_hand(unit_id)
    return show(
        "list.html",
        unit,
        page=tablets.standing(person.scope, unit_id, page_number()),
        ended=tablets.ended(person.scope, unit_id),
        held=held.listed(person.scope, unit_id),
        has_counters=bool(offices.counters(person.scope, unit_id)),
    )


@blueprint.get("/<int:unit_id>/da-thoi")
@requires(Permission.READ_TABLETS)
def ended(unit_id: int) -> tuple[str, int]:
    """List the tablets that were replaced or revoked."""
    unit = unit_in_hand(unit_id)
    return show("ended.html", unit, page=tablets.ended(staff().scope, unit_id, page_number()))


@blueprint.get("/<int:unit_id>/may/<int:tablet_id>")
@requires(Permission.READ_TABLETS)
def one(unit_id: int, tablet_id: int) -> tuple[str, int]:
    """Show how a tablet is and everything that is known of it, of those before it and after."""
    person, unit, line = staff(), unit_in_hand(unit_id), tablet_in_hand(unit_id, tablet_id)
    history = holes.history(person.scope, unit_id, tablet_id) or abort(404)
    return show(
        "one.html",
        unit,
        line=line,
        history=history,
        held=held.of_tablet(person.scope, unit_id, [tablet.id for tablet in history.tablets]),
    )
