"""Views: sign in by the provider that is set up, link one's own account to it, undo the link."""

import secrets
from hmac import compare_digest

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from admin.accounts.arrival import begin, own_address
from admin.accounts.vouching import ProofRefused, ProviderAway, Vouched, provider
from admin.desk.forms import EmptyForm
from core import clock, config
from core.domain.access import Permission
from core.queries import accounts as account_queries
from core.services import identities
from core.services.identities import IdentityRefused
from core.web import onward, sealed
from core.web.access import fresh_factor, requires, staff

blueprint = Blueprint("oidc", __name__, url_prefix="/admin")
Page = tuple[str, int]
#: Seconds from leaving for the provider to being back, and then to confirming a link.
_LASTS = 600
#: What the cookie holds: on the way to the provider, and back from it with somebody to link.
_JOURNEY, _FOUND = "oidc/journey", "oidc/found"


@blueprint.get("/dang-nhap/oidc/di")
@requires(Permission.PUBLIC)
def leave() -> Response:
    """Send a person who wants to sign in to the provider."""
    return _leave({"target": own_address(request.args.get("next"))})


@blueprint.get("/toi/lien-ket/di")
@requires(Permission.SIGNED_IN)
def leave_to_link() -> Response:
    """Send a signed-in person to the provider, to link what it says with the own account."""
    return _leave({"account": staff().account_id})


@blueprint.get("/dang-nhap/oidc")
@requires(Permission.PUBLIC)
def come_back() -> Response:
    """Take a person back from the provider.

    The request comes from another site, so the session's cookie (SameSite=Strict) is not there: this view never
    reads the session, and whatever comes next is opened by a page of ours.
    """
    speaking = provider()
    journey = _kept(_JOURNEY)
    if journey is None or not _is_same(journey["state"], request.args.get("state", "")):
        return _onward(url_for("accounts.sign_in", loi="qua-han"))
    if "error" in request.args:
        return _forget(_not_done(journey, "thoi"))
    try:
        vouched = speaking.identify(
            code=request.args.get("code", ""),
            nonce=str(journey["nonce"]),
            verifier=str(journey["verifier"]),
            back=_back(),
        )
    except ProviderAway:
        return _forget(_not_done(journey, "khong-tra-loi"))
    except ProofRefused:
        return _forget(_not_done(journey, "khong-ro"))
    return _link_found(journey, vouched) if "account" in journey else _sign_in(journey, vouched)


@blueprint.route("/toi/lien-ket", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
@fresh_factor
def link() -> Response | Page:
    """Say what a link means; once back from the provider, ask whether it is the right person and link."""
    provider()
    found = _kept(_FOUND)
    if found is not None and found["account"] != staff().account_id:
        found = None
    if not EmptyForm().validate_on_submit():
        return render_template("admin/own/link.html", found=found, open_id=config.current().open_id), 200
    if found is None:
        return redirect(url_for("own.show", loi="qua-han"), 303)
    try:
        identities.link(session["token"], issuer=_issuer(), subject=str(found["subject"]))
    except IdentityRefused:
        return _forget(redirect(url_for("own.show", loi="cua-nguoi-khac"), 303))
    return _forget(redirect(url_for("own.show"), 303))


@blueprint.post("/toi/lien-ket/bo")
@requires(Permission.SIGNED_IN)
def unlink_own() -> Response:
    """Undo the link of one's own account."""
    provider()
    if not EmptyForm().validate_on_submit():
        abort(400)
    identities.unlink_own(session["token"])
    return redirect(url_for("own.show"), 303)


@blueprint.post("/tai-khoan/<int:account_id>/bo-lien-ket")
@requires(Permission.MANAGE_ACCOUNTS)
def unlink(account_id: int) -> Response:
    """Undo the link of an account of the office."""
    provider()
    if not EmptyForm().validate_on_submit():
        abort(400)
    if account_queries.one(staff().scope, account_id) is None:
        abort(404)
    identities.unlink(staff().scope, account_id, actor=staff().login)
    return redirect(url_for("people.one", account_id=account_id), 303)


def _is_same(expected: str | int, given: str) -> bool:
    return compare_digest(str(expected).encode(), given.encode())


def _leave(journey: dict[str, str | int]) -> Response:
    speaking = provider()
    words = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    try:
        address = speaking.address(**words, back=_back())
    except (ProviderAway, ProofRefused):
        return _not_done(journey, "khong-tra-loi")
    return _keep(redirect(address, 303), _JOURNEY, {**journey, **words})


def _sign_in(journey: dict[str, str | int], vouched: Vouched) -> Response:
    try:
        token = identities.sign_in(_issuer(), vouched.subject)
    except IdentityRefused:
        return _forget(_not_done(journey, "chua-lien-ket"))
    begin(token, target=str(journey["target"]))
    return _forget(_onward(session["next"]))


def _link_found(journey: dict[str, str | int], vouched: Vouched) -> Response:
    found = {"account": journey["account"], "subject": vouched.subject, "name": vouched.name}
    return _keep(_onward(url_for("oidc.link")), _FOUND, found)


def _not_done(journey: dict[str, str | int], why: str) -> Response:
    """Lead back to where the person came from, which says why nothing happened."""
    if "account" in journey:
        return _onward(url_for("own.show", loi=why))
    return _onward(url_for("accounts.sign_in", loi=why, next=journey["target"]))


def _onward(target: str) -> Response:
    """Open an own address by a page of ours; a redirect would still count as coming from the provider's site."""
    return onward.page(target, is_fault="loi=" in target)


def _back() -> str:
    return config.current().public_url + url_for("oidc.come_back")


def _issuer() -> str:
    open_id = config.current().open_id
    return open_id.issuer if open_id is not None else abort(404)


def _cookie() -> str:
    return "__Host-langnghe-oidc" if config.current().is_secure else "langnghe-oidc"


def _keep(answer: Response, purpose: str, values: dict[str, str | int]) -> Response:
    """Let the browser keep these values. Lax: the way back from the provider brings them, posts of others do not."""
    text = sealed.seal(purpose, {**values, "until": int(clock.now().timestamp()) + _LASTS})
    answer.set_cookie(
        _cookie(), text, max_age=_LASTS, secure=config.current().is_secure, httponly=True, samesite="Lax"
    )
    return answer


def _kept(purpose: str) -> dict[str, str | int] | None:
    values = sealed.unseal(purpose, request.cookies.get(_cookie(), ""))
    if values is None or int(values["until"]) < clock.now().timestamp():
        return None
    return values


def _forget(answer: Response) -> Response:
    answer.delete_cookie(_cookie(), secure=config.current().is_secure, httponly=True, samesite="Lax")
    return answer
