"""Arrival: where a person goes once a step of the sign-in is taken, and what a refusal is called."""

from urllib.parse import urlsplit

from flask import Response as AnyResponse
from flask import after_this_request, redirect, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from core import config
from core.domain.credentials import KNOWN_DEVICE
from core.services import known_devices
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
    """Put the session's new token into the cookie; where the person wants to go stays.

    Once the sign-in is complete, the browser also keeps that it is known to this account.
    """
    begin(token, target=session.get("next"))
    kept = known_devices.remember(token)
    if kept is not None:
        _keep_device(kept)


def device() -> str:
    """Return what the browser kept of an earlier sign-in; empty when it kept nothing."""
    return request.cookies.get(_device_cookie(), "")


def onward() -> Response:
    """Go where the person wanted to go; a step that is still missing stops them there (core/web/access.py)."""
    return redirect(session.pop("next", None) or url_for("overview.show"), 303)


def own_address(target: str | None) -> str:
    """Return an address of the desk; anything else leads to the start page."""
    target = target or ""
    parts = urlsplit(target)
    is_own = target.startswith("/admin/") and len(target) <= _LONGEST
    is_plain = target.isprintable() and "\\" not in target and not parts.scheme and not parts.netloc
    return target if is_own and is_plain else url_for("overview.show")


def provider_refusal(code: str | None) -> str | None:
    """Return the sentence for a sign-in or a link that came to nothing at the provider; None for other codes."""
    sentences = {
        "qua-han": _("This attempt began too long ago or in another browser. Please begin once more."),
        "thoi": _("Nothing was done: the other side did not confirm who you are."),
        "khong-tra-loi": _(
            "The other side does not answer at the moment. Please try later or use your password."
        ),
        "khong-ro": _(
            "What the other side sent could not be verified. Please begin once more or use your password."
        ),
        "chua-lien-ket": _(
            "This identity opens no account here. Please sign in with your password; under “My account” you can "
            "link it."
        ),
        "cua-nguoi-khac": _("This identity is linked to another account already. Nothing was changed."),
    }
    return sentences.get(code or "")


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


def _device_cookie() -> str:
    return "__Host-langnghe-device" if config.current().is_secure else "langnghe-device"


def _keep_device(kept: str) -> None:
    @after_this_request
    def keep(answer: AnyResponse) -> AnyResponse:
        answer.set_cookie(
            _device_cookie(),
            kept,
            max_age=KNOWN_DEVICE,
            secure=config.current().is_secure,
            httponly=True,
            samesite="Strict",
        )
        return answer
