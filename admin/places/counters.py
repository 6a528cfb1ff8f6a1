"""Views: the counters of a unit and the fields they serve."""

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
from admin.places.forms import CounterForm
from core.domain.access import Permission
from core.queries.places import counters as query
from core.queries.places import fields as field_query
from core.queries.places.counters import CounterLine
from core.queries.places.fields import FieldLine
from core.services.places import counters as service
from core.services.places.changing import UnknownPlace
from core.web.access import requires, staff


@blueprint.route("/<int:unit_id>/quay", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def counters(unit_id: int) -> Response | tuple[str, int]:
    """List the counters and add one with its code."""
    person, unit = staff(), unit_in_hand(unit_id)
    page = query.counters(person.scope, unit_id, page_number())
    fields = field_query.fields(person.scope, unit_id)
    form = CounterForm(name=_("Counter %(number)s", number=page.total + 1))
    form.offer_fields(fields)
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.add(
            person.scope,
            unit_id,
            name=form.name.data,
            field_ids=form.field_ids.data,
            actor=person.login,
        ),
        at="name",
    ):
        said = _("“%(name)s” is added, with its own QR code.", name=form.name.data)
        return go("places.counters", said, unit_id=unit_id)
    return show("counters.html", unit, form, page=page)


@blueprint.route("/<int:unit_id>/quay/<int:counter_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def counter(unit_id: int, counter_id: int) -> Response | tuple[str, int]:
    """Rename a counter, say which fields it serves, and put its chips in order."""
    person, unit, line = staff(), unit_in_hand(unit_id), _counter(unit_id, counter_id)
    fields = [one for one in field_query.fields(person.scope, unit_id) if one.is_active and not one.is_other]
    form = CounterForm(name=line.name, field_ids=list(line.field_ids))
    form.offer_fields(fields)
    order = _order(line, fields)
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.update(
            person.scope,
            unit_id,
            counter_id,
            name=form.name.data,
            field_ids=_in_order(form.field_ids.data),
            actor=person.login,
        ),
        at="name",
    ):
        return go("places.counters", _("Saved."), unit_id=unit_id)
    return show("counter.html", unit, form, line=line, fields=order)


@blueprint.route("/<int:unit_id>/quay/<int:counter_id>/dong", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def close_counter(unit_id: int, counter_id: int) -> Response | tuple[str, int]:
    """Say what closing a counter means, then close it."""
    person, unit, line = staff(), unit_in_hand(unit_id), _counter(unit_id, counter_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.close(person.scope, unit_id, counter_id, actor=person.login),
            said=_("“%(name)s” is closed. It can be reopened here.", name=line.name),
        )
        return go("places.counters", unit_id=unit_id)
    return show("close_counter.html", unit, line=line)


@blueprint.post("/<int:unit_id>/quay/<int:counter_id>/mo-lai")
@requires(Permission.MANAGE_PLACES)
def reopen_counter(unit_id: int, counter_id: int) -> Response:
    """Reopen a counter."""
    person, line = staff(), _counter(unit_id, counter_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.reopen(person.scope, unit_id, counter_id, actor=person.login),
            said=_("“%(name)s” is open again. Put somebody on duty there.", name=line.name),
        )
    return go("places.counters", unit_id=unit_id)


def _counter(unit_id: int, counter_id: int) -> CounterLine:
    line = query.counter(staff().scope, unit_id, counter_id)
    if line is None:
        raise UnknownPlace("unknown_place", kind="counter", id=counter_id)
    return line


def _order(line: CounterLine, fields: list[FieldLine]) -> list[FieldLine]:
    """Return the counter's own fields in the order of its chips, then the others."""
    by_id = {one.id: one for one in fields}
    own = [by_id[field_id] for field_id in line.field_ids if field_id in by_id]
    return own + [one for one in fields if one.id not in line.field_ids]


def _in_order(chosen: list[int]) -> list[int]:
    """Return the ticked fields by the places typed beside them; without one, in the order of the list."""

    def place(field_id: int) -> int:
        typed = request.form.get(f"cho-{field_id}", "").strip()
        return int(typed) if typed.isdecimal() and len(typed) < 4 else 999

    return sorted(chosen, key=place)
