"""Views: a new tablet, a tablet in a broken one's place, and the phrase that pairs it, shown once."""

from flask import flash, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from admin.desk.forms import EmptyForm
from admin.kiosks.blueprint import blueprint, show, tablet_in_hand
from admin.kiosks.forms import PairForm
from admin.places.blueprint import go, unit_in_hand
from admin.places.sentences import sentence
from core import config
from core.domain.access import Permission
from core.domain.tablet import PHRASE_LIFETIME, Mode
from core.queries.kiosk import offices
from core.reports import qr
from core.services.kiosk import tablets as service
from core.services.kiosk.tablets import Pairing
from core.services.places.changing import PlaceRefused
from core.web.access import requires, staff


@blueprint.route("/<int:unit_id>/ghep", methods=["GET", "POST"])
@requires(Permission.MANAGE_TABLETS)
def add(unit_id: int) -> Response | tuple[str, int]:
    """Make a tablet that waits for its phrase."""
    person, unit = staff(), unit_in_hand(unit_id)
    form = PairForm(mode=str(Mode.SURVEY), reads_aloud=True, asks_comment=True)
    form.offer(offices.counters(person.scope, unit_id))
    if form.counter_id.choices and form.validate_on_submit():
        try:
            pairing = service.add(person.scope, unit_id, form.facts, pin=form.pin.data, actor=person.login)
        except PlaceRefused as refused:
            form["name" if refused.code == "name_taken" else "counter_id"].errors = [sentence(refused)]
        else:
            return _tell(unit_id, pairing)
    return show("add.html", unit, form)


@blueprint.get("/<int:unit_id>/may/<int:tablet_id>/cum-tu")
@requires(Permission.MANAGE_TABLETS)
def phrase(unit_id: int, tablet_id: int) -> Response | tuple[str, int]:
    """Show a phrase that was just drawn, once; afterwards only another one can be."""
    unit, line = unit_in_hand(unit_id), tablet_in_hand(unit_id, tablet_id)
    drawn = session.pop("phrase", "") if session.get("phrased") == tablet_id else ""
    if not drawn or line.phrase_until is None:
        return go("kiosks.one", unit_id=unit_id, tablet_id=tablet_id)
    address = f"{config.current().public_url}/kiosk/"
    return show(
        "phrase.html",
        unit,
        line=line,
        phrase=drawn,
        minutes=int(PHRASE_LIFETIME.total_seconds() // 60),
        address=address,
        picture=qr.embedded(address, title=_("Address of the tablet app")),
    )


@blueprint.post("/<int:unit_id>/may/<int:tablet_id>/cum-tu-moi")
@requires(Permission.MANAGE_TABLETS)
def new_phrase(unit_id: int, tablet_id: int) -> Response:
    """Draw another phrase for a tablet that still waits."""
    person = staff()
    tablet_in_hand(unit_id, tablet_id)
    if not EmptyForm().validate_on_submit():
        return go("kiosks.one", unit_id=unit_id, tablet_id=tablet_id)
    try:
        pairing = service.new_phrase(person.scope, unit_id, tablet_id, actor=person.login)
    except PlaceRefused as refused:
        flash(sentence(refused), "refused")
        return go("kiosks.one", unit_id=unit_id, tablet_id=tablet_id)
    return _tell(unit_id, pairing)


@blueprint.route("/<int:unit_id>/may/<int:tablet_id>/thay", methods=["GET", "POST"])
@requires(Permission.MANAGE_TABLETS)
def replace(unit_id: int, tablet_id: int) -> Response | tuple[str, int]:
    """Say what replacing means, then make the tablet that takes over."""
    person, unit, line = staff(), unit_in_hand(unit_id), tablet_in_hand(unit_id, tablet_id)
    if EmptyForm().validate_on_submit():
        try:
            pairing = service.replace(person.scope, unit_id, tablet_id, actor=person.login)
        except PlaceRefused as refused:
            flash(sentence(refused), "refused")
            return go("kiosks.one", unit_id=unit_id, tablet_id=tablet_id)
        return _tell(unit_id, pairing)
    return show("replace.html", unit, line=line)


def _tell(unit_id: int, pairing: Pairing) -> Response:
    """Remember the phrase for the one page that shows it; the cookie is this person's own."""
    session["phrase"], session["phrased"] = pairing.phrase, pairing.tablet_id
    return go("kiosks.phrase", unit_id=unit_id, tablet_id=pairing.tablet_id)
