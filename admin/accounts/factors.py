"""Views: enrol an authenticator app or a printed card, and put the recovery codes away."""

from flask import Blueprint, Response, abort, redirect, render_template, session, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from admin.accounts.arrival import onward, renew
from admin.accounts.forms import CodeForm
from admin.desk.forms import EmptyForm
from core import clock
from core.domain.access import Permission
from core.domain.second_factor import Pending, Stage, card_codes, in_groups
from core.reports import one_time_card, qr
from core.reports.one_time_card import Card
from core.services import second_factors
from core.services.second_factors import Enrolling, EnrolmentRefused
from core.web.access import fresh_factor, requires, staff

blueprint = Blueprint("factors", __name__, url_prefix="/admin/xac-thuc")
Page = tuple[str, int]


@blueprint.get("/chon")
@requires(Permission.SIGNED_IN)
@fresh_factor
def choose() -> str:
    """Offer the two kinds of second factor."""
    return render_template("admin/factors/choose.html", is_first=staff().stage is Stage.ENROLMENT)


@blueprint.post("/chon/<any(app, card):kind>")
@requires(Permission.SIGNED_IN)
@fresh_factor
def begin(kind: str) -> AnyResponse:
    """Draw the secret of a new app or the codes of a new card."""
    if not EmptyForm().validate_on_submit():
        abort(400)
    second_factors.begin(session["token"], Pending(kind))
    if staff().stage is Stage.COMPLETE:
        session["next"] = url_for("own.show")
    return redirect(url_for(f"factors.{kind}"), 303)


@blueprint.route("/ung-dung", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@fresh_factor
def app() -> AnyResponse | Page:
    """Show the QR code for the app, and take its first code as proof."""
    enrolling = second_factors.enrolling(session["token"], Pending.APP)
    if enrolling is None:
        return redirect(url_for("factors.choose"), 303)
    address = enrolling.app_address(staff().login)
    picture = qr.embedded(address, title=_("QR code for the authenticator app"))
    return _tried("app", picture=picture, secret=in_groups(enrolling.app_secret.lower()))


@blueprint.route("/the", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@fresh_factor
def card() -> AnyResponse | Page:
    """Hand out the new card, and take its first line as proof that it was printed."""
    enrolling = second_factors.enrolling(session["token"], Pending.CARD)
    if enrolling is None:
        return redirect(url_for("factors.choose"), 303)
    return _tried("card", number=enrolling.card_number)


@blueprint.get("/the.pdf")
@requires(Permission.SIGNED_IN)
@fresh_factor
def card_pdf() -> Response | AnyResponse:
    """Return the new card for printing, until its first line was typed."""
    enrolling = second_factors.enrolling(session["token"], Pending.CARD)
    if enrolling is None:
        return redirect(url_for("factors.choose"), 303)
    return Response(one_time_card.make(_card(enrolling)), mimetype="application/pdf")


@blueprint.route("/khoi-phuc", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def codes() -> AnyResponse | str:
    """Show the recovery codes until they are on paper."""
    enrolling = second_factors.enrolling(session["token"], Pending.CODES)
    if enrolling is None:
        return redirect(url_for("own.show"), 303)
    if EmptyForm().validate_on_submit():
        second_factors.put_away(session["token"])
        return onward()
    written = [in_groups(code, "-") for code in enrolling.recovery_codes]
    return render_template("admin/factors/codes.html", codes=written, person=staff())


@blueprint.post("/khoi-phuc/moi")
@requires(Permission.SIGNED_IN)
@fresh_factor
def renew_codes() -> AnyResponse:
    """Draw new recovery codes; the old ones end."""
    if not EmptyForm().validate_on_submit():
        abort(400)
    second_factors.renew_recovery_codes(session["token"])
    session["next"] = url_for("own.show")
    return redirect(url_for("factors.codes"), 303)


def _tried(name: str, **facts: object) -> AnyResponse | Page:
    """Draw the page of a new app or card, or enrol it once its first code was typed."""
    form = CodeForm()
    if form.validate_on_submit():
        try:
            renew(second_factors.enrol(session["token"], form.code.data or ""))
        except EnrolmentRefused:
            form.code.errors = [_("This code is not right. Please look again and type it once more.")]
        else:
            return redirect(url_for("factors.codes"), 303)
    page = render_template(f"admin/factors/{name}.html", form=form, **facts)
    return page, 422 if form.errors else 200


def _card(enrolling: Enrolling) -> Card:
    person = staff()
    return Card(
        office=person.unit_name,
        name=person.name,
        login=person.login,
        number=enrolling.card_number,
        made_on=clock.today(),
        codes=tuple(in_groups(code) for code in card_codes(enrolling.seed)),
    )
