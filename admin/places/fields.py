"""Views: the fields of a unit and their groups."""

from flask import request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.places.blueprint import blueprint, go, is_done, show, try_plainly, unit_in_hand
from admin.places.forms import CommonFieldsForm, FieldForm, GroupForm
from core.domain.access import Permission
from core.domain.office.example import COMMON_FIELDS
from core.queries.places import fields as query
from core.queries.places.fields import FieldLine, GroupLine
from core.queries.places.units import UnitLine
from core.services.places import fields as service
from core.services.places.changing import UnknownPlace
from core.web.access import requires, staff


@blueprint.route("/<int:unit_id>/linh-vuc", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def fields(unit_id: int) -> Response | tuple[str, int]:
    """List the fields and add one."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = FieldForm()
    form.offer_groups(query.groups(person.scope, unit_id))
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.add(
            person.scope,
            unit_id,
            [(form.name.data, form.short)],
            group_id=form.group_id.data or None,
            actor=person.login,
        ),
        at="name",
    ):
        return go("places.fields", _("“%(name)s” is added.", name=form.name.data), unit_id=unit_id)
    return _list(unit, form)


@blueprint.post("/<int:unit_id>/linh-vuc/thuong-gap")
@requires(Permission.MANAGE_PLACES)
def common_fields(unit_id: int) -> Response | tuple[str, int]:
    """Add the fields that were ticked among those nearly every office has."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = CommonFieldsForm()
    form.names.choices = _common(query.fields(person.scope, unit_id))
    if form.validate_on_submit():
        chosen = [pair for pair in COMMON_FIELDS if pair[0] in form.names.data]
        if is_done(form, lambda: service.add(person.scope, unit_id, chosen, actor=person.login), at="names"):
            said = ngettext("%(num)d field is added.", "%(num)d fields are added.", len(chosen))
            return go("places.fields", said, unit_id=unit_id)
    return _list(unit, None, common=form)


@blueprint.route("/<int:unit_id>/linh-vuc/<int:field_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def field(unit_id: int, field_id: int) -> Response | tuple[str, int]:
    """Change a field's names and group."""
    person, unit, line = staff(), unit_in_hand(unit_id), _field(unit_id, field_id)
    form = FieldForm(name=line.name, short_name=line.short_name, group_id=line.group_id or 0)
    form.offer_groups(query.groups(person.scope, unit_id))
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.update_field(
            person.scope,
            unit_id,
            field_id,
            name=form.name.data,
            short_name=form.short,
            group_id=form.group_id.data or None,
            actor=person.login,
        ),
        at="name",
    ):
        return go("places.fields", _("Saved."), unit_id=unit_id)
    return show("field.html", unit, form, line=line)


@blueprint.post("/<int:unit_id>/linh-vuc/<int:field_id>/thu-tu")
@requires(Permission.MANAGE_PLACES)
def move_field(unit_id: int, field_id: int) -> Response:
    """Move a field one place up or down."""
    person = staff()
    unit_in_hand(unit_id)
    is_up = request.form.get("huong") == "len"
    if EmptyForm().validate_on_submit():
        service.move(person.scope, unit_id, field_id, up=is_up, actor=person.login)
    return go("places.fields", unit_id=unit_id)


@blueprint.route("/<int:unit_id>/linh-vuc/<int:field_id>/dong", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def close_field(unit_id: int, field_id: int) -> Response | tuple[str, int]:
    """Say what closing a field means, then close it."""
    person, unit, line = staff(), unit_in_hand(unit_id), _field(unit_id, field_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.close(person.scope, unit_id, field_id, actor=person.login),
            said=_("“%(name)s” is closed. It can be reopened here.", name=line.name),
        )
        return go("places.fields", unit_id=unit_id)
    return show("close_field.html", unit, line=line)


@blueprint.post("/<int:unit_id>/linh-vuc/<int:field_id>/mo-lai")
@requires(Permission.MANAGE_PLACES)
def reopen_field(unit_id: int, field_id: int) -> Response:
    """Reopen a field."""
    person, line = staff(), _field(unit_id, field_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.reopen(person.scope, unit_id, field_id, actor=person.login),
            said=_("“%(name)s” is open again. Give it to its counters.", name=line.name),
        )
    return go("places.fields", unit_id=unit_id)


@blueprint.route("/<int:unit_id>/nhom-linh-vuc", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def add_group(unit_id: int) -> Response | tuple[str, int]:
    """Add a group of fields."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = GroupForm()
    form.offer_fields(query.fields(person.scope, unit_id))
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.add_group(
            person.scope, unit_id, form.name.data, field_ids=form.field_ids.data, actor=person.login
        ),
        at="name",
    ):
        return go("places.fields", _("“%(name)s” is added.", name=form.name.data), unit_id=unit_id)
    return show("group.html", unit, form, line=None)


@blueprint.route("/<int:unit_id>/nhom-linh-vuc/<int:group_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def group(unit_id: int, group_id: int) -> Response | tuple[str, int]:
    """Rename a group and say which fields belong to it."""
    person, unit, line = staff(), unit_in_hand(unit_id), _group(unit_id, group_id)
    listed = query.fields(person.scope, unit_id)
    form = GroupForm(name=line.name, field_ids=[one.id for one in listed if one.group_id == group_id])
    form.offer_fields(listed)
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.update_group(
            person.scope,
            unit_id,
            group_id,
            name=form.name.data,
            field_ids=form.field_ids.data,
            actor=person.login,
        ),
        at="name",
    ):
        return go("places.fields", _("Saved."), unit_id=unit_id)
    return show("group.html", unit, form, line=line)


@blueprint.post("/<int:unit_id>/nhom-linh-vuc/<int:group_id>/bo")
@requires(Permission.MANAGE_PLACES)
def remove_group(unit_id: int, group_id: int) -> Response:
    """Remove a group nothing refers to."""
    person, line = staff(), _group(unit_id, group_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.remove_group(person.scope, unit_id, group_id, actor=person.login),
            said=_("The group “%(name)s” is removed.", name=line.name),
        )
    return go("places.fields", unit_id=unit_id)


def _list(unit: UnitLine, form: FieldForm | None, common: CommonFieldsForm | None = None) -> tuple[str, int]:
    scope = staff().scope
    listed, groups = query.fields(scope, unit.id), query.groups(scope, unit.id)
    if form is None:
        form = FieldForm(formdata=None)
        form.offer_groups(groups)
    if common is None:
        common = CommonFieldsForm(formdata=None)
        common.names.choices = _common(listed)
    page, status = show("fields.html", unit, form, fields=listed, groups=groups, common=common)
    return page, 422 if common.errors else status


def _common(listed: tuple[FieldLine, ...]) -> list[tuple[str, str]]:
    """Return the common fields the unit has not got yet."""
    there = {line.name for line in listed}
    return [(name, name) for name, _short in COMMON_FIELDS if name not in there]


def _field(unit_id: int, field_id: int) -> FieldLine:
    for line in query.fields(staff().scope, unit_id):
        if line.id == field_id:
            return line
    raise UnknownPlace("unknown_place", kind="field", id=field_id)


def _group(unit_id: int, group_id: int) -> GroupLine:
    for line in query.groups(staff().scope, unit_id):
        if line.id == group_id:
            return line
    raise UnknownPlace("unknown_place", kind="group", id=group_id)
