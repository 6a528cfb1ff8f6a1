"""Views: the targets of a unit, the plan it follows, and thresholds entered by hand."""

from flask import abort
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.places.blueprint import blueprint, go, is_done, show, try_plainly, unit_in_hand
from admin.places.forms import PlanForm, TargetForm
from core.domain.access import Permission
from core.domain.naming import fold
from core.domain.target_sets import TARGET_SETS, Subject, TargetSet, UnknownTargetSet, by_code
from core.queries.places import fields
from core.queries.places import targets as query
from core.queries.places.fields import FieldLine
from core.queries.places.targets import TargetLine
from core.services.places import aims as service
from core.services.places.aims import GROUP_NAMES, OwnTarget
from core.services.places.changing import UnknownPlace
from core.web.access import requires, staff


@blueprint.route("/<int:unit_id>/chi-tieu", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def targets(unit_id: int) -> Response | tuple[str, int]:
    """List the targets, offer the plans, and enter a target by hand."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = TargetForm()
    form.subject.choices = _subjects(unit_id)
    if form.validate_on_submit() and is_done(
        form, lambda: service.add(person.scope, unit_id, _own(form), actor=person.login), at="first_day"
    ):
        return go("places.targets", _("The target is entered."), unit_id=unit_id)
    return show(
        "targets.html",
        unit,
        form,
        targets=query.targets(person.scope, unit_id),
        plan=query.plan(person.scope, unit_id),
        plans=TARGET_SETS,
    )


@blueprint.route("/<int:unit_id>/chi-tieu/<int:target_id>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def target(unit_id: int, target_id: int) -> Response | tuple[str, int]:
    """Change a target entered by hand."""
    person, unit, line = staff(), unit_in_hand(unit_id), _target(unit_id, target_id)
    form = TargetForm(
        subject=f"{line.subject}:{line.subject_id or ''}",
        threshold=int(line.threshold * 10_000),
        first_day=line.first_day,
        last_day=line.last_day,
        document=line.document,
        article=line.article,
    )
    form.subject.choices = _subjects(unit_id)
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.update(person.scope, unit_id, target_id, _own(form), actor=person.login),
        at="first_day",
    ):
        return go("places.targets", _("Saved."), unit_id=unit_id)
    return show("target.html", unit, form, line=line)


@blueprint.post("/<int:unit_id>/chi-tieu/<int:target_id>/bo")
@requires(Permission.MANAGE_PLACES)
def remove_target(unit_id: int, target_id: int) -> Response:
    """Remove a target entered by hand."""
    person = staff()
    _target(unit_id, target_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.remove(person.scope, unit_id, target_id, actor=person.login),
            said=_("The target is removed."),
        )
    return go("places.targets", unit_id=unit_id)


@blueprint.route("/<int:unit_id>/chi-tieu/ke-hoach/<plan_code>", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def plan(unit_id: int, plan_code: str) -> Response | tuple[str, int]:
    """Show what a plan asks and what it would change, then let the unit follow it."""
    person, unit, chosen = staff(), unit_in_hand(unit_id), _plan(plan_code)
    listed = [one for one in fields.fields(person.scope, unit_id) if one.is_active and not one.is_other]
    lacking = _lacking(unit_id, chosen)
    form = PlanForm(field_ids=[one.id for one in listed if _is_meant(one, lacking)])
    form.field_ids.choices = [(one.id, one.name) for one in listed]
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.choose(
            person.scope,
            unit_id,
            chosen.code,
            members=dict.fromkeys(lacking, form.field_ids.data),
            actor=person.login,
        ),
        at="field_ids",
    ):
        return go("places.targets", _("The office follows this plan now."), unit_id=unit_id)
    return show(
        "plan.html",
        unit,
        form,
        plan=chosen,
        present=query.plan(person.scope, unit_id),
        lacking=list(lacking.values()),
        group_names=GROUP_NAMES,
        leaving=[one for one in query.targets(person.scope, unit_id) if not one.is_own],
    )


@blueprint.post("/<int:unit_id>/chi-tieu/khong-theo-ke-hoach")
@requires(Permission.MANAGE_PLACES)
def drop_plan(unit_id: int) -> Response:
    """Let the unit follow no plan."""
    person = staff()
    unit_in_hand(unit_id)
    if EmptyForm().validate_on_submit():
        try_plainly(
            lambda: service.drop(person.scope, unit_id, actor=person.login),
            said=_("The office follows no plan now. Targets entered by hand stay."),
        )
    return go("places.targets", unit_id=unit_id)


def _subjects(unit_id: int) -> list[tuple[str, str]]:
    scope = staff().scope
    return [
        (f"{Subject.OVERALL}:", _("The whole office")),
        *(
            (f"{Subject.GROUP}:{one.id}", _("Group: %(name)s", name=one.name))
            for one in fields.groups(scope, unit_id)
        ),
        *(
            (f"{Subject.FIELD}:{one.id}", one.name)
            for one in fields.fields(scope, unit_id)
            if one.is_active and not one.is_other
        ),
    ]


def _own(form: TargetForm) -> OwnTarget:
    subject, _colon, number = form.subject.data.partition(":")
    return OwnTarget(
        subject=Subject(subject),
        subject_id=int(number) if number else None,
        threshold=form.threshold.data,
        first_day=form.first_day.data,
        last_day=form.last_day.data,
        document=form.document.data,
        article=form.article.data,
    )


def _target(unit_id: int, target_id: int) -> TargetLine:
    for line in query.targets(staff().scope, unit_id):
        if line.id == target_id and line.is_own:
            return line
    raise UnknownPlace("unknown_place", kind="target", id=target_id)


def _plan(code: str) -> TargetSet:
    try:
        return by_code(code)
    except UnknownTargetSet:
        abort(404)


def _lacking(unit_id: int, chosen: TargetSet) -> dict[str, str]:
    """Return the groups the plan speaks of and the unit has not, by code."""
    there = query.group_codes(staff().scope, unit_id)
    return {
        code: GROUP_NAMES.get(code, code)
        for code in chosen.group_codes
        if code not in there and GROUP_NAMES.get(code) not in there.values()
    }


def _is_meant(field: FieldLine, lacking: dict[str, str]) -> bool:
    """Does the name of a lacking group speak of this field? Then it is ticked before anybody asks."""
    words = fold(field.short_name)
    return any(words in fold(name) for name in lacking.values())
