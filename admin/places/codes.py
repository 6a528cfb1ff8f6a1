"""Views: the codes of a unit, new ones, and what replacing or revoking one means."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.places.blueprint import (
    blueprint,
    go,
    is_done,
    page_number,
    show,
    try_plainly,
    unit_in_hand,
)
from admin.places.forms import CodeForm, ReplaceCodeForm, RevokeCodeForm, UntilForm
from admin.questionnaire_names import questionnaire_name
from core import config, labels
from core.domain.access import Permission
from core.domain.office import TouchpointKind
from core.queries import questionnaires, touchpoints
from core.queries.places import code_course, counters, fields
from core.queries.places import codes as query
from core.queries.places.codes import CodeLine
from core.queries.places.units import UnitLine
from core.services.places import touchpoints as service
from core.services.places.changing import UnknownPlace
from core.web.access import requires, staff

#: Officers offered in the list of places; whoever has more makes codes for them from the officer's page.
_OFFERED = 50
#: Ids have fewer digits.
_DIGITS = 9


@blueprint.route("/<int:unit_id>/ma", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def codes(unit_id: int) -> Response | tuple[str, int]:
    """List the codes that stand and those that ended, and issue a new one."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = CodeForm(place=request.args.get("cho", "slip"))
    form.place.choices = _places(unit, request.args.get("cho", ""))
    form.questionnaire.choices = list(_questions(unit_id).items())
    form.field.choices = [(0, _("what the citizen chooses")), *_fields(unit_id)]
    if form.validate_on_submit():
        kind, subject = _chosen(form)
        if is_done(
            form,
            lambda: service.add(
                person.scope,
                unit_id,
                kind,
                subject_id=subject,
                label=form.label.data,
                questionnaire_code=form.questionnaire.data,
                field_id=form.field.data or None,
                valid_to=form.valid_to.data,
                actor=person.login,
            ),
            at="label" if subject is None else "place",
        ):
            return go("places.codes", _("The new code is ready to be printed."), unit_id=unit_id)
    return show(
        "codes.html",
        unit,
        form,
        page=query.standing(person.scope, unit_id, page_number()),
        ended=query.ended(person.scope, unit_id),
        names=_questions(unit_id),
    )


@blueprint.route("/<int:unit_id>/ma/<int:code_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def code(unit_id: int, code_id: int) -> Response | tuple[str, int]:
    """Show one code with everything that was done to it and to those before and after; set its last day."""
    person, unit, line = staff(), unit_in_hand(unit_id), _code(unit_id, code_id)
    form = UntilForm(valid_to=line.valid_to)
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.hold_until(person.scope, unit_id, code_id, form.valid_to.data, actor=person.login),
        at="valid_to",
    ):
        return go("places.code", _("The last day is set."), unit_id=unit_id, code_id=code_id)
    history = query.history(person.scope, unit_id, line)
    return show(
        "code.html",
        unit,
        form,
        line=line,
        history=history,
        course=code_course.course(person.scope, unit_id, history),
        address=touchpoints.address(config.current().public_url, line.code),
        names=_questions(unit_id),
    )


@blueprint.route("/<int:unit_id>/ma/<int:code_id>/thay", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def replace_code(unit_id: int, code_id: int) -> Response | tuple[str, int]:
    """Say what a replacement means for what is printed, then issue it."""
    person, unit, line = staff(), unit_in_hand(unit_id), _code(unit_id, code_id)
    form = ReplaceCodeForm(questionnaire=line.questionnaire_code)
    form.questionnaire.choices = list(_questions(unit_id).items())
    if form.validate_on_submit():
        try_plainly(
            lambda: service.replace(
                person.scope,
                unit_id,
                code_id,
                actor=person.login,
                why=form.why.data,
                questionnaire_code=form.questionnaire.data,
            ),
            said=_("The code is replaced. Print the new poster now."),
        )
        return go("places.codes", unit_id=unit_id)
    return show("end_code.html", unit, form, line=line, is_replaced=True)


@blueprint.route("/<int:unit_id>/ma/<int:code_id>/thu-hoi", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def revoke_code(unit_id: int, code_id: int) -> Response | tuple[str, int]:
    """Say what revoking means, then revoke."""
    person, unit, line = staff(), unit_in_hand(unit_id), _code(unit_id, code_id)
    form = RevokeCodeForm()
    form.successor.choices = [
        (0, _("no other code")),
        *(
            (one.id, f"{one.code} · {one.place or unit.name}")
            for one in query.successors(person.scope, unit_id, line)
        ),
    ]
    if form.validate_on_submit():
        try_plainly(
            lambda: service.revoke(
                person.scope,
                unit_id,
                code_id,
                actor=person.login,
                why=form.why.data,
                successor_id=form.successor.data or None,
            ),
            said=_("The code %(code)s is revoked.", code=line.code),
        )
        return go("places.codes", unit_id=unit_id)
    return show("end_code.html", unit, form, line=line, is_replaced=False)


def _questions(unit_id: int) -> dict[str, str]:
    """Return the names of the questionnaires a code of this unit may ask, by their codes."""
    return {one.code: questionnaire_name(one) for one in questionnaires.offered(staff().scope, unit_id)}


def _fields(unit_id: int) -> list[tuple[int, str]]:
    return [
        (one.id, one.name)
        for one in fields.fields(staff().scope, unit_id)
        if one.is_active and not one.is_other
    ]


def _code(unit_id: int, code_id: int) -> CodeLine:
    line = query.one(staff().scope, unit_id, code_id)
    if line is None:
        raise UnknownPlace("unknown_place", kind="touchpoint", id=code_id)
    return line


def _places(unit: UnitLine, asked: str) -> dict[str, list[tuple[str, str]]]:
    """Return what a code may stand for, in groups."""
    scope = staff().scope
    people = _officers(unit, asked)
    return {
        _("Known by its label"): [
            (str(kind), str(labels.TOUCHPOINT_KIND_NAMES[kind]))
            for kind in (TouchpointKind.SLIP, TouchpointKind.ENTRANCE, TouchpointKind.LINK)
        ],
        _("Counter"): [
            (f"counter:{one.id}", one.name) for one in counters.counters(scope, unit.id).items if one.is_open
        ],
        _("Field"): [(f"field:{number}", name) for number, name in _fields(unit.id)],
        _("Officer"): people,
    }


def _officers(unit: UnitLine, asked: str) -> list[tuple[str, str]]:
    """Return the first officers of the unit, and the one the address asks for."""
    scope = staff().scope
    lines = [one for one in counters.officers(scope, unit.id).items if one.is_active][:_OFFERED]
    kind, _colon, number = asked.partition(":")
    if kind == "officer" and number.isdecimal() and len(number) <= _DIGITS:
        wanted = counters.officer(scope, unit.id, int(number))
        lines += [wanted] if wanted is not None and wanted.id not in {one.id for one in lines} else []
    return [(f"officer:{one.id}", one.name) for one in lines]


def _chosen(form: CodeForm) -> tuple[TouchpointKind, int | None]:
    kind, _colon, number = form.place.data.partition(":")
    return TouchpointKind(kind), int(number) if number else None
