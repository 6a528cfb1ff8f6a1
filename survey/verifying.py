"""Verifying: says of a printed code whether it is ours, for which counter, office and field, and since when."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from core import clock, config
from core.domain.access import CITIZEN, Permission
from core.domain.office.codes import LENGTH
from core.queries import genuine
from core.queries.entries import CodeState, Entry
from core.web import languages
from core.web.access import requires
from survey import entry, pages, slowing
from survey.entry import UnknownCode

blueprint = Blueprint("verifying", __name__)
_STYLES = ("base", "details", "complaint", "verify")
#: Nobody types more; an address of ours is far shorter.
_LONGEST = 300


@dataclass(frozen=True)
class Typed:
    """What somebody typed or pasted: the code in it, and whether it names another address than ours."""

    code: str
    is_foreign: bool = False


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
            typed=text[:_LONGEST],
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
    code = code.upper()
    try:
        place = entry.find(code)
    except UnknownCode:
        return _unknown(code)
    return pages.page(
        "verify",
        styles=_STYLES,
        status=200 if place.state in (CodeState.OPEN, CodeState.NOT_ASKED) else 410,
        cache=pages.NO_STORE,
        entry=place,
        known=genuine.told(CITIZEN, place, clock.now()),
        is_open=place.state is CodeState.OPEN,
        is_idle=place.state is CodeState.NOT_ASKED,
        is_replaced=place.state is CodeState.REPLACED,
        address=f"{_own()}/q/{place.code}",
        groups=_groups(place.code),
        report=_report(place),
    )


def read(text: str, public_url: str) -> Typed:
    """Return the code in what was typed: alone, with spaces and dashes, or as the end of an address."""
    rest = text.strip()[:_LONGEST].lower()
    for scheme in ("https://", "http://"):
        rest = rest.removeprefix(scheme)
    first, slash, _path = rest.partition("/")
    if slash or "." in first:
        parts = urlsplit(public_url)
        own = (parts.netloc + parts.path).lower()
        names_a_host = "." in first or ":" in first or "@" in first or first == own
        if names_a_host and rest != own and not rest.startswith(f"{own}/"):
            return Typed("", is_foreign=True)
        rest = rest.removeprefix(own).split("?")[0].split("#")[0].rstrip("/").rpartition("/")[2]
    return Typed("".join(letter for letter in rest.upper() if letter not in " -–.\t\u00a0"))


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
