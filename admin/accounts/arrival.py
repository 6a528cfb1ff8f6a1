"""Arrival: where a person goes once a step of the sign-in is taken, and what a refusal is called."""

from urllib.parse import urlsplit

from flask import redirect, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core.services.signing_in import SignInRefused

#: Longer than any address of the desk.
_LONGEST = 500


def begin(token: str, *, target: str | None = None) -> None:
    """Start the browser's session afresh, so that nothing from before the sign-in carries over."""
    session.clear()
    session["token"] = token
    if target is not None:
        session["next"] = own_address(target)


def renew(token: str) -> None:
    """Put the session's new token into the cookie; where the person wants to go stays."""
    begin(token, target=session.get("next"))


def onward() -> Response:
    """Go where the person wanted to go; a step that is still missing stops them there (core/web/access.py)."""
    return redirect(session.pop("next", None) or url_for("overview.show"), 303)


def own_address(target: str | None) -> str:
    """Return an address of the desk; anything else leads to the start page."""
    parts = urlsplit(target or "")
    is_own = parts.path.startswith("/admin/") and len(target or "") <= _LONGEST
    if parts.scheme or parts.netloc or not is_own or "\\" in (target or ""):
        return url_for("overview.show")
    return target or url_for("overview.show")


def refusal(refused: SignInRefused) -> str:
    """Return the sentence for a refused password or code."""
    if refused.code == "wait":
        seconds = int(refused.facts.get("wait_seconds", 0))  # type: ignore[call-overload]
        return ngettext(
            "Too many tries. Please wait %(num)d second and try again.",
            "Too many tries. Please wait %(num)d seconds and try again.",
            seconds,
        )
    if refused.code == "wrong_code":
        return _("This code is not right or was used before. Please look again and type the one asked for.")
    return _("The account name or the password is not right. Please check both and try again.")
