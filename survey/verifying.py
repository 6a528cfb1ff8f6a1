"""Verifying: says of a printed code whether it is ours, for which counter, office and field, and since when."""

from urllib.parse import urlsplit

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from core import clock, config, labels
from core.domain.access import CITIZEN, Permission
from core.domain.office.codes import LENGTH
from core.queries import genuine
from core.queries.entries import CodeState, Entry
from core.web import languages
from core.web.access import requires
from survey import entry, pages, slowing
from survey.entry import UnknownCode
from survey.typed_codes import LONGEST, code_in, read

blueprint = Blueprint("verifying", __name__)
_STYLES = ("base", "details", "complaint", "verify")
#: States of a code that is genuine and takes no answers for a while, or for ever as it was planned.
_PLANNED = (CodeState.NOT_ASKED, CodeState.NOT_YET, CodeState.ROUND_OVER)


@blueprint.get("/xac-minh/")
@requires(Permission.PUBLIC)
def ask() -> Response:
    """Ask for the code; a typed one leads to its own page."""
    if "ma" not in request.args:
        return _form()
    text = request.args["ma"]
    typed = read(text, config.current().public_url)
    if typed.is_foreign:
        return pages.page(
            "verify_foreign",
            styles=_STYLES,
            status=404,
            cache=pages.NO_STORE,
            typed=text[:LONGEST],
            own=_own(),
        )
    if not typed.code:
        return _form(errors=[("ma", _("Type the six letters and digits printed under the QR code."))])
    if not _is_plain(typed.code):
        return _unknown(typed.code)
    return redirect(url_for("verifying.show", code=typed.code, lang=languages.chosen_by_link()), 303)


@blueprint.get("/xac-minh/<code>")
@requires(Permission.PUBLIC)
def show(code: str) -> Response:
    """Say whether a code is genuine; who holds a genuine one never waits for those who guess."""
    code = code_in(code)
    try:
        place = entry.find(code)
    except UnknownCode:
        return _unknown(code)
    return pages.page(
        "verify",
        styles=_STYLES,
        status=200 if place.state in (CodeState.OPEN, CodeState.NOT_ASKED, CodeState.NOT_YET) else 410,
        cache=pages.NO_STORE,
        entry=place,
        known=genuine.told(CITIZEN, place, clock.now()),
        is_open=place.state is CodeState.OPEN,
        is_idle=place.state in _PLANNED,
        title=_title(place),
        is_of_round=place.state in (CodeState.NOT_YET, CodeState.ROUND_OVER),
        is_replaced=place.state is CodeState.REPLACED,
        address=f"{_own()}/q/{place.code}",
        groups=_groups(place.code),
        report=_report(place),
    )


def _title(place: Entry) -> str:
    """Return in a sentence what is known of a code of ours."""
    match place.state:
        case CodeState.OPEN:
            return _("Genuine, and in use")
        case CodeState.NOT_ASKED:
            return _("Genuine; nothing is asked here at the moment")
        case CodeState.NOT_YET if place.round_begins_on is not None:
            day = labels.day(place.round_begins_on)
            return _("Genuine; the survey begins on %(day)s", day=day)
        case CodeState.ROUND_OVER:
            return _("Genuine; the survey is over")
    return _("Ours, but no longer in use")


def _unknown(code: str) -> Response:
    """Say that there is no such code, a second later (survey.slowing)."""
    try:
        with slowing.one_at_a_time():
            slowing.pause()
    except slowing.TooManyAtOnce:
        sentence = _(
            "Many people are looking at this moment. Please press the button again in a few seconds."
        )
        page = _form(typed=code, errors=[("busy", sentence)])
        page.status_code = 429
        page.headers["Retry-After"] = "3"
        return page
    shown = code[: 2 * LENGTH]
    return pages.page(
        "verify_unknown",
        styles=_STYLES,
        status=404,
        cache=pages.NO_STORE,
        groups=_groups(shown) if _is_plain(shown) else [],
        own=_own(),
        report=_report(None),
    )


def _form(*, typed: str = "", errors: list[tuple[str, str]] | None = None) -> Response:
    return pages.page(
        "verify_form",
        styles=_STYLES,
        status=422 if errors else 200,
        cache=pages.NO_STORE,
        typed=typed,
        errors=errors or [],
        own=_own(),
    )


def _is_plain(code: str) -> bool:
    """Could this be in an address as it is? No code of ours is longer than its column."""
    return code.isascii() and code.isalnum() and len(code) <= 2 * LENGTH


def _groups(code: str) -> list[str]:
    """Return the code in threes, as it is compared by eye."""
    return [code[start : start + 3] for start in range(0, len(code), 3)]


def _own() -> str:
    """Return our address without its scheme, as it is printed."""
    parts = urlsplit(config.current().public_url)
    return parts.netloc + parts.path


def _report(place: Entry | None) -> str:
    code = place.code if place else None
    return url_for("complaints.show", q=code, lang=languages.chosen_by_link())
