"""Views: where the work begins, the units of one's part of the administration, and one unit's own page."""

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.places.blueprint import blueprint, go, is_done, page_number, show, unit_in_hand
from admin.places.forms import UnitForm
from core import clock
from core.domain.access import Permission
from core.domain.office import UnitKind
from core.queries.places import steps, units
from core.queries.places.units import UnitLine
from core.services.places import units as service
from core.services.places.units import UnitFacts
from core.web.access import requires, staff


@blueprint.get("/")
@requires(Permission.MANAGE_UNITS)
def start() -> Response:
    """Lead to the office somebody works on, or to the list where there are several."""
    person = staff()
    working = units.working(person.scope) if person.scope.may(Permission.MANAGE_PLACES) else None
    if working is None:
        return redirect(url_for("places.listed"), 303)
    return redirect(url_for("places.office", unit_id=working), 303)


@blueprint.get("/don-vi")
@requires(Permission.MANAGE_UNITS)
def listed() -> str:
    """List the units, a page at a time, found by name with or without marks."""
    words = request.args.get("tim", "")[:80]
    page = units.listed(staff().scope, words, page_number())
    return render_template("admin/places/units.html", page=page, words=words)


@blueprint.get("/<int:unit_id>/")
@requires(Permission.MANAGE_PLACES)
def office(unit_id: int) -> tuple[str, int]:
    """Show what a unit has, what it still lacks, and the next step."""
    unit = unit_in_hand(unit_id)
    return show("office.html", unit, steps=steps.steps(staff().scope, unit_id))


@blueprint.route("/<int:unit_id>/don-vi-truc-thuoc", methods=["GET", "POST"])
@requires(Permission.MANAGE_UNITS)
def add_unit(unit_id: int) -> Response | tuple[str, int]:
    """Add a unit below another."""
    person, above = staff(), unit_in_hand(unit_id)
    form = UnitForm(kind=str(_kind_below(above)), valid_from=clock.today())
    form.offer_kinds()
    if form.validate_on_submit() and is_done(
        form, lambda: service.add(person.scope, unit_id, _facts(form), actor=person.login), at="name"
    ):
        return go("places.listed", _("“%(name)s” is added.", name=form.name.data))
    return show("unit.html", above, form, is_new=True)


@blueprint.route("/<int:unit_id>/sua", methods=["GET", "POST"])
@requires(Permission.MANAGE_UNITS)
def edit_unit(unit_id: int) -> Response | tuple[str, int]:
    """Change what citizens read of a unit and, below one's own, its kind and days."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = UnitForm(
        name=unit.name,
        kind=str(unit.kind),
        help_phone=unit.help_phone,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )
    form.offer_kinds()
    is_own = unit_id == person.unit_id
    if is_own:
        del form.kind, form.valid_from, form.valid_to
    facts = UnitFacts(
        name=unit.name,
        kind=unit.kind,
        help_phone=unit.help_phone,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
    )
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.update(
            person.scope, unit_id, _facts(form, facts), actor=person.login, own_unit_id=person.unit_id
        ),
        at="name",
    ):
        return go("places.start" if is_own else "places.listed", _("Saved."))
    return show("unit.html", unit, form, is_new=False)


def _kind_below(above: UnitLine) -> UnitKind:
    return UnitKind.COMMUNE if above.kind is UnitKind.PROVINCE else UnitKind.CENTRE


def _facts(form: UnitForm, stored: UnitFacts | None = None) -> UnitFacts:
    """Return what was typed; what the form does not ask stays as it is stored."""
    if stored is not None and "kind" not in form:
        return UnitFacts(
            name=form.name.data,
            kind=stored.kind,
            help_phone=form.help_phone.data,
            valid_from=stored.valid_from,
            valid_to=stored.valid_to,
        )
    return UnitFacts(
        name=form.name.data,
        kind=UnitKind(form.kind.data),
        help_phone=form.help_phone.data,
        valid_from=form.valid_from.data,
        valid_to=form.valid_to.data,
    )
