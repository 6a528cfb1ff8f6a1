"""Views: merging communes: what is to become one, what that means, and only then the merger itself."""

from datetime import date

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.places.blueprint import blueprint, go
from admin.places.merging_forms import MergerForm
from core import clock, labels
from core.domain.access import Permission
from core.queries.places import merging as query
from core.queries.places.merging import Candidate
from core.services.places import merging as service
from core.services.places.changing import PlaceRefused
from core.web.access import requires, staff

#: The field at which each refusal stands.
_AT = {"day_ahead": "day", "day_too_early": "day", "name_taken": "name"}


@blueprint.route("/sap-nhap", methods=["GET", "POST"])
@requires(Permission.MERGE_UNITS)
def merge() -> Response | tuple[str, int]:
    """Ask what becomes one, show what it means, and do it only once that page was agreed to."""
    person = staff()
    candidates = query.candidates(person.scope)
    form = MergerForm(day=clock.today())
    form.offer(candidates)
    if form.validate_on_submit() and _fits(form, candidates):
        if request.form.get("da-xem") != "1":
            found = query.outcome(person.scope, form.unit_ids.data, form.day.data)
            return render_template(
                "admin/places/merger_outcome.html", unit=None, form=form, outcome=found
            ), 200
        try:
            service.merge(person.scope, _parent(form, candidates), form.merger, actor=person.login)
        except PlaceRefused as refusal:
            form[_AT.get(refusal.code, "unit_ids")].errors = [_sentence(refusal)]
        else:
            return go(
                "places.listed",
                _("“%(name)s” stands. The printed codes keep working.", name=form.name.data),
                tim=form.name.data,
            )
    is_refused = request.method == "POST"
    page = render_template("admin/places/merge.html", unit=None, form=form, candidates=candidates)
    return page, 422 if is_refused else 200


def _parent(form: MergerForm, candidates: tuple[Candidate, ...]) -> int:
    return next(one.parent_id for one in candidates if one.id in form.unit_ids.data)


def _fits(form: MergerForm, candidates: tuple[Candidate, ...]) -> bool:
    """Leave a sentence where the day cannot be, so that nobody reads consequences of what will be refused."""
    chosen = [one for one in candidates if one.id in form.unit_ids.data]
    youngest = max(chosen, key=lambda one: one.valid_from)
    refusal = None
    if len({one.parent_id for one in chosen}) > 1:
        refusal = PlaceRefused("parents_differ", name=chosen[-1].name)
    elif form.day.data > clock.today():
        refusal = PlaceRefused("day_ahead")
    elif form.day.data <= youngest.valid_from:
        refusal = PlaceRefused("day_too_early", name=youngest.name, day=youngest.valid_from)
    if refusal is not None:
        form[_AT.get(refusal.code, "unit_ids")].errors = [_sentence(refusal)]
    return refusal is None


def _sentence(refusal: PlaceRefused) -> str:
    """Return what happened and what to do, in the page's language."""
    facts = refusal.facts
    day = facts.get("day")
    name = facts.get("name", "")
    sentences = {
        "too_few": _("Tick at least two communes."),
        "ended_already": _("“%(name)s” has ended already. Take it out of the choice.", name=name),
        "parents_differ": _(
            "“%(name)s” belongs to another unit above. Merge communes of one province.", name=name
        ),
        "day_ahead": _("Enter the merger on its first day or later; until then everything goes on as it is."),
        "day_too_early": _(
            "“%(name)s” exists since %(day)s. The new commune can only begin later.",
            name=name,
            day=labels.day(day) if isinstance(day, date) else "",
        ),
        "name_taken": _("“%(name)s” is there already. Choose another name.", name=name),
    }
    return sentences[refusal.code]
