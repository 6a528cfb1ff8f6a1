"""Views: the week's grid, copying last week, standing in, office hours, the wall's sheet, proposing corrections."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer
from wtforms import Form

from admin.desk.forms import EmptyForm
from admin.desk.pages import status_of
from admin.places.blueprint import page_number, unit_in_hand
from admin.roster import grid
from admin.roster.forms import HoursForm, ProposalForm, SubstituteForm
from admin.roster.grid import Sent
from admin.roster.sentences import sentence
from core import clock
from core.domain.access import Permission
from core.domain.periods import Kind, Period, PeriodInvalid, containing, parse
from core.domain.roster import Half, Slot
from core.queries import calendar
from core.queries import roster as query
from core.queries.roster import EntryLine, Week
from core.services import corrections
from core.services.places import roster as service
from core.services.places.changing import PlaceRefused
from core.web.access import requires, staff

blueprint = Blueprint("roster", __name__, url_prefix="/admin/noi-phuc-vu", template_folder="../templates")


@blueprint.route("/<int:unit_id>/lich-truc", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def show(unit_id: int) -> Answer | tuple[str, int]:
    """Show a week's roster and save what was changed in it."""
    period = _period()
    sent = None
    refusal = None
    if EmptyForm().validate_on_submit():
        off = calendar.closed_days(staff().scope, unit_id, period.first, period.last)
        sent = grid.read(request.form, period, off)
        try:
            changed = service.save(staff().scope, unit_id, period, sent.choices, actor=staff().login)
        except PlaceRefused as refused:
            refusal = refused
        else:
            said = ngettext("Saved: %(num)d half-day.", "Saved: %(num)d half-days.", changed)
            flash(said if changed else _("Nothing was changed."))
            return _back(unit_id, period)
    return _grid(unit_id, period, sent, refusal)


@blueprint.post("/<int:unit_id>/lich-truc/chep")
@requires(Permission.MANAGE_PLACES)
def copy(unit_id: int) -> Answer:
    """Fill the free half-days of a week as in the week before."""
    period = _period()
    if EmptyForm().validate_on_submit():
        try:
            came, left_out = service.copy(staff().scope, unit_id, period, actor=staff().login)
        except PlaceRefused as refused:
            flash(sentence(refused), "refused")
        else:
            flash(_copied(came, left_out))
    return _back(unit_id, period)


@blueprint.get("/<int:unit_id>/lich-truc/ban-in")
@requires(Permission.MANAGE_PLACES)
def printed(unit_id: int) -> str:
    """Show a week's roster as a sheet for the wall."""
    return render_template(
        "admin/roster/printed.html", unit=unit_in_hand(unit_id), **_facts(unit_id, _period())
    )


