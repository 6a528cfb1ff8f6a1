"""Views: what came on paper or by telephone is typed in by the Front, and its code handed to the person once."""

from typing import Any

from flask import Blueprint, abort, flash, render_template, request, url_for
from flask_babel import gettext as _

from admin.complaints import words
from admin.complaints.entry_form import EntryForm
from core import clock, config
from core.domain.access import Permission
from core.domain.complaints import receipts
from core.domain.complaints.kinds import Channel
from core.domain.submission import StorageUnavailable
from core.queries.complaints import followed, places
from core.queries.complaints.places import Place
from core.services.complaints import entering
from core.services.complaints.filing import FiledOtherwise
from core.web import form_secrets
from core.web.access import requires, staff

blueprint = Blueprint("case_entry", __name__, url_prefix="/admin/phan-anh", template_folder="../templates")
_PURPOSE = "case-entry"


@blueprint.route("/nhap", methods=["GET", "POST"])
@requires(Permission.FOLLOW_CASES)
def enter() -> str | tuple[str, int]:
    """Show the form, and take in what it says; the same form sent twice is one case with one code."""
    place = _place()
    if place is None:
        offices = [one for one in places.offices(staff().scope) if staff().scope.sees(one.unit_id)]
        return render_template("admin/complaints/entry_office.html", offices=offices)
    form, person = EntryForm(), staff()
    form.prepare(place)
    secret = form_secrets.secret_of(_PURPOSE, request.form.get("token", ""), owner=person.account_id)
    is_complete = form.is_complete(place)
    if is_complete and secret is not None:
        return _enter(place, form, secret)
    if is_complete:
        flash(_("This page was open for more than a day. Nothing is lost; please send it again."), "refused")
    status = 422 if request.method == "POST" else 200
    return _form_page(place, form, token=request.form["token"] if secret else _draw()), status


def _enter(place: Place, form: EntryForm, secret: bytes) -> tuple[str, int]:
    person, given = staff(), form.filing(place)
    try:
        receipt = entering.enter(person.scope, given, secret=secret, actor=person.login)
    except StorageUnavailable:
        flash(
            _("The system is busy. Nothing was stored yet; please send it again in a few minutes."), "refused"
        )
        return _form_page(place, form, token=request.form["token"]), 503
    except FiledOtherwise as refused:
        return _slip(place, str(refused.facts["receipt"]), form, kept=given.what), 409
    return _slip(place, receipt, form), 200


def _place() -> Place | None:
    """Return the office of the address, else the only one of this person's; None where there is a choice."""
    scope, code = staff().scope, request.args.get("don-vi", "")
    if code:
        # What no code can look like is not asked for: PostgreSQL refuses a text with NUL.
        found = places.of_unit(scope, code) if code.isascii() and code.isprintable() else None
        return found if found is not None and scope.sees(found.unit_id) else abort(404)
    offices = [one for one in places.offices(scope) if scope.sees(one.unit_id)]
    return places.of_unit(scope, offices[0].unit_code) if len(offices) == 1 else None


def _address() -> str:
    """Return the address of the form, with the office where one was chosen."""
    chosen: dict[str, Any] = {"don-vi": request.args["don-vi"]} if "don-vi" in request.args else {}
    return url_for("case_entry.enter", **chosen)


def _draw() -> str:
    return form_secrets.draw(_PURPOSE, owner=staff().account_id)


def _form_page(place: Place, form: EntryForm, *, token: str) -> str:
    return render_template(
        "admin/complaints/entry.html", place=place, form=form, token=token, action=_address()
    )


def _slip(place: Place, receipt: str, form: EntryForm, *, kept: str = "") -> str:
    received_on = form.received_on.data or clock.today()
    return render_template(
        "admin/complaints/entered.html",
        place=place,
        groups=receipt.split("-"),
        spelled=receipts.spelled(receipts.normalise(receipt) or ""),
        received_on=received_on,
        channel=words.CHANNEL_BRIEFLY[Channel(form.channel.data)],
        ahead=followed.ahead(staff().scope, place.unit_id, since=received_on),
        concerns_front=form.concerns_front.data,
        short_address=f"{config.current().public_url.partition('://')[2]}/tra-cuu",
        again=_address(),
        kept=kept,
    )
