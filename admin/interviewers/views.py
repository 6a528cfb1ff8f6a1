"""Views: the phones of a survey round, their pairing by a phrase shown once, replacing and revoking them."""

from functools import partial
from urllib.parse import quote

from flask import Blueprint, abort, flash, render_template, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import Form

from admin.desk.forms import EmptyForm
from admin.desk.pages import status_of
from admin.interviewers import words
from admin.interviewers.forms import PhoneForm
from admin.kiosks.device_forms import ExplainForm, RevokeForm, explained
from admin.places.blueprint import go, is_done
from admin.places.sentences import sentence
from core import config
from core.domain.access import Permission
from core.domain.tablet import PHRASE_LIFETIME, normalise
from core.queries.kiosk import interviewing, phone_care, phone_holes
from core.queries.kiosk.interviewing import PhoneLine, RoundInHand
from core.queries.kiosk.phone_care import RoundCare
from core.reports import qr
from core.services.kiosk import interviewers as service
from core.services.kiosk.pairing import Pairing
from core.services.places.changing import PlaceRefused
from core.web.access import requires, staff

blueprint = Blueprint(
    "interviewers",
    __name__,
    url_prefix="/admin/dot-khao-sat/<int:round_id>/dien-thoai",
    template_folder="../templates",
)


@blueprint.app_template_global("phones_needing_care")
def needing_care() -> tuple[RoundCare, ...]:
    """Return the rounds the signed-in person manages whose phones need an eye, for the start page."""
    return phone_care.needed(staff().scope)


@blueprint.get("")
@requires(Permission.MANAGE_ROUNDS)
def listed(round_id: int) -> tuple[str, int]:
    """List the phones of a round: when each was heard of, and what still waits on it."""
    survey = _round(round_id)
    scope = staff().scope
    return _show(
        "list.html",
        survey,
        phones=interviewing.phones(scope, round_id),
        holes=phone_holes.of_round(scope, round_id),
    )


@blueprint.route("/them", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def add(round_id: int) -> Response | tuple[str, int]:
    """Make a phone that waits for its phrase."""
    person, survey = staff(), _round(round_id)
    form = PhoneForm()
    if survey.takes_phones and form.validate_on_submit():
        try:
            pairing = service.add(
                person.scope, round_id, form.name.data, pin=form.pin.data, actor=person.login
            )
        except PlaceRefused as refused:
            form.name.errors = [sentence(refused)]
        else:
            return _tell(round_id, pairing)
    return _show("add.html", survey, form)


@blueprint.get("/<int:phone_id>/cum-tu")
@requires(Permission.MANAGE_ROUNDS)
def phrase(round_id: int, phone_id: int) -> Response | tuple[str, int]:
    """Show a phrase that was just drawn, once; the code beside it brings the phone to the app with it typed in."""
    survey, line = _round(round_id), _phone(round_id, phone_id)
    drawn = session.pop("phrase", "") if session.get("phrased") == phone_id else ""
    if not drawn or line.phrase_until is None:
        return go("interviewers.listed", round_id=round_id)
    address = f"{config.current().public_url}/kiosk/"
    # What stands behind # never leaves the phone.
    scanned = f"{address}#phong-van={quote(normalise(drawn).replace(' ', '-'))}"
    return _show(
        "phrase.html",
        survey,
        line=line,
        phrase=drawn,
        minutes=int(PHRASE_LIFETIME.total_seconds() // 60),
        address=address,
        picture=qr.embedded(scanned, title=_("Address of the app with the phrase")),
    )


@blueprint.post("/<int:phone_id>/cum-tu-moi")
@requires(Permission.MANAGE_ROUNDS)
def new_phrase(round_id: int, phone_id: int) -> Response:
    """Draw another phrase for a phone that still waits."""
    person = staff()
    _phone(round_id, phone_id)
    if not EmptyForm().validate_on_submit():
        return go("interviewers.listed", round_id=round_id)
    try:
        pairing = service.new_phrase(person.scope, round_id, phone_id, actor=person.login)
    except PlaceRefused as refused:
        flash(sentence(refused), "refused")
        return go("interviewers.listed", round_id=round_id)
    return _tell(round_id, pairing)


@blueprint.route("/<int:phone_id>/thay", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def replace(round_id: int, phone_id: int) -> Response | tuple[str, int]:
    """Say what replacing means, then make the phone that takes over."""
    person, survey, line = staff(), _round(round_id), _phone(round_id, phone_id)
    if EmptyForm().validate_on_submit():
        try:
            pairing = service.replace(person.scope, round_id, phone_id, actor=person.login)
        except PlaceRefused as refused:
            flash(sentence(refused), "refused")
            return go("interviewers.listed", round_id=round_id)
        return _tell(round_id, pairing)
    return _show("replace.html", survey, line=line)


@blueprint.route("/<int:phone_id>/thu-hoi", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def revoke(round_id: int, phone_id: int) -> Response | tuple[str, int]:
    """Say what revoking means, then trust the phone no longer."""
    person, survey, line = staff(), _round(round_id), _phone(round_id, phone_id)
    form = RevokeForm()
    if form.validate_on_submit() and is_done(
        form,
        lambda: service.revoke(person.scope, round_id, phone_id, reason=form.reason.data, actor=person.login),
        at="reason",
    ):
        return go("interviewers.listed", _("“%(name)s” is revoked.", name=line.name), round_id=round_id)
    return _show("revoke.html", survey, form, line=line)


@blueprint.route("/<int:phone_id>/thieu-so/<int:first>", methods=["GET", "POST"])
@requires(Permission.MANAGE_ROUNDS)
def explain(round_id: int, phone_id: int, first: int) -> Response | tuple[str, int]:
    """Write down what is known about numbers of a phone that never came."""
    person, survey = staff(), _round(round_id)
    hole = phone_holes.one(person.scope, round_id, phone_id, first) or abort(404)
    form = ExplainForm(explanation=hole.explanation)
    keep = partial(service.explain, person.scope, round_id, phone_id, first, actor=person.login)
    if explained(form, keep):
        return go("interviewers.listed", _("Saved."), round_id=round_id)
    return _show("explain.html", survey, form, hole=hole)


def _round(round_id: int) -> RoundInHand:
    """Return the round of the address, or answer 404 where it is not this person's."""
    return interviewing.round_in_hand(staff().scope, round_id) or abort(404)


def _phone(round_id: int, phone_id: int) -> PhoneLine:
    return interviewing.phone(staff().scope, round_id, phone_id) or abort(404)


def _show(template: str, survey: RoundInHand, form: Form | None = None, **values: object) -> tuple[str, int]:
    page = render_template(f"admin/interviewers/{template}", survey=survey, form=form, words=words, **values)
    return page, status_of(form)


def _tell(round_id: int, pairing: Pairing) -> Response:
    """Remember the phrase for the one page that shows it; the cookie is this person's own."""
    session["phrase"], session["phrased"] = pairing.phrase, pairing.tablet_id
    return go("interviewers.phrase", round_id=round_id, phone_id=pairing.tablet_id)