@blueprint.route("/<int:unit_id>/lich-truc/gio", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def hours(unit_id: int) -> Answer | tuple[str, int]:
    """Say when the counters are open."""
    unit, before = unit_in_hand(unit_id), query.hours(staff().scope, unit_id)
    form = HoursForm(
        morning_from=before.morning[0],
        morning_to=before.morning[1],
        afternoon_from=before.afternoon[0],
        afternoon_to=before.afternoon[1],
        last_weekday=before.last_weekday,
    )
    form.offer_days()
    if form.validate_on_submit():
        try:
            service.set_hours(staff().scope, unit_id, form.hours(before), actor=staff().login)
        except PlaceRefused as refused:
            form.morning_from.errors = [sentence(refused)]
        else:
            flash(_("Saved. Shifts entered before keep their hours."))
            return _back(unit_id, _period())
    return _form("hours.html", form, unit=unit)


@blueprint.route("/<int:unit_id>/lich-truc/<int:entry_id>/thay", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def substitute(unit_id: int, entry_id: int) -> Answer | tuple[str, int]:
    """Let somebody else take a shift over."""
    unit, line = unit_in_hand(unit_id), _entry(unit_id, entry_id)
    form = SubstituteForm()
    officers = query.officers(staff().scope, unit_id)
    form.offer(officers, except_id=line.seat.officer_id, is_running=line.seat.is_running)
    if form.validate_on_submit():
        try:
            service.substitute(
                staff().scope,
                unit_id,
                entry_id,
                officer_id=form.officer_id,
                at=form.moment(line.seat.starts_at),
                actor=staff().login,
            )
        except PlaceRefused as refused:
            form.officer.errors = [sentence(refused)]
        else:
            flash(_("Noted. What citizens begin from then on counts for whoever takes over."))
            return _back(unit_id, containing(Kind.WEEK, line.seat.starts_at.date()))
    return _form("substitute.html", form, unit=unit, line=line)


@blueprint.route("/<int:unit_id>/lich-truc/<int:entry_id>/sua", methods=["GET", "POST"])
@requires(Permission.MANAGE_PLACES)
def propose(unit_id: int, entry_id: int) -> Answer | tuple[str, int]:
    """Propose that the answers of a past shift count for who really sat there."""
    unit, line = unit_in_hand(unit_id), _entry(unit_id, entry_id)
    form = ProposalForm()
    form.offer(query.officers(staff().scope, unit_id, with_former=True), except_id=line.counts_for)
    if form.validate_on_submit():
        try:
            corrections.propose(
                staff().scope,
                unit_id,
                entry_id,
                officer_id=form.officer.data or None,
                reason=form.reason.data,
                actor=staff().login,
            )
        except PlaceRefused as refused:
            form.officer.errors = [sentence(refused)]
        else:
            flash(_("Proposed. The Fatherland Front decides; until then nothing changes."))
            return _back(unit_id, containing(Kind.WEEK, line.seat.starts_at.date()))
    return _form("propose.html", form, unit=unit, line=line)


def _period() -> Period:
    """Return the week the address names; this week where it names none that can be read."""
    try:
        return parse(Kind.WEEK, request.args.get("tuan", ""))
    except PeriodInvalid:
        return containing(Kind.WEEK, clock.today())


def _back(unit_id: int, period: Period) -> Answer:
    trang = page_number()
    address = url_for("roster.show", unit_id=unit_id, tuan=str(period), trang=trang if trang > 1 else None)
    return redirect(address, 303)


def _facts(unit_id: int, period: Period) -> dict[str, object]:
    found = query.week(staff().scope, unit_id, period, page_number()) or abort(404)
    return {"week": found, "halves": Half, "slot": Slot, "today": clock.today()}


def _grid(unit_id: int, period: Period, sent: Sent | None, refusal: PlaceRefused | None) -> tuple[str, int]:
    unit, facts = unit_in_hand(unit_id), _facts(unit_id, period)
    found = facts["week"]
    page = render_template(
        "admin/roster/show.html",
        unit=unit,
        grid=grid,
        typed=sent.typed if sent else {},
        refusal=sentence(refusal) if refusal else "",
        clashing=_clashing(found, refusal),
        is_past=period.last < clock.today(),
        **facts,
    )
    return page, 422 if refusal else 200


def _clashing(found: object, refusal: PlaceRefused | None) -> set[Slot]:
    """Return the half-days a refusal speaks of."""
    slots = refusal.facts.get("slots", ()) if refusal else ()
    if not isinstance(found, Week) or not isinstance(slots, tuple):
        return set()
    return {
        Slot(
            counter_id,
            moment.date(),
            Half.MORNING if moment < found.hours.noon(moment.date()) else Half.AFTERNOON,
        )
        for counter_id, moment in slots
    }


def _copied(came: int, left_out: int) -> str:
    said = ngettext("%(num)d shift was copied.", "%(num)d shifts were copied.", came)
    if not left_out:
        return said
    rest = ngettext(
        "%(num)d found its place or its officer taken.",
        "%(num)d found their place or officer taken.",
        left_out,
    )
    return f"{said} {rest}"


def _entry(unit_id: int, entry_id: int) -> EntryLine:
    return query.entry(staff().scope, unit_id, entry_id) or abort(404)


def _form(template: str, form: Form, **values: object) -> tuple[str, int]:
    page = render_template(f"admin/roster/{template}", form=form, **values)
    return page, status_of(form)
