"""Views: the photo of an officer, put there, shown and taken away."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.places.blueprint import blueprint, go, is_done, show, try_plainly, unit_in_hand
from admin.places.forms import OfficerForm, PhotoForm
from admin.places.officers import officer_in_hand
from core.domain.access import Permission
from core.queries.places import photos as query
from core.services.places import photos as service
from core.web import photos as web
from core.web.access import requires, staff
from core.web.large_bodies import takes


@blueprint.post("/<int:unit_id>/can-bo/<int:officer_id>/anh")
@requires(Permission.MANAGE_PLACES)
@takes(service.MAX_BYTES)
def put_photo(unit_id: int, officer_id: int) -> Response | tuple[str, int]:
    """Put a photo on an officer."""
    person, unit, line = staff(), unit_in_hand(unit_id), officer_in_hand(unit_id, officer_id)
    form = PhotoForm()
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.put(
            person.scope,
            unit_id,
            officer_id,
            content=form.photo.data.read() if form.photo.data else b"",
            actor=person.login,
        ),
        at="photo",
    ):
        return go("places.officer", _("The photo is posted."), unit_id=unit_id, officer_id=officer_id)
    described = OfficerForm(formdata=None, name=line.name, title=line.title)
    return show("officer.html", unit, form, line=line, described=described, pictured=form)


@blueprint.post("/<int:unit_id>/can-bo/<int:officer_id>/anh/bo")
@requires(Permission.MANAGE_PLACES)
def remove_photo(unit_id: int, officer_id: int) -> Response:
    """Take an officer's photo away."""
    person = staff()
    officer_in_hand(unit_id, officer_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.remove(person.scope, unit_id, officer_id, actor=person.login),
            said=_("The photo is removed. Initials stand in its place."),
        )
    return go("places.officer", unit_id=unit_id, officer_id=officer_id)


@blueprint.get("/<int:unit_id>/can-bo/<int:officer_id>/anh.jpg")
@requires(Permission.MANAGE_PLACES)
def photo(unit_id: int, officer_id: int) -> Response:
    """Return the photo whose mark the address names."""
    return web.answer(query.photo(staff().scope, unit_id, officer_id), request.args.get("v", ""))
