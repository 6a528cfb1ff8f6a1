"""Complaints: written, looked over, sent, and a receipt code shown once. Nothing here knows of a rating."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from core import clock, config
from core.domain.access import CITIZEN, Permission
from core.domain.complaints import receipts
from core.domain.submission import StorageUnavailable
from core.queries.complaints import followed, places
from core.queries.complaints.places import Place
from core.services.complaints import filing, news
from core.services.complaints.filing import FiledOtherwise
from core.web import languages
from core.web.access import requires
from core.web.large_bodies import takes
from core.web.sent_photos import SentPhoto
from survey import carried, complaint_form, pages, photos
from survey.complaint_form import ComplaintForm, Faults
from survey.forms import BrokenInput
from survey.refusals import busy, busy_sentence
from survey.screens import message

blueprint = Blueprint("complaints", __name__)
_STYLES = ("base", "details", "complaint")


@blueprint.errorhandler(BrokenInput)
def unreadable(_error: BrokenInput) -> AnyResponse:
    """Bytes no honest form sends."""
    advice = _("Nothing was stored. Please go back, look at the text again and send it once more.")
    return message(None, _("This page could not be read"), advice, status=400)


@blueprint.get("/phan-anh")
@requires(Permission.PUBLIC)
def show() -> Response:
    """Show the form for the place of the address, else for the only office, else a choice of offices."""
    place = _place()
    if place is None:
        return _choose()
    return _form_page(place, complaint_form.read(MultiDict()), token=carried.draw())


@blueprint.post("/phan-anh")
@requires(Permission.PUBLIC)
@takes(photos.MOST_OF_A_FORM, kind=photos.MULTIPART)
def file() -> Response:
    """Look over what was written, go back to it, or file it; the same form filed twice is one case."""
    values, sent = photos.posted()
    form = complaint_form.read(values)
    place = _place()
    if place is None:
        return _choose(kept=form.what.data)
    secret = carried.secret_of(values.get("token", ""))
    token = values["token"] if secret else carried.draw()
    if "edit" in values:
        return _form_page(place, form, token=token)
    if found := complaint_form.faults(form, complaint_form.filing_of(form, place)):
        return _form_page(place, form, token=token, errors=found)
    if "send" not in values:
        return _review_page(place, form, token=token)
    if secret is None:
        return _review_page(place, form, token=token, errors=[("main", _stale())])
    return _send(place, form, sent, token=token, secret=secret)


@blueprint.get("/phan-anh/khieu-nai-to-cao")
@requires(Permission.PUBLIC)
def formal() -> Response:
    """Say how a formal complaint or accusation is filed: not here, but by its own law."""
    place = _place()
    return pages.page(
        "complaint_formal", styles=_STYLES, cache=pages.PRIVATE, entry=place, back=_address("show", place)
    )


def _send(
    place: Place, form: ComplaintForm, sent: Sequence[SentPhoto], *, token: str, secret: bytes
) -> Response:
    given = complaint_form.filing_of(form, place)
    kept, wrong = photos.redrawn(sent)
    if wrong:
        return _review_page(place, form, token=token, errors=wrong)
    try:
        receipt = filing.file(given, secret=secret, photos=kept)
    except StorageUnavailable:
        return busy(_review_page(place, form, token=token, errors=[("busy", busy_sentence())]))  # type: ignore[return-value]
    except FiledOtherwise as refused:
        return _receipt_page(place, str(refused.facts["receipt"]), kept=form.what.data)
    return _receipt_page(place, receipt)


def _stale() -> str:
    return _(
        "This page was open for more than a day. Everything you wrote is still here; please send it again."
    )


def _place() -> Place | None:
    """Return the place of the address; an unknown one counts as none, for there may be only one office anyway."""
    code, unit = request.args.get("q", ""), request.args.get("don-vi", "")
    # What no code can look like is not asked for: PostgreSQL refuses a text with NUL.
    found = places.of_code(CITIZEN, code) if code.isascii() and code.isalnum() else None
    if found is None and unit.isascii() and unit.isprintable():
        found = places.of_unit(CITIZEN, unit) if unit else None
    if found is not None:
        return found
    offices = places.offices(CITIZEN)
    return places.of_unit(CITIZEN, offices[0].unit_code) if len(offices) == 1 else None


def _choose(*, kept: str = "") -> Response:
    links = [(_address("show", place), _name(place)) for place in places.offices(CITIZEN)]
    return message(
        None,
        _("Send a report or petition"),
        _("Choose the office it is about.") if links else _("No office takes reports here yet."),
        status=200,
        kept=kept,
        links=links,
    )


def _name(place: Place) -> str:
    return place.unit if place.unit == place.office else f"{place.office} – {place.unit}"


def _address(view: str, place: Place | None, **arguments: Any) -> str:
    """Return an address of these pages that keeps place and language."""
    where: dict[str, Any] = {}
    if place is not None:
        where = {"q": place.code} if place.code else {"don-vi": place.unit_code}
    return url_for(f"complaints.{view}", **where, **arguments, lang=languages.chosen_by_link())


def _form_page(place: Place, form: ComplaintForm, *, token: str, errors: Faults | None = None) -> Response:
    return pages.page(
        "complaint_form",
        styles=_STYLES,
        status=422 if errors else 200,
        cache=pages.PRIVATE,
        errors=errors or [],
        **_of_form(place, form, token),
    )


def _review_page(
    place: Place, form: ComplaintForm, *, token: str, errors: Sequence[tuple[str, str]] = ()
) -> Response:
    return pages.page(
        "complaint_review",
        styles=_STYLES,
        status=422 if errors else 200,
        cache=pages.PRIVATE,
        errors=errors,
        field={str(number): name for number, name in place.fields}.get(form.field.data, ""),
        everything=list(complaint_form.everything(form)),
        names_an_identity=complaint_form.names_an_identity(form),
        most_photos=photos.MOST,
        **_of_form(place, form, token),
    )


def _of_form(place: Place, form: ComplaintForm, token: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "entry": place,
        "form": form,
        "token": token,
        # Never the page's own address: that evicts the copy that Back shows.
        "action": _address("file", place, gui=""),
        "formal": _address("formal", place),
    }
    # A link to another language would lose what was written.
    return values if request.method == "GET" else {**values, "languages": ()}


def _receipt_page(place: Place, receipt: str, *, kept: str = "") -> Response:
    plain = receipts.normalise(receipt) or ""
    return pages.page(
        "complaint_receipt",
        styles=(*_STYLES, "course", "slip"),
        status=409 if kept else 200,
        cache=pages.NO_STORE,
        entry=place,
        languages=(),
        groups=receipt.split("-"),
        spelled=receipts.spelled(plain),
        today=clock.today(),
        ahead=followed.ahead(CITIZEN, place.unit_id),
        kept=kept,
        token=carried.carry(plain),
        follow=url_for("following.open_case", lang=languages.chosen_by_link()),
        offers_mail=news.is_offered(),
        short_address=f"{config.current().public_url.partition('://')[2]}/tra-cuu",
    )
