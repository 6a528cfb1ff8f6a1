"""Views of printing: the form of a place, with its code, to be filled in by hand."""

from flask import Response, abort, request
from werkzeug.exceptions import NotFound

from admin.paper.blueprint import blueprint
from admin.places.blueprint import unit_in_hand
from core import clock, config
from core.domain.access import Permission
from core.domain.paper import PaperForm, form_mark
from core.queries import entries, paper, touchpoints
from core.reports import paper_form
from core.web.access import requires, staff
from core.web.downloads import PDF, inline


@blueprint.get("/<int:unit_id>/in/<code>.pdf")
@requires(Permission.PRINT_CODES)
def printed(unit_id: int, code: str) -> Response:
    """Return the form of a place: of the version it asks now, or of another one of the unit (`mau`)."""
    unit_in_hand(unit_id)
    scope = staff().scope
    place = touchpoints.one(scope, config.current().public_url, code.upper())
    entry = entries.entry(scope, code.upper(), clock.now())
    if place is None or entry is None or place.unit_id != unit_id:
        raise NotFound
    number = request.args.get("mau", entry.version_id, type=int)
    version = dict(paper.versions(scope, unit_id)).get(number) or abort(404)
    form = PaperForm(
        office=place.office,
        unit=place.unit,
        place=place.place,
        fields=tuple(field.name for field in entry.fields),
        questionnaire=version,
        mark=form_mark(number, [field.id for field in entry.fields]),
        url=place.url,
        short_address=place.short_address,
        code=place.code,
    )
    return inline(paper_form.make(form), PDF, f"phieu-{place.code}-{number}.pdf")
