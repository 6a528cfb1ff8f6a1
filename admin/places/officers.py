"""Views: the officers of a unit; initials stand where there is no photo."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.places.blueprint import (
    blueprint,
    go,
    is_done,
    page_number,
    show,
    try_plainly,
    unit_in_hand,
)
from admin.places.forms import OfficerForm, PhotoForm
from core.domain.access import Permission
from core.queries.places import counters as query
from core.queries.places.counters import OfficerLine
from core.services.places import officers as service
from core.services.places.changing import UnknownPlace
from core.web.access import requires, staff


@blueprint.route("/<int:unit_id>/can-bo", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def officers(unit_id: int) -> Response | tuple[str, int]:
    """List the officers and add one."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = OfficerForm()
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.add(
            person.scope, unit_id, name=form.name.data, title=form.title.data, actor=person.login
        ),
        at="name",
    ):
        return go("places.officers", _("“%(name)s” is added.", name=form.name.data), unit_id=unit_id)
    words = request.args.get("tim", "")[:80]
    page = query.officers(person.scope, unit_id, words, page_number())
    return show("officers.html", unit, form, page=page, words=words)


@blueprint.route("/<int:unit_id>/can-bo/<int:officer_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def officer(unit_id: int, officer_id: int) -> Response | tuple[str, int]:
    """Change an officer's name and title."""
    person, unit, line = staff(), unit_in_hand(unit_id), officer_in_hand(unit_id, officer_id)
    form = OfficerForm(name=line.name, title=line.title)
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.update(
            person.scope,
            unit_id,
            officer_id,
            name=form.name.data,
            title=form.title.data,
            actor=person.login,
        ),
        at="name",
    ):
        return go("places.officers", _("Saved."), unit_id=unit_id)
    return show("officer.html", unit, form, line=line, described=form, pictured=PhotoForm(formdata=None))


@blueprint.route("/<int:unit_id>/can-bo/<int:officer_id>/nghi", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def officer_leaves(unit_id: int, officer_id: int) -> Response | tuple[str, int]:
    """Say what it means that an officer leaves, then note it."""
    person, unit, line = staff(), unit_in_hand(unit_id), officer_in_hand(unit_id, officer_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.leave(person.scope, unit_id, officer_id, actor=person.login),
            said=_("“%(name)s” has left the counters and can come back here.", name=line.name),
        )
        return go("places.officers", unit_id=unit_id)
    return show("officer_leaves.html", unit, line=line)


@blueprint.post("/<int:unit_id>/can-bo/<int:officer_id>/tro-lai")
@requires(Permission.MANAGE_PLACES)
def officer_comes_back(unit_id: int, officer_id: int) -> Response:
    """Let an officer be put on duty again."""
    person, line = staff(), officer_in_hand(unit_id, officer_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.come_back(person.scope, unit_id, officer_id, actor=person.login),
            said=_("“%(name)s” is back and can be put on duty.", name=line.name),
        )
    return go("places.officers", unit_id=unit_id)


def officer_in_hand(unit_id: int, officer_id: int) -> OfficerLine:
    """Return the officer of the address, or answer 404 where it is none of this unit."""
    line = query.officer(staff().scope, unit_id, officer_id)
    if line is None:
        raise UnknownPlace("unknown_place", kind="officer", id=officer_id)
    return line
