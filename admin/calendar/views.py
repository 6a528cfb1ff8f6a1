"""Views: the work calendar of a unit, new days by decision, and taking one back."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.calendar import months
from admin.calendar.forms import AnnouncementForm, DeadlineForm, RevokeForm
from admin.calendar.sentences import field_of, sentence
from admin.desk.pages import status_of
from admin.places.blueprint import unit_in_hand
from core import clock
from core.domain.access import Permission
from core.domain.errors import DomainError
from core.domain.workdays import WorkCalendar, add_working_days
from core.queries import calendar as query
from core.queries.calendar import EnteredDay
from core.queries.places import units
from core.queries.places.units import UnitLine
from core.services import calendar as service
from core.services.calendar import Announcement
from core.services.places.changing import PlaceRefused, UnknownPlace
from core.web.access import requires, staff

blueprint = Blueprint("calendar", __name__, url_prefix="/admin/lich-lam-viec")

#: Units offered above the calendar; whoever has more comes from the list of units.
_OFFERED = 30


@blueprint.get("/")
@requires(Permission.SIGNED_IN)
def own() -> str:
    """Show the calendar of the person's own unit."""
    return _page(unit_in_hand(staff().unit_id))


@blueprint.get("/<int:unit_id>")
@requires(Permission.SIGNED_IN)
def show(unit_id: int) -> str:
    """Show the calendar of one unit of the person's part of the administration."""
    return _page(unit_in_hand(unit_id))


@blueprint.route("/<int:unit_id>/them", methods=["GET", "POST"])
@requires(Permission.MANAGE_CALENDAR)
def announce(unit_id: int) -> Response | tuple[str, int]:
    """Enter what a decision announces."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = AnnouncementForm()
    if form.validate_on_submit():
        try:
            service.announce(person.scope, unit_id, _announced(form), actor=person.login)
        except PlaceRefused as refusal:
            form[field_of(refusal, day_off=form.day_off.data)].errors = [sentence(refusal)]
        else:
            flash(_("Entered. The calendar counts with it from now on."))
            year = (form.day_off.data or form.day_worked.data).year
            return redirect(url_for("calendar.show", unit_id=unit_id, nam=year), 303)
    page = render_template("admin/calendar/announce.html", unit=unit, form=form)
    return page, status_of(form)


@blueprint.route("/<int:unit_id>/ngay/<int:day_id>/thu-hoi", methods=["GET", "POST"])
@requires(Permission.MANAGE_CALENDAR)
def revoke(unit_id: int, day_id: int) -> Response | tuple[str, int]:
    """Say what taking a day back means, then take it back."""
    person, unit, line = staff(), unit_in_hand(unit_id), _entry(unit_id, day_id)
    form = RevokeForm()
    if form.validate_on_submit():
        try:
            service.revoke(person.scope, unit_id, day_id, why=form.why.data, actor=person.login)
        except PlaceRefused as refusal:
            flash(sentence(refusal), "refused")
        else:
            flash(_("Taken back. It stays readable under the calendar."))
        return redirect(url_for("calendar.show", unit_id=unit_id, nam=line.day.year), 303)
    page = render_template("admin/calendar/revoke.html", unit=unit, form=form, line=line)
    return page, status_of(form)


def _entry(unit_id: int, day_id: int) -> EnteredDay:
    found = query.entry(staff().scope, unit_id, day_id)
    if found is None:
        raise UnknownPlace("unknown_place", kind="calendar_day", id=day_id)
    return found


def _page(unit: UnitLine) -> str:
    scope, year = staff().scope, _year()
    calendar = query.of_unit(scope, unit.id) or abort(404)
    form = DeadlineForm(request.args)
    entered = query.entries(scope, unit.id, year)
    offered = units.listed(scope) if len(scope.unit_ids) > 1 else None
    return render_template(
        "admin/calendar/show.html",
        unit=unit,
        year=year,
        years=query.years(),
        sheets=months.sheets(calendar, year),
        special=months.special_days(calendar, year),
        standing={(line.day, line.unit_name): line for line in entered if line.counts},
        revoked=[line for line in entered if not line.counts],
        units=offered.items if offered and offered.total <= _OFFERED else (),
        today=clock.today(),
        deadline_form=form,
        deadline=_deadline(calendar, form),
    )


def _year() -> int:
    """Return the year the address asks for, else the present one."""
    asked = request.args.get("nam", "")
    known = query.years()
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year
    return year if year in known else min(max(year, known[0]), known[-1])


def _deadline(calendar: WorkCalendar, form: DeadlineForm) -> date | None:
    """Return the last day of the deadline asked for; None where nothing, or nothing sensible, was asked."""
    if not form.validate() or form.tu.data is None or form.so_ngay.data is None:
        return None
    try:
        return add_working_days(calendar, form.tu.data, form.so_ngay.data)
    except DomainError:
        known = query.years()
        form.tu.errors = [
            _(
                "The calendar reaches from %(first)s to %(last)s. Check the year.",
                first=known[0],
                last=known[-1],
            )
        ]
        return None


def _announced(form: AnnouncementForm) -> Announcement:
    return Announcement(
        day_off=form.day_off.data,
        day_worked=form.day_worked.data,
        document=form.document.data,
        document_date=form.document_date.data,
        reason=form.reason.data,
    )
