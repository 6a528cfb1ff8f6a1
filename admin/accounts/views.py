"""Views: sign in, sign out, change one's password, choose one's language."""

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from admin.accounts.forms import EmptyForm, PasswordForm, SignInForm
from core.domain.access import Permission
from core.services import accounts
from core.services.accounts import AccountRefused, SignInBusy, SignInRefused
from core.web import languages
from core.web.access import requires, staff

blueprint = Blueprint("accounts", __name__, url_prefix="/admin")


@blueprint.route("/dang-nhap", methods=["GET", "POST"])
@requires(Permission.PUBLIC)
def sign_in() -> Response | str | tuple[str, int]:
    """Open a session for the right name and password."""
    form = SignInForm(next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return _sign_in_page(form, 422 if request.method == "POST" else 200)
    try:
        opened = accounts.sign_in(form.login.data or "", form.password.data or "")
    except SignInRefused as refusal:
        form.password.errors = [_refusal(refusal)]
        return _sign_in_page(form, 401)
    except SignInBusy:
        form.password.errors = [_("Many people are signing in. Please try again in a moment.")]
        return _sign_in_page(form, 503)
    _begin(opened.token)
    if opened.must_change_password:
        return redirect(url_for("accounts.password"), 303)
    return redirect(_own_address(form.next.data), 303)


@blueprint.post("/dang-xuat")
@requires(Permission.SIGNED_IN)
def sign_out() -> Response:
    """End the session and let the browser forget what it kept."""
    if EmptyForm().validate_on_submit():
        accounts.sign_out(session.pop("token", ""))
        session.clear()
    answer = redirect(url_for("accounts.sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@blueprint.route("/mat-khau", methods=["GET", "POST"])
@requires(Permission.SIGNED_IN)
def password() -> Response | str | tuple[str, int]:
    """Replace one's password; every other session of the account ends."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _password_page(form, 422 if request.method == "POST" else 200)
    try:
        opened = accounts.change_password(
            staff().account_id, current=form.current.data or "", new=form.new.data or ""
        )
    except SignInRefused as refusal:
        form.current.errors = [_refusal(refusal)]
        return _password_page(form, 422)
    except SignInBusy:
        form.current.errors = [_("Many people are signing in. Please try again in a moment.")]
        return _password_page(form, 503)
    except AccountRefused:
        form.new.errors = [_("The new password is the same as the old one. Choose another.")]
        return _password_page(form, 422)
    _begin(opened.token)
    return redirect(url_for("overview.show"), 303)


@blueprint.post("/ngon-ngu")
@requires(Permission.SIGNED_IN)
def language() -> Response:
    """Remember the language one works in."""
    chosen = request.form.get("language", "")
    if not EmptyForm().validate_on_submit() or chosen not in languages.available_here():
        abort(400)
    accounts.set_locale(staff().account_id, chosen)
    return redirect(_own_address(request.form.get("next")), 303)


def _begin(token: str) -> None:
    """Start the browser's session afresh, so that nothing from before the sign-in carries over."""
    session.clear()
    session["token"] = token


def _own_address(target: str | None) -> str:
    """Return an address of the desk; anything else leads to the start page."""
    target = target or ""
    parts = urlsplit(target)
    is_ours = target.startswith("/admin/") and target.isprintable() and "\\" not in target
    return target if is_ours and not parts.scheme and not parts.netloc else url_for("overview.show")


def _refusal(refusal: SignInRefused) -> str:
    seconds = int(refusal.facts.get("wait_seconds", 0))  # type: ignore[call-overload]
    if refusal.code == "wait":
        return ngettext(
            "Too many tries. Please wait %(num)d second and try again.",
            "Too many tries. Please wait %(num)d seconds and try again.",
            seconds,
        )
    return _("The account name or the password is not right. Please check both and try again.")


def _sign_in_page(form: SignInForm, status: int) -> tuple[str, int]:
    return render_template("admin/accounts/sign_in.html", form=form), status


def _password_page(form: PasswordForm, status: int) -> tuple[str, int]:
    return render_template("admin/accounts/password.html", form=form, person=staff()), status
